#include "sim/policy/deadline_faults.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/policy/fault_text.h"

namespace poldyn {
namespace {

class DeadlineCheck {
 public:
  DeadlineCheck(const Scenario& scenario, const BlocRules& bloc, std::vector<Fault>& faults)
      : on_(scenario.mechanisms), bloc_(bloc), faults_(faults) {}

  void all() {
    if (bloc_.stages.size() > max_stages) return;  // told of the bloc
    for (const auto& stage : bloc_.stages) regions(stage);
    if (!on_.deadlines) return;
    for (const auto& stage : bloc_.stages) {
      if (!has_deadline(stage)) continue;
      const DeadlineAction action = stage.rule.on_deadline;
      if (action != DeadlineAction::refund) dates(stage, stage.rule.deadline, path_of(stage));
      if (action == DeadlineAction::escalate) escalation(stage);
    }
    for (const auto& track : bloc_.tracks) this->track(track);
  }

 private:
  void add(const Named<StageRule>& stage, const char* key, std::string message, std::string remedy) {
    faults_.push_back({path_of(stage) + "." + key, std::move(message), std::move(remedy)});
  }
  std::string path_of(const Named<StageRule>& stage) const { return "bloc." + bloc_.name + ".stage." + stage.name; }

  static bool has_deadline(const Named<StageRule>& stage) { return stage.rule.deadline > Days{0}; }

  const Named<StageRule>* find(const std::string& name) const {
    for (const auto& stage : bloc_.stages)
      if (stage.name == name) return &stage;
    return nullptr;
  }

  void regions(const Named<StageRule>& stage) {
    const StageRule& rule = stage.rule;
    if (rule.closed_regions.empty()) return;
    if (rule.offices == OfficeLevel::central)
      return add(stage, "closed_regions", "the stage has one central office and none of a region",
                 "write offices = \"region\", or open = false to shut the central one");
    std::vector<double> known;
    for (const double region : rule.closed_regions) {
      if (std::find(known.begin(), known.end(), region) != known.end())
        return add(stage, "closed_regions", "region " + text(region) + " stands twice", "name each region once");
      known.push_back(region);  // no more than there are regions, or the next line ends this
      if (region != std::floor(region) || region > static_cast<double>(bloc_.population.regions))
        return add(stage, "closed_regions",
                   "there is no region " + text(region) + ": the bloc has population.regions = " +
                       std::to_string(bloc_.population.regions) + ", counted from 1",
                   "name whole numbers from 1 to " + std::to_string(bloc_.population.regions));
    }
  }

  /// Decision dates that are further apart than a deadline that decides: some filings would find none before it.
  void dates(const Named<StageRule>& stage, Days deadline, const std::string& path) {
    if (!on_.windows || stage.rule.window <= deadline) return;
    faults_.push_back({path + ".deadline",
                       "passes after " + text(deadline.count()) + " d, while stage '" + stage.name +
                           "' decides on dates " + text(stage.rule.window.count()) +
                           " d apart (window): a filing may find no date before it",
                       "take a deadline of " + text(stage.rule.window.count()) + " d or more, or a shorter window"});
  }

  void escalation(const Named<StageRule>& stage) {
    const std::string& to = stage.rule.escalate_to;
    if (to.empty())
      return add(stage, "on_deadline", "\"escalate\" needs a stage that takes over, and escalate_to names none",
                 "write escalate_to = one of " + stage_names(&stage));
    if (!find(to))
      return add(stage, "escalate_to", "there is no stage '" + to + "'",
                 "stages that can take over: " + stage_names(&stage));
    if (to == stage.name)
      return add(stage, "escalate_to", "a stage cannot take over from itself",
                 "name another stage, or let the deadline approve, refuse or refund");
    if (goes_round(stage))
      add(stage, "escalate_to", "what '" + stage.name + "' hands over comes back to it, round and round",
          "let the deadline of the last of these stages approve, refuse or refund");
  }

  bool goes_round(const Named<StageRule>& from) const {
    const Named<StageRule>* at = &from;
    for (std::size_t steps = 0; at && steps <= bloc_.stages.size(); ++steps) {
      if (!has_deadline(*at) || at->rule.on_deadline != DeadlineAction::escalate) return false;
      at = find(at->rule.escalate_to);
      if (at == &from) return true;
    }
    return false;
  }

  void track(const Named<TrackRule>& track) {
    const TrackRule& rule = track.rule;
    const std::string path = "bloc." + bloc_.name + ".track." + track.name;
    if (rule.deadline <= Days{0}) return;
    if (rule.stages.empty())
      faults_.push_back({path + ".deadline", "the track has no stages: nothing there takes any time",
                         "give the track stages, or write deadline = 0"});
    if (rule.stages.size() > max_stages) return;  // told of the track
    for (const std::string& name : rule.stages)
      if (const Named<StageRule>* stage = find(name); stage && rule.on_deadline != TrackDeadline::refund)
        dates(*stage, rule.deadline, path);
  }

  std::string stage_names(const Named<StageRule>* but) const {
    std::string made;
    for (const auto& stage : bloc_.stages)
      if (&stage != but) made += (made.empty() ? "" : ", ") + stage.name;
    return made.empty() ? "none: the bloc has no other stage" : made;
  }

  const Mechanisms& on_;
  const BlocRules& bloc_;
  std::vector<Fault>& faults_;
};

}  // namespace

void find_deadline_faults(const Scenario& scenario, std::vector<Fault>& faults) {
  for (const BlocRules& bloc : scenario.blocs) DeadlineCheck(scenario, bloc, faults).all();
}

}  // namespace poldyn
