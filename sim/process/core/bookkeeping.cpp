#include "sim/process/core/bookkeeping.h"

#include <utility>

namespace poldyn {
namespace {

bool entered_later(const Vendor& vendor) {
  return static_cast<Birth>(vendor.key >> 25 & 3) != Birth::initial;  // see entity_key
}

/// Moves what was entered before from one heading or group to another: the sum stays.
template <std::size_t n, class Name>
void enter_anew(std::array<Money, n>& sums, Name from, Name to, Money amount) {
  sums[static_cast<std::size_t>(from)] -= amount;
  sums[static_cast<std::size_t>(to)] += amount;
}

/// Whether another vendor has this design in service.
bool is_duplicate(const Market& market, const Vendor& vendor, std::uint64_t design) {
  const std::uint32_t own = vendor.offer && market.design[vendor.offer.value] == design;
  return market.deployed.count(design) > own;
}

}  // namespace

void pay_vendor(World& world, Vendor& from, Vendor& to, Heading heading, Money amount, LedgerGroup group) {
  Bloc &here = world.at(from.bloc), &there = world.at(to.bloc);
  if (from.bloc == to.bloc) {
    pay(here, from, Account::vendors, heading, amount, group);
    to.cash += amount;
    return;
  }
  pay(here, from, Account::abroad, heading, amount);
  receive(there, to, Account::abroad, heading, amount, group);
}

LedgerGroup seller_group(const Vendor& vendor) {
  if (vendor.affiliated || vendor.contracts) return LedgerGroup::none;
  if (vendor.cls == VendorClass::derivative) return LedgerGroup::grassroots;
  return entered_later(vendor) ? LedgerGroup::startups : LedgerGroup::none;
}

void raise_capital(Bloc& bloc, Vendor& vendor, double capital) {
  receive(bloc, vendor, Account::investors, Heading::capital, Money::of(capital));
}

void close_account(Bloc& bloc, Vendor& vendor) {
  const Money left = vendor.cash;
  if (left > Money{}) pay(bloc, vendor, Account::investors, Heading::exits, left);
  if (left < Money{}) receive(bloc, vendor, Account::investors, Heading::exits, -left);
}

Money pay_filing(Simulation& sim, const Filing& filing) {
  if (!filing.vendor) return {};
  Bloc& bloc = sim.world.at(filing.bloc);
  count_activity(bloc, LedgerGroup::compliance_tooling);
  double cost = 0;
  each_track(filing, [&](std::size_t t) { cost += sim.rules_of(filing.bloc).tracks[t].rule.filing_cost; });
  if (cost <= 0 || !sim.rules.mechanisms.finance) return {};
  const Money fee = Money::of(cost);
  pay(bloc, sim.world.at(filing.vendor), Account::compliance_services, Heading::compliance, fee,
      LedgerGroup::compliance_tooling);
  bloc.spending += fee;
  return fee;
}

void refund_filing(Simulation& sim, const Filing& filing, Money fee) {
  Bloc& bloc = sim.world.at(filing.bloc);
  receive(bloc, sim.world.at(filing.vendor), Account::compliance_services, Heading::refunds, fee);
  bloc.income += fee;  // not less spending: it may have been spent in an interval that is over
}

void pay_fine(const Simulation& sim, Bloc& bloc, Vendor& vendor, double fine) {
  if (fine <= 0 || !sim.rules.mechanisms.finance) return;
  pay(bloc, vendor, Account::state, Heading::fines, Money::of(fine));
  bloc.spending += Money::of(fine);
}

void pay_staff(Simulation& sim, Vendor& vendor, double cost) {
  if (cost <= 0 || !sim.rules.mechanisms.finance) return;
  Bloc& bloc = sim.world.at(vendor.bloc);
  pay(bloc, vendor, Account::staff, Heading::operating, Money::of(cost));
  bloc.spending += Money::of(cost);
}

void pay_compliance(const Simulation& sim, Bloc& bloc, Vendor& vendor, double cost) {
  if (cost <= 0 || !sim.rules.mechanisms.finance) return;
  pay(bloc, vendor, Account::compliance_services, Heading::compliance, Money::of(cost),
      LedgerGroup::compliance_tooling);
  bloc.spending += Money::of(cost);
}

void credit_exploration(Bloc& bloc, Money team_cost) {
  count_activity(bloc, LedgerGroup::open_ended_research);
  enter_anew(bloc.books.group, LedgerGroup::none, LedgerGroup::open_ended_research, team_cost);
}

void credit_release(Bloc& bloc, const Vendor& vendor, const Model& model) {
  count_activity(bloc, LedgerGroup::cloud);
  if (vendor.releases == 0 && entered_later(vendor)) count_activity(bloc, LedgerGroup::startups);
  if (model.derivative && !model.unmodified && !vendor.affiliated) count_activity(bloc, LedgerGroup::grassroots);
  if (model.open && !model.unmodified) {
    count_activity(bloc, LedgerGroup::independent_research);
    if (model.mean_q > bloc.books.best_open_q) {
      count_activity(bloc, LedgerGroup::interpretability);
      bloc.books.best_open_q = model.mean_q;
    }
  }
  // An application calls its base: it repeats nobody's training.
  if (!model.unmodified && is_duplicate(bloc.market, vendor, design_key(model.design, model.paradigm)))
    enter_anew(bloc.books.heading, Heading::teams, Heading::duplicated_teams, model.team_cost);
}

}  // namespace poldyn
