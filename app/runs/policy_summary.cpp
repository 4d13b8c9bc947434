#include "app/runs/policy_summary.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/firings.h"
#include "app/console/numbers.h"
#include "app/console/text_table.h"
#include "app/runs/summary.h"

namespace poldyn::app {
namespace {

using analysis::Firings;

std::vector<std::string> row(const std::string& name, const Firings& p) {
  return {name, fmt::format("{} of {}", p.in_runs, p.firings.n), shown(p.firings), shown(p.first), shown(p.in_force)};
}

TextTable empty_table() { return {{"policy", "fired in", "times", "first on day", "days in force"}, {}}; }

}  // namespace

std::string policies_text(const analysis::Totals& runs, std::size_t width) {
  TextTable table = empty_table();
  for (const Firings& p : analysis::firings_of(runs)) table.rows.push_back(row(p.policy, p));
  return table.rows.empty() ? "" : table.text(width);
}

std::string policies_text(const std::vector<analysis::Side>& sides, std::size_t width) {
  TextTable table = empty_table();
  for (std::size_t i = 0; i < sides.size(); ++i)
    for (const Firings& p : analysis::firings_of(sides[i]))
      table.rows.push_back(row(fmt::format("{}: {}", analysis::side_letter(i), p.policy), p));
  return table.rows.empty() ? "" : table.text(width);
}

nlohmann::ordered_json policies_json(const analysis::Totals& runs) {
  auto made = nlohmann::ordered_json::array();
  for (const Firings& p : analysis::firings_of(runs))
    made.push_back({{"name", p.policy},
                    {"fired_in_runs", p.in_runs},
                    {"firings", as_json(p.firings)},
                    {"first_firing_days", as_json(p.first)},
                    {"last_firing_days", as_json(p.last)},
                    {"days_in_force", as_json(p.in_force)}});
  return made;
}

}  // namespace poldyn::app
