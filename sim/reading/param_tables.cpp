#include "sim/reading/param_tables.h"

#include <algorithm>

namespace poldyn {
namespace {

bool same_defaults(const ParamTable& table, const Section& part) {
  return table.rows.data() == part.rows.data() && std::all_of(part.rows.begin(), part.rows.end(), [&](const auto& row) {
           return row.get(table.defaults) == row.get(part.object);
         });
}

}  // namespace

ParamTables::ParamTables() : scenario_(std::make_unique<Scenario>()) {
  const std::string name = "<name>";
  scenario_->domains.push_back({name, {}});
  scenario_->paradigms.push_back({name, {}});
  scenario_->blocs.emplace_back().name = name;
  scenario_->blocs.front().tracks.push_back({name, {}});
  scenario_->blocs.front().stages.push_back({name, {}});
  scenario_->blocs.front().rules.push_back({name, {}});
  scenario_->blocs.front().classes.push_back({name, {}});
  for (const auto& part : all_sections(*scenario_)) {
    const auto same = std::find_if(tables_.begin(), tables_.end(),
                                   [&](const ParamTable& table) { return same_defaults(table, part); });
    if (same != tables_.end())
      same->paths.push_back(part.path);
    else
      tables_.push_back({{part.path}, part.rows, part.object});
  }
  tables_.push_back({{list_of("policy")}, param_rows<PolicyRule>, &scenario_->policies.emplace_back()});
}

}  // namespace poldyn
