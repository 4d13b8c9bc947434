#pragma once

#include "sim/world/world.h"

namespace poldyn {

// Counts that only observers read. They live in the world because what they count passes too fast to be seen from
// outside.

/// Brings an office's time integrals up to `now`; to be called before its numbers change.
void count_office(Office& office, SimTime now);
/// Brings the integral of a bloc's number of vendors up to `now`, likewise.
void count_vendors(Bloc& bloc, SimTime now);
/// A filing is on its way, or has come to an end.
void count_filed(World& world, const Filing& filing);
void count_filing_end(World& world, const Filing& filing, FilingEnd end, SimTime now);
/// A project has come to an end: that of a vendor, whose product would have had to be filed or not.
struct ProjectOf {
  const Vendor& vendor;
  std::uint32_t project;
  SimTime start;
  bool must_file;
};
void count_project_end(World& world, const ProjectOf& what, ProjectEnd end, SimTime now);
inline ProjectOf project_of(const World& world, const Model& model) {
  return {world.at(model.vendor), model.project, model.delay.start, model.must_file};
}
/// The time since a vendor's latest release has come to an end, if it had one.
void count_interval_end(World& world, const Vendor& vendor, IntervalEnd end, SimTime now);
/// A filing leaves the office where it is.
void count_visit_end(World& world, const Filing& filing, VisitEnd end, SimTime now);
/// A visit that a deadline ended is over for the office, too.
void count_overdue(Office& office, const Filing& filing, SimTime now);
/// A tender has been awarded; what is older than award_memory is forgotten.
void remember_award(Bloc& bloc, const Award& award);
/// Forgets the warm-up.
void reset_tallies(World& world, SimTime now);

}  // namespace poldyn
