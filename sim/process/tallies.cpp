#include "sim/process/tallies.h"

namespace poldyn {

void count_office(Office& office, SimTime now) {
  OfficeTally& tally = office.tally;
  const double days = in_days(now - tally.counted_to);
  tally.waiting_area += days * office.waiting;
  tally.busy_area += days * office.in_review;
  tally.window_area += days * office.decided.size;
  tally.counted_to = now;
}

void count_vendors(Bloc& bloc, SimTime now) {
  bloc.tally.vendor_days += in_days(now - bloc.vendors_since) * bloc.vendors;
  bloc.vendors_since = now;
}

void reset_tallies(World& world, SimTime now) {
  for (Office& office : world.offices) {
    count_office(office, now);
    office.warmup = office.tally;
    office.tally = {};
    office.tally.since = office.tally.counted_to = now;
    office.tally.there = std::uint64_t{office.waiting} + office.in_review + office.decided.size;
  }
  for (Bloc& bloc : world.blocs) {
    count_vendors(bloc, now);
    bloc.warmup = bloc.tally;
    bloc.books_before = bloc.books;
    bloc.tally = {};
    bloc.tally.since = now;
  }
  world.warm_since = now;
}

}  // namespace poldyn
