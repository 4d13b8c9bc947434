#include "sim/reading/staffing_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "sim/policy/edited_keys.h"
#include "sim/policy/rule_faults.h"

namespace poldyn {
namespace {

using T = StaffingTarget;

/// Keys that only some targets read.
struct ReadBy {
  std::string_view key;
  std::array<bool, names_of<T>.size()> targets;  ///< none, workload, backlog, wait
};
constexpr auto read_by = std::to_array<ReadBy>({
    {"memory", {false, true, false, false}},
    {"load", {false, true, false, false}},
    {"clear_in", {false, true, false, false}},
    {"usual_backlog", {false, true, true, false}},
    {"usual_wait", {false, false, false, true}},
    {"gain", {false, false, true, true}},
});

class StaffingNotes {
 public:
  StaffingNotes(const Scenario& scenario, std::vector<Fault>& notes) : s_(scenario), notes_(notes) {}

  void all() {
    bool any_follows = false, any_learns = false;
    for (const BlocRules& bloc : s_.blocs)
      for (const auto& stage : bloc.stages) {
        const std::string path = fmt::format("bloc.{}.stage.{}", bloc.name, stage.name);
        any_follows |= follows(stage.rule, path);
        any_learns |= stage.rule.practice.exponent > 0 || is_edited(s_, path + ".practice.exponent");
        short_first(bloc, stage, path);
        staffing(bloc, stage, path + ".staffing");
        practice(stage.rule, path + ".practice");
      }
    if (s_.mechanisms.staffing && !any_follows)
      add("mechanisms.staffing", "the reviewers of no stage follow anything: their number stays",
          "write follows = \"workload\", \"backlog\" or \"wait\" in a table [bloc.<name>.stage.<name>.staffing]");
    if (s_.mechanisms.reviewer_learning && !any_learns)
      add("mechanisms.reviewer_learning", "no stage has practice.exponent above 0: no office learns",
          "write exponent = 0.32 in a table [bloc.<name>.stage.<name>.practice]");
  }

 private:
  void add(std::string path, std::string message, std::string remedy) {
    notes_.push_back({std::move(path), std::move(message), std::move(remedy)});
  }

  bool follows(const StageRule& stage, const std::string& path) const {
    return stage.staffing.follows != T::none || is_edited(s_, path + ".staffing.follows");
  }

  /// A queue that goes by the length of the way, where all have the same.
  void short_first(const BlocRules& bloc, const Named<StageRule>& stage, const std::string& path) {
    if (stage.rule.discipline != Discipline::shortest || !bloc.rules.empty()) return;
    if (some_edit(s_, [&](const Edit& edit) { return edit.key.starts_with("bloc." + bloc.name + "."); })) return;
    std::set<double> lengths;
    for (const auto& track : bloc.tracks) {
      double days = 0;
      bool passes = false;
      for (const std::string& name : track.rule.stages)
        for (const auto& other : bloc.stages)
          if (other.name == name) {
            days += other.rule.review.mean;
            passes |= name == stage.name;
          }
      if (passes) lengths.insert(days);
    }
    if (lengths.size() < 2)
      add(path + ".discipline", "all ways through this stage are as long: \"short\" is first come, first served",
          "write discipline = \"fifo\", or let another track pass the stage");
  }

  /// Whether a policy may change anything of a table.
  bool some_of(const std::string& path) const {
    return some_edit(s_, [&](const Edit& edit) { return edit.key.starts_with(path + "."); });
  }

  void staffing(const BlocRules& bloc, const Named<StageRule>& stage, const std::string& path) {
    const StaffingRule& rule = stage.rule.staffing;
    if (!s_.mechanisms.staffing) {
      if (rule.follows != T::none)
        add(path + ".follows", "nothing reads it while mechanisms.staffing = false",
            "switch mechanisms.staffing on, or take the table out");
      return;
    }
    if (is_edited(s_, path + ".follows")) return;
    if (rule.follows == T::none) {
      if (differs(rule) || some_of(path))
        add(path + ".follows", "is \"none\": the number of reviewers stays, whatever else the table says",
            "write follows = \"workload\", \"backlog\" or \"wait\"");
      return;
    }
    if (!may_file(s_, bloc))
      add(path + ".follows", "nothing is filed in the bloc: the reviewers cost money and have nothing to review",
          "let somebody file, or take the table out");
    unread_by_target(rule, path);
    if (rule.training == Days{0} && rule.trainee_speed != StaffingRule{}.trainee_speed &&
        !is_edited(s_, path + ".training"))
      add(path + ".trainee_speed", "nothing reads it: training takes no time", "give training a time, or take it out");
    if (rule.every >= s_.run.horizon && !is_edited(s_, path + ".every"))
      add(path + ".every",
          fmt::format(
              "the run ends before the first comparison, at run.horizon = {:g} d: the reviewers stay as they are",
              s_.run.horizon.count()),
          "take a shorter time or a longer horizon");
    if (stage.rule.reviewers > rule.most && !is_edited(s_, path + ".most"))
      add(path + ".most",
          fmt::format("is below the {} reviewers of the start: {}", stage.rule.reviewers,
                      rule.lets_go ? "some are told to leave at once" : "only attrition brings their number down"),
          "raise it, or let the stage begin with fewer reviewers");
    if (!rule.lets_go && rule.leave_lag != StaffingRule{}.leave_lag && !is_edited(s_, path + ".lets_go"))
      add(path + ".leave_lag", "nothing reads it: nobody is told to leave", "write lets_go = true, or take it out");
    budget(bloc, stage, path);
  }

  static bool differs(const StaffingRule& rule) {
    const StaffingRule fresh;
    return std::any_of(param_rows<StaffingRule>.begin(), param_rows<StaffingRule>.end(),
                       [&](const ParamRow& row) { return row.get(&rule) != row.get(&fresh); });
  }

  void unread_by_target(const StaffingRule& rule, const std::string& path) {
    const StaffingRule fresh;
    for (const ReadBy& one : read_by)
      for (const ParamRow& row : param_rows<StaffingRule>) {
        if (row.key != one.key || one.targets[static_cast<std::size_t>(rule.follows)]) continue;
        const std::string key = fmt::format("{}.{}", path, one.key);
        const auto unread = [&](std::string at) {
          add(std::move(at),
              fmt::format("nothing reads it while follows = \"{}\"",
                          names_of<T>[static_cast<std::size_t>(rule.follows)]),
              "take it out, or follow something that reads it");
        };
        if (row.get(&rule) != row.get(&fresh)) unread(key);
        for (std::size_t i = 0; s_.mechanisms.policy && i < s_.policies.size(); ++i)
          for (const Edit& edit : s_.policies[i].edits)
            if (edit.key == key) unread(fmt::format("policy.{}.{}", i + 1, key));
      }
  }

  /// A budget that pays for nobody.
  void budget(const BlocRules& bloc, const Named<StageRule>& stage, const std::string& path) {
    const StaffingRule& rule = stage.rule.staffing;
    if (is_edited(s_, path + ".budgeted")) return;
    if (!rule.budgeted) return unread_budget(rule, path);
    if (rule.cost_per_year == 0)
      return add(path + ".budgeted", "reviewers cost nothing (cost = 0): no budget holds them back",
                 "give cost a value above 0, or take the budget out");
    if (rule.budget_per_year > 0 || is_edited(s_, path + ".budget")) return;
    const auto& stages = bloc.stages;
    const bool takes_over = std::any_of(stages.begin(), stages.end(),
                                        [&](const auto& other) { return other.rule.escalate_to == stage.name; });
    const auto has_fee = [&](const Named<TrackRule>& track) {
      const auto& way = track.rule.stages;
      return (takes_over || std::find(way.begin(), way.end(), stage.name) != way.end()) &&
             (track.rule.filing_cost > 0 ||
              is_edited(s_, fmt::format("bloc.{}.track.{}.filing_cost", bloc.name, track.name)));
    };
    const bool vendors_pay = s_.mechanisms.finance && s_.mechanisms.projects;  // who files from outside pays nothing
    const bool fees = vendors_pay && rule.fee_share > 0 && std::any_of(bloc.tracks.begin(), bloc.tracks.end(), has_fee);
    if (!fees)
      add(path + ".budgeted",
          fmt::format("there is no budget and no fee is paid: only the least = {} are ever asked for", rule.least),
          "give budget a value, or the stage's tracks a filing_cost");
  }

  void unread_budget(const StaffingRule& rule, const std::string& path) {
    const StaffingRule fresh;
    for (const auto& [key, is] : {std::pair{"budget", rule.budget_per_year != fresh.budget_per_year},
                                  std::pair{"fee_share", rule.fee_share != fresh.fee_share}})
      if (is)
        add(fmt::format("{}.{}", path, key), "nothing reads it while budgeted = false",
            "write budgeted = true, or take it out");
  }

  void practice(const StageRule& stage, const std::string& path) {
    if (stage.practice.exponent > 0 && !s_.mechanisms.reviewer_learning)
      add(path + ".exponent", "nothing reads it while mechanisms.reviewer_learning = false",
          "switch mechanisms.reviewer_learning on, or take the table out");
  }

  const Scenario& s_;
  std::vector<Fault>& notes_;
};

}  // namespace

void add_staffing_notes(const Scenario& scenario, std::vector<Fault>& notes) { StaffingNotes(scenario, notes).all(); }

}  // namespace poldyn
