#include "app/tradeoff/tradeoff_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/console/json.h"
#include "app/runs/summary.h"

namespace poldyn::app {
namespace {

using analysis::Criterion;

/// An estimate of a cost as one of the metric.
Json cost_json(analysis::Estimate estimate, bool low) {
  if (!low) estimate.mean = -estimate.mean;
  return as_json(estimate);
}

Json standing_json(const analysis::Standing& standing, bool turned) {
  const double sign = turned ? -1 : 1;
  return {{"value", number_or_null(sign * standing.value)},
          {"low", number_or_null(turned ? -standing.interval.high : standing.interval.low)},
          {"high", number_or_null(turned ? -standing.interval.low : standing.interval.high)},
          {"rank", standing.rank},
          {"probability_best", standing.best_share},
          {"probability_as_good_as_first", standing.as_good}};
}

Json metric_json(const TradeoffReport& report, std::size_t goal, std::size_t at) {
  const auto& metric = report.judgement.metrics[goal];
  const bool low = report.goals[goal].low;
  Json made{{"path", report.goals[goal].about.path}, {"label", report.goals[goal].label}};
  made["mean_over_futures"] = cost_json(metric.mean[at], low);
  for (std::size_t c = 0; c < metric.standings.size(); ++c) {
    const bool level = c < static_cast<std::size_t>(Criterion::mean_regret);
    made[std::string(analysis::criterion_names[c])] = standing_json(metric.standings[c][at], level && !low);
  }
  made["mean_regret_paired"] = as_json(metric.mean_regret[at]);
  made["worst_regret_paired"] = as_json(metric.worst_regret[at]);
  Json where = Json::object();
  for (const auto& unknown : report.crossing.unknowns) where[unknown.name] = unknown.shown[metric.worst_future[at]];
  made["worst_regret_in"] = std::move(where);
  return made;
}

/// `standings`: of those that are judged, or of those that are not, who have no rank; empty without conditions.
Json meets_json(const std::vector<analysis::Standing>& standings, std::size_t at, bool judged) {
  if (standings.empty()) return nullptr;
  const auto& unmet = standings[at];
  return {{"share", number_or_null(1 - unmet.value)},
          {"low", number_or_null(1 - unmet.interval.high)},
          {"high", number_or_null(1 - unmet.interval.low)},
          {"rank", judged ? Json(unmet.rank) : Json(nullptr)}};
}

Json policies_json(const TradeoffReport& report) {
  const auto& judgement = report.judgement;
  Json made = Json::array();
  for (std::size_t at = 0; at < report.judged.size(); ++at) {
    Json row{
        {"policy", report.crossing.policies[report.judged[at]]},
        {"judged", true},
        {"on_front", static_cast<bool>(judgement.front[at])},
        {"probability_on_front", number_or_null(judgement.membership[at])},
        {"dominated_by",
         judgement.front[at] ? Json(nullptr) : Json(report.crossing.policies[report.judged[judgement.dominator[at]]])},
        {"meets_all", meets_json(judgement.meets, at, true)}};
    for (std::size_t g = 0; g < report.goals.size(); ++g) row["metrics"].push_back(metric_json(report, g, at));
    made.push_back(std::move(row));
  }
  for (std::size_t i = 0; i < report.set_aside.size(); ++i) {
    const SetAside& one = report.set_aside[i];
    made.push_back({{"policy", report.crossing.policies[one.policy]},
                    {"judged", false},
                    {"lacks", one.metric.empty() ? Json("runs that did not fail") : Json(one.metric)},
                    {"share_without", one.share},
                    {"too_few_in_common", one.together},
                    {"meets_all", meets_json(judgement.others_meet, i, false)}});
  }
  return made;
}

Json worth_json(const TradeoffReport& report) {
  Json made = Json::array();
  for (std::size_t u = 0; u < report.worth.size(); ++u)
    for (std::size_t g = 0; g < report.goals.size(); ++g) {
      const Worth& worth = report.worth[u][g];
      made.push_back({{"parameter", report.crossing.unknowns[u].name},
                      {"path", report.goals[g].about.path},
                      {"label", report.goals[g].label},
                      {"worth", number_or_null(worth.value)},
                      {"half_width", number_or_null(worth.half_width)},
                      {"chance_makes", number_or_null(worth.chance.floor)},
                      {"p", number_or_null(worth.chance.p)},
                      {"p_holm", number_or_null(worth.adjusted_p)}});
    }
  return made;
}

}  // namespace

std::string tradeoff_json(const TradeoffReport& report) {
  Json goals = Json::array(), conditions = Json::array();
  for (std::size_t g = 0; g < report.goals.size(); ++g) {
    const Goal& goal = report.goals[g];
    goals.push_back({{"path", goal.about.path},
                     {"label", goal.label},
                     {"unit", goal.about.symbol},
                     {"better", goal.low ? "low" : "high"},
                     {"worlds", report.judgement.metrics[g].worlds},
                     {"worlds_left_out", report.left_out[g]},
                     {"perfect_information", number_or_null(report.perfect[g])}});
  }
  for (const auto& condition : report.conditions) conditions.push_back(condition.text);
  const Json made{{"file", report.file},
                  {"title", report.title},
                  {"design", report.design},
                  {"bloc", report.bloc},
                  {"futures", report.crossing.futures()},
                  {"futures_sampled", report.crossing.layout.sampled_futures},
                  {"futures_left_out", report.crossing.dropped},
                  {"replicates", report.replicates},
                  {"paired", report.crossing.paired},
                  {"shared_luck", report.crossing.layout.shared_luck},
                  {"failed_runs", report.failed},
                  {"resamples", report.judgement.resamples},
                  {"metrics", std::move(goals)},
                  {"conditions", std::move(conditions)},
                  {"policies", policies_json(report)},
                  {"worth_finding_out", worth_json(report)},
                  {"notes", report.notes}};
  return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
