#include "sim/reading/unused_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/policy/edited_keys.h"
#include "sim/policy/rule_faults.h"
#include "sim/reading/class_notes.h"
#include "sim/reading/deadline_notes.h"
#include "sim/reading/funding_notes.h"
#include "sim/reading/procurement_notes.h"
#include "sim/reading/rule_notes.h"
#include "sim/reading/score_notes.h"
#include "sim/reading/staffing_notes.h"

namespace poldyn {
namespace {

class UnusedNotes {
 public:
  explicit UnusedNotes(const Scenario& scenario) : s_(scenario) {}

  std::vector<Fault> all() {
    for (const auto& domain : s_.domains)
      if (domain.rule.demand_weight == 0 && domain.rule.stress_weight == 0 && s_.domains.size() > 1)
        add(fmt::format("domain.{}.demand_weight", domain.name), "nobody has a use for the domain",
            "give it a demand_weight above 0, or take the domain out");
    if (!s_.mechanisms.approval) return std::move(notes_);
    for (const auto& bloc : s_.blocs) {
      if (!may_file(s_, bloc))
        continue;  // a regime that switches registration off keeps the offices of one that has it
      for (const auto& stage : bloc.stages)
        if (!on_a_track(bloc, stage.name))
          add(fmt::format("bloc.{}.stage.{}", bloc.name, stage.name),
              "no track has this stage: nothing is reviewed there",
              fmt::format("name it in bloc.{}.track.full.stages, or take it out with remove = true", bloc.name));
      for (const auto& track : bloc.tracks)
        if (idles(bloc, track))
          add(fmt::format("bloc.{}.track.{}.stages", bloc.name, track.name), "nothing is filed on this track",
              track.name == given_tracks[static_cast<std::size_t>(Track::light)] && !has_rules(s_.mechanisms, bloc)
                  ? "switch registration.light_track on, name it as change_track or renewal_track, or take its stages "
                    "out"
                  : "name it as a track of a rule or of the registration, or take its stages out");
    }
    return std::move(notes_);
  }

 private:
  void add(std::string path, std::string message, std::string remedy) {
    notes_.push_back({std::move(path), std::move(message), std::move(remedy)});
  }

  bool on_a_track(const BlocRules& bloc, const std::string& stage) const {
    const auto has = [&](const std::vector<std::string>& stages) {
      return std::find(stages.begin(), stages.end(), stage) != stages.end();
    };
    return std::any_of(bloc.tracks.begin(), bloc.tracks.end(), [&](const auto& t) { return has(t.rule.stages); }) ||
           std::any_of(bloc.stages.begin(), bloc.stages.end(),
                       [&](const auto& other) { return other.rule.escalate_to == stage; }) ||
           some_edit(s_,
                     [&](const Edit& edit) {
                       const auto* to = std::get_if<std::string>(&edit.value);
                       return to && *to == stage && edit.key.ends_with(".escalate_to");
                     }) ||
           some_edit(s_, [&](const Edit& edit) {
             const auto* stages = std::get_if<std::vector<std::string>>(&edit.value);
             return stages && edit.key.starts_with(fmt::format("bloc.{}.track.", bloc.name)) && has(*stages);
           });
  }

  /// Whether a track has stages and, though models are filed, none of them takes it.
  bool idles(const BlocRules& bloc, const Named<TrackRule>& track) const {
    if (track.rule.stages.empty() || track.name == given_tracks[0] || !gives_approvals(s_.mechanisms, bloc))
      return false;
    const auto takes = [&](const Named<FilingRule>& one) {
      const FilingRule& rule = one.rule;
      return rule.duty != Duty::notice &&
             (rule.track == track.name || rule.light_track == track.name || rule.change_track == track.name ||
              (s_.mechanisms.renewal && rule.validity > Days{0} && rule.renewal_track == track.name));
    };
    const auto rules = rules_asked(s_.mechanisms, bloc);
    const bool taken = std::any_of(rules.begin(), rules.end(), takes) ||
                       (s_.mechanisms.filings && bloc.filings.track == track.name) ||
                       (s_.mechanisms.incidents && bloc.tolerance.reapproval_track == track.name);
    const std::string begin = fmt::format("bloc.{}.", bloc.name);
    return !taken && !some_edit(s_, [&](const Edit& edit) {
      return edit.key.starts_with(begin) && (edit.key.ends_with("track") || edit.key.ends_with(".validity"));
    });
  }

  const Scenario& s_;
  std::vector<Fault> notes_;
};

}  // namespace

std::vector<Fault> unused_notes(const Scenario& scenario) {
  std::vector<Fault> notes = UnusedNotes(scenario).all();
  add_procurement_notes(scenario, notes);
  add_class_notes(scenario, notes);
  add_funding_notes(scenario, notes);
  add_score_notes(scenario, notes);
  if (!scenario.mechanisms.approval) return notes;
  add_deadline_notes(scenario, notes);
  add_rule_notes(scenario, notes);
  add_staffing_notes(scenario, notes);
  return notes;
}

}  // namespace poldyn
