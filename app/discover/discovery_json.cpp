#include "app/discover/discovery_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/console/json.h"

namespace poldyn::app {
namespace {

Json density_json(const analysis::Density& density) {
  return {{"points", density.points},
          {"share", number_or_null(density.share)},
          {"low", number_or_null(density.interval.low)},
          {"high", number_or_null(density.interval.high)},
          {"effective_trials", number_or_null(density.trials)},
          {"one_luck", density.one_luck}};
}

Json box_json(const analysis::Box& box, const DiscoveryInput& input) {
  Json made = Json::array();
  for (const std::size_t f : box.factors()) {
    const analysis::Factor& factor = input.factors[f];
    const analysis::Range& range = box.ranges[f];
    Json one{{"factor", factor.name}, {"unit", factor.unit}};
    if (factor.is_number) {
      one["above"] = number_or_null(range.low);
      one["below"] = number_or_null(range.high);
    } else {
      Json levels = Json::array();
      for (std::size_t level = 0; level < range.kept.size(); ++level)
        if (range.kept[level]) levels.push_back(factor.levels[level]);
      one["levels"] = std::move(levels);
    }
    made.push_back(std::move(one));
  }
  return made;
}

Json region_json(const analysis::Region& region, const DiscoveryInput& input) {
  Json boxes = Json::array();
  for (const auto& box : region.boxes) boxes.push_back(box_json(box, input));
  return {{"boxes", std::move(boxes)},
          {"density", density_json(region.density)},
          {"coverage", number_or_null(region.coverage)},
          {"mass", number_or_null(region.mass)}};
}

Json tests_json(const DiscoveryReport& report) {
  Json made = Json::array();
  for (const auto& test : report.found.tests)
    made.push_back({{"factor", report.input.factors[test.bound.factor].name},
                    {"bound", bound_text(report.found.region.boxes.front(), test.bound, report.input)},
                    {"points_beyond", test.out},
                    {"share_beyond", number_or_null(test.share_out)},
                    {"p", number_or_null(test.p)},
                    {"quasi_p", number_or_null(test.quasi_p)},
                    {"told", test.told}});
  return made;
}

Json way_json(const DiscoveryReport& report) {
  Json made = Json::array();
  for (const auto& step : report.found.way)
    made.push_back({{"points", step.peel.inside.count},
                    {"share", number_or_null(step.peel.inside.mean())},
                    {"coverage", number_or_null(step.coverage)},
                    {"tested", density_json(step.tested)},
                    {"box", box_json(step.peel.box, report.input)}});
  return made;
}

}  // namespace

std::string discovery_json(const DiscoveryReport& report) {
  const analysis::Discovery& found = report.found;
  const DiscoveryInput& input = report.input;
  Json factors = Json::array();
  for (const auto& factor : input.factors) factors.push_back(factor.name);
  const Json made{{"file", report.file},
                  {"title", report.title},
                  {"where", report.where},
                  {"of", input.of.empty() ? Json(nullptr) : Json(input.of)},
                  {"against", input.against.empty() ? Json(nullptr) : Json(input.against)},
                  {"points", report.points},
                  {"replicates", report.replicates},
                  {"factors", std::move(factors)},
                  {"confidence", report.level},
                  {"answer", discovery_answer(report)},
                  {"found", found.found},
                  {"as_asked", found.as_asked},
                  {"shared_luck", input.outcomes.shared_luck},
                  {"chosen_on_points", found.chosen_on},
                  {"tested_on_points", found.tested_on},
                  {"measured_on_points", found.measured_on},
                  {"everywhere", density_json(found.everywhere)},
                  {"box", region_json(found.region, input)},
                  {"bounds", tests_json(report)},
                  {"proposed", box_json(found.proposed, input)},
                  {"optimism", number_or_null(found.optimism)},
                  {"tree", region_json(found.leaves, input)},
                  {"overlap", number_or_null(found.overlap)},
                  {"step", found.step},
                  {"way", way_json(report)},
                  {"points_left_out", input.left_out},
                  {"runs_failed", input.failed},
                  {"runs_unsettled", input.unsettled},
                  {"notes", input.notes}};
  return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
