#include "sim/process/approval/filing_path.h"

#include <algorithm>
#include <bit>

#include "sim/process/approval/clearances.h"

#include "sim/process/core/binding.h"

namespace poldyn {
namespace {

Track release_track(const Simulation& sim, const Model& model, const ListedRule& rule, std::size_t r) {
  const Vendor& vendor = sim.world.at(model.vendor);
  if (model.unmodified && model.base_approved && rule.light_track != rule.track) return rule.light_track;
  const bool is_change = vendor.product && sim.world.at(vendor.product).status != ModelStatus::suspended &&
                         clearance_of(sim.world, vendor.product, r).given;
  if (is_change) return rule.change_track;
  return rule.track;
}

}  // namespace

TrackList tracks_for(const Simulation& sim, const Model& model, RuleMask rules, TrackFor what) {
  const RuleList& list = sim.filing_rules_of(sim.world.at(model.vendor).bloc);
  std::array<std::size_t, max_rules> in_order{};
  std::size_t count = 0;
  each_rule(rules, [&](std::size_t r) { in_order[count++] = r; });
  std::sort(in_order.begin(), in_order.begin() + count,
            [&](std::size_t a, std::size_t b) { return list.rules[a].place < list.rules[b].place; });
  TrackList made;
  for (std::size_t i = 0; i < count; ++i) {
    const ListedRule& rule = list.rules[in_order[i]];
    made.add(what == TrackFor::renewal ? rule.renewal_track : release_track(sim, model, rule, in_order[i]));
  }
  return made;
}

void take_tracks(Simulation& sim, Filing& filing, const TrackList& tracks) {
  Bloc& bloc = sim.world.at(filing.bloc);
  filing.track = tracks.first();
  filing.tracks = 0;
  for (const Track track : tracks) filing.tracks |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(track));
  const auto route_of = [&](Track track) { return bloc.tracks[static_cast<std::size_t>(track)].route; };
  filing.route = route_of(filing.track);
  if (tracks.size() == 1) return;
  Route all;
  for (const Track track : tracks)
    for (const std::uint8_t stage : bloc.routes[route_of(track)])
      if (std::find(all.begin(), all.end(), stage) == all.end()) all.push_back(stage);
  filing.route = route_number(bloc, all);
}

Filing filing_of(Simulation& sim, ModelId id, RuleMask rules, const TrackList& tracks) {
  const Model& model = sim.world.at(id);
  const Vendor& vendor = sim.world.at(model.vendor);
  const ListedRule& first = sim.filing_rules_of(vendor.bloc).rules[static_cast<std::size_t>(std::countr_zero(rules))];
  Filing made;
  made.vendor = model.vendor;
  made.model = id;
  made.model_generation = model.generation;
  made.bloc = vendor.bloc;
  made.region = vendor.region;
  made.rules = rules;
  made.family = first.family;
  made.priority = first.rule.priority == priority_by_affiliation ? (vendor.affiliated ? 0 : 1)
                                                                 : static_cast<std::uint8_t>(first.rule.priority);
  made.key = vendor.key;
  made.safety = model.robustness;
  take_tracks(sim, made, tracks);
  return made;
}

double expected_review(const Bloc& bloc, const TrackList& tracks) {
  double days = 0;
  for (const Track track : tracks) days += expected_review(bloc, track);
  return days;
}

std::uint16_t route_number(Bloc& bloc, const Route& route) {
  const auto known = std::find(bloc.routes.begin(), bloc.routes.end(), route);
  const auto number = static_cast<std::uint16_t>(known - bloc.routes.begin());
  if (known == bloc.routes.end()) bloc.routes.push_back(route);
  return number;
}

void learn_wait(Simulation& sim, const Filing& filing, double days) {
  Bloc& bloc = sim.world.at(filing.bloc);
  double sum = 0, passed = 0;
  each_track(filing, [&](std::size_t t) {
    sum += bloc.tracks[t].expected_days;
    ++passed;
  });
  each_track(filing, [&](std::size_t t) {
    double& expected = bloc.tracks[t].expected_days;
    const double part = passed == 1 ? 1 : sum > 0 ? expected / sum : 1 / passed;
    expected += sim.rules.vendors.wait_memory * (part * days - expected);
  });
}

}  // namespace poldyn
