#include "sim/process/procurement/tenders.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "sim/base/elementary.h"
#include "sim/engine/sample.h"
#include "sim/policy/tender_pace.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/tallies.h"
#include "sim/process/market/regions.h"
#include "sim/process/market/scoring.h"
#include "sim/process/procurement/contracts.h"
#include "sim/process/procurement/invitations.h"

namespace poldyn {
namespace {

constexpr std::uint16_t clock_draw = 0, terms_draw = 2;  // words of a tender's stream; 3 is kept for a change of rate

/// Years until the next point of a Poisson process with rate r e^{gt} from time t on: the time change inverted.
double wait_at_growing_rate(double rate_now, double growth, double unit_exponential) {
  if (growth == 0) return unit_exponential / rate_now;
  const double x = growth * unit_exponential / rate_now;
  return x > -1 ? log1p(x) / growth : std::numeric_limits<double>::infinity();  // a falling rate may bring no more
}

/// Waits for the next tender where no limit holds its growth: the trend by its inverse, the season by thinning, as
/// candidates come at the trend's peak and stay in proportion to the season.
void await_without_limit(PoissonClock& clock, const Pace& pace, SimTime from, SimTime horizon, Stream& stream) {
  double years = in_years(from);
  clock.state = PoissonClock::State::beyond;
  for (;;) {
    const double peak = trend_at(pace, years) * (1 + pace.swing);
    const double points = exponential_variate(stream);
    years += wait_at_growing_rate(peak, pace.growth, points);
    if (!(years * days_per_year <= in_days(horizon))) {
      if (pace.swing == 0) await(clock, points, in_days(end_of_time), from, horizon);
      return;
    }
    const double season = 1 + pace.swing * sin(2 * std::numbers::pi * years);
    if (pace.swing == 0 || stream.uniform() * (1 + pace.swing) < season) break;
  }
  clock.state = PoissonClock::State::running;
  clock.due = std::max(from, later(SimTime{}, years * days_per_year));
}

/// Of who bids, in the order of invitation: mean q in the tender's group of regions.
std::vector<double> qualities(const World& world, const std::vector<VendorId>& bidders, GroupIndex group) {
  std::vector<double> q;
  q.reserve(bidders.size());
  for (const VendorId id : bidders) q.push_back(mean_q_in(world, world.at(id), group));
  return q;
}

/// The same as the state sees it, which may go by scores.
std::vector<double> seen_qualities(const Simulation& sim, const std::vector<VendorId>& bidders, GroupIndex group) {
  std::vector<double> q;
  q.reserve(bidders.size());
  for (const VendorId id : bidders) q.push_back(seen_q_in(sim, sim.world.at(id), group));
  return q;
}

/// The highest scores win; of equal ones the first invited, and the order of invitation is random.
std::vector<VendorId> best_bids(const Simulation& sim, const Tender& tender, const std::vector<VendorId>& bidders,
                                const std::vector<double>& q) {
  const ProcurementRule& rule = sim.rules_of(tender.bloc).procurement;
  const double best = *std::max_element(q.begin(), q.end());
  std::vector<std::pair<double, std::size_t>> bids;  // below zero, so that the best stands first; place in `bidders`
  bids.reserve(bidders.size());
  for (std::size_t i = 0; i < bidders.size(); ++i) {
    const Vendor& vendor = sim.world.at(bidders[i]);
    const Model& product = sim.world.at(vendor.product);
    double points = score(
        rule, {best - q[i], sim.class_of(vendor).price, product.approved, product.root_bloc == tender.bloc,
               vendor.region == tender.region, vendor.affiliated, is_incumbent(sim.world, vendor, tender.region)});
    if (rule.noise > 0) {
      Stream stream = sim.draw(Purpose::bid, vendor, tender.ordinal);
      points += rule.noise * gumbel_variate(stream);
    }
    bids.emplace_back(-points, i);
  }
  const auto lots = static_cast<std::ptrdiff_t>(std::min(static_cast<std::size_t>(rule.lots), bids.size()));
  std::partial_sort(bids.begin(), bids.begin() + lots, bids.end());
  std::vector<VendorId> winners;
  winners.reserve(static_cast<std::size_t>(lots));
  for (auto bid = bids.begin(); bid != bids.begin() + lots; ++bid) winners.push_back(bidders[bid->second]);
  return winners;
}

/// What the state gave up by its choice, against the most capable bidders: as many as it chose.
void count_choice(World& world, const Tender& tender, std::vector<double> q, const std::vector<VendorId>& winners) {
  const auto chosen = static_cast<std::ptrdiff_t>(winners.size());
  std::partial_sort(q.begin(), q.begin() + chosen, q.end(), std::greater<>{});
  BlocTally& tally = world.at(tender.bloc).tally;
  for (std::size_t i = 0; i < winners.size(); ++i)
    tally.winner_q += mean_q_in(world, world.at(winners[i]), tender.group) - q[i];
}

void count_contract(Simulation& sim, const Tender& tender, VendorId winner, double value) {
  const Vendor& vendor = sim.world.at(winner);
  Bloc& bloc = sim.world.at(tender.bloc);
  BlocTally& tally = bloc.tally;
  ++tally.awards;
  tally.tender_value += value;
  remember_award(bloc, {sim.now(), winner, value});
  ++tally.won[static_cast<std::size_t>(vendor.cls)];
  tally.won_affiliated += vendor.affiliated;
}

/// The winners share the tender evenly. Its terms are drawn from (tender, bloc, ordinal).
void award(Simulation& sim, const Tender& tender, const std::vector<VendorId>& winners) {
  const ProcurementRule& rule = sim.rules_of(tender.bloc).procurement;
  Stream terms = sim.draw(Purpose::tender, tender.bloc, tender.ordinal, terms_draw);
  const double rate = sample(rule.value, terms) / static_cast<double>(winners.size());
  const double days = sample(rule.length, terms);
  Bloc& bloc = sim.world.at(tender.bloc);
  ++bloc.tally.tenders;
  count_activity(bloc, LedgerGroup::government_integrators);
  for (const VendorId winner : winners) {
    count_contract(sim, tender, winner, rate * days / days_per_year);
    start_contract(sim, winner, tender.region, rate, days);
  }
}

}  // namespace

Pace pace_of_tenders(const Scenario& rules, const Bloc& bloc, BlocId id) {
  const BlocRules& own = rules.blocs[id.value];
  return tender_pace(own.procurement, own.market, bloc.drift.tenders, bloc.drift.demand);
}

void schedule_tender(Simulation& sim, BlocId id, SimTime from, std::uint32_t ordinal) {
  if (!sim.rules.mechanisms.procurement || !sim.rules.mechanisms.projects) return;
  Bloc& bloc = sim.world.at(id);
  PoissonClock& clock = bloc.tender;
  clock.ordinal = ordinal;
  clock.left.reset();
  clock.state = PoissonClock::State::stopped;
  const Pace pace = pace_of_tenders(sim.rules, bloc, id);
  if (pace.per_year <= 0) return;
  Stream stream = sim.draw(Purpose::tender, id, ordinal, clock_draw);
  if (pace.filled > 0) {
    const double points = exponential_variate(stream), years = in_years(from);
    await(clock, points, (time_of_points(pace, years, points, in_years(sim.end)) - years) * days_per_year, from,
          sim.end);
  } else {
    await_without_limit(clock, pace, from, sim.end, stream);
  }
  if (clock.state == PoissonClock::State::running)
    sim.schedule(clock.due, phase::arrives, EventKind::tender_opens, id.value, ordinal, clock.generation);
}

void schedule_tenders(Simulation& sim, BlocId id) { schedule_tender(sim, id, SimTime{}, 0); }

void open_tender(Simulation& sim, BlocId id, std::uint32_t ordinal, std::uint16_t generation) {
  if (!is_awaited(sim.world.at(id).tender, generation, sim.now())) return;
  schedule_tender(sim, id, sim.now(), ordinal + 1);
  Bloc& bloc = sim.world.at(id);
  ++bloc.tenders;
  const Tender tender = draw_tender(sim, id, ordinal);
  if (const VendorId holder = call_off(sim, tender)) {
    ++bloc.tally.call_offs;
    award(sim, tender, {holder});
    return;
  }
  const std::vector<VendorId> bidders = invite(sim, tender);
  if (bidders.empty()) {
    ++bloc.tally.unawarded;
    return;
  }
  const std::vector<double> q = qualities(sim.world, bidders, tender.group);
  const std::vector<VendorId> winners = best_bids(sim, tender, bidders, seen_qualities(sim, bidders, tender.group));
  count_choice(sim.world, tender, q, winners);
  award(sim, tender, winners);
}

}  // namespace poldyn
