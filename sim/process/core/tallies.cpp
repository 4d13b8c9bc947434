#include "sim/process/core/tallies.h"

#include <algorithm>
#include "sim/world/events.h"

namespace poldyn {

void count_office(Office& office, SimTime now) {
  OfficeTally& tally = office.tally;
  const double days = in_days(now - tally.counted_to);
  tally.waiting_area += days * office.waiting;
  tally.busy_area += days * office.in_review;
  tally.reviewer_area += days * std::max(office.reviewers, office.in_review);
  tally.awaiting_date_area += days * office.decided.size;
  tally.counted_to = now;
}

void count_vendors(Bloc& bloc, SimTime now) {
  bloc.tally.vendor_days += in_days(now - bloc.vendors_since) * bloc.vendors;
  bloc.vendors_since = now;
}

void count_filed(World& world, const Filing& filing) {
  Spells& spells = world.at(filing.bloc).spells;
  ++spells.open_filings;
  spells.open_since += filing.filed - SimTime{};
}

void count_filing_end(World& world, const Filing& filing, FilingEnd end, SimTime now) {
  Bloc& bloc = world.at(filing.bloc);
  --bloc.spells.open_filings;
  bloc.spells.open_since -= filing.filed - SimTime{};
  if (filing.filed < bloc.tally.since) return;
  const unsigned cls = filing.vendor ? static_cast<unsigned>(world.at(filing.vendor).cls) : no_class;
  const std::uint8_t kind = filing_kind(filing.purpose, filing.track, cls);
  bloc.spells.filings.add(spell_of(now - filing.filed, static_cast<std::uint8_t>(end), kind), filing.filed);
  if (world.records.kept)
    world.records.filings.push_back({filing.bloc.value, within_bloc(filing.key), filing.ordinal, kind,
                                     static_cast<std::uint8_t>(end), filing.filed, now});
}

void count_project_end(World& world, const ProjectOf& what, ProjectEnd end, SimTime now) {
  Bloc& bloc = world.at(what.vendor.bloc);
  if (what.start < bloc.tally.since) return;
  const std::uint8_t kind = project_kind(stratum_of(what.vendor.cls, what.vendor.public_facing), what.must_file);
  bloc.spells.projects.add(spell_of(now - what.start, static_cast<std::uint8_t>(end), kind), what.start);
  if (world.records.kept)
    world.records.projects.push_back({what.vendor.bloc.value, within_bloc(what.vendor.key), what.project, kind,
                                      static_cast<std::uint8_t>(end), what.start, now});
}

void count_interval_end(World& world, const Vendor& vendor, IntervalEnd end, SimTime now) {
  Bloc& bloc = world.at(vendor.bloc);
  if (vendor.releases == 0 || vendor.last_release < bloc.tally.since) return;
  bloc.spells.intervals.add(
      spell_of(now - vendor.last_release, static_cast<std::uint8_t>(end), stratum_of(vendor.cls, vendor.public_facing)),
      vendor.last_release);
}

void count_visit_end(World& world, const Filing& filing, VisitEnd end, SimTime now) {
  Bloc& bloc = world.at(filing.bloc);
  if (filing.arrived < bloc.tally.since) return;
  bloc.spells.visits.add(spell_of(now - filing.arrived, static_cast<std::uint8_t>(end), world.at(filing.office).stage),
                         filing.arrived);
}

void count_overdue(Office& office, const Filing& filing, SimTime now) {
  ++office.tally.overdue;
  office.tally.lost_days += in_days(now - filing.arrived);
}

void remember_award(Bloc& bloc, const Award& award) {
  while (!bloc.awards.empty() && bloc.awards.front().at <= award.at - award_memory) bloc.awards.pop_front();
  bloc.awards.push_back(award);
}

void reset_tallies(World& world, SimTime now) {
  for (Office& office : world.offices) {
    count_office(office, now);
    office.warmup = office.tally;
    office.tally = {};
    office.tally.since = office.tally.counted_to = now;
    office.tally.there = std::uint64_t{office.waiting} + office.in_review + office.decided.size;
  }
  for (Staff& staff : world.staffs) {
    staff.tally = {};
    staff.tally.counted_to = now;
  }
  for (Backing& backing : world.backing) backing.raised = {};
  for (Bloc& bloc : world.blocs) {
    count_vendors(bloc, now);
    bloc.warmup = bloc.tally;
    bloc.books_before = bloc.books;
    bloc.tally = {};
    bloc.spells.filings.clear();
    bloc.spells.projects.clear();
    bloc.spells.visits.clear();
    bloc.spells.intervals.clear();
    bloc.tally.since = now;
  }
  world.warm_since = now;
  world.records = {world.records.kept, {}, {}};
}

}  // namespace poldyn
