#include "app/metrics/metric_option.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/console/numbers.h"
#include "sim/experiment/glob.h"
#include "sim/reading/nearest.h"
#include "sim/reading/quantity.h"
#include "sim/reading/trimmed.h"

namespace poldyn::app {
namespace {

using analysis::LabelledMetric;
using results::MetricInfo;

struct Wanted {
  std::string metric, label;  ///< patterns; without label all of them

  explicit Wanted(const std::string& text) : metric(trimmed(text)) {
    const std::size_t bracket = metric.find('[');
    if (bracket == metric.npos || !metric.ends_with(']')) return;
    label = trimmed(metric.substr(bracket + 1, metric.size() - bracket - 2));
    metric = trimmed(metric.substr(0, bracket));
  }
  bool pattern() const { return metric.find('*') != metric.npos; }
  bool matches(const MetricInfo& about) const {
    const std::string family = about.path.substr(about.path.find('/') + 1);
    return glob_matches(metric, about.name) || glob_matches(metric, family) || glob_matches(metric, about.path);
  }
  bool matches_label(const LabelledMetric& row) const { return label.empty() || glob_matches(label, row.label); }
};

/// Every metric that some side has, totals first unless asked otherwise.
std::vector<MetricInfo> all_metrics(const std::vector<analysis::Side>& sides, bool sampled_first) {
  std::vector<MetricInfo> made;
  for (const bool sampled : {sampled_first, !sampled_first})
    for (const auto& side : sides)
      for (const auto& about : sampled ? side.sampled : side.totals)
        if (std::none_of(made.begin(), made.end(), [&](const auto& one) { return one.path == about.path; }))
          made.push_back(about);
  return made;
}

[[noreturn]] void metric_fault(const std::string& text, const std::string& problem) {
  throw CLI::ValidationError("--metric", fmt::format("'{}' {}", text, problem));
}

[[noreturn]] void unknown_metric(const std::string& text, const Wanted& wanted, const std::vector<MetricInfo>& all) {
  std::vector<std::string> names;
  for (const auto& about : all) {
    const auto slashes = std::count(wanted.metric.begin(), wanted.metric.end(), '/');
    names.push_back(slashes == 0   ? about.name
                    : slashes == 1 ? about.path.substr(about.path.find('/') + 1)
                                   : about.path);
  }
  const std::string near = nearest(wanted.metric, names);
  metric_fault(text, near.empty()
                         ? "names no metric that a side has; poldyn export FILE --list names those of a file, and "
                           "poldyn params --metrics all that may be recorded"
                         : fmt::format("names no metric of any side; did you mean '{}'?", near));
}

[[noreturn]] void unknown_label(const std::string& text, const Wanted& wanted,
                                const std::vector<LabelledMetric>& rows) {
  std::vector<std::string> known;
  for (const auto& row : rows)
    if (!row.label.empty()) known.push_back(row.label);
  if (known.empty()) metric_fault(text, "asks for a metric that has one number per bloc; leave out the brackets");
  metric_fault(text, fmt::format("names no {} of any side; {}", rows.front().about.dimensions.back(),
                                 suggestion(wanted.label, known)));
}

}  // namespace

std::vector<LabelledMetric> rows_asked(const std::vector<std::string>& texts, const std::vector<analysis::Side>& sides,
                                       bool sampled_first) {
  const auto all = all_metrics(sides, sampled_first);
  const auto totals = analysis::totals_of(sides);
  std::vector<LabelledMetric> made;
  const auto add = [&](const LabelledMetric& row) {
    const auto same = [&](const LabelledMetric& one) {
      return one.about.path == row.about.path && one.label == row.label;
    };
    if (std::none_of(made.begin(), made.end(), same)) made.push_back(row);
  };
  for (const auto& text : texts) {
    const Wanted wanted(text);
    bool known = false, found = false;
    std::vector<LabelledMetric> passed;
    for (const auto& about : all) {
      if ((known && !wanted.pattern()) || !wanted.matches(about)) continue;
      known = true;
      for (const LabelledMetric& row : analysis::rows_by_label(totals, about)) {
        if (!wanted.matches_label(row))
          passed.push_back(row);
        else
          add(row), found = true;
      }
    }
    if (!known) unknown_metric(text, wanted, all);
    if (!found && !passed.empty()) unknown_label(text, wanted, passed);
  }
  return made;
}

std::optional<double> since_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto parsed = parse_quantity(text, Unit::day);
  if (const auto* problem = std::get_if<QuantityFault>(&parsed))
    throw CLI::ValidationError("--since", fmt::format("'{}' {}; {}", text, problem->problem, problem->remedy));
  const double days = std::get<double>(parsed);
  if (days < 0) throw CLI::ValidationError("--since", fmt::format("'{}' is before the start of a run", text));
  return days;
}

void require_samples(const std::string& text, double since, const std::vector<analysis::Side>& sides) {
  for (std::size_t i = 0; i < sides.size(); ++i)
    if (!analysis::has_samples(sides[i].times, {since}))
      throw CLI::ValidationError(
          "--since",
          fmt::format("'{}' leaves nothing: the last sample of {} = {} is at {}", text, analysis::side_letter(i),
                      sides[i].name, sides[i].times.empty() ? "no time" : shown(Days{sides[i].times.back()})));
}

}  // namespace poldyn::app
