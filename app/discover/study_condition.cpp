#include "app/discover/study_condition.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "app/console/failure.h"
#include "app/console/terminal.h"
#include "app/metrics/metric_option.h"
#include "app/metrics/metric_unit.h"
#include "sim/base/printable.h"
#include "sim/reading/condition_grammar.h"
#include "sim/reading/mistake.h"
#include "sim/reading/nearest.h"
#include "sim/reading/quantity.h"

namespace poldyn::app {
namespace {

using Op = ConditionStep::Op;

class StudyConditionReading : public ConditionGrammar {
 public:
  StudyConditionReading(std::string_view text, const analysis::Side& side, bool of_difference)
      : ConditionGrammar(text), sides_{side}, of_difference_(of_difference) {}

  std::vector<ConditionQuantity> take_quantities() { return std::move(quantities_); }

 private:
  void comparison() override {
    ConditionQuantity quantity;
    if (!read_metric(quantity)) return;
    skip_blanks();
    const std::size_t begin = at();
    if (take_word("within")) {
      if (!of_difference_)
        return fail(begin, "has `within`, which is about a difference", "name two bases with --of and --against");
      const double most = read_number(quantity);
      if (failed()) return;
      if (!(most >= 0)) return fail(begin, "asks for a difference within less than nothing", "write a number above 0");
      push_step(quantity, Op::at_least, -most);
      push_step(quantity, Op::at_most, most);
      return push({Op::both});
    }
    const auto op = take_sign();
    if (!op) return;
    const double number = read_number(quantity);
    if (!failed()) push_step(quantity, *op, number);
  }

  void push_step(const ConditionQuantity& quantity, Op op, double number) {
    const auto same = [&](const ConditionQuantity& one) {
      return one.row.about.path == quantity.row.about.path && one.row.label == quantity.row.label &&
             one.bloc == quantity.bloc && one.relative == quantity.relative;
    };
    const auto at = std::find_if(quantities_.begin(), quantities_.end(), same);
    ConditionStep step{op};
    step.metric = static_cast<std::uint32_t>(at - quantities_.begin());
    step.number = number;
    if (at == quantities_.end()) quantities_.push_back(quantity);
    push(step);
  }

  bool read_metric(ConditionQuantity& quantity) {
    std::string name(word("/"));
    const std::size_t begin = at() - name.size();
    if (name.empty()) {
      fail(begin, "lacks a metric", "write one, as in idea_to_deployment; poldyn params --metrics lists them");
      return false;
    }
    if (take("[")) {  // a label may hold what ends a word
      const std::size_t close = text().find(']', at());
      if (close == text().npos) {
        fail(at(), "has a bracket that is not closed", "write `]`");
        return false;
      }
      name += "[" + std::string(text().substr(at(), close - at())) + "]";
      go_to(close + 1);
    }
    return find_row(quantity, name, begin) && read_bloc(quantity);
  }

  bool find_row(ConditionQuantity& quantity, const std::string& name, std::size_t begin) {
    try {
      const auto rows = rows_asked({name}, sides_, false);
      if (rows.size() > 1) {
        std::vector<std::string> names;
        names.reserve(rows.size());
        for (const auto& row : rows) names.push_back(row.about.name);
        fail(begin, fmt::format("has {}, which is several numbers", in_quotes(name)),
             fmt::format("write one of {}", fmt::join(names, ", ")));
      } else {
        quantity.row = rows.front();
      }
    } catch (const CLI::ValidationError& error) {  // "--metric: 'name' names no metric ..."
      const std::string said = error.what();
      const std::size_t from = said.find('\'');
      fail(begin, "has a metric that is not there", from == said.npos ? said : said.substr(from));
    }
    return !failed();
  }

  bool read_bloc(ConditionQuantity& quantity) {
    const auto& blocs = sides_.front().blocs;
    const bool named = take("@");
    const std::size_t begin = at();
    if (!named) {
      if (blocs.size() != 1)
        fail(begin, "does not say of which bloc",
             fmt::format("write {}@{}; blocs here: {}", quantity.row.about.name, blocs.empty() ? "bloc" : blocs.front(),
                         fmt::join(blocs, ", ")));
      return !failed();
    }
    const std::string name(word("-"));
    const auto at = std::find(blocs.begin(), blocs.end(), name);
    quantity.bloc = static_cast<std::size_t>(at - blocs.begin());
    if (at == blocs.end()) fail(begin, fmt::format("names no bloc here: {}", in_quotes(name)), suggestion(name, blocs));
    return !failed();
  }

  /// Of a difference a number in % is a share of the other side, whatever the unit.
  double read_number(ConditionQuantity& quantity) {
    const std::string_view number = number_text();
    if (failed()) return 0;
    quantity.relative = of_difference_ && number.ends_with('%');
    const auto parsed = parse_quantity(number, quantity.relative ? Unit::share : unit_of(quantity.row.about));
    if (const auto* value = std::get_if<double>(&parsed)) return *value;
    const auto& fault = std::get<QuantityFault>(parsed);
    fail(static_cast<std::size_t>(number.data() - text().data()),
         fmt::format("compares with {}, which {}", in_quotes(number), fault.problem), fault.remedy);
    return 0;
  }

  std::vector<analysis::Side> sides_;
  bool of_difference_;
  std::vector<ConditionQuantity> quantities_;
};

constexpr double unknown = analysis::no_value;

double negated(double x) { return 1 - x; }
double both(double a, double b) { return a == 0 || b == 0 ? 0 : a + b == 2 ? 1 : unknown; }
double either(double a, double b) { return negated(both(negated(a), negated(b))); }

}  // namespace

StudyCondition read_study_condition(const std::string& text, const analysis::Side& side, bool of_difference) {
  StudyConditionReading reading(text, side, of_difference);
  auto read = reading.read();
  if (const auto* fault = std::get_if<ConditionFault>(&read)) {
    const std::string before = text.substr(0, fault->at);
    throw Failure(Exit::usage, fmt::format("--where {}{}{}\n  {}\n  {}^", fault->problem,
                                           fault->remedy.empty() ? "" : "; ", fault->remedy, printable_line(text),
                                           std::string(text_width(printable_line(before)), ' ')));
  }
  return {std::get<Condition>(std::move(read)), reading.take_quantities()};
}

double outcome(const Condition& condition, const std::function<double(std::size_t quantity)>& value_of) {
  std::vector<double> stack;
  const auto pop = [&] {
    const double top = stack.back();
    stack.pop_back();
    return top;
  };
  for (const ConditionStep& step : condition.steps) {
    if (is_comparison(step)) {
      const double value = value_of(step.metric);
      stack.push_back(std::isnan(value) ? unknown : compare(step.op, value, step.number) ? 1 : 0);
    } else if (step.op == Op::negated) {
      stack.push_back(negated(pop()));
    } else {
      const double right = pop(), left = pop();
      stack.push_back(step.op == Op::both ? both(left, right) : either(left, right));
    }
  }
  return stack.empty() ? unknown : stack.back();
}

}  // namespace poldyn::app
