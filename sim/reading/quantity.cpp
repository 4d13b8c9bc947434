#include "sim/reading/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

#include "sim/base/sim_time.h"
#include "sim/reading/lookalikes.h"
#include "sim/reading/mistake.h"
#include "sim/reading/nearest.h"
#include "sim/reading/parse_double.h"
#include "sim/reading/trimmed.h"

namespace poldyn {
namespace {

/// A spelling and how much of the dimension's first unit it stands for, as a ratio: dividing by 100 is exact where
/// multiplying by 0.01 rounds.
struct Spelling {
  std::string_view symbol;
  double times;
  double over = 1;
};

constexpr std::array<Spelling, 9> times{{{"d", 1},
                                         {"us", 1, 86'400e6},
                                         {"ms", 1, 86'400e3},
                                         {"s", 1, 86'400},
                                         {"min", 1, 1'440},
                                         {"h", 1, 24},
                                         {"wk", 7},
                                         {"mo", days_per_month},
                                         {"y", days_per_year}}};
constexpr std::array<Spelling, 4> moneys{{{"M$", 1}, {"$", 1, 1e6}, {"k$", 1, 1e3}, {"B$", 1e3}}};
constexpr std::array<Spelling, 1> ooms{{{"OOM", 1}}};
constexpr std::array<Spelling, 1> flops{{{"FLOP", 1}}};
constexpr std::array<Spelling, 1> bits{{{"bit", 1}}};
constexpr std::array<Spelling, 1> percents{{{"%", 1, 100}}};
constexpr std::array<Spelling, 1> ones{{{"", 1}}};

/// Spellings above the stroke; `per` is the length in days of the declared unit of time below it, or 0.
struct Shape {
  std::span<const Spelling> above;
  double per;
  std::string_view example;
};

Shape shape(Unit unit) {
  switch (unit) {
    case Unit::none:
      return {{}, 0, "a number such as 0.5"};
    case Unit::share:
      return {percents, 0, "a share such as 0.2 or \"20 %\""};
    case Unit::count:
      return {{}, 0, "a whole number such as 10"};
    case Unit::bit:
      return {bits, 0, "a number of bits such as 8"};
    case Unit::day:
      return {times, 0, "a time such as \"60 d\" or \"3 mo\""};
    case Unit::per_day:
      return {ones, 1, "a rate such as \"2 /d\""};
    case Unit::per_year:
      return {ones, days_per_year, "a rate such as \"12 /y\""};
    case Unit::oom:
      return {ooms, 0, "orders of magnitude such as \"0.3 OOM\""};
    case Unit::oom_per_year:
      return {ooms, days_per_year, "growth such as \"0.6 OOM/y\""};
    case Unit::compute:
      return {ooms, 0, "compute such as \"2 OOM\" or \"1e25 FLOP\""};
    case Unit::flop:
      return {flops, 0, "operations such as \"1e25 FLOP\""};
    case Unit::money:
      return {moneys, 0, "money such as \"5 M$\" or \"250 k$\""};
    case Unit::money_per_year:
      return {moneys, days_per_year, "money over time such as \"5 M$/y\""};
  }
  return {};
}

const Spelling* find(std::span<const Spelling> among, std::string_view symbol) {
  const auto at = std::find_if(among.begin(), among.end(), [&](const auto& s) { return s.symbol == symbol; });
  return at == among.end() ? nullptr : &*at;
}

/// What people write for a unit, and how it is spelt here.
std::string_view usual_name(std::string_view word) {
  constexpr std::array<std::array<std::string_view, 2>, 36> names{
      {{"day", "d"},      {"days", "d"},     {"week", "wk"},     {"weeks", "wk"},        {"w", "wk"},
       {"month", "mo"},   {"months", "mo"},  {"mon", "mo"},      {"year", "y"},          {"years", "y"},
       {"yr", "y"},       {"yrs", "y"},      {"a", "y"},         {"hour", "h"},          {"hours", "h"},
       {"hr", "h"},       {"minute", "min"}, {"minutes", "min"}, {"m", "min\" or \"mo"}, {"second", "s"},
       {"seconds", "s"},  {"sec", "s"},      {"USD", "$"},       {"dollars", "$"},       {"percent", "%"},
       {"million", "M$"}, {"bn$", "B$"},     {"m$", "M$"},       {"mn$", "M$"},          {"K$", "k$"},
       {"bits", "bit"},   {"FLOPs", "FLOP"}, {"FLOPS", "FLOP"},  {"flop", "FLOP"},       {"flops", "FLOP"},
       {"Flop", "FLOP"}}};
  for (const auto& [usual, ours] : names)
    if (usual == word) return ours;
  return {};
}

/// "M$" where a time is expected is no slip of the pen: no time is near it.
bool measures_something_else(std::string_view symbol) {
  return find(times, symbol) || find(ooms, symbol) || find(flops, symbol) || find(moneys, symbol);
}

QuantityFault unknown_unit(std::string_view symbol, Unit unit) {
  if (auto remedy = lookalike_remedy(symbol); !remedy.empty())
    return {fmt::format("has the unknown unit {}", in_quotes(symbol)), std::move(remedy)};
  if (unit == Unit::compute && symbol == flops.front().symbol)
    return {"is in FLOP, which only the value of a parameter can be",
            "write decades beyond technology.anchor_flop, such as \"2 OOM\""};
  const auto known = unit_spellings(unit);
  if (known.empty())
    return {fmt::format("has the unit {}, but is a plain number", in_quotes(symbol)),
            fmt::format("write {}", unit_example(unit))};
  const auto stroke = symbol.find('/');
  const std::string_view word = symbol.substr(stroke == std::string_view::npos ? 0 : stroke + 1);
  std::string guess{usual_name(word)};
  if (!guess.empty())
    guess = std::string(symbol.substr(0, symbol.size() - word.size())) + guess;
  else if (!measures_something_else(word) &&
           std::none_of(known.begin(), known.end(), [&](const auto& k) { return k == symbol; }))
    guess = nearest(symbol, known);
  std::string remedy = guess.empty() ? "" : fmt::format("did you mean \"{}\"? ", guess);
  remedy += fmt::format("write {}; units: {}", unit_example(unit), fmt::join(known, ", "));
  return {fmt::format("has the unknown or unfitting unit {}", in_quotes(symbol)), remedy};
}

/// "2024-01-01", "2024-06"
bool calendar_date(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  return text.size() >= 7 && digit(0) && digit(1) && digit(2) && digit(3) && text[4] == '-' && digit(5) && digit(6);
}

QuantityFault no_number(std::string_view text, Unit unit) {
  if (auto remedy = lookalike_remedy(text); !remedy.empty())
    return {"is no quantity: it does not begin with a number", std::move(remedy)};
  if (text.find(',') != std::string_view::npos)
    return {"is no quantity: it has a comma", "write a decimal point, and no comma between thousands"};
  if (text.find_first_of("0123456789") != std::string_view::npos)
    return {"is no quantity: it does not begin with a number", fmt::format("write {}", unit_example(unit))};
  return {"is no quantity", fmt::format("write {}", unit_example(unit))};
}

/// `number` of `symbol` in the wanted unit, or nothing if the symbol does not fit.
std::optional<double> converted(double number, std::string_view symbol, const Shape& wanted) {
  const auto stroke = wanted.per == 0 ? std::string_view::npos : symbol.find('/');
  const Spelling* above = find(wanted.above, trimmed(symbol.substr(0, stroke)));
  if (!above) return std::nullopt;
  number = number * above->times / above->over;
  if (wanted.per == 0) return number;
  const Spelling* below = stroke == std::string_view::npos ? nullptr : find(times, trimmed(symbol.substr(stroke + 1)));
  if (!below) return std::nullopt;
  // x * 365.25 / 365.25 need not be x: a value written in its declared unit must come back bit for bit.
  if (below->times == wanted.per && below->over == 1) return number;
  // One exact ratio where there is one (12 months in a year), whichever way round it is above 1.
  const double per = wanted.per * below->over;
  return per >= below->times ? number * (per / below->times) : number / (below->times / per);
}

}  // namespace

std::variant<double, QuantityFault> parse_quantity(std::string_view text, Unit unit) {
  const std::string_view all = trimmed(text);
  std::string_view rest = all;
  if (rest.starts_with('+') && !rest.starts_with("+-")) rest.remove_prefix(1);
  if (unit == Unit::day && calendar_date(all))
    return QuantityFault{"is a date of a calendar, and time counts from the start of the run",
                         "write the time since the start, such as \"3 y\""};
  double number = 0;
  const auto [end, error] = parse_double(rest.data(), rest.data() + rest.size(), number);
  if (error == std::errc::result_out_of_range)
    return QuantityFault{"is too large or too small for a 64-bit number", fmt::format("write {}", unit_example(unit))};
  if (error != std::errc{}) return no_number(all, unit);
  if (!std::isfinite(number))
    return QuantityFault{"is not a finite number", fmt::format("write {}", unit_example(unit))};
  const std::string_view symbol = trimmed(rest.substr(static_cast<std::size_t>(end - rest.data())));
  if (symbol.empty()) return number;
  if (symbol.front() == ',' || symbol.front() == '.' || symbol.front() == '_') return no_number(all, unit);
  const auto value = converted(number, symbol, shape(unit));
  if (!value) return unknown_unit(symbol, unit);
  if (!std::isfinite(*value)) return QuantityFault{"is too large for a 64-bit number", "write a smaller number"};
  return *value;
}

std::vector<std::string> unit_spellings(Unit unit) {
  const Shape wanted = shape(unit);
  std::vector<std::string> made;
  for (const auto& above : wanted.above) {
    if (wanted.per == 0)
      made.emplace_back(above.symbol);
    else
      for (const auto& below : times) made.push_back(fmt::format("{}/{}", above.symbol, below.symbol));
  }
  if (unit == Unit::compute) made.emplace_back(flops.front().symbol);  // see read_value
  return made;
}

std::string_view unit_example(Unit unit) { return shape(unit).example; }

std::string quantity_pattern(Unit unit) {
  const std::string number = R"(^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*)";
  std::string symbols;
  for (const auto& symbol : unit_spellings(unit)) {
    symbols += symbols.empty() ? "" : "|";
    for (const char c : symbol) symbols += c == '$' ? "\\$" : c == '/' ? "\\s*/\\s*" : std::string(1, c);
  }
  return number + (symbols.empty() ? "$" : fmt::format("({})?\\s*$", symbols));
}

}  // namespace poldyn
