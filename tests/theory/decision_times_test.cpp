/// Time to decision and to deployment, with those still under way and those given up in it: against closed forms.

#include <cmath>

#include "sim/observe/run_result.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"
#include "tests/process/lab.h"
#include "tests/theory/estimate.h"
#include "tests/theory/lab.h"

namespace poldyn::theory {
namespace {

constexpr std::size_t all_filings = static_cast<std::size_t>(FilingCohort::all);
constexpr std::size_t all_projects = static_cast<std::size_t>(ProjectCohort::all);
constexpr std::size_t at(FilingEnd end) { return static_cast<std::size_t>(end); }
constexpr std::size_t at(ProjectEnd end) { return static_cast<std::size_t>(end); }

double of_filings(const RunResult& run, std::string_view name) { return total(run, name, 0, all_filings); }

/// Exit at a constant hazard, whatever becomes of the filings.
Scenario with_exits(Scenario scenario, double per_year) {
  scenario.mechanisms.exit = true;
  scenario.blocs[0].population.exit_hazard_per_year = per_year;
  return scenario;
}

}  // namespace

TEST_CASE("waits: one reviewer, Poisson filings: the law of the stay is exponential", "[theory]") {
  // mu - lambda = 1/100 per day. About 80 filings are counted, and those of the last months are under way at the end.
  Scenario lab = pipeline({desk(1, exponential(20))}, exponential(25), {10'000, 8'000});
  const auto found = replicate<4>("waits MM1", 1'500, [&](RunKey key) {
    const RunResult run = simulate(lab, key);
    return std::array{of_filings(run, "decided_within_90d"), of_filings(run, "decided_within_365d"),
                      of_filings(run, "decision_restricted_mean"), total(run, "stay_within_90d")};
  });
  agrees_with("MM1 decided within 90 d", 1 - std::exp(-0.9), found[0], 0.05);
  agrees_with("MM1 decided within 365 d", 1 - std::exp(-3.65), found[1], 0.02);
  agrees_with("MM1 mean to 365 d", 100 * (1 - std::exp(-3.65)), found[2], 0.10);
  agrees_with("MM1 stay within 90 d", 1 - std::exp(-0.9), found[3], 0.05);
}

TEST_CASE("waits: vendors that leave compete with the decision, and the law without them shows through", "[theory]") {
  // Everybody is reviewed at once, for an exponential time of mean 100 d; vendors leave at 2 per year.
  const double decide = 1 / 100., leave = 2 / days_per_year, both = decide + leave;
  const Scenario lab = with_exits(closed_loop({desk(0, exponential(100))}, 60, constant(10), {1'500, 0}), 2);
  const auto found = replicate<5>("waits exits", 600, [&](RunKey key) {
    const RunResult run = simulate(lab, key);
    return std::array{of_filings(run, "decided_within_90d"), of_filings(run, "decision_restricted_mean"),
                      total(run, "filing_ends_within_year", 0, at(FilingEnd::vendor_left)),
                      total(run, "deployed_within_90d", 0, all_projects), of_filings(run, "decision_median")};
  });
  agrees_with("decided before leaving, 90 d", decide / both * (1 - std::exp(-90 * both)), found[0], 0.02);
  agrees_with("left first, 365 d", leave / both * (1 - std::exp(-365 * both)), found[2], 0.05);
  agrees_with("wait of those who stay", 100 * (1 - std::exp(-3.65)), found[1], 0.05);
  agrees_with("deployed, 90 d", std::exp(-10 * leave) * decide / both * (1 - std::exp(-80 * both)), found[3], 0.02);
  agrees_with("median of those who stay", 100 * std::log(2.), found[4], 0.10);
}

TEST_CASE("waits: one reviewer and filings that lose patience", "[theory]") {
  // Birth and death: lambda = mu = 1 per 10 d, each that waits is withdrawn at 1 per 20 d. Share withdrawn is
  // theta E[Lq] / lambda.
  const double lambda = 0.1, mu = 0.1, theta = 0.05;
  double weight = 1, sum = 1, queue = 0;
  for (int n = 1; n < 200; ++n) {
    weight *= lambda / (mu + (n - 1) * theta);
    sum += weight;
    queue += (n - 1) * weight;
  }
  StageRule stage = desk(1, exponential(10));
  stage.patience = exponential(20);
  const Scenario lab = pipeline({stage}, exponential(10), {4'000, 1'000});
  const auto found = replicate<3>("waits reneging", 600, [&](RunKey key) {
    const RunResult run = simulate(lab, key);
    const std::size_t row = row_named(total_metrics(), "filings_by_end");
    const double filed = total(run, "filed"), withdrawn = run.totals[row].at(at(FilingEnd::withdrawn));
    return std::array{withdrawn / filed, of_filings(run, "decided_within_365d"), total(run, "undecided_share")};
  });
  agrees_with("withdrawn", theta * queue / sum / lambda, found[0], 0.05);
  agrees_with("decided in the end", 1 - theta * queue / sum / lambda, found[1], 0.03);
}

TEST_CASE("waits: a starved office, by hand", "[theory]") {
  // Five vendors are ready on day 100 and file with one reviewer, who takes 100 d each and decides on days 200, 300 and
  // 400. The first two train again for 100 d and file on days 300 and 400. The run ends on day 450.
  Scenario s = lab::plain(5);
  s.run.horizon = Days{450};
  s.mechanisms.approval = true;
  s.vendors.works_ahead = false;
  lab::make_all_file(s);
  lab::north(s).stages[0].rule.unlimited = false;
  lab::north(s).stages[0].rule.reviewers = 1;
  lab::north(s).stages[0].rule.review = constant(100);
  const RunResult run = simulate(s, {1, 0});
  CHECK(total(run, "filed") == 7);
  CHECK(total(run, "undecided") == 4);
  CHECK(total(run, "pending") == 4);
  CHECK(total(run, "pending_age") == (350 + 350 + 150 + 50) / 4.);
  CHECK(of_filings(run, "decided_within_90d") == 0);
  CHECK(of_filings(run, "decided_within_180d") == Approx(1. / 6));  // one of six that were followed so far
  CHECK(of_filings(run, "decision_median") == 300);                 // 5/6 x 3/4 x 2/3 is below a half
  CHECK(std::isnan(of_filings(run, "decided_within_365d")));        // nobody was followed for a year
  CHECK(std::isnan(of_filings(run, "decision_restricted_mean")));
  CHECK(total(run, "held_back") == 0);
  // Of what was deployed the mean is 300 d; the projects that wait for their decision are already 350 d old and more.
  CHECK(total(run, "idea_to_deployment") == 300);
  CHECK(total(run, "deployment_median", 0, all_projects) == 400);
  // Eight projects: five, and three begun on days 200, 300 and 400. Six were followed for 200 d, four for 300 d.
  CHECK(total(run, "deployed_within_365d", 0, all_projects) == Approx(1. / 6 + 5. / 6 / 4));
}

TEST_CASE("waits: an overloaded office does not look better for what is still in it", "[theory]") {
  // Load 1.2: the queue grows. Of the filings of the first 300 d, all are decided by day 4,000: their median is the
  // truth.
  const Scenario full = [] {
    Scenario s = pipeline({desk(1, exponential(12))}, exponential(10), {4'000, 0});
    return s;
  }();
  const auto found = replicate<2>("waits overload", 400, [&](RunKey key) {
    Scenario cut = full;
    cut.run.horizon = Days{1'000};
    return std::array{of_filings(simulate(cut, key), "decision_median"),
                      of_filings(simulate(full, key), "decision_median")};
  });
  // 142.6 d, standard error 3.7; with open filings dropped from the sample it was 119.2 d, six standard errors short.
  CHECK(found[0].mean > 130);
  CHECK(found[1].mean > 3 * found[0].mean);  // the longer it goes on the worse it is
  CHECK(found[0].standard_error < 4);
}

TEST_CASE("waits: an empty office says nothing", "[theory]") {
  const RunResult run = simulate(pipeline({desk(1, exponential(10))}, constant(30'000), {1'000, 0}), {1, 0});
  CHECK(total(run, "filed") == 0);
  CHECK(std::isnan(total(run, "undecided_share")));
  CHECK(std::isnan(of_filings(run, "decision_median")));
  CHECK(std::isnan(total(run, "time_to_deployment")));
}

}  // namespace poldyn::theory
