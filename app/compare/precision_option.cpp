#include "app/compare/precision_option.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "app/compare/comparison_report.h"
#include "sim/observe/run_result.h"
#include "sim/reading/nearest.h"
#include "sim/reading/parse_double.h"
#include "sim/reading/quantity.h"
#include "sim/reading/trimmed.h"
#include "sim/results/results_format.h"

namespace poldyn::app {
namespace {

[[noreturn]] void fault(const std::string& text, const std::string& problem) {
  throw CLI::ValidationError("--precision", fmt::format("'{}' {}", text, problem));
}

/// A place in total_metrics(), never null: by name, or by family and name with or without "totals/" before them.
const MetricRow* row_of(const std::string& text, std::string name, bool labelled) {
  if (name.starts_with("totals/")) name.erase(0, 7);
  std::vector<std::string> names;
  for (const MetricRow& row : total_metrics()) {
    const std::string path = fmt::format("{}/{}", row.family, row.name);
    if (name == row.name || name == path) {
      if ((row.axis != Axis::none) == labelled) return &row;
      if (labelled) fault(text, "asks for a metric that has one number per bloc; leave out the brackets");
      fault(text, fmt::format("asks for a metric that has one value for each {0}; name one: {1}[{0}]=AMOUNT",
                              results::dimension_of(row.axis), name));
    }
    if ((row.axis != Axis::none) == labelled)
      names.push_back(name.find('/') == name.npos ? std::string(row.name) : path);
  }
  const std::string near = nearest(name, names);
  fault(text, near.empty() ? "names no total; poldyn params --metrics lists them"
                           : fmt::format("names no total; did you mean '{}'?", near));
}

double percent_of(const std::string& text, const std::string& amount) {
  double value = 0;
  const std::string_view number = trimmed(std::string_view(amount).substr(0, amount.size() - 1));
  const auto [end, error] = parse_double(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size()) fault(text, "asks for no number of per cent");
  return value / 100;
}

double absolute_of(const std::string& text, const std::string& amount, Unit unit) {
  const auto parsed = parse_quantity(amount, unit);
  if (const auto* problem = std::get_if<QuantityFault>(&parsed))
    fault(text, fmt::format("{}; {}", problem->problem, problem->remedy));
  return std::get<double>(parsed);
}

using Has = bool analysis::BlocHas::*;

bool in_both(const analysis::PrecisionTarget& target, const std::vector<analysis::Side>& sides, std::size_t side,
             Has has) {
  const auto a = analysis::where(sides[0], target), b = analysis::where(sides[side], target);
  const auto pairs = analysis::match(sides[0].blocs, sides[side].blocs);
  return std::any_of(pairs.begin(), pairs.end(),
                     [&](const auto& pair) { return a[pair.first].*has && b[pair.second].*has; });
}

/// "north, south"; empty if there is none.
std::string blocs_with(const analysis::PrecisionTarget& target, const analysis::Side& side, Has has) {
  std::string made;
  for (const auto& one : analysis::where(side, target))
    if (one.*has) made += (made.empty() ? "" : ", ") + one.bloc;
  return made;
}

/// "A (open.toml) has it in no bloc, B (gated.toml) in main"
std::string whereabouts(const std::vector<analysis::Side>& sides, std::size_t side, const std::string& a,
                        const std::string& b) {
  const auto in = [](const std::string& blocs) { return blocs.empty() ? std::string("no bloc") : blocs; };
  return fmt::format("{} ({}) has it in {}, {} ({}) in {}", side_letter(0), sides[0].name, in(a), side_letter(side),
                     sides[side].name, in(b));
}

}  // namespace

results::MetricInfo metric_info(const MetricRow& row, std::string_view group) {
  return {results::path_of(group, row), std::string(row.name), std::string(info(row.unit).symbol),
          std::string(row.meaning), results::dimensions_of(row, group == "metrics")};
}

analysis::PrecisionTarget parse_target(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == 0 || sign == text.npos || sign + 1 == text.size())
    fault(text, "is not METRIC=AMOUNT, as in idea_to_deployment='3 d' or releases=5%");
  std::string name(trimmed(text.substr(0, sign))), label;
  if (const std::size_t bracket = name.find('['); bracket != name.npos) {
    if (!name.ends_with(']') || bracket + 2 == name.size()) fault(text, "is not METRIC[NAME]=AMOUNT");
    label = trimmed(name.substr(bracket + 1, name.size() - bracket - 2));
    name = trimmed(name.substr(0, bracket));
  }
  const MetricRow& row = *row_of(text, name, !label.empty());
  const std::string amount(trimmed(text.substr(sign + 1)));
  analysis::PrecisionTarget target{{metric_info(row, "totals"), label}, 0, amount.ends_with('%')};
  if (!label.empty()) target.about.name += "[" + label + "]";
  target.amount = target.relative ? percent_of(text, amount) : absolute_of(text, amount, row.unit);
  if (!(target.amount > 0) || !std::isfinite(target.amount))
    fault(text, "asks for a half-width that is not above 0: no number of runs reaches it");
  return target;
}

void require_label(const analysis::PrecisionTarget& target, const std::vector<analysis::Side>& sides) {
  const std::string dimension = target.about.dimensions.back();
  for (std::size_t i = 1; i < sides.size(); ++i) {
    if (target.label.empty() || in_both(target, sides, i, &analysis::BlocHas::label)) continue;
    const std::string a = blocs_with(target, sides[0], &analysis::BlocHas::label);
    const std::string b = blocs_with(target, sides[i], &analysis::BlocHas::label);
    if (!a.empty() || !b.empty())
      fault(target.about.name, fmt::format("asks for a {} that no bloc has on both sides: {}; ask for one of both",
                                           dimension, whereabouts(sides, i, a, b)));
    std::vector<std::string> known;
    for (const auto& pair : analysis::match(sides[0].blocs, sides[i].blocs))
      for (const auto& name : sides[i].labels(dimension, pair.second))
        if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
    fault(target.about.name, fmt::format("names no {} that a bloc has in {} or in {}; {}", dimension, sides[0].name,
                                         sides[i].name, suggestion(target.label, known)));
  }
}

void require_values(const analysis::PrecisionTarget& target, const std::vector<analysis::Side>& sides) {
  for (std::size_t i = 1; i < sides.size(); ++i) {
    if (in_both(target, sides, i, &analysis::BlocHas::value)) continue;
    fault(target.about.name,
          fmt::format("has no value on both sides of a bloc in the first {} pairs, so no number of runs makes its "
                      "difference precise: {}; ask for what both have",
                      sides[0].runs,
                      whereabouts(sides, i, blocs_with(target, sides[0], &analysis::BlocHas::value),
                                  blocs_with(target, sides[i], &analysis::BlocHas::value))));
  }
}

std::string unit_after(const analysis::PrecisionTarget& target) {
  return target.about.symbol.empty() ? "" : " " + target.about.symbol;
}

std::string asked_text(const analysis::PrecisionTarget& target) {
  if (target.relative) return fmt::format("{:.4g} %", 100 * target.amount);
  return fmt::format("{:.4g}{}", target.amount, unit_after(target));
}

}  // namespace poldyn::app
