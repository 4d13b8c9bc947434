/// One office with other laws of arrival and review than the exponential.

#include "tests/catch.h"
#include "tests/theory/flows.h"

namespace poldyn::theory {
namespace {

/// Poisson filings at half a filing per day.
Scenario half_load(Law review, Span span) { return pipeline({desk(1, review)}, exponential(2), span); }

TEST_CASE("the wait for one reviewer agrees with Pollaczek and Khinchine for any law of review time", "[theory]") {
  const Span span{40'200, 200};
  agrees("MG1-D-0.5", flow("MG1-D", half_load(constant(1), span), 30, &Flow::wait), 0.05);
  agrees("MG1-E2-0.5", flow("MG1-E2", half_load(erlang(1, 2), span), 30, &Flow::wait), 0.05);
  agrees("MG1-E4-0.5", flow("MG1-E4", half_load(erlang(1, 4), span), 30, &Flow::wait), 0.05);
  agrees("MG1-U-0.5", flow("MG1-U", half_load(uniform(0, 2), span), 30, &Flow::wait), 0.05);
  agrees("MG1-H2-0.5", flow("MG1-H2", half_load(hyperexponential(1, 2), {120'500, 500}), 30, &Flow::wait), 0.07);
}

TEST_CASE("the wait agrees with Pollaczek and Khinchine for heavy tails", "[theory]") {
  agrees("MG1-LN2-0.5", flow("MG1-LN2", half_load(lognormal(1, 2), {160'500, 500}), 30, &Flow::wait), 0.12);
  // The second moment of the wait is infinite, so the standard error is itself uncertain and the mean converges slowly.
  agrees("MG1-PAR-0.5", flow("MG1-PAR", half_load(pareto(1, 3), {160'500, 500}), 30, &Flow::wait), 0.10);
}

TEST_CASE("laws of the table without a row: gamma, Weibull and inverse Gaussian reviews wait alike at equal spread",
          "[theory]") {
  const Span span{40'200, 200};
  const double expected = 0.5 * (1 + 0.64) / 2 / (1 - 0.5);  // Pollaczek-Khinchine at cv = 0.8
  const auto wait = [&](LawKind kind, std::string_view name) {
    return flow(name, half_load({kind, 1, 0.8}, span), 30, &Flow::wait);
  };
  agrees_with("M/G/1 gamma", expected, wait(LawKind::gamma, "MG1-gamma"), 0.05);
  agrees_with("M/G/1 Weibull", expected, wait(LawKind::weibull, "MG1-weibull"), 0.05);
  agrees_with("M/G/1 inverse Gaussian", expected, wait(LawKind::inverse_gaussian, "MG1-ig"), 0.05);
}

TEST_CASE("filings by calendar or in Erlang intervals wait as G/M/1 says", "[theory]") {
  const Span span{40'200, 200};
  const auto lab = [&](Law interarrival) { return pipeline({desk(1, exponential(1))}, interarrival, span); };
  agrees("DM1-0.5", flow("DM1", lab(constant(2)), 30, &Flow::wait), 0.05);
  agrees("E2M1-0.5", flow("E2M1", lab(erlang(2, 2)), 30, &Flow::wait), 0.05);
}

TEST_CASE("filings that come three at a time hold the office as long as bulk theory says", "[theory]") {
  Scenario lab = pipeline({desk(1, exponential(1))}, exponential(5), {60'200, 200});
  lab.blocs[0].filings.batch = 3;
  agrees("MX1-1", flow("MX1", lab, 30, &Flow::in_office), 0.05);
}

TEST_CASE("several reviewers who take a fixed time: the wait agrees with Crommelin", "[theory]") {
  const auto lab = [](std::int64_t reviewers, double rate) {
    return pipeline({desk(reviewers, constant(1))}, exponential(1 / rate), {30'200, 200});
  };
  agrees("MDC-1", flow("MDC-1", lab(2, 1.6), 30, &Flow::wait), 0.05);
  agrees("MDC-3", flow("MDC-3", lab(5, 4.5), 30, &Flow::wait), 0.08);
}

}  // namespace
}  // namespace poldyn::theory
