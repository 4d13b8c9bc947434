#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace poldyn {

/// A comparison that points must satisfy, such as "low + 10 <= 2 * high": + - * / and parentheses over numbers and
/// names, one of < <= > >= == !=. Numbers are the decimals that were written: what only rounding tells apart is equal,
/// so that 0.1 + 0.2 <= 0.3 and 3 * 0.3 >= 0.9 hold, and 0.1 + 0.2 > 0.3 does not.
class Constraint {
 public:
  /// The text is what is wrong, to be read after the constraint itself.
  static std::variant<Constraint, std::string> read(std::string_view text, const std::vector<std::string>& names);

  /// `value` gives a name's value by its place in `names`.
  bool holds(const std::function<double(std::size_t)>& value) const;
  /// Places in `names` of the names that are used.
  const std::vector<std::size_t>& uses() const { return uses_; }

 private:
  enum class Op : std::uint8_t { number, name, plus, minus, times, over, negate };
  struct Step {
    Op op{};
    double number = 0;
    std::size_t name = 0;
  };
  friend class ConstraintReading;

  std::vector<Step> left_, right_;  // postfix
  std::string comparison_;
  std::vector<std::size_t> uses_;
};

}  // namespace poldyn
