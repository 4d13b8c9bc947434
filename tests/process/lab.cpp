#include "tests/process/lab.h"

#include <bit>

namespace poldyn::lab {

Mechanisms nothing() {
  Mechanisms off;
  for (const ParamRow& row : param_rows<Mechanisms>) row.set(&off, false);
  return off;
}

Scenario plain(std::int64_t vendors) {
  Scenario s;
  s.mechanisms = nothing();
  s.mechanisms.projects = true;
  s.run.horizon = Days{3650};
  s.technology.bits = 8;
  s.technology.epistasis = 1;
  s.technology.fitness_oom = 0;
  s.capability.release_gain_oom = 0;
  s.vendors.refresh_gain_oom = 0;
  for (VendorClassRule& cls : s.classes) {
    cls.training = constant(100);
    cls.capital = constant(100);
    cls.project_cost = cls.operating_cost_per_year = 0;
    cls.margin = cls.price = cls.public_facing = cls.local = 1;
    cls.open_release = cls.long_jump = cls.imitate = cls.adopt = 0;
  }
  s.finance.project_share = 0;
  s.domains.push_back({"general", {}});
  BlocRules bloc;
  bloc.name = "north";
  bloc.population.vendors = vendors;
  bloc.population.class_shares = {1, 0, 0};
  bloc.population.affiliated_share = bloc.population.entry_rate_per_year = 0;
  bloc.supply.growth_oom_per_year = 0;
  bloc.procurement.tenders_per_year = 0;
  StageRule desk;
  desk.unlimited = true;
  desk.review = constant(30);
  bloc.stages.push_back({"desk", desk});
  for (auto& [name, track] : bloc.tracks) track.stages = {"desk"};
  s.blocs.push_back(bloc);
  return s;
}

void give_choices(Scenario& s) {
  s.technology = {16, 4, Neighbours::random, 4, 4, 4, 0.5};
  s.learning.feedback_scale = s.learning.robustness_scale = 20;
  s.finance = {0.3, 0.1};
  for (VendorClassRule& cls : s.classes) {
    cls.training = lognormal(70, 0.4);
    cls.capital = lognormal(30, 1);
    cls.project_cost = 1;
    cls.operating_cost_per_year = 2;
    cls.margin = 0.7;
    cls.open_release = 0.5;
    cls.long_jump = cls.imitate = cls.adopt = 0.5;
  }
  s.classes[2].unmodified = true;
}

void make_all_file(Scenario& scenario) {
  scenario.mechanisms.approval = true;
  for (BlocRules& bloc : scenario.blocs) bloc.registration.who = WhoFiles::all;
}

std::optional<Event> run_to(Simulation& sim, EventKind kind, SimTime from) {
  std::optional<Event> found;
  run(
      sim,
      [&](const Event& event, const World&) {
        if (kind_of(event) == kind && event.at >= from) found = event;
      },
      [&] { return !found; });
  return found;
}

void run_until(Simulation& sim, double day) {
  const EventSeq last =
      sim.queue.push(at_day(day), phase::observes, {0, 0, 0, static_cast<std::uint8_t>(EventKind::sampled), 0});
  bool reached = false;
  run(
      sim, [&](const Event& event, const World&) { reached = event.seq == last; }, [&] { return !reached; });
}

namespace {

/// FNV-1a over 64-bit words.
struct Hash {
  std::uint64_t value = 0xcbf29ce484222325ULL;
  void add(std::uint64_t word) { value = (value ^ word) * 0x100000001b3ULL; }
  void add(double x) { add(std::bit_cast<std::uint64_t>(x)); }
};

void add_world(Hash& hash, const World& world) {
  for (const Vendor& v : world.vendors) {
    hash.add(v.cash.millions());
    hash.add(v.fitness);
    hash.add(v.design);
    hash.add(v.lineage);
    if (v.experience) hash.add(world.experiences[v.experience].hardening);
    hash.add(v.contract_rate);
    if (!v.product) continue;
    const Model& m = world.at(v.product);
    hash.add(m.mean_q);
    hash.add(m.robustness);
    hash.add(std::uint64_t{m.open} << 2 | std::uint64_t{m.approved} << 1 | std::uint64_t{m.derivative});
  }
  for (const Bloc& bloc : world.blocs) {
    hash.add(bloc.profit_margin);
    for (const TrackState& track : bloc.tracks) hash.add(track.expected_days);
    for (const double signals : bloc.tally.signals) hash.add(signals);
    for (std::uint32_t row = 0; row < bloc.market.rows; ++row)
      for (Eigen::Index d = 0; d < static_cast<Eigen::Index>(world.domains); ++d) {
        hash.add(bloc.market.share(row, d));
        hash.add(bloc.market.stock(row, d));
      }
  }
}

}  // namespace

std::uint64_t fingerprint(const Scenario& scenario, RunKey key) {
  Simulation sim = start(scenario, key);
  Hash hash;
  std::uint32_t count = 0;
  watch(sim, [&](const Event& event, const World& world) {
    hash.add(static_cast<std::uint64_t>(event.at.time_since_epoch().count()));
    hash.add(std::uint64_t{event.seq} << 8 | event.phase);
    hash.add(std::uint64_t{event.what.subject} << 32 | event.what.detail);
    hash.add(std::uint64_t{event.what.kind} << 16 | event.what.extra);
    if (++count % 16 == 0) add_world(hash, world);
  });
  add_world(hash, sim.world);
  return hash.value;
}

}  // namespace poldyn::lab
