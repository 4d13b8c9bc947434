#include "sim/observe/waits.h"

#include <deque>
#include <type_traits>
#include <utility>

#include "sim/world/events.h"

namespace poldyn {
namespace {

using Kinds = std::bitset<kinds_of_spells>;

template <class Test>
Kinds kinds_where(Test&& test) {
  Kinds made;
  for (unsigned kind = 0; kind < made.size(); ++kind) made[kind] = test(kind);
  return made;
}

constexpr auto still_open = static_cast<std::uint8_t>(FilingEnd::pending);
constexpr unsigned bit(FilingEnd end) { return 1U << static_cast<unsigned>(end); }
constexpr unsigned bit(VisitEnd end) { return 1U << static_cast<unsigned>(end); }
constexpr std::size_t at(ProjectEnd end) { return static_cast<std::size_t>(end); }

bool belongs(FilingCohort cohort, unsigned kind) {
  const FilingPurpose purpose = purpose_of(kind);
  const bool release = purpose == FilingPurpose::release;
  const auto is_of = [&](VendorClass cls) { return release && class_of_filing(kind) == static_cast<unsigned>(cls); };
  switch (cohort) {
    case FilingCohort::all:
      return true;
    case FilingCohort::releases:
      return release;
    case FilingCohort::full:
      return track_of_filing(kind) == Track::full;
    case FilingCohort::light:
      return track_of_filing(kind) == Track::light;
    case FilingCohort::own_tracks:
      return track_of_filing(kind) > Track::light;
    case FilingCohort::frontier:
      return is_of(VendorClass::frontier);
    case FilingCohort::derivative:
      return is_of(VendorClass::derivative);
    case FilingCohort::integrator:
      return is_of(VendorClass::integrator);
    case FilingCohort::variants:
      return purpose == FilingPurpose::variant;
    case FilingCohort::in_service:
      return purpose == FilingPurpose::renewal || purpose == FilingPurpose::reapproval ||
             purpose == FilingPurpose::transition;
    case FilingCohort::outside:
      return purpose == FilingPurpose::outside;
  }
  return false;
}

bool belongs(ProjectCohort cohort, unsigned kind) {
  const bool must_file = is_to_be_filed(kind);
  const auto cls = static_cast<VendorClass>(class_of_project(kind));
  switch (cohort) {
    case ProjectCohort::all:
      return true;
    case ProjectCohort::must_file:
      return must_file;
    case ProjectCohort::free:
      return !must_file;
    case ProjectCohort::frontier:
      return cls == VendorClass::frontier;
    case ProjectCohort::derivative:
      return cls == VendorClass::derivative;
    case ProjectCohort::integrator:
      return cls == VendorClass::integrator;
  }
  return false;
}

DecisionWaits decision_waits(const ChosenSpells& spells, std::uint8_t pending_end, unsigned decided) {
  return {life_table(spells, pending_end), waiting(spells, pending_end, decided)};
}

/// `curve` is scratch.
DeploymentWaits deployment_waits(const ChosenSpells& spells, IncidenceCurve& curve) {
  DeploymentWaits made;
  made.ends = life_table(spells, static_cast<std::uint8_t>(ProjectEnd::pending),
                         static_cast<std::uint8_t>(ProjectEnd::deployed), curve);
  made.worth = 1 - made.ends.at_last[at(ProjectEnd::no_gain)];
  if (!(made.worth > 0)) return made;
  const auto [median, p90] = curve.reaches({0.5 * made.worth, 0.9 * made.worth});
  made.median = median;
  made.p90 = p90;
  return made;
}

/// Of one bloc, what is under way.
struct UnderWay {
  std::vector<Spell> filings, projects, visits, intervals;
};

SpellRecord record_of(const World& world, const Filing& filing, SimTime now) {
  const unsigned cls = filing.vendor ? static_cast<unsigned>(world.at(filing.vendor).cls) : no_class;
  return {filing.bloc.value,
          within_bloc(filing.key),
          filing.ordinal,
          filing_kind(filing.purpose, filing.track, cls),
          still_open,
          filing.filed,
          now};
}

/// Whether it is no filing but what a deadline left of a review.
bool is_left_behind(const Filing& filing) {
  return filing.state == FilingState::overtaken || filing.state == FilingState::cut_short;
}

/// Calls visit(record) for each filing that has not ended. A review that goes on for a vendor that has left is none.
template <class Visit>
void each_open_filing(const World& world, SimTime now, Visit&& visit) {
  for (std::size_t i = 0; i < world.filings.capacity(); ++i) {
    const Filing& filing = world.at(FilingId{i});
    if (filing.state == FilingState::unused || filing.state == FilingState::withdrawn) continue;
    if (is_left_behind(filing)) continue;
    visit(record_of(world, filing, now));
  }
}

/// And for each project: in training, or its product on the way to its first deployment.
template <class Visit>
void each_open_project(const World& world, SimTime now, Visit&& visit) {
  const auto tell = [&](const Vendor& vendor, std::uint32_t project, SimTime from, bool must_file) {
    const ProjectEnd end = vendor.active ? ProjectEnd::pending : ProjectEnd::vendor_left;
    visit(SpellRecord{vendor.bloc.value, within_bloc(vendor.key), project,
                      project_kind(stratum_of(vendor.cls, vendor.public_facing), must_file),
                      static_cast<std::uint8_t>(end), from, vendor.active ? now : vendor.left});
  };
  for (const Bloc& bloc : world.blocs)
    for (const VendorId id : bloc.members)
      if (const Vendor& vendor = world.at(id); vendor.training)
        tell(vendor, vendor.project, vendor.project_start, vendor.must_file);
  for (std::size_t i = 0; i < world.models.capacity(); ++i) {
    const Model& model = world.at(ModelId{i});
    if (model.status == ModelStatus::candidate || model.status == ModelStatus::filed)
      tell(world.at(model.vendor), model.project, model.delay.start, model.must_file);
  }
}

void add_visits(const World& world, SimTime now, std::vector<UnderWay>& made) {
  for (std::size_t i = 0; i < world.filings.capacity(); ++i) {
    const Filing& filing = world.at(FilingId{i});
    if (filing.state == FilingState::unused || filing.state == FilingState::rectifying) continue;
    if (is_left_behind(filing)) continue;
    if (filing.arrived < world.at(filing.bloc).tally.since) continue;
    made[filing.bloc.value].visits.push_back(
        spell_of(now - filing.arrived, static_cast<std::uint8_t>(VisitEnd::pending), world.at(filing.office).stage));
  }
}

void add_intervals(const World& world, SimTime now, std::vector<UnderWay>& made) {
  for (std::size_t b = 0; b < world.blocs.size(); ++b)
    for (const VendorId id : world.blocs[b].members) {
      const Vendor& vendor = world.at(id);
      if (vendor.releases > 0 && vendor.last_release >= world.blocs[b].tally.since)
        made[b].intervals.push_back(spell_of(now - vendor.last_release, static_cast<std::uint8_t>(IntervalEnd::pending),
                                             stratum_of(vendor.cls, vendor.public_facing)));
    }
}

LifeTable directives_of(const Bloc& bloc, SimTime now) {
  SpellLog ended;
  std::vector<Spell> open;
  const auto add = [&](SimTime issued, SimTime until, DirectiveEnd end) {
    if (issued < bloc.tally.since) return;
    const Spell spell = spell_of(until - issued, static_cast<std::uint8_t>(end), 0);
    end == DirectiveEnd::pending ? open.push_back(spell) : ended.add(spell, issued);
  };
  for (const CarriedOut& one : bloc.directives.carried_out) add(one.issued, one.done, DirectiveEnd::carried_out);
  for (const CarriedOut& one : bloc.directives.lapsed) add(one.issued, one.done, DirectiveEnd::given_up);
  for (const Directive& one : bloc.directives.pending) add(one.issued, now, DirectiveEnd::pending);
  return life_table(chosen(sorted_spells(ended, open, now), Kinds().set()),
                    static_cast<std::uint8_t>(DirectiveEnd::pending));
}

std::vector<UnderWay> under_way(const World& world, SimTime now) {
  std::vector<UnderWay> made(world.blocs.size());
  const auto add = [&](std::vector<Spell> UnderWay::*list) {
    return [&made, &world, list](const SpellRecord& r) {
      if (r.from >= world.blocs[r.bloc].tally.since)
        (made[r.bloc].*list).push_back(spell_of(r.to - r.from, r.end, r.kind));
    };
  };
  each_open_filing(world, now, add(&UnderWay::filings));
  each_open_project(world, now, add(&UnderWay::projects));
  add_visits(world, now, made);
  add_intervals(world, now, made);
  return made;
}

/// What is measured of sets of kinds in one list. Sets that differ by kinds of which there are none are one set, and it
/// is measured once: in a bloc with one kind of filing most cohorts are that or none.
template <class Measure>
class ByKinds {
 public:
  using Made = std::invoke_result_t<Measure, const ChosenSpells&>;

  ByKinds(const SpellLog& ended, const std::vector<Spell>& open, SimTime now, ChosenSpells& scratch, Measure measure)
      : spells_(sorted_spells(ended, open, now)), chosen_(scratch), measure_(std::move(measure)) {}

  template <class Test>
  const Made& where(Test&& test) {
    const Kinds kinds = kinds_where(test) & spells_.kinds;
    for (const auto& [of, made] : known_)
      if (of == kinds) return made;
    choose(spells_, kinds, chosen_);
    return known_.emplace_back(kinds, measure_(chosen_)).second;
  }

 private:
  SortedSpells spells_;
  ChosenSpells& chosen_;
  Measure measure_;
  std::deque<std::pair<Kinds, Made>> known_;
};

/// Memory that is used again: fresh pages cost as much as the tables.
struct Scratch {
  ChosenSpells chosen;
  IncidenceCurve curve;
};

BlocWaits of_bloc(const Bloc& bloc, const UnderWay& open, SimTime now, Scratch& scratch) {
  BlocWaits made;
  ByKinds filings(bloc.spells.filings, open.filings, now, scratch.chosen, [](const ChosenSpells& spells) {
    return decision_waits(spells, still_open, bit(FilingEnd::approved) | bit(FilingEnd::refused));
  });
  for (std::size_t c = 0; c < filing_cohorts; ++c)
    made.filings[c] = filings.where([&](unsigned kind) { return belongs(static_cast<FilingCohort>(c), kind); });
  ByKinds visits(bloc.spells.visits, open.visits, now, scratch.chosen, [](const ChosenSpells& spells) {
    return decision_waits(spells, static_cast<std::uint8_t>(VisitEnd::pending), bit(VisitEnd::decided));
  });
  for (std::size_t s = 0; s < bloc.stages; ++s) made.visits[s] = visits.where([&](unsigned kind) { return kind == s; });
  ByKinds projects(bloc.spells.projects, open.projects, now, scratch.chosen,
                   [&](const ChosenSpells& spells) { return deployment_waits(spells, scratch.curve); });
  for (std::size_t c = 0; c < project_cohorts; ++c)
    made.projects[c] = projects.where([&](unsigned kind) { return belongs(static_cast<ProjectCohort>(c), kind); });
  for (std::size_t s = 0; s < strata; ++s)
    made.by_stratum[s] = projects.where([&](unsigned kind) { return stratum_of_project(kind) == s; });
  ByKinds intervals(bloc.spells.intervals, open.intervals, now, scratch.chosen, [](const ChosenSpells& spells) {
    return decision_waits(spells, static_cast<std::uint8_t>(IntervalEnd::pending),
                          1U << static_cast<unsigned>(IntervalEnd::next_release));
  });
  for (std::size_t s = 0; s < strata; ++s)
    made.intervals[s] = intervals.where([&](unsigned kind) { return kind == s; });
  made.directives = directives_of(bloc, now);
  return made;
}

}  // namespace

double DeploymentWaits::within(std::size_t horizon, ProjectEnd end) const {
  return ratio(ends.incidence[horizon][at(end)], worth);
}

double DeploymentWaits::restricted_mean() const {
  return in_days(restriction) - ratio(ends.area[at(ProjectEnd::deployed)], worth);
}

std::vector<BlocWaits> waits_of(const World& world, SimTime now) {
  const std::vector<UnderWay> open = under_way(world, now);
  std::vector<BlocWaits> made;
  Scratch scratch;
  for (std::size_t b = 0; b < world.blocs.size(); ++b) made.push_back(of_bloc(world.blocs[b], open[b], now, scratch));
  return made;
}

SpellRecords records_under_way(const World& world, SimTime now) {
  SpellRecords made;
  const auto since = [&](const SpellRecord& r) { return r.from >= world.blocs[r.bloc].tally.since; };
  each_open_filing(world, now, [&](const SpellRecord& r) {
    if (since(r)) made.filings.push_back(r);
  });
  each_open_project(world, now, [&](const SpellRecord& r) {
    if (since(r)) made.projects.push_back(r);
  });
  return made;
}

}  // namespace poldyn
