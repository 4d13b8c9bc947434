#include <cmath>

#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using poldyn::Law;
using poldyn::LawKind;

namespace {

/// The law that a bloc's `procurement.length` becomes; its default is lognormal with mean 365 d and cv 0.5.
Law read(const std::string& text) {
  const auto reading = poldyn::read_scenario_text(small_scenario + "procurement.length = " + text + "\n", "text");
  INFO(poldyn::to_text(reading.mistakes));
  REQUIRE(reading.ok());
  return reading.scenario.blocs.at(1).procurement.length;
}

}  // namespace

TEST_CASE("laws: natural parameters become mean and spread", "[io]") {
  struct Case {
    const char* text;
    Law expected;
  };
  const auto each = GENERATE(values<Case>({
      {"\"2 mo\"", {LawKind::constant, 60.875, 0}},
      {"3", {LawKind::constant, 3, 0}},
      {"{ dist = \"constant\", mean = \"2 wk\" }", {LawKind::constant, 14, 0}},
      {"{ dist = \"exponential\", mean = \"45 d\" }", {LawKind::exponential, 45, 1}},
      {"{ dist = \"exponential\", rate = \"0.5 /wk\" }", {LawKind::exponential, 14, 1}},
      {"{ dist = \"erlang\", mean = 8, k = 4 }", {LawKind::erlang, 8, 0.5}},
      {"{ dist = \"erlang\", mean = 8, cv = 0.5 }", {LawKind::erlang, 8, 0.5}},
      {"{ dist = \"gamma\", mean = 8, shape = 0.25 }", {LawKind::gamma, 8, 2}},
      {"{ dist = \"lognormal\", mean = 8, cv = 0.7 }", {LawKind::lognormal, 8, 0.7}},
      {"{ dist = \"uniform\", min = 0, max = 12 }", {LawKind::uniform, 6, 1 / std::sqrt(3.0)}},
      {"{ dist = \"uniform\", min = \"5 d\", max = \"1 wk\" }", {LawKind::uniform, 6, 2 / (std::sqrt(3.0) * 12)}},
      {"{ dist = \"weibull\", mean = 8, shape = 1 }", {LawKind::weibull, 8, 1}},
      {"{ dist = \"weibull\", mean = 8, shape = 2 }", {LawKind::weibull, 8, std::sqrt(4 / M_PI - 1)}},
      {"{ dist = \"pareto\", mean = 6, alpha = 3 }", {LawKind::pareto, 6, 1 / std::sqrt(3.0)}},
      {"{ dist = \"pareto\", xm = 4, alpha = 3 }", {LawKind::pareto, 6, 1 / std::sqrt(3.0)}},
      {"{ dist = \"pareto\", xm = 4, cv = 0.5773502691896258 }", {LawKind::pareto, 6, 1 / std::sqrt(3.0)}},
      {"{ dist = \"hyperexponential\", mean = 6, cv = 2 }", {LawKind::hyperexponential, 6, 2}},
      {"{ dist = \"inverse_gaussian\", mean = 4, shape = 16 }", {LawKind::inverse_gaussian, 4, 0.5}},
  }));
  const Law law = read(each.text);
  INFO(each.text);
  CHECK(law.kind == each.expected.kind);
  CHECK(law.mean == Approx(each.expected.mean).epsilon(1e-14));
  CHECK(law.cv == Approx(each.expected.cv).epsilon(1e-13));
}

TEST_CASE("laws: a lognormal law's median and sigma give its moments", "[io]") {
  const Law law = read("{ dist = \"lognormal\", median = \"30 d\", sigma = 0.5 }");
  CHECK(law.mean == Approx(30 * std::exp(0.125)));
  CHECK(law.cv == Approx(std::sqrt(std::exp(0.25) - 1)));
}

TEST_CASE("laws: part of a law changes that part of the inherited one", "[io]") {
  CHECK(read("{ mean = \"45 d\" }") == Law{LawKind::lognormal, 45, 0.5});
  CHECK(read("{ cv = 0.8 }") == Law{LawKind::lognormal, 365, 0.8});
  CHECK(read("{ dist = \"gamma\" }") == Law{LawKind::gamma, 365, 0.5});
  CHECK(read("{ dist = \"exponential\" }") == Law{LawKind::exponential, 365, 1});
  CHECK(read("{ dist = \"constant\" }") == Law{LawKind::constant, 365, 0});
}
