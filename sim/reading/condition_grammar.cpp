#include "sim/reading/condition_grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/reading/mistake.h"

namespace poldyn {
namespace {

using Op = ConditionStep::Op;

constexpr int deepest_nesting = 64;  // parentheses within each other

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

}  // namespace

std::variant<Condition, ConditionFault> ConditionGrammar::read() {
  either(0);
  skip_blanks();
  if (!failed_ && at_ < text_.size())
    fail(at_, fmt::format("goes on with {}", in_quotes(text_.substr(at_), 20)), "join comparisons with `and` or `or`");
  if (failed_) return fault_;
  return std::move(made_);
}

void ConditionGrammar::fail(std::size_t at, std::string problem, std::string remedy) {
  if (failed_) return;
  failed_ = true;
  fault_ = {at, std::move(problem), std::move(remedy)};
}

void ConditionGrammar::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

bool ConditionGrammar::take(std::string_view sign) {
  skip_blanks();
  if (!text_.substr(at_).starts_with(sign)) return false;
  at_ += sign.size();
  return true;
}

bool ConditionGrammar::take_word(std::string_view word) {
  skip_blanks();
  const std::string_view rest = text_.substr(at_);
  if (!rest.starts_with(word) || (rest.size() > word.size() && is_word(rest[word.size()]))) return false;
  at_ += word.size();
  return true;
}

std::string_view ConditionGrammar::word(std::string_view more) {
  skip_blanks();
  const std::size_t begin = at_;
  while (at_ < text_.size() && (is_word(text_[at_]) || more.find(text_[at_]) != more.npos)) ++at_;
  return text_.substr(begin, at_ - begin);
}

std::optional<Op> ConditionGrammar::take_sign() {
  skip_blanks();
  const auto sign = std::find_if(signs.begin(), signs.end(), [&](const Sign& s) { return take(s.text); });
  if (sign != signs.end()) return sign->op;
  fail(at_, "lacks a comparison after its metric", "write one of <, <=, >, >=, ==, != and a number");
  return std::nullopt;
}

std::string_view ConditionGrammar::number_text() {
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
  if (end == begin) fail(begin, "lacks a number after its comparison", "write one, with a unit if it has one");
  return text_.substr(begin, end - begin);
}

void ConditionGrammar::either(int depth) {
  both(depth);
  while (!failed_ && take_word("or")) {
    both(depth);
    push({Op::either});
  }
}

void ConditionGrammar::both(int depth) {
  factor(depth);
  while (!failed_ && take_word("and")) {
    factor(depth);
    push({Op::both});
  }
}

void ConditionGrammar::factor(int depth) {
  if (depth > deepest_nesting) return fail(at_, "is nested too deeply", "write it with fewer parentheses");
  if (take_word("not")) {
    factor(depth + 1);
    push({Op::negated});
  } else if (take("(")) {
    either(depth + 1);
    if (!failed_ && !take(")")) fail(at_, "has a parenthesis that is not closed", "write `)` where it should end");
  } else {
    comparison();
  }
}

}  // namespace poldyn
