#include "sim/reading/condition_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

using Op = ConditionStep::Op;
using Words = std::vector<std::string>;

constexpr int deepest = 64;  // parentheses within each other

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

struct Sign {
  std::string_view text;
  Op op;
};
// The longer of two that begin alike comes first.
constexpr std::array<Sign, 6> signs{{{"<=", Op::at_most},
                                     {">=", Op::at_least},
                                     {"==", Op::equal},
                                     {"!=", Op::unequal},
                                     {"<", Op::less},
                                     {">", Op::greater}}};

class ConditionReading {
 public:
  ConditionReading(std::string_view text, const Scenario& scenario) : text_(text), s_(scenario) {}

  std::variant<Condition, ConditionFault> read() {
    either(0);
    skip_blanks();
    if (!failed_ && at_ < text_.size())
      fail(at_, fmt::format("goes on with {}", in_quotes(text_.substr(at_), 20)),
           "join comparisons with `and` or `or`");
    if (failed_) return fault_;
    return std::move(made_);
  }

 private:
  void fail(std::size_t at, std::string problem, std::string remedy) {
    if (failed_) return;
    failed_ = true;
    fault_ = {at, std::move(problem), std::move(remedy)};
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  bool take(std::string_view sign) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }
  /// A whole word: `or` is no beginning of `order`.
  bool take_word(std::string_view word) {
    skip_blanks();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(word) || (rest.size() > word.size() && is_word(rest[word.size()]))) return false;
    at_ += word.size();
    return true;
  }
  std::string_view word() {
    skip_blanks();
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void push(Op op) { made_.steps.push_back({op}); }

  void either(int depth) {
    both(depth);
    while (!failed_ && take_word("or")) {
      both(depth);
      push(Op::either);
    }
  }
  void both(int depth) {
    factor(depth);
    while (!failed_ && take_word("and")) {
      factor(depth);
      push(Op::both);
    }
  }
  void factor(int depth) {
    if (depth > deepest) return fail(at_, "is nested too deeply", "write it with fewer parentheses");
    if (take_word("not")) {
      factor(depth + 1);
      push(Op::negated);
    } else if (take("(")) {
      either(depth + 1);
      if (!failed_ && !take(")")) fail(at_, "has a parenthesis that is not closed", "write `)` where it should end");
    } else {
      comparison();
    }
  }

  void comparison() {
    ConditionStep step;
    const MetricRow* metric = read_metric(step);
    if (!metric) return;
    skip_blanks();
    const auto sign = std::find_if(signs.begin(), signs.end(), [&](const Sign& s) { return take(s.text); });
    if (sign == signs.end())
      return fail(at_, "lacks a comparison after its metric", "write one of <, <=, >, >=, ==, != and a number");
    step.op = sign->op;
    read_number(step, *metric);
    made_.steps.push_back(step);
  }

  const MetricRow* read_metric(ConditionStep& step) {
    const std::string_view name = word();
    const std::size_t begin = at_ - name.size();
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
    return failed_ ? nullptr : &metric;
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
    const std::size_t begin = at_;
    if (given == (metric.axis != Axis::none)) {
      if (!given) return;
      const std::size_t close = text_.find(']', at_);  // a label may hold what ends a word
      if (close == text_.npos) return fail(at_, "has a bracket that is not closed", "write `]`");
      const std::string name(trimmed(text_.substr(at_, close - at_)));
      at_ = close + 1;
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

  /// A number and what follows it up to the next blank-separated `and`, `or` or parenthesis.
  void read_number(ConditionStep& step, const MetricRow& metric) {
    skip_blanks();
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ')') {
      if (is_blank(text_[at_])) {
        const std::size_t here = at_;
        const bool ends = take_word("and") || take_word("or");
        at_ = here;
        if (ends) break;
      }
      ++at_;
    }
    std::size_t end = at_;
    while (end > begin && is_blank(text_[end - 1])) --end;
    if (end == begin) return fail(begin, "lacks a number after its comparison", "write one, with a unit if it has one");
    auto parsed = parse_quantity(text_.substr(begin, end - begin), metric.unit);
    if (const auto* fault = std::get_if<QuantityFault>(&parsed))
      return fail(
          begin, fmt::format("compares with {}, which {}", in_quotes(text_.substr(begin, end - begin)), fault->problem),
          fault->remedy);
    step.number = std::get<double>(parsed);
  }

  std::string_view text_;
  const Scenario& s_;
  std::size_t at_ = 0;
  Condition made_;
  bool failed_ = false;
  ConditionFault fault_;
};

}  // namespace

std::variant<Condition, ConditionFault> read_condition(std::string_view text, const Scenario& scenario) {
  return ConditionReading(text, scenario).read();
}

}  // namespace poldyn
