#include "app/facts/facts_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/console/json.h"
#include "app/console/text_table.h"

namespace poldyn::app {
namespace {

std::string range(double low, double high) {
  if (std::isnan(low)) return "-";
  return low == high ? fmt::format("{:.3g}", low) : fmt::format("{:.3g} to {:.3g}", low, high);
}

std::string verdict(const analysis::Judgement& judgement) {
  if (std::isnan(judgement.median)) return "-";
  return judgement.hit ? "hit" : "MISS";
}

}  // namespace

std::string facts_text(const std::vector<JudgedFact>& facts, std::size_t width) {
  TextTable table{{"fact", "observed", "median", "5 % to 95 %", "z", ""}, {}};
  for (const auto& [fact, judgement] : facts)
    table.rows.push_back({fact.unit.empty() ? fact.id : fmt::format("{} [{}]", fact.id, fact.unit),
                          range(fact.low, fact.high),
                          std::isnan(judgement.median) ? "-" : fmt::format("{:.3g}", judgement.median),
                          range(judgement.low, judgement.high),
                          std::isnan(judgement.z) ? "-" : fmt::format("{:.1f}", judgement.z), verdict(judgement)});
  std::string text = table.text(width);
  for (const auto& [fact, judgement] : facts) {
    text += "\n" + wrapped(fmt::format("{}: {}.", fact.id, fact.statement), width, 2);
    if (!fact.remark.empty()) text += "\n  " + wrapped(fact.remark, width > 2 ? width - 2 : width, 2);
  }
  const auto hits = std::count_if(facts.begin(), facts.end(), [](const auto& f) { return f.judgement.hit; });
  return text + "\n\n" +
         wrapped(
             fmt::format("{} of {} hit: what was observed meets the middle 90 % of single runs. z: distance from their "
                         "mean in standard deviations. The baseline is set by hand, so a hit may owe to a figure that "
                         "went in; the remarks say where.",
                         hits, facts.size()),
             width) +
         "\n";
}

std::string facts_json(const std::vector<JudgedFact>& facts) {
  Json list = Json::array();
  for (const auto& [fact, judgement] : facts)
    list.push_back({{"id", fact.id},
                    {"statement", fact.statement},
                    {"scenario", fact.scenario.string()},
                    {"measure", fact.measure},
                    {"unit", fact.unit},
                    {"observed", {fact.low, fact.high}},
                    {"figures", fact.figures},
                    {"runs", judgement.n},
                    {"median", number_or_null(judgement.median)},
                    {"low", number_or_null(judgement.low)},
                    {"high", number_or_null(judgement.high)},
                    {"z", number_or_null(judgement.z)},
                    {"hit", judgement.hit},
                    {"remark", fact.remark}});
  return Json{{"prediction", analysis::prediction}, {"facts", std::move(list)}}.dump(2, ' ', false,
                                                                                     Json::error_handler_t::replace) +
         "\n";
}

}  // namespace poldyn::app
