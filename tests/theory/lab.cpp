#include "tests/theory/lab.h"
#include "sim/policy/contradictions.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace poldyn::theory {
namespace {

Mechanisms all_off() {
  Mechanisms off;
  off.projects = off.search = off.material_change = off.renewal = off.bundling = off.procurement = false;
  off.market = off.rapid_deployment = off.public_failure = off.iterative_correction = off.adversarial_use = false;
  off.finance = off.entry = off.exit = off.openness = off.adoption = off.filings = false;
  return off;  // approval, returns and windows stay on
}

Scenario bare(const std::vector<StageRule>& chain, Span span) {
  Scenario scenario;
  scenario.run.horizon = Days{span.days};
  scenario.run.warmup = Days{span.warmup};
  scenario.mechanisms = all_off();
  scenario.technology.bits = scenario.technology.jump_bits = 1;  // nobody searches: no landscape to speak of
  scenario.technology.epistasis = 0;
  scenario.capability.release_gain_oom = 0;
  scenario.vendors.works_ahead = false;
  scenario.domains.push_back({"any", {}});
  BlocRules& bloc = scenario.blocs.emplace_back();
  bloc.name = "lab";
  bloc.population.vendors = 0;
  bloc.population.class_shares = {1, 0, 0};
  bloc.supply.growth_oom_per_year = 0;
  bloc.registration.who = WhoFiles::all;
  for (const StageRule& stage : chain) {
    bloc.stages.push_back({std::to_string(bloc.stages.size() + 1), stage});
    bloc.tracks[static_cast<std::size_t>(Track::full)].rule.stages.push_back(bloc.stages.back().name);
  }
  return scenario;
}

}  // namespace

StageRule desk(std::int64_t reviewers, Law review) {
  StageRule stage;
  stage.unlimited = reviewers == 0;
  if (reviewers > 0) stage.reviewers = reviewers;
  stage.review = review;
  stage.rectification = constant(0);
  stage.max_attempts = 250;
  return stage;
}

Law erlang(double mean, int stages) { return {LawKind::erlang, mean, 1 / std::sqrt(stages)}; }
Law uniform(double low, double high) {
  return {LawKind::uniform, (low + high) / 2, (high - low) / (high + low) / std::sqrt(3.0)};
}
Law pareto(double mean, double alpha) { return {LawKind::pareto, mean, 1 / std::sqrt(alpha * (alpha - 2))}; }
Law hyperexponential(double mean, double cv) { return {LawKind::hyperexponential, mean, cv}; }

Scenario pipeline(const std::vector<StageRule>& chain, Law interarrival, Span span) {
  Scenario scenario = bare(chain, span);
  scenario.mechanisms.filings = true;
  scenario.blocs[0].filings.interarrival = interarrival;
  return scenario;
}

Scenario closed_loop(const std::vector<StageRule>& chain, std::int64_t vendors, Law training, Span span) {
  Scenario scenario = bare(chain, span);
  scenario.mechanisms.projects = true;
  scenario.blocs[0].population.vendors = vendors;
  for (auto& one : scenario.classes) one.training = training;
  return scenario;
}

Simulation finished(const Scenario& scenario, RunKey key) {
  if (const auto faults = contradictions(scenario); !faults.empty())
    throw std::logic_error(faults[0].path + ": " + faults[0].message);
  Simulation sim = start(scenario, key);
  run(
      sim, [](const Event&, const World&) {}, [] { return true; });
  return sim;
}

double counted_days(const Simulation& sim) { return in_days(sim.end - sim.world.warm_since); }

Flow flow_of(const Simulation& sim, std::size_t number) {
  const Office& office = sim.world.offices[number];
  const OfficeTally& tally = office.tally;
  const double rest = in_days(sim.end - tally.counted_to);
  const double queue = tally.waiting_area + rest * office.waiting;
  const double others = tally.busy_area + tally.awaiting_date_area + rest * (office.in_review + office.decided.size);
  const auto count = [](std::uint64_t n) { return static_cast<double>(n); };
  Flow flow;
  flow.in_office = (queue + others) / counted_days(sim);
  flow.in_queue = queue / counted_days(sim);
  flow.stay = tally.stay_days / count(tally.finished);
  flow.wait = tally.wait_days / count(tally.started);
  flow.waited = count(tally.waited) / count(tally.started);
  flow.turned_away = count(tally.turned_away) / count(tally.turned_away + tally.arrived);
  flow.withdrawn = count(tally.withdrawn) / count(tally.arrived);
  flow.passed = count(tally.passed) / counted_days(sim);
  return flow;
}

}  // namespace poldyn::theory
