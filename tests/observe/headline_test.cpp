/// "Is iteration slower?" has an answer that a starved office makes worse, in every shipped scenario: under common
/// random numbers fewer reviewers, longer reviews and longer windows never improve it.

#include <cmath>

#include "sim/disk/scenario_disk.h"
#include "sim/policy/contradictions.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"
#include "tests/shipped.h"

using namespace poldyn;

namespace {

/// Five years of it or, where it is made for fewer, those: rates that grow by themselves are not meant to go on.
Scenario loaded(const std::string& path) {
  const Reading reading = read_scenario(path);
  INFO(to_text(reading.mistakes));
  REQUIRE(reading.ok());
  Scenario made = reading.scenario;
  made.run.horizon = std::min(made.run.horizon, Days{5 * days_per_year});
  made.run.sample_interval = Days{73};
  return made;
}

void one_reviewer(StageRule& stage) {
  stage.unlimited = false;
  stage.reviewers = 1;
}
void half_the_reviewers(StageRule& stage) { stage.reviewers = std::max<std::int64_t>(1, stage.reviewers / 2); }
void double_reviews(StageRule& stage) { stage.review.mean *= 2; }
void quarterly_window(StageRule& stage) { stage.window = std::max(stage.window, Days{91}); }

Scenario changed(Scenario s, void (*change)(StageRule&)) {
  for (BlocRules& bloc : s.blocs)
    for (auto& stage : bloc.stages) change(stage.rule);
  return s;
}

constexpr std::uint32_t pairs = 4;

std::vector<RunResult> runs_of(const Scenario& s) {
  std::vector<RunResult> made;
  for (std::uint32_t r = 0; r < pairs; ++r) made.push_back(simulate(s, {7, r}));
  return made;
}

double mean_of(const std::vector<RunResult>& runs, std::string_view name, std::size_t bloc) {
  double sum = 0;
  for (const RunResult& run : runs) sum += total(run, name, bloc);
  return sum / pairs;
}

}  // namespace

TEST_CASE("headline: a starved office never makes iteration look faster", "[observe][slow]") {
  const std::string path = GENERATE(from_range(shipped_scenarios()));
  INFO(path);
  const Scenario scenario = loaded(path);
  const std::vector<RunResult> before = runs_of(scenario);
  for (const auto change : {one_reviewer, half_the_reviewers, double_reviews, quarterly_window}) {
    if (!contradictions(changed(scenario, change)).empty()) continue;  // a statutory deadline forbids it
    const std::vector<RunResult> after = runs_of(changed(scenario, change));
    for (std::size_t b = 0; b < scenario.blocs.size(); ++b) {
      const double a = mean_of(before, "time_to_deployment", b), c = mean_of(after, "time_to_deployment", b);
      const double x = mean_of(before, "deployed_within_year", b), y = mean_of(after, "deployed_within_year", b);
      if (!(mean_of(before, "filed", b) > 0)) continue;  // only what its neighbours' offices do moves it
      INFO(scenario.blocs[b].name << ": time_to_deployment " << a << " -> " << c << " d, deployed_within_year " << x
                                  << " -> " << y);
      CHECK((c >= a || (std::isnan(a) && std::isnan(c))));
      CHECK((y <= x || (std::isnan(x) && std::isnan(y))));
    }
  }
}
