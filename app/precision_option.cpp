#include "app/precision_option.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>

#include "sim/io/nearest.h"
#include "sim/io/quantity.h"
#include "sim/io/results_format.h"
#include "sim/observe/run_result.h"

namespace poldyn::app {
namespace {

[[noreturn]] void fault(const std::string& text, const std::string& problem) {
  throw CLI::ValidationError("--precision", fmt::format("'{}' {}", text, problem));
}

/// Places in total_metrics(): by name, or by family and name with or without "totals/" before them.
const MetricRow& row_of(const std::string& text, std::string name) {
  if (name.starts_with("totals/")) name.erase(0, 7);
  std::vector<std::string> names;
  for (const MetricRow& row : total_metrics()) {
    const std::string path = fmt::format("{}/{}", row.family, row.name);
    if (name == row.name || name == path) {
      if (row.axis == Axis::none) return row;
      fault(text, fmt::format("asks for a metric that has one value for each {}; give one with one number per bloc "
                              "(poldyn params --metrics)",
                              results::dimension_of(row.axis)));
    }
    if (row.axis == Axis::none) names.push_back(name.find('/') == name.npos ? std::string(row.name) : path);
  }
  const std::string near = nearest(name, names);
  fault(text, near.empty() ? "names no total; poldyn params --metrics lists them"
                           : fmt::format("names no total; did you mean '{}'?", near));
}

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

double percent_of(const std::string& text, const std::string& amount) {
  double value = 0;
  const std::string number = trimmed(amount.substr(0, amount.size() - 1));
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size()) fault(text, "asks for no number of per cent");
  return value / 100;
}

double absolute_of(const std::string& text, const std::string& amount, Unit unit) {
  const auto parsed = parse_quantity(amount, unit);
  if (const auto* problem = std::get_if<QuantityFault>(&parsed))
    fault(text, fmt::format("{}; {}", problem->problem, problem->remedy));
  return std::get<double>(parsed);
}

}  // namespace

results::MetricInfo metric_info(const MetricRow& row, std::string_view group) {
  return {results::path_of(group, row), std::string(row.name), std::string(info(row.unit).symbol),
          std::string(row.meaning), results::dimensions_of(row, group == "metrics")};
}

analysis::Target parse_target(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == 0 || sign == text.npos || sign + 1 == text.size())
    fault(text, "is not METRIC=AMOUNT, as in idea_to_deployment='3 d' or releases=5%");
  const MetricRow& row = row_of(text, trimmed(text.substr(0, sign)));
  const std::string amount = trimmed(text.substr(sign + 1));
  analysis::Target target{metric_info(row, "totals"), 0, amount.ends_with('%')};
  target.amount = target.relative ? percent_of(text, amount) : absolute_of(text, amount, row.unit);
  if (!(target.amount > 0) || !std::isfinite(target.amount))
    fault(text, "asks for a half-width that is not above 0: no number of runs reaches it");
  return target;
}

std::string asked_text(const analysis::Target& target) {
  if (target.relative) return fmt::format("{:.4g} %", 100 * target.amount);
  return fmt::format("{:.4g}{}{}", target.amount, target.about.symbol.empty() ? "" : " ", target.about.symbol);
}

}  // namespace poldyn::app
