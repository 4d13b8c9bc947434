#pragma once

#include <stdexcept>

#include "sim/process/core/simulation.h"

namespace poldyn {

// The only code that enters flows of money into the books. A vendor's cash changes together with an entry, or in an
// epoch with one for all vendors.

/// Enters one flow. Throws std::logic_error if the amount is below zero: a flow has a direction.
inline void post(Bloc& bloc, Account from, Account to, Heading heading, Money amount,
                 LedgerGroup group = LedgerGroup::none) {
  if (amount < Money{}) throw std::logic_error("a flow of money below zero");
  Books& books = bloc.books;
  books.paid[static_cast<std::size_t>(from)] += amount;
  books.received[static_cast<std::size_t>(to)] += amount;
  books.heading[static_cast<std::size_t>(heading)] += amount;
  books.group[static_cast<std::size_t>(group)] += amount;
}

inline void pay(Bloc& bloc, Vendor& vendor, Account to, Heading heading, Money amount,
                LedgerGroup group = LedgerGroup::none) {
  vendor.cash -= amount;
  post(bloc, Account::vendors, to, heading, amount, group);
}
inline void receive(Bloc& bloc, Vendor& vendor, Account from, Heading heading, Money amount,
                    LedgerGroup group = LedgerGroup::none) {
  vendor.cash += amount;
  post(bloc, from, Account::vendors, heading, amount, group);
}
/// From one vendor to another; between blocs it stands in both their books.
void pay_vendor(World& world, Vendor& from, Vendor& to, Heading heading, Money amount,
                LedgerGroup group = LedgerGroup::none);

/// What a sale to users is credited to: vendors without state link and without public contract, by how they came and
/// what they do.
LedgerGroup seller_group(const Vendor& vendor);

/// Capital at entry, M$.
void raise_capital(Bloc& bloc, Vendor& vendor, double capital);
/// Investors get what a vendor that leaves has, or bear what it owes.
void close_account(Bloc& bloc, Vendor& vendor);
/// Fee of one attempt at the filing's tracks (TrackRule::filing_cost), if it is a vendor's. Returns what was paid.
Money pay_filing(Simulation& sim, const Filing& filing);
/// The vendor gets a fee back.
void refund_filing(Simulation& sim, const Filing& filing, Money fee);

/// Fine of a vendor, M$.
void pay_fine(const Simulation& sim, Bloc& bloc, Vendor& vendor, double fine);
/// Work of the vendor's own staff, beside its running costs, M$.
void pay_staff(Simulation& sim, Vendor& vendor, double cost);
/// Work of compliance services, beside filings, M$.
void pay_compliance(const Simulation& sim, Bloc& bloc, Vendor& vendor, double cost);

inline void count_activity(Bloc& bloc, LedgerGroup group) { ++bloc.books.activity[static_cast<std::size_t>(group)]; }
/// A project that redrew several bits at once: what its team cost is credited to open-ended research.
void credit_exploration(Bloc& bloc, Money team_cost);
/// What a first deployment is to the groups; and if another vendor has the same design in service, its team was a
/// duplicate. To be called before the model is put on the market.
void credit_release(Bloc& bloc, const Vendor& vendor, const Model& model);

}  // namespace poldyn
