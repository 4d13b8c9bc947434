#include "app/attribute/attribution_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/console/json.h"
#include "app/runs/resampling.h"
#include "app/runs/summary.h"

namespace poldyn::app {
namespace {

using analysis::Measured;

Json measured_json(const Measured& part, double level, bool with_runs) {
  Json made = as_json(part.mean.estimate);
  made["p"] = number_or_null(part.mean.p);
  made["p_holm"] = number_or_null(part.adjusted_p);
  made["bca"] = {{"low", number_or_null(part.bca.low)}, {"high", number_or_null(part.bca.high)}};
  if (!std::isnan(part.adjusted_p)) made["reading"] = verdict(part, level);
  if (!with_runs) return made;
  Json runs = Json::array();
  for (const double x : part.runs) runs.push_back(number_or_null(x));
  made["runs"] = std::move(runs);
  return made;
}

Json with_name(const std::string& name, const Json& more) {
  Json made{{"name", name}};
  made.update(more);
  return made;
}

Json group_json(const AttributionReport& report, std::size_t k) {
  const RuleGroup& group = report.groups[k];
  Json parts = Json::array();
  for (const RulePart& part : group.parts) {
    Json rules = Json::array();
    for (const std::size_t i : part.differences) {
      const RuleDifference& difference = report.differences[i];
      rules.push_back({{"name", difference.name}, {"keys", difference.keys}, {"moves_as_one", difference.structure}});
    }
    parts.push_back({{"name", part.name}, {"rules", std::move(rules)}});
  }
  return {{"name", group.name}, {"parts", std::move(parts)}};
}

Json group_values(const AttributionReport& report, const AttributedRow& row, std::size_t k) {
  const RuleGroup& group = report.groups[k];
  Json made = with_name(group.name, measured_json(row.found.groups[k], report.level, true));
  if (report.design.sampled()) made["order_error"] = number_or_null(row.found.groups[k].order_error);
  made["alone"] = as_json(row.found.alone[k].mean.estimate);
  made["last"] = as_json(row.found.last[k].mean.estimate);
  if (group.parts.size() < 2) return made;
  Json parts = Json::array();
  for (std::size_t j = 0; j < group.parts.size(); ++j)
    parts.push_back(
        with_name(group.parts[j].name, measured_json(row.found.parts[report.design.groups[k][j]], report.level, true)));
  made["inside"] = std::move(parts);
  return made;
}

Json row_json(const AttributionReport& report, const AttributedRow& row) {
  Json groups = Json::array(), pairs = Json::array();
  for (std::size_t k = 0; k < report.groups.size(); ++k) groups.push_back(group_values(report, row, k));
  const auto of = analysis::pairs_of(report.groups.size());
  for (std::size_t i = 0; i < row.found.interactions.size(); ++i) {
    Json made{{"groups", {report.groups[of[i].first].name, report.groups[of[i].second].name}}};
    made.update(measured_json(row.found.interactions[i], report.level, false));
    pairs.push_back(std::move(made));
  }
  return {{"name", row.row.asked.about.name},
          {"path", row.row.asked.about.path},
          {"unit", row.row.asked.about.symbol},
          {"bloc", row.row.bloc_a},
          {"bloc_in_B", row.row.bloc_b},
          {"whole", measured_json(row.found.whole, report.level, true)},
          {"groups", std::move(groups)},
          {"interactions", std::move(pairs)},
          {"worlds_without_value", row.without_value}};
}

}  // namespace

std::string attribution_json(const AttributionReport& report) {
  Json sides = Json::array(), groups = Json::array(), rows = Json::array();
  for (const analysis::Side& side : report.sides)
    sides.push_back({{"file", side.name},
                     {"title", side.title},
                     {"settings", side.settings},
                     {"replicates", side.runs},
                     {"seed", side.seed},
                     {"fingerprint", side.fingerprint},
                     {"complete", side.complete}});
  for (std::size_t k = 0; k < report.groups.size(); ++k) groups.push_back(group_json(report, k));
  for (const AttributedRow& row : report.rows) rows.push_back(row_json(report, row));
  Json made{{"files", std::move(sides)},
            {"method", report.design.sampled() ? "sampled" : "exact"},
            {"orders", report.orders()},
            {"replicates", report.replicates},
            {"worlds", report.worlds},
            {"runs", report.runs},
            {"fingerprint", report.fingerprint},
            {"confidence", report.level},
            {"resamples", analysis::resamples_for(report.level)},
            {"resampling_seed", resampling_seed}};
  if (report.since) made["since_days"] = *report.since;
  made["groups"] = std::move(groups);
  made["never"] = report.never;
  made["attributions"] = std::move(rows);
  return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
