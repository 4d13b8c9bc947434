#include "sim/reading/deadline_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/policy/edited_keys.h"

namespace poldyn {
namespace {

class DeadlineNotes {
 public:
  DeadlineNotes(const Scenario& scenario, std::vector<Fault>& notes) : s_(scenario), notes_(notes) {}

  void all() {
    bool any = false;
    for (const BlocRules& bloc : s_.blocs) {
      for (const auto& stage : bloc.stages) {
        shut(bloc, stage);
        by_due_time(bloc, stage);
        any |= may_be_due(bloc, stage);
        if (s_.mechanisms.deadlines)
          deadline(bloc, stage);
        else if (stage.rule.deadline > Days{0})
          unread(path_of(bloc, stage) + ".deadline");
      }
      for (const auto& track : bloc.tracks) {
        any |= has_deadline(bloc, track);
        this->track(bloc, track);
      }
    }
    if (s_.mechanisms.deadlines && !any && !some_policy_sets_one())
      add("mechanisms.deadlines", "no stage and no track has a deadline: nothing follows from it",
          "give a stage or a track a deadline, as in deadline = \"90 d\"");
  }

 private:
  void add(std::string path, std::string message, std::string remedy) {
    notes_.push_back({std::move(path), std::move(message), std::move(remedy)});
  }
  void unread(std::string path) {
    add(std::move(path), "nothing reads it while mechanisms.deadlines = false",
        "switch mechanisms.deadlines on, or take the deadline out");
  }
  void late(std::string path) {
    add(std::move(path), fmt::format("no deadline passes before run.horizon = {:g} d", s_.run.horizon.count()),
        "take a shorter deadline or a longer horizon");
  }

  static std::string path_of(const BlocRules& bloc, const Named<StageRule>& stage) {
    return fmt::format("bloc.{}.stage.{}", bloc.name, stage.name);
  }
  static std::string path_of(const BlocRules& bloc, const Named<TrackRule>& track) {
    return fmt::format("bloc.{}.track.{}", bloc.name, track.name);
  }

  /// Also one that is switched off to have a twin.
  bool some_policy_sets_one() const {
    return std::any_of(s_.policies.begin(), s_.policies.end(), [](const PolicyRule& policy) {
      return std::any_of(policy.edits.begin(), policy.edits.end(),
                         [](const Edit& edit) { return edit.key.ends_with(".deadline"); });
    });
  }

  bool has_deadline(const BlocRules& bloc, const Named<TrackRule>& track) const {
    return track.rule.deadline > Days{0} || is_edited(s_, path_of(bloc, track) + ".deadline");
  }
  bool has_deadline(const BlocRules& bloc, const Named<StageRule>& stage) const {
    return stage.rule.deadline > Days{0} || is_edited(s_, path_of(bloc, stage) + ".deadline");
  }
  /// Whether a filing there may have a deadline, of the stage or of its track.
  bool may_be_due(const BlocRules& bloc, const Named<StageRule>& stage) const {
    if (has_deadline(bloc, stage)) return true;
    return std::any_of(bloc.tracks.begin(), bloc.tracks.end(),
                       [&](const auto& track) { return has_deadline(bloc, track); });
  }

  void deadline(const BlocRules& bloc, const Named<StageRule>& stage) {
    const StageRule& rule = stage.rule;
    const std::string path = path_of(bloc, stage);
    if (rule.deadline >= s_.run.horizon) late(path + ".deadline");
    overtaken(bloc, stage);
    if (rule.on_deadline != DeadlineAction::approve && !has_deadline(bloc, stage))
      add(path + ".on_deadline", "the stage has no deadline: it never acts", "set deadline, as in deadline = \"90 d\"");
    if (!rule.escalate_to.empty() && rule.on_deadline != DeadlineAction::escalate &&
        !is_edited(s_, path + ".on_deadline"))
      add(path + ".escalate_to", "nothing goes there: on_deadline is not \"escalate\"",
          "write on_deadline = \"escalate\", or take escalate_to out");
  }

  void by_due_time(const BlocRules& bloc, const Named<StageRule>& stage) {
    if (stage.rule.discipline != Discipline::due || (s_.mechanisms.deadlines && may_be_due(bloc, stage))) return;
    add(path_of(bloc, stage) + ".discipline", "no filing has a deadline: \"due\" is first come, first served",
        "switch mechanisms.deadlines on and set a deadline of the stage or of its track, or write discipline = "
        "\"fifo\"");
  }

  void track(const BlocRules& bloc, const Named<TrackRule>& track) {
    const TrackRule& rule = track.rule;
    const std::string path = path_of(bloc, track);
    if (!s_.mechanisms.deadlines && rule.deadline > Days{0}) return unread(path + ".deadline");
    if (!s_.mechanisms.deadlines) return;
    if (rule.deadline >= s_.run.horizon) late(path + ".deadline");
    if (rule.on_deadline != TrackDeadline::approve && !has_deadline(bloc, track))
      add(path + ".on_deadline", "the track has no deadline: it never acts", "set deadline, as in deadline = \"90 d\"");
    const bool refunds = rule.on_deadline == TrackDeadline::refund && rule.deadline > Days{0};
    if (refunds && rule.filing_cost == 0 && !is_edited(s_, path + ".filing_cost"))
      add(path + ".on_deadline", "there is no fee to pay back: filing_cost is 0", "set filing_cost of the track");
  }

  /// Of a stage whose deadline hands over: a track that decides sooner leaves it nothing to do.
  void overtaken(const BlocRules& bloc, const Named<StageRule>& stage) {
    const StageRule& rule = stage.rule;
    if (rule.on_deadline != DeadlineAction::escalate || rule.deadline <= Days{0}) return;
    std::size_t all = 0, sooner = 0;
    for (const auto& [name, track] : bloc.tracks) {
      if (std::find(track.stages.begin(), track.stages.end(), stage.name) == track.stages.end()) continue;
      ++all;
      sooner +=
          track.deadline > Days{0} && track.deadline <= rule.deadline && track.on_deadline != TrackDeadline::refund;
    }
    if (all > 0 && sooner == all)
      add(path_of(bloc, stage) + ".deadline", "the deadline of its track decides before it: nothing is handed over",
          "take a deadline below that of the track");
  }

  void shut(const BlocRules& bloc, const Named<StageRule>& stage) {
    const std::string path = path_of(bloc, stage);
    const bool all_regions = std::cmp_equal(stage.rule.closed_regions.size(), bloc.population.regions) &&
                             !is_edited(s_, path + ".closed_regions");
    if (all_regions)
      add(path + ".closed_regions", "the offices of all regions are shut: what is filed there waits for ever",
          "leave a region out, or let a [[policy]] open them");
    if (!stage.rule.open && !is_edited(s_, path + ".open"))
      add(path + ".open", "the offices of the stage never open: what is filed there waits for ever",
          "let a [[policy]] open them, with set = { \"" + path + ".open\" = true }, or write open = true");
  }

  const Scenario& s_;
  std::vector<Fault>& notes_;
};

}  // namespace

void add_deadline_notes(const Scenario& scenario, std::vector<Fault>& notes) { DeadlineNotes(scenario, notes).all(); }

}  // namespace poldyn
