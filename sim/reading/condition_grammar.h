#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sim/policy/condition.h"

namespace poldyn {

/// Where a condition's text stops making sense, and what to write instead.
struct ConditionFault {
  std::size_t at = 0;   ///< byte in the text
  std::string problem;  ///< to be read after key and value
  std::string remedy;
};

/// What all conditions have in common: comparisons, joined by `not` before `and` before `or`, with parentheses. What
/// stands left and right of a sign is read by who inherits.
class ConditionGrammar {
 public:
  explicit ConditionGrammar(std::string_view text) : text_(text) {}
  virtual ~ConditionGrammar() = default;
  ConditionGrammar(const ConditionGrammar&) = delete;
  ConditionGrammar& operator=(const ConditionGrammar&) = delete;

  std::variant<Condition, ConditionFault> read();

 protected:
  /// Reads one comparison and pushes it, or fails.
  virtual void comparison() = 0;

  /// The first fault counts.
  void fail(std::size_t at, std::string problem, std::string remedy);
  bool failed() const { return failed_; }
  void push(const ConditionStep& step) { made_.steps.push_back(step); }

  std::string_view text() const { return text_; }
  /// Next byte; who reads on his own sets it.
  std::size_t at() const { return at_; }
  void go_to(std::size_t at) { at_ = at; }
  void skip_blanks();
  bool take(std::string_view sign);
  /// A whole word: `or` is no beginning of `order`.
  bool take_word(std::string_view word);
  /// Letters, digits, _ and what is in `more`.
  std::string_view word(std::string_view more);
  /// One of <, <=, >, >=, ==, !=; fails if none stands there.
  std::optional<ConditionStep::Op> take_sign();
  /// A number and what follows it up to the next blank-separated `and`, `or` or parenthesis; fails if there is none.
  std::string_view number_text();

 private:
  void either(int depth);
  void both(int depth);
  void factor(int depth);

  std::string_view text_;
  std::size_t at_ = 0;
  Condition made_;
  bool failed_ = false;
  ConditionFault fault_;
};

}  // namespace poldyn
