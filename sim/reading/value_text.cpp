#include "sim/reading/value_text.h"

#include <fmt/format.h>

#include <cmath>

namespace poldyn {
namespace {

/// A number that TOML takes for a float: "1" would be an integer, and "-0" would lose its sign.
std::string toml_number(double value) {
  std::string text = fmt::format("{}", value);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string toml_quantity(double value, Unit unit) {
  return info(unit).symbol.empty() ? toml_number(value) : fmt::format("\"{}\"", quantity_text(value, unit));
}

std::string toml_law(const Law& law, Unit unit) {
  std::string mean = toml_quantity(law.mean, unit);
  if (law.kind == LawKind::constant) return mean;
  const auto name = law_names.at(static_cast<std::size_t>(law.kind));
  if (law.kind == LawKind::exponential) return fmt::format("{{ dist = \"{}\", mean = {} }}", name, mean);
  return fmt::format("{{ dist = \"{}\", mean = {}, cv = {} }}", name, mean, toml_number(law.cv));
}

template <class List, class Write>
std::string toml_list(const List& list, Write write) {
  std::string made = "[";
  for (const auto& element : list) made += (made.size() > 1 ? ", " : "") + write(element);
  return made + "]";
}

/// Appends one byte of a text in quotes; UTF-8 passes as it is.
void append_escaped(std::string& made, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\')
    (made += '\\') += c;
  else if (c == '\n')
    made += "\\n";
  else if (c == '\t')
    made += "\\t";
  else if (byte < 0x20 || byte == 0x7F)
    made += fmt::format("\\u{:04X}", byte);
  else
    made += c;
}

}  // namespace

std::string quantity_text(double value, Unit unit) {
  const auto symbol = info(unit).symbol;
  return symbol.empty() ? fmt::format("{}", value) : fmt::format("{} {}", value, symbol);
}

std::string range_text(const ParamRow& row) {
  const auto symbol = info(row.unit).symbol;
  const std::string unit = symbol.empty() ? "" : fmt::format(" {}", symbol);
  if (std::isinf(row.range.low) && std::isinf(row.range.high)) return {};
  if (std::isinf(row.range.high)) return fmt::format("{}{} or more", row.range.low, unit);
  if (std::isinf(row.range.low)) return fmt::format("{}{} or less", row.range.high, unit);
  return fmt::format("[{}, {}]{}", row.range.low, row.range.high, unit);
}

std::string toml_text(const Value& value, const ParamRow& row) {
  switch (row.kind) {
    case Kind::flag:
      return std::get<bool>(value) ? "true" : "false";
    case Kind::integer:
      return fmt::format("{}", std::get<std::int64_t>(value));
    case Kind::number:
      return toml_quantity(std::get<double>(value), row.unit);
    case Kind::name:
    case Kind::text:
      return toml_string(std::get<std::string>(value));
    case Kind::law:
      return toml_law(std::get<Law>(value), row.unit);
    case Kind::numbers:
      return toml_list(std::get<std::vector<double>>(value), [&](double x) { return toml_quantity(x, row.unit); });
    case Kind::names:
      return toml_list(std::get<std::vector<std::string>>(value), [](const auto& x) { return toml_string(x); });
  }
  throw std::logic_error("a parameter of unknown kind");
}

std::string toml_string(std::string_view text) {
  // Three quotes keep the lines apart. The library (toml++) reads a carriage return there as a line's end: escape it.
  const bool lines = text.find('\n') != std::string_view::npos;
  std::string made = lines ? "\"\"\"\n" : "\"";
  for (const char c : text) {
    if (lines && c == '\n')
      made += c;
    else
      append_escaped(made, c);
  }
  return made + (lines ? "\"\"\"" : "\"");
}

}  // namespace poldyn
