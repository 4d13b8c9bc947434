#include "sim/policy/staffing_faults.h"

#include "sim/policy/edited_keys.h"
#include "sim/policy/fault_text.h"

namespace poldyn {
namespace {

std::string path_of(const BlocRules& bloc, const Named<StageRule>& stage) {
  return "bloc." + bloc.name + ".stage." + stage.name;
}

/// More than this at one office in one run is a mistaken number, which should be said and not run for days.
constexpr double most_hires = 5e7;

void stage_faults(const std::string& path, const StageRule& stage, double years, std::vector<Fault>& faults) {
  const StaffingRule& rule = stage.staffing;
  if (rule.follows == StaffingTarget::none) return;
  if (stage.unlimited)
    faults.push_back({path + ".staffing.follows",
                      "the stage has no limit of reviewers (unlimited = true) to hire up to",
                      "write unlimited = false and how many there are at the start, as in reviewers = 20"});
  if (const double hired = static_cast<double>(rule.least) * rule.attrition_per_year * years; hired > most_hires)
    faults.push_back({path + ".staffing.least", "would have " + text(hired) + " reviewers hired for those who leave",
                      "lower least, or attrition"});
  if (rule.least > rule.most)
    faults.push_back({path + ".staffing.most", "is below staffing.least = " + std::to_string(rule.least),
                      "raise it, or lower least"});
}

}  // namespace

void find_staffing_faults(const Scenario& scenario, std::vector<Fault>& faults) {
  if (!scenario.mechanisms.staffing) return;
  const double years = scenario.run.horizon.count() / days_per_year;
  for (const BlocRules& bloc : scenario.blocs)
    for (const auto& stage : bloc.stages) stage_faults(path_of(bloc, stage), stage.rule, years, faults);
}

std::string staffed_at(const Scenario& scenario, std::string_view key) {
  if (!scenario.mechanisms.staffing) return "";
  for (const BlocRules& bloc : scenario.blocs)
    for (const auto& stage : bloc.stages) {
      const std::string path = path_of(bloc, stage);
      if (key != path + ".reviewers" && key != path + ".unlimited") continue;
      if (stage.rule.staffing.follows != StaffingTarget::none || is_edited(scenario, path + ".staffing.follows"))
        return path + ".staffing";
    }
  return "";
}

}  // namespace poldyn
