#include "app/metrics/goal_option.h"

#include <fmt/format.h>

#include <CLI/Error.hpp>
#include <algorithm>
#include <array>

#include "sim/observe/run_result.h"
#include "sim/reading/nearest.h"
#include "sim/reading/parse_double.h"
#include "sim/reading/quantity.h"
#include "sim/reading/trimmed.h"
#include "sim/results/results_format.h"
#include "sim/results/results_labels.h"

namespace poldyn::app {
namespace {

using results::MetricInfo;

struct Mistaken {
  const char* option;
  const std::string& text;
  [[noreturn]] void fault(const std::string& problem) const {
    throw CLI::ValidationError(option, fmt::format("'{}' {}", text, problem));
  }
};

std::string family_name(const MetricInfo& about) { return about.path.substr(about.path.find('/') + 1); }

MetricInfo total_named(const std::string& name, const GoalSource& source, const Mistaken& mistaken) {
  std::vector<std::string> known;
  for (const auto& about : source.totals) {
    if (name == about.name || name == family_name(about) || name == about.path) return about;
    known.push_back(name.find('/') == name.npos ? about.name : family_name(about));
  }
  const std::string near = nearest(name, known);
  mistaken.fault(fmt::format(
      "names no total of {}; {}", source.where,
      near.empty() ? "poldyn export FILE --list names those of a file" : fmt::format("did you mean '{}'?", near)));
}

void require_label(const Goal& goal, const GoalSource& source, const Mistaken& mistaken) {
  const auto& dimensions = goal.about.dimensions;
  if (dimensions.size() <= 3) {
    if (!goal.label.empty()) mistaken.fault("asks for a metric that has one number per bloc; leave out the brackets");
    return;
  }
  const auto known = source.labels(dimensions.back());
  if (goal.label.empty())
    mistaken.fault(fmt::format("asks for a metric that has one value for each {0}; name one: {1}[{0}]",
                               dimensions.back(), goal.about.name));
  if (std::find(known.begin(), known.end(), goal.label) == known.end())
    mistaken.fault(
        fmt::format("names no {} of {}; {}", dimensions.back(), source.where, suggestion(goal.label, known)));
}

/// "name" or "name[label]"
Goal total_of(std::string name, const GoalSource& source, const Mistaken& mistaken) {
  Goal goal;
  if (const std::size_t bracket = name.find('['); bracket != name.npos) {
    if (!name.ends_with(']')) mistaken.fault("has a bracket that does not end");
    goal.label = trimmed(name.substr(bracket + 1, name.size() - bracket - 2));
    name = trimmed(name.substr(0, bracket));
  }
  goal.about = total_named(name, source, mistaken);
  require_label(goal, source, mistaken);
  return goal;
}

double amount_of(const std::string& text, const MetricInfo& about, const Mistaken& mistaken) {
  for (const MetricRow& row : total_metrics())
    if (results::path_of("totals", row) == about.path) {
      const auto parsed = parse_quantity(text, row.unit);
      if (const auto* problem = std::get_if<QuantityFault>(&parsed))
        mistaken.fault(fmt::format("{}; {}", problem->problem, problem->remedy));
      return std::get<double>(parsed);
    }
  double value = 0;  // of a metric that another version wrote: a bare number in its unit
  const auto [end, error] = parse_double(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    mistaken.fault(fmt::format("asks for no number; this version does not know {}, so write one without unit ({})",
                               about.name, about.symbol));
  return value;
}

}  // namespace

std::string Goal::amount(double value) const {
  return fmt::format("{:.4g}{}{}", value, about.symbol.empty() ? "" : " ", about.symbol);
}

GoalSource goals_in(const results::Reader& file, std::size_t bloc) {
  GoalSource made;
  made.where = file.file().path().string();
  made.totals = file.totals();
  made.labels = [&file, bloc](const std::string& dimension) { return results::Labels(file).of(dimension, bloc); };
  return made;
}

double parse_amount(const std::string& text, const MetricInfo& about, const char* option) {
  return amount_of(text, about, {option, text});
}

Goal parse_goal(const std::string& text, const GoalSource& source) {
  const Mistaken mistaken{source.option, text};
  const std::size_t colon = text.rfind(':');
  const std::string direction = colon == text.npos ? "" : std::string(trimmed(text.substr(colon + 1)));
  Goal goal = total_of(std::string(trimmed(text.substr(0, colon))), source, mistaken);
  if (direction != "low" && direction != "high")
    mistaken.fault(fmt::format("does not say what is better; write {0}:low or {0}:high",
                               std::string(trimmed(text.substr(0, colon)))));
  goal.low = direction == "low";
  return goal;
}

Condition parse_condition(const std::string& text, const GoalSource& source) {
  const Mistaken mistaken{"--satisfy", text};
  const std::size_t sign = text.find_first_of("<>");
  if (sign == text.npos || sign == 0)
    mistaken.fault("is not METRIC < AMOUNT (or <=, >, >=), as in 'time_to_deployment < 90 d'");
  const bool or_equal = sign + 1 < text.size() && text[sign + 1] == '=';
  const std::string amount(trimmed(text.substr(sign + 1 + or_equal)));
  Condition made;
  made.goal = total_of(std::string(trimmed(text.substr(0, sign))), source, mistaken);
  made.or_equal = or_equal;
  made.text = text;
  made.goal.low = text[sign] == '<';
  made.bound = amount_of(amount, made.goal.about, mistaken);
  return made;
}

std::vector<Goal> usual_goals(const results::Reader& file) {
  constexpr std::array<const char*, 2> usual = {"totals/control/control_restricted_latency",
                                                "totals/iteration/time_to_deployment"};
  std::vector<Goal> made;
  for (const char* path : usual)
    if (const auto about = file.metric(path)) made.push_back({*about, "", true});
  return made;
}

}  // namespace poldyn::app
