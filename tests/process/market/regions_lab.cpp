#include "tests/process/market/regions_lab.h"

#include <bit>

#include "tests/process/lab.h"

namespace poldyn::lab {

Scenario free_forks(std::int64_t regions, std::int64_t vendors) {
  Scenario s = plain(vendors);
  s.mechanisms.compliance = s.mechanisms.market = true;
  BlocRules& b = north(s);
  b.population.regions = regions;
  b.market.epoch = Days{10};
  b.compliance.requirements = 8;
  b.compliance.fork_time = constant(20);
  b.compliance.time_per_bit = Days{3};
  b.compliance.fork_cost = b.compliance.cost_per_bit = b.compliance.upkeep_per_year = 0;
  return s;
}

Scenario four_regions() {
  Scenario s = plain(30);
  s.mechanisms = Mechanisms{};
  s.mechanisms.compliance = s.mechanisms.acquisitions = true;
  s.run.horizon = Days{2500};
  s.run.sample_interval = Days{100};
  give_choices(s);
  s.domains.push_back({"outside", {DomainKind::open_ended, 0.5, {"north"}}});
  BlocRules& b = north(s);
  b.population.class_shares = {1, 1, 1};
  b.population.entry_rate_per_year = 3;
  b.population.regions = 4;
  b.population.region_weights = {4, 2, 1, 1};
  b.registration.who = WhoFiles::all;
  b.registration.validity = Days{300};
  b.registration.renewal_lead = Days{50};
  b.stages[0].rule.reviewers = 3;
  b.stages[0].rule.unlimited = false;
  b.stages[0].rule.review = lognormal(20, 0.5);
  b.procurement.tenders_per_year = 20;
  return s;
}

Scenario two_regions(std::int64_t vendors) {
  Scenario s = free_forks(2, vendors);
  north(s).compliance.heterogeneity = 1;
  north(s).compliance.rebuild_share = 1;
  s.run.horizon = Days{1000};
  return s;
}

Scenario busy_regions() {
  Scenario s = four_regions();
  s.mechanisms.supply_limit = true;
  BlocRules& b = north(s);
  b.procurement.local = b.procurement.incumbency = 0;
  b.market.demand_per_year = 200;
  b.supply.capacity_per_year = 40;
  return s;
}

int bits_between_regions(const Simulation& sim) {
  const Bloc& bloc = sim.world.blocs[0];
  return std::popcount(bloc.groups.at(0).requirements ^ bloc.groups.at(1).requirements);
}

RunKey key_with(const Scenario& scenario, int bits) {
  for (std::uint32_t i = 0;; ++i)
    if (const Simulation sim = start(scenario, {7, i});
        !sim.world.blocs[0].groups.empty() && bits_between_regions(sim) >= bits)
      return {7, i};
}

}  // namespace poldyn::lab
