#include "sim/reading/unused_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/reading/deadline_notes.h"

namespace poldyn {
namespace {

class Noting {
 public:
  explicit Noting(const Scenario& scenario) : s_(scenario) {}

  std::vector<Fault> all() {
    for (const auto& domain : s_.domains)
      if (domain.rule.demand_weight == 0 && domain.rule.stress_weight == 0 && s_.domains.size() > 1)
        add(fmt::format("domain.{}.demand_weight", domain.name), "nobody has a use for the domain",
            "give it a demand_weight above 0, or take the domain out");
    if (!s_.mechanisms.approval) return std::move(notes_);
    for (const auto& bloc : s_.blocs) {
      if (!files(bloc)) continue;  // a regime that switches registration off keeps the offices of one that has it
      for (const auto& stage : bloc.stages)
        if (!on_a_track(bloc, stage.name))
          add(fmt::format("bloc.{}.stage.{}", bloc.name, stage.name),
              "no track has this stage: nothing is reviewed there",
              fmt::format("name it in bloc.{}.track.full.stages, or take it out with remove = true", bloc.name));
      if (light_track_idles(bloc))
        add(fmt::format("bloc.{}.track.light.stages", bloc.name), "nothing is filed on this track",
            "switch registration.light_track on, name it as change_track or renewal_track, or take its stages out");
    }
    return std::move(notes_);
  }

 private:
  void add(std::string path, std::string message, std::string remedy) {
    notes_.push_back({std::move(path), std::move(message), std::move(remedy)});
  }

  template <class Is>
  bool some_edit(Is is) const {
    return s_.mechanisms.policy && std::any_of(s_.policies.begin(), s_.policies.end(), [&](const PolicyRule& policy) {
             return std::any_of(policy.edits.begin(), policy.edits.end(), is);
           });
  }

  /// Whether anything is ever filed in the bloc.
  bool files(const BlocRules& bloc) const {
    return bloc.registration.who != WhoFiles::nobody || s_.mechanisms.filings ||
           some_edit([&](const Edit& edit) { return edit.key == fmt::format("bloc.{}.registration.who", bloc.name); });
  }

  bool on_a_track(const BlocRules& bloc, const std::string& stage) const {
    const auto has = [&](const std::vector<std::string>& stages) {
      return std::find(stages.begin(), stages.end(), stage) != stages.end();
    };
    return std::any_of(std::begin(bloc.track), std::end(bloc.track), [&](const auto& t) { return has(t.stages); }) ||
           std::any_of(bloc.stages.begin(), bloc.stages.end(),
                       [&](const auto& other) { return other.rule.escalate_to == stage; }) ||
           some_edit([&](const Edit& edit) {
             const auto* to = std::get_if<std::string>(&edit.value);
             return to && *to == stage && edit.key.ends_with(".escalate_to");
           }) ||
           some_edit([&](const Edit& edit) {
             const auto* stages = std::get_if<std::vector<std::string>>(&edit.value);
             return stages && edit.key.starts_with(fmt::format("bloc.{}.track.", bloc.name)) && has(*stages);
           });
  }

  /// Whether the light track has stages and, though models are filed, none of them takes it.
  bool light_track_idles(const BlocRules& bloc) const {
    const RegistrationRule& r = bloc.registration;
    if (bloc.track[static_cast<std::size_t>(Track::light)].stages.empty() || r.who == WhoFiles::nobody) return false;
    const bool taken = r.light_track || r.change_track == Track::light ||
                       (s_.mechanisms.renewal && r.validity > Days{0} && r.renewal_track == Track::light) ||
                       (s_.mechanisms.filings && bloc.filings.track == Track::light) ||
                       (s_.mechanisms.incidents && bloc.tolerance.reapproval_track == Track::light);
    const std::string begin = fmt::format("bloc.{}.", bloc.name);
    return !taken && !some_edit([&](const Edit& edit) {
      return edit.key.starts_with(begin) && (edit.key.ends_with("track") || edit.key.ends_with(".validity"));
    });
  }

  const Scenario& s_;
  std::vector<Fault> notes_;
};

}  // namespace

std::vector<Fault> unused_notes(const Scenario& scenario) {
  std::vector<Fault> notes = Noting(scenario).all();
  if (scenario.mechanisms.approval) add_deadline_notes(scenario, notes);
  return notes;
}

}  // namespace poldyn
