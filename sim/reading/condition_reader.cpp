#include "sim/reading/condition_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>
#include <vector>

#include "sim/observe/run_result.h"
#include "sim/reading/axis_names.h"
#include "sim/reading/mistake.h"
#include "sim/reading/nearest.h"
#include "sim/reading/quantity.h"
#include "sim/reading/trimmed.h"

namespace poldyn {
namespace {

using Words = std::vector<std::string>;

class ConditionReading : public ConditionGrammar {
 public:
  ConditionReading(std::string_view text, const Scenario& scenario) : ConditionGrammar(text), s_(scenario) {}

 private:
  void comparison() override {
    ConditionStep step;
    const MetricRow* metric = read_metric(step);
    if (!metric) return;
    const auto op = take_sign();
    if (!op) return;
    step.op = *op;
    read_number(step, *metric);
    push(step);
  }

  const MetricRow* read_metric(ConditionStep& step) {
    const std::string_view name = word("");
    const std::size_t begin = at() - name.size();
    const std::size_t dot = name.find('.');
    if (dot == name.npos) {
      fail(begin, name.empty() ? "lacks a metric" : fmt::format("has {}, which is no metric", in_quotes(name)),
           name.empty() || s_.blocs.empty() ? "write bloc.family.name, as in main.structure.exits"
                                            : remedy_for(name, s_.blocs.front().name + "."));
      return nullptr;
    }
    Words blocs;
    for (const auto& bloc : s_.blocs) blocs.push_back(bloc.name);
    const auto bloc = std::find(blocs.begin(), blocs.end(), name.substr(0, dot));
    if (bloc == blocs.end()) {
      fail(begin, fmt::format("names no bloc of the scenario: {}", in_quotes(name.substr(0, dot))),
           suggestion(name.substr(0, dot), blocs));
      return nullptr;
    }
    step.bloc = static_cast<std::uint32_t>(bloc - blocs.begin());
    Words known;
    for (const MetricRow& row : sampled_metrics()) known.push_back(fmt::format("{}.{}", row.family, row.name));
    const auto found = std::find(known.begin(), known.end(), name.substr(dot + 1));
    if (found == known.end()) {
      fail(begin, fmt::format("has the unknown metric {}", in_quotes(name.substr(dot + 1))),
           remedy_for(name.substr(dot + 1), ""));
      return nullptr;
    }
    step.metric = static_cast<std::uint32_t>(found - known.begin());
    const MetricRow& metric = sampled_metrics()[step.metric];
    read_index(step, metric);
    return failed() ? nullptr : &metric;
  }

  /// Of "family.name" or "name"; `before` completes what is proposed.
  static std::string remedy_for(std::string_view word, const std::string& before) {
    const std::string_view last = word.substr(word.rfind('.') + 1);
    Words known;
    for (const MetricRow& row : sampled_metrics()) {
      known.push_back(fmt::format("{}.{}", row.family, row.name));
      if (row.name == last) return fmt::format("did you mean '{}{}'?", before, known.back());  // in another family
    }
    for (const MetricRow& row : total_metrics())
      if (row.name == last) return instead_of_total(row, before);
    const std::string made = suggestion(word, known);
    return made.empty() ? "`poldyn params --metrics` lists them; write bloc.family.name" : made;
  }

  /// A total is known when the run is over. What is sampled and tells most of the same comes first.
  static std::string instead_of_total(const MetricRow& total, const std::string& before) {
    std::string_view bare = total.name;
    for (const std::string_view start : {"mean_", "final_"})
      if (bare.starts_with(start)) bare.remove_prefix(start.size());
    std::vector<std::pair<int, std::string>> found;
    for (const MetricRow& row : sampled_metrics()) {
      if (row.family != total.family && row.name != bare) continue;
      const int score =
          (row.name == bare ? 4 : 0) + (row.axis == total.axis ? 2 : 0) + (row.unit == total.unit ? 1 : 0);
      found.emplace_back(-score, fmt::format("{}{}.{}", before, row.family, row.name));
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string made = "it is a total of the whole run, and a condition looks at what is sampled during it";
    constexpr std::size_t most = 3;
    for (std::size_t i = 0; i < std::min(found.size(), most); ++i)
      made += (i == 0 ? "; near to it: " : ", ") + found[i].second;
    return made;
  }

  void read_index(ConditionStep& step, const MetricRow& metric) {
    const bool given = take("[");
    const std::size_t begin = at();
    if (given == (metric.axis != Axis::none)) {
      if (!given) return;
      const std::size_t close = text().find(']', at());  // a label may hold what ends a word
      if (close == text().npos) return fail(at(), "has a bracket that is not closed", "write `]`");
      const std::string name(trimmed(text().substr(at(), close - at())));
      go_to(close + 1);
      const Words names = axis_names(s_).along(metric.axis, step.bloc);
      const auto found = std::find(names.begin(), names.end(), name);
      std::uint32_t number = 0;
      const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
      const bool numbered = error == std::errc{} && end == name.data() + name.size() && number < names.size();
      if (found == names.end() && !numbered)
        return fail(begin, fmt::format("has no place {} along {}.{}", in_quotes(name), metric.family, metric.name),
                    suggestion(name, names));
      step.index = found != names.end() ? static_cast<std::uint32_t>(found - names.begin()) : number;
    } else if (given) {
      fail(begin, fmt::format("puts brackets behind {}.{}, which is one number", metric.family, metric.name),
           "take them out");
    } else {
      fail(begin, fmt::format("does not say which of {}.{} it means", metric.family, metric.name),
           fmt::format("write {}[name], one of {}", metric.name,
                       fmt::join(axis_names(s_).along(metric.axis, step.bloc), ", ")));
    }
  }

  void read_number(ConditionStep& step, const MetricRow& metric) {
    const std::string_view number = number_text();
    if (failed()) return;
    auto parsed = parse_quantity(number, metric.unit);
    if (const auto* fault = std::get_if<QuantityFault>(&parsed))
      return fail(static_cast<std::size_t>(number.data() - text().data()),
                  fmt::format("compares with {}, which {}", in_quotes(number), fault->problem), fault->remedy);
    step.number = std::get<double>(parsed);
  }

  const Scenario& s_;
};

}  // namespace

std::variant<Condition, ConditionFault> read_condition(std::string_view text, const Scenario& scenario) {
  return ConditionReading(text, scenario).read();
}

}  // namespace poldyn
