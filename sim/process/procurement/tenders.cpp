#include "sim/process/procurement/tenders.h"

#include <algorithm>
#include <numbers>
#include <optional>

#include "sim/base/elementary.h"
#include "sim/engine/choice.h"
#include "sim/engine/sample.h"
#include "sim/process/approval/variants.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/tallies.h"
#include "sim/process/market/regions.h"
#include "sim/process/procurement/contracts.h"
#include "sim/world/prefetch.h"

namespace poldyn {
namespace {

/// Draws per bidder before a tender gives up looking for eligible ones; with 1 % eligible, half of the places are still
/// filled.
constexpr std::uint32_t tries_per_bidder = 64;

/// Years until the next point of a Poisson process with rate r e^{gt} from time t on: the time change inverted.
double wait_at_growing_rate(double rate_now, double growth, double unit_exponential) {
  if (growth == 0) return unit_exponential / rate_now;
  const double x = growth * unit_exponential / rate_now;
  return x > -1 ? log1p(x) / growth : std::numeric_limits<double>::infinity();  // a falling rate may bring no more
}

/// Kind of use that a tender asks an approval for, if it asks for one. Draws from (category, bloc, tender).
std::optional<std::uint32_t> draw_category(const Simulation& sim, BlocId id, std::uint32_t ordinal) {
  if (!asks_for_category(sim, id)) return std::nullopt;
  Stream stream = sim.draw(Purpose::category, id, ordinal);
  return static_cast<std::uint32_t>(
      choose_evenly(static_cast<std::size_t>(sim.rules_of(id).variants.categories), stream));
}

/// Vendors invited: distinct offers drawn evenly; left out are those that are not deployed in the region, and those
/// without the approval that is asked for.
std::vector<VendorId> invite(const Simulation& sim, BlocId bloc_id, GroupIndex group, std::uint32_t ordinal,
                             Stream& stream) {
  const ProcurementRule& rule = sim.rules_of(bloc_id).procurement;
  const Bloc& bloc = sim.world.at(bloc_id);
  const std::optional<std::uint32_t> category = draw_category(sim, bloc_id, ordinal);
  std::vector<VendorId> invited;
  const Market& market = bloc.market;
  if (market.rows == 0) return invited;
  const auto places = std::min<std::size_t>(static_cast<std::size_t>(rule.bidders), market.rows);
  const auto tries = tries_per_bidder * static_cast<std::uint32_t>(rule.bidders);
  for (std::uint32_t i = 0; i < tries && invited.size() < places; ++i) {
    const std::uint32_t row = stream.below(market.rows);
    if (rule.registered_only && !market.approved[row]) continue;
    if (!serves(bloc, OfferRow{row}, group)) continue;
    const VendorId id = market.vendor[row];
    if (category && !covers_category(sim, id, *category)) continue;
    if (std::find(invited.begin(), invited.end(), id) != invited.end()) continue;
    invited.push_back(id);
    prefetch(&sim.world.at(id));
  }
  for (const VendorId id : invited) prefetch(&sim.world.at(sim.world.at(id).product));
  return invited;
}

double best_quality(const World& world, const std::vector<VendorId>& bidders, GroupIndex group) {
  double best = -std::numeric_limits<double>::infinity();
  for (const VendorId id : bidders) best = std::max(best, mean_q_in(world, world.at(id), group));
  return best;
}

/// Highest score wins; of equal scores the first invited, and the order of invitation is random.
VendorId award(const Simulation& sim, BlocId bloc, RegionId region, const std::vector<VendorId>& bidders,
               std::uint32_t ordinal) {
  const ProcurementRule& rule = sim.rules_of(bloc).procurement;
  const GroupIndex group = group_of(sim.world.at(bloc), region);
  const double best = best_quality(sim.world, bidders, group);
  VendorId winner;
  double winning = 0;
  for (const VendorId id : bidders) {
    const Vendor& vendor = sim.world.at(id);
    const Model& product = sim.world.at(vendor.product);
    double points = score(rule, {best - mean_q_in(sim.world, vendor, group), sim.class_of(vendor).price,
                                 product.approved, product.root_bloc == bloc, vendor.region == region,
                                 vendor.affiliated, is_incumbent(sim.world, vendor, region)});
    if (rule.noise > 0) {
      Stream stream = sim.draw(Purpose::bid, vendor, ordinal);
      points += rule.noise * gumbel_variate(stream);
    }
    if (!winner || points > winning) winner = id, winning = points;
  }
  return winner;
}

void count_award(const Simulation& sim, Bloc& bloc, RegionId region, const std::vector<VendorId>& bidders,
                 VendorId winner, double value, SimTime now) {
  const Vendor& vendor = sim.world.at(winner);
  BlocTally& tally = bloc.tally;
  count_activity(bloc, LedgerGroup::government_integrators);
  ++tally.tenders;
  tally.tender_value += value;
  remember_award(bloc, {now, winner, value});
  ++tally.won[static_cast<std::size_t>(vendor.cls)];
  tally.won_affiliated += vendor.affiliated;
  const GroupIndex group = group_of(bloc, region);
  tally.winner_q += mean_q_in(sim.world, vendor, group) - best_quality(sim.world, bidders, group);
}

}  // namespace

Pace tender_pace(const Scenario& rules, const Bloc& bloc, BlocId id) {
  const ProcurementRule& rule = rules.blocs[id.value].procurement;
  return {rule.tenders_per_year, rule.growth_per_year, bloc.drift.tenders, rule.seasonal_amplitude};
}

void schedule_tender(Simulation& sim, BlocId id, SimTime from, std::uint32_t ordinal) {
  const ProcurementRule& rule = sim.rules_of(id).procurement;
  if (!sim.rules.mechanisms.procurement || !sim.rules.mechanisms.projects) return;
  Bloc& bloc = sim.world.at(id);
  PoissonClock& clock = bloc.tender;
  clock.ordinal = ordinal;
  clock.left.reset();
  clock.state = PoissonClock::State::stopped;
  if (rule.tenders_per_year <= 0) return;
  // Seasonal swing by thinning: candidates come at the peak rate and stay in proportion to the season.
  double years = in_years(from);
  Stream stream = sim.draw(Purpose::tender, id, ordinal);
  clock.state = PoissonClock::State::beyond;
  for (;;) {
    const double peak = tender_rate(rule, years, bloc.drift.tenders) * (1 + rule.seasonal_amplitude);
    const double points = exponential_variate(stream);
    years += wait_at_growing_rate(peak, rule.growth_per_year, points);
    if (!(years * days_per_year <= in_days(sim.end))) {
      if (rule.seasonal_amplitude == 0) await(clock, points, in_days(end_of_time), from, sim.end);
      return;
    }
    const double season = 1 + rule.seasonal_amplitude * sin(2 * std::numbers::pi * years);
    if (rule.seasonal_amplitude == 0 || stream.uniform() * (1 + rule.seasonal_amplitude) < season) break;
  }
  clock.state = PoissonClock::State::running;
  clock.due = std::max(from, later(SimTime{}, years * days_per_year));
  sim.schedule(clock.due, phase::arrives, EventKind::tender_opens, id.value, ordinal, clock.generation);
}

void schedule_tenders(Simulation& sim, BlocId id) { schedule_tender(sim, id, SimTime{}, 0); }

void open_tender(Simulation& sim, BlocId id, std::uint32_t ordinal, std::uint16_t generation) {
  if (!is_awaited(sim.world.at(id).tender, generation, sim.now())) return;
  schedule_tender(sim, id, sim.now(), ordinal + 1);
  Bloc& bloc = sim.world.at(id);
  ++bloc.tenders;
  const ProcurementRule& rule = sim.rules_of(id).procurement;
  Stream stream = sim.draw(Purpose::tender, id, ordinal, 1);
  Stream where = sim.draw(Purpose::tender, id, ordinal, 4);  // 3 is kept for a change of rate
  const RegionId region = draw_region(sim, id, where);
  const std::vector<VendorId> bidders = invite(sim, id, group_of(bloc, region), ordinal, stream);
  if (bidders.empty()) {
    ++bloc.tally.unawarded;
    return;
  }
  const VendorId winner = award(sim, id, region, bidders, ordinal);
  Stream terms = sim.draw(Purpose::tender, id, ordinal, 2);
  const double rate = sample(rule.value, terms);
  const double days = sample(rule.length, terms);
  count_award(sim, bloc, region, bidders, winner, rate * days / days_per_year, sim.now());
  start_contract(sim, winner, region, rate, days);
}

}  // namespace poldyn
