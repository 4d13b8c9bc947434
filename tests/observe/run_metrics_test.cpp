/// What must hold between the metrics of a whole run, whatever the model does.

#include <algorithm>
#include <cmath>

#include "sim/observe/sampled_names.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

Scenario two_regimes(double warmup_years, double sample_days) {
  Scenario s;
  s.run.horizon = Days{6 * days_per_year};
  s.run.warmup = Days{warmup_years * days_per_year};
  s.run.sample_interval = Days{sample_days};
  s.record.releases = s.record.events = true;
  s.domains.resize(3);
  s.domains[0].name = "text";
  s.domains[1].name = "reasoning";
  s.domains[1].rule.kind = DomainKind::open_ended;
  s.domains[2].name = "tools";
  s.domains[2].rule.kind = DomainKind::tool_use;
  s.domains[2].rule.outside_envelope_of = {"north"};
  BlocRules bloc;
  bloc.name = "south";
  s.blocs.push_back(bloc);
  bloc.name = "north";
  bloc.registration.who = WhoFiles::all;
  bloc.registration.validity = Days{700};
  bloc.stages.resize(2);
  bloc.stages[0].name = "paper";
  bloc.stages[1].name = "test";
  bloc.stages[1].rule.window = Days{30};
  bloc.stages[1].rule.pass_probability = 0.7;
  bloc.tracks[0].rule.stages = {"paper", "test"};
  bloc.tracks[1].rule.stages = {"paper"};
  s.blocs.push_back(bloc);
  return s;
}

double sum_of(const RunResult& r, const char* name, std::size_t bloc) {
  double sum = 0;
  for (std::size_t t = 0; t < r.shape.times; ++t) sum += sampled(r, name, bloc, t);
  return sum;
}

}  // namespace

TEST_CASE("run metrics: nothing lies beyond its valid range", "[observe]") {
  const RunResult r = simulate(two_regimes(1, days_per_month), {5, 0});
  for (std::size_t m = 0; m < r.sampled.size(); ++m)
    for (const double x : r.sampled[m]) {
      INFO(sampled_metrics()[m].name << " = " << x);
      CHECK((std::isnan(x) || sampled_metrics()[m].valid.has(x)));
    }
  for (std::size_t m = 0; m < r.totals.size(); ++m)
    for (const double x : r.totals[m]) {
      INFO(total_metrics()[m].name << " = " << x);
      CHECK((std::isnan(x) || total_metrics()[m].valid.has(x)));
    }
}

TEST_CASE("run metrics: samples, totals and the table of releases tell one story", "[observe]") {
  // one warm-up that ends on a sample, and one that ends between two
  const double warmup = GENERATE(0.0, 1.0, 1.37);
  const Scenario s = two_regimes(warmup, days_per_year / 12);
  const RunResult r = simulate(s, {6, 0});
  for (std::size_t b = 0; b < 2; ++b) {
    double all = 0, warm = 0, days = 0;
    for (const ReleaseRecord& release : r.releases) {
      if (release.bloc != b) continue;
      Ticks parts{};
      for (const Ticks part : release.delay) parts += part;
      CHECK(parts == release.deployed - release.started);
      all += 1;
      if (release.deployed <= SimTime{to_ticks(s.run.warmup)} && warmup > 0) continue;
      warm += 1;
      days += in_days(parts);
    }
    REQUIRE(warm > 10);
    CHECK(sum_of(r, "releases", b) == all);
    CHECK(total(r, "releases", b) == warm);
    CHECK_THAT(total(r, "idea_to_deployment", b), WithinRel(days / warm, 1e-9));
    double by_cause = 0;
    for (std::size_t c = 0; c < causes; ++c) by_cause += total(r, "delay_by_cause", b, c);
    CHECK_THAT(by_cause, WithinRel(days / warm, 1e-9));
    CHECK(sampled(r, "vendors", b, r.shape.times - 1) == total(r, "final_vendors", b));
    CHECK(sampled(r, "frontier", b, r.shape.times - 1) == total(r, "final_frontier", b));
    for (std::size_t t = 0; t < r.shape.times; ++t)
      CHECK_FALSE(sampled(r, "frontier", b, t) > sampled(r, "trained_frontier", b, t));
  }
}

TEST_CASE("run metrics: Little's law holds for each stage of the pipeline", "[observe]") {
  Scenario s = two_regimes(0, days_per_month);
  s.mechanisms.entry = false;  // a growing queue is not in balance
  s.blocs[1].population.exit_hazard_per_year = 0.3;
  const RunResult r = simulate(s, {7, 0});
  for (std::size_t stage = 0; stage < 2; ++stage) {
    // Exact but for the filings that are still there at the end: at most a few per cent here.
    const double abandoned = total(r, "abandoned_share", 1, stage);
    const double visits_per_day = total(r, "throughput", 1, stage) / (1 - abandoned);
    CHECK(abandoned > 0.02);
    CHECK_THAT(total(r, "mean_in_stage", 1, stage), WithinRel(visits_per_day * total(r, "mean_visit", 1, stage), 0.05));
    CHECK_THAT(
        total(r, "passed_share", 1, stage) + total(r, "returned_share", 1, stage) + total(r, "refused_share", 1, stage),
        WithinRel(1.0, 1e-12));
  }
}

TEST_CASE("run metrics: looking more often, or keeping less, changes nothing", "[observe]") {
  Scenario s = two_regimes(1, days_per_month);
  const RunResult a = simulate(s, {8, 0});
  s.run.sample_interval = Days{3.3};
  s.record.releases = s.record.events = false;
  const RunResult b = simulate(s, {8, 0});
  CHECK(a.fingerprint == b.fingerprint);
  CHECK(a.events == b.events);
  CHECK(a.log.size() == a.events);
  CHECK(b.log.empty());
  for (std::size_t bloc = 0; bloc < 2; ++bloc) {
    CHECK(total(a, "releases", bloc) == total(b, "releases", bloc));
    CHECK(total(a, "final_usage_q", bloc) == total(b, "final_usage_q", bloc));
    CHECK_THAT(sum_of(a, "exits", bloc), WithinAbs(sum_of(b, "exits", bloc), 2));  // the last samples differ by days
  }
  CHECK(simulate(s, {9, 0}).fingerprint != b.fingerprint);
}

TEST_CASE("sampled names: each is the name of one metric, which has no extra axis", "[observe]") {
  for (const SampledName& name : sampled_name::all_names) {
    INFO(name.text);
    const auto rows = sampled_metrics();
    const auto is_it = [&](const MetricRow& row) { return row.name == name.text && row.axis == Axis::none; };
    CHECK(std::count_if(rows.begin(), rows.end(), is_it) == 1);
  }
  CHECK(sampled_name::all_names.size() > 50);
}
