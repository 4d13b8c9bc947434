#include <cmath>
#include <nlohmann/json.hpp>

#include "app/compare/comparison_json.h"
#include "app/console/json.h"
#include "app/runs/policy_summary.h"
#include "app/runs/resampling.h"
#include "app/runs/scenario_difference.h"
#include "app/runs/summary.h"

namespace poldyn::app {
namespace {

Json interval(double low, double high) { return {{"low", number_or_null(low)}, {"high", number_or_null(high)}}; }

Json side_json(const ComparisonReport& report, std::size_t at) {
  const analysis::Side& side = report.sides[at];
  Json made{{"file", side.name},
            {"side", side_letter(at)},
            {"title", side.title},
            {"settings", side.settings},
            {"replicates", side.runs},
            {"seed", side.seeds.empty() ? side.seed : side.seeds.front()},
            {"fingerprint", side.fingerprint},
            {"complete", side.complete},
            {"warmup_days", side.warmup},
            {"horizon_days", number_or_null(side.horizon)},
            {"sample_interval_days", number_or_null(side.sample_interval)},
            {"policies", policies_json(side)}};
  if (const std::string& first = report.sides.front().scenario; at > 0 && !first.empty() && !side.scenario.empty())
    made["differs_from_A"] = scenario_differences(first, side.scenario);
  if (report.settling.empty()) return made;
  Json series = Json::array();
  for (const auto& one : report.settling[at])
    series.push_back(
        {{"path", one.about.path},
         {"bloc", one.bloc},
         {"settled", settled_word(one.settled)},
         {"cut_days", number_or_null(one.cut_days)},
         {"exceeds_warmup", one.settled == analysis::Settled::yes ? Json(one.cut_days > side.warmup) : Json(nullptr)}});
  made["mser5"] = std::move(series);
  return made;
}

Json metric_json(const ComparisonReport& report, const analysis::ComparedMetric& metric, bool paired) {
  const analysis::Pairs& pairs = metric.pairs;
  const analysis::Difference& t = paired ? pairs.difference : metric.difference;
  Json made{{"name", metric.about.name},
            {"path", metric.about.path},
            {"unit", metric.about.symbol},
            {"baseline", as_json(metric.baseline)},
            {"other", as_json(metric.other)},
            {"difference", as_json(metric.difference.estimate)},
            {"p", number_or_null(metric.difference.p)},
            {"p_holm", number_or_null(metric.adjusted_p)},
            {"reading", word(analysis::verdict_of(metric, report.judging.level))},
            {"relative_difference", number_or_null(pairs.relative)},
            {"t",
             {{"low", number_or_null(t.estimate.low())},
              {"high", number_or_null(t.estimate.high())},
              {"p", number_or_null(t.p)}}},
            {"cohen_d", number_or_null(pairs.cohen_d)}};
  if (metric.margin)
    made["equivalence"] = {{"margin", metric.margin->amount},
                           {"relative", metric.margin->relative},
                           {"reading", word(analysis::likeness_of(metric, report.judging.level))},
                           {"value_on_one_side_only", metric.alike.lopsided},
                           {"p_within", number_or_null(metric.alike.within_p)},
                           {"p_within_holm", number_or_null(metric.adjusted_alike.within_p)},
                           {"p_beyond", number_or_null(metric.alike.beyond_p)},
                           {"p_beyond_holm", number_or_null(metric.adjusted_alike.beyond_p)}};
  if (!paired) return made;
  made["any_look"] = interval(pairs.any_look.low(), pairs.any_look.high());
  made["any_look"]["p"] = number_or_null(pairs.any_look_p);
  made["bca"] = interval(pairs.bca.low, pairs.bca.high);
  made["cohen_d_z"] = number_or_null(pairs.effect_paired);
  made["sign_share"] = number_or_null(pairs.sign_share);
  made["variance_reduction"] = number_or_null(pairs.variance_reduction);
  return made;
}

Json composition_json(const ComparisonReport& report) {
  Json made = Json::array();
  for (const auto& found : report.composition) {
    made.push_back({{"path", found.about.path},
                    {"side", side_letter(found.side)},
                    {"bloc", found.bloc},
                    {"crude", as_json(found.crude.estimate)},
                    {"crude_p", number_or_null(found.crude.p)},
                    {"standardised", as_json(found.standardised.estimate)},
                    {"standardised_p", number_or_null(found.standardised.p)},
                    {"turned", analysis::turned(found, report.judging.level)}});
  }
  return made;
}

Json around_json(const ComparisonReport& report) {
  Json made = Json::array();
  for (const auto& around : report.around) {
    Json metrics = Json::array();
    for (const auto& row : around.rows)
      metrics.push_back({{"path", row.about.path}, {"before", as_json(row.before)}, {"after", as_json(row.after)}});
    made.push_back({{"date_days", around.date},
                    {"side", side_letter(around.side)},
                    {"bloc", around.bloc},
                    {"metrics", std::move(metrics)}});
  }
  return made;
}

Json precision_json(const ComparisonReport& report) {
  Json made = Json::array();
  for (const auto& one : report.reach) {
    const analysis::PrecisionTarget& target = report.targets[one.target];
    made.push_back({{"path", target.about.path},
                    {"name", target.about.name},
                    {"file", report.sides[one.side].name},
                    {"bloc", one.bloc},
                    {"amount", target.amount},
                    {"relative", target.relative},
                    {"pairs", one.pairs},
                    {"half_width", number_or_null(one.half_width)},
                    {"wanted", number_or_null(one.wanted)},
                    {"reached", one.reached()},
                    {"runs_needed", one.needed > 0 ? Json(one.needed) : Json(nullptr)}});
  }
  return made;
}

}  // namespace

std::string comparison_json(const ComparisonReport& report) {
  Json sides = Json::array();
  for (std::size_t i = 0; i < report.sides.size(); ++i) sides.push_back(side_json(report, i));
  Json blocs = Json::array();
  for (const auto& bloc : report.comparison.blocs) {
    Json metrics = Json::array();
    for (const auto& metric : bloc.metrics) metrics.push_back(metric_json(report, metric, bloc.paired));
    blocs.push_back({{"file", report.sides[bloc.side].name},
                     {"side", side_letter(bloc.side)},
                     {"bloc", bloc.baseline_name},
                     {"bloc_in_file", bloc.other_name},
                     {"paired", bloc.paired},
                     {"metrics", std::move(metrics)}});
  }
  Json made{{"files", std::move(sides)},
            {"paired", report.comparison.paired},
            {"runs", report.comparison.runs},
            {"confidence", report.judging.level},
            {"intervals", report.judging.any_look ? "any_look" : "t"},
            {"tests", report.comparison.tests},
            {"resamples", analysis::resamples_for(report.judging.level)},
            {"resampling_seed", resampling_seed},
            {"never", report.comparison.never},
            {"warnings", report.comparison.warnings}};
  if (!report.reach.empty()) {
    made["max_runs"] = report.max_runs;
    made["precision"] = precision_json(report);
  }
  if (report.since) made["since_days"] = *report.since;
  if (!report.composition.empty()) made["at_equal_composition"] = composition_json(report);
  if (!report.around.empty()) made["around_dates"] = around_json(report);
  made["comparisons"] = std::move(blocs);
  return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
