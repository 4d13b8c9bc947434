#include "sim/experiment/constraint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/reading/nearest.h"
#include "sim/reading/parse_double.h"

namespace poldyn {

/// Recursive descent; a fault is thrown as its text.
class ConstraintReading {
 public:
  ConstraintReading(std::string_view text, const std::vector<std::string>& names) : rest_(text), names_(names) {}

  Constraint read() {
    sum(made_.left_);
    for (const char* sign : {"<=", ">=", "==", "!=", "<", ">"})
      if (made_.comparison_.empty() && take(sign)) made_.comparison_ = sign;
    if (made_.comparison_.empty()) throw std::invalid_argument(fmt::format("has no comparison before '{}'", rest_));
    sum(made_.right_);
    if (!rest_.empty()) throw std::invalid_argument(fmt::format("does not end before '{}'", rest_));
    return std::move(made_);
  }

 private:
  using Op = Constraint::Op;
  using Steps = std::vector<Constraint::Step>;
  static constexpr int deepest = 100;

  void skip() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front()))) rest_.remove_prefix(1);
  }
  bool take(std::string_view word) {
    skip();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    skip();
    return true;
  }
  void sum(Steps& steps) {
    product(steps);
    for (;;) {
      const bool plus = take("+");
      if (!plus && !take("-")) return;
      product(steps);
      steps.push_back({plus ? Op::plus : Op::minus});
    }
  }
  void product(Steps& steps) {
    factor(steps);
    for (;;) {
      const bool times = take("*");
      if (!times && !take("/")) return;
      factor(steps);
      steps.push_back({times ? Op::times : Op::over});
    }
  }
  void factor(Steps& steps) {
    if (++depth_ > deepest) throw std::invalid_argument("is nested too deeply");
    if (take("-")) {
      factor(steps);
      steps.push_back({Op::negate});
    } else if (take("(")) {
      sum(steps);
      if (!take(")")) throw std::invalid_argument("lacks a ')'");
    } else {
      operand(steps);
    }
    --depth_;
  }
  void operand(Steps& steps) {
    skip();
    double number = 0;
    const auto [end, error] = parse_double(rest_.data(), rest_.data() + rest_.size(), number);
    // "inf" and "nan" are numbers too, but here names may begin so.
    if (error == std::errc{} && std::isfinite(number)) {
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      steps.push_back({Op::number, number});
      return;
    }
    std::size_t length = 0;
    while (length < rest_.size() && (std::isalnum(static_cast<unsigned char>(rest_[length])) || rest_[length] == '_'))
      ++length;
    const std::string word(rest_.substr(0, length));
    if (word.empty())
      throw std::invalid_argument(rest_.empty() ? "breaks off" : fmt::format("has no number or name at '{}'", rest_));
    const auto found = std::find(names_.begin(), names_.end(), word);
    if (found == names_.end())
      throw std::invalid_argument(fmt::format("names no factor with numbers '{}'; {}", word, suggestion(word, names_)));
    rest_.remove_prefix(length);
    const auto place = static_cast<std::size_t>(found - names_.begin());
    steps.push_back({Op::name, 0, place});
    made_.uses_.push_back(place);
  }

  std::string_view rest_;
  const std::vector<std::string>& names_;
  Constraint made_;
  int depth_ = 0;
};

std::variant<Constraint, std::string> Constraint::read(std::string_view text, const std::vector<std::string>& names) {
  try {
    return ConstraintReading(text, names).read();
  } catch (const std::invalid_argument& fault) {
    return std::string(fault.what());
  }
}

namespace {

/// A number that was written in decimals, or made of such, and how far rounding may have moved it from what was meant
/// (running error analysis, Wilkinson 1963).
struct Rounded {
  double value = 0;
  double error = 0;

  static Rounded of(double value) { return {value, 4 * std::numeric_limits<double>::epsilon() * std::abs(value)}; }
  static Rounded made(double result, double inherited) { return {result, inherited + of(result).error}; }

  Rounded operator-() const { return {-value, error}; }
  Rounded operator+(const Rounded& b) const { return made(value + b.value, error + b.error); }
  Rounded operator-(const Rounded& b) const { return made(value - b.value, error + b.error); }
  Rounded operator*(const Rounded& b) const {
    return made(value * b.value, error * std::abs(b.value) + std::abs(value) * b.error);
  }
  Rounded operator/(const Rounded& b) const {
    const double ratio = value / b.value;
    return made(ratio, (error + std::abs(ratio) * b.error) / std::abs(b.value));
  }
  /// The two may be one number.
  bool operator==(const Rounded& b) const { return value == b.value || std::abs(value - b.value) <= error + b.error; }
};

}  // namespace

bool Constraint::holds(const std::function<double(std::size_t)>& value) const {
  const auto evaluate = [&](const std::vector<Step>& steps) {
    std::vector<Rounded> stack;
    for (const Step& step : steps) {
      if (step.op == Op::number || step.op == Op::name) {
        stack.push_back(Rounded::of(step.op == Op::number ? step.number : value(step.name)));
        continue;
      }
      if (step.op == Op::negate) {
        stack.back() = -stack.back();
        continue;
      }
      const Rounded b = stack.back();
      stack.pop_back();
      Rounded& a = stack.back();
      a = step.op == Op::plus ? a + b : step.op == Op::minus ? a - b : step.op == Op::times ? a * b : a / b;
    }
    return stack.back();
  };
  const Rounded a = evaluate(left_), b = evaluate(right_);
  const bool equal = a == b;
  if (comparison_ == "<=") return equal || a.value < b.value;
  if (comparison_ == ">=") return equal || a.value > b.value;
  if (comparison_ == "<") return !equal && a.value < b.value;
  if (comparison_ == ">") return !equal && a.value > b.value;
  return equal == (comparison_ == "==");
}

}  // namespace poldyn
