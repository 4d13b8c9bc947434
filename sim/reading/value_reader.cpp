#include "sim/reading/value_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/base/elementary.h"
#include "sim/reading/law_reader.h"
#include "sim/reading/lookalikes.h"
#include "sim/reading/nearest.h"
#include "sim/reading/quantity.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

class ValueReading {
 public:
  ValueReading(const ParamRow& row, const std::string& path, double anchor_flop, std::vector<Mistake>& mistakes)
      : row_(row), path_(path), anchor_flop_(anchor_flop), mistakes_(mistakes) {}

  std::optional<Value> read(const TomlNode& node, const Value& below) {
    switch (row_.kind) {
      case Kind::flag:
        return flag(node);
      case Kind::integer:
        return integer(node);
      case Kind::number:
        return number(node, path_);
      case Kind::name:
        return name(node);
      case Kind::text:
        return text(node, path_);
      case Kind::law:
        return law(node, std::get<Law>(below));
      case Kind::numbers:
        return list<double>(node, [&](const auto& child, const auto& at) { return number(child, at); });
      case Kind::names:
        return list<std::string>(node, [&](const auto& child, const auto& at) { return text(child, at); });
    }
    throw std::logic_error("a parameter of unknown kind");
  }

 private:
  std::nullopt_t blame(const TomlNode& node, const std::string& path, std::string_view problem, std::string remedy) {
    const auto* text = std::get_if<std::string>(&node.value);
    if (auto better = text ? lookalike_remedy(*text) : ""; !better.empty()) remedy = std::move(better);
    mistakes_.push_back(
        {node.value_at, path_, fmt::format("{} = {} {}", path, shown(node), problem), std::move(remedy), Blame::data});
    return std::nullopt;
  }

  std::optional<Value> flag(const TomlNode& node) {
    if (const auto* value = std::get_if<bool>(&node.value)) return *value;
    return blame(node, path_, "is no switch", "write true or false, without quotes");
  }

  std::optional<Value> integer(const TomlNode& node) {
    std::optional<std::int64_t> whole;
    if (const auto* value = std::get_if<std::int64_t>(&node.value)) whole = *value;
    if (const auto* written = std::get_if<std::string>(&node.value)) whole = exact(*written);
    if (!whole) {
      const auto value = read_double(node, row_.unit, path_, mistakes_);
      if (!value) return std::nullopt;
      if (*value != std::floor(*value)) return blame(node, path_, "is no whole number", allowed());
      if (std::abs(*value) > 9.2e18) return blame(node, path_, outside(), "");
      whole = static_cast<std::int64_t>(*value);
    }
    if (!has(row_.range, *whole)) return blame(node, path_, outside(), "");
    return *whole;
  }

  /// Exact, where a double is not: just above the largest seed lie numbers that round to it.
  static bool has(const Range& range, std::int64_t whole) {
    return range.has(static_cast<double>(whole)) &&
           (range.high >= 0x1p63 || whole <= static_cast<std::int64_t>(std::floor(range.high)));
  }

  /// A quoted integer, exact where a double of 53 bits would not be: a seed from the command line.
  static std::optional<std::int64_t> exact(const std::string& text) {
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(whole) : std::nullopt;
  }

  std::optional<double> number(const TomlNode& node, const std::string& path) {
    const auto value = row_.unit == Unit::compute && is_in_flop(node) ? compute(node, path)
                                                                      : read_double(node, row_.unit, path, mistakes_);
    if (value && !row_.range.has(*value))
      return blame(node, path, outside(),
                   row_.unit == Unit::compute ? "FLOP have their unit beside them: write \"1e25 FLOP\"" : "");
    return value;
  }

  /// OOM of a number of FLOP.
  std::optional<double> compute(const TomlNode& node, const std::string& path) {
    const auto flop = read_double(node, Unit::flop, path, mistakes_);
    if (flop && !(*flop > 0)) return blame(node, path, "is no compute: a model takes more than 0 FLOP", "");
    return flop ? std::optional(log10(*flop / anchor_flop_)) : std::nullopt;
  }

  std::optional<Value> name(const TomlNode& node) {
    const std::vector<std::string> known(row_.choices.begin(), row_.choices.end());
    const auto* word = std::get_if<std::string>(&node.value);
    if (word && std::find(known.begin(), known.end(), *word) != known.end()) return *word;
    const std::string choices = fmt::format("choose one of {}", fmt::join(known, ", "));
    const std::string near = word ? nearest(*word, known) : "";
    return blame(node, path_, "is no choice",
                 near.empty() ? choices : fmt::format("did you mean '{}'? {}", near, choices));
  }

  std::optional<std::string> text(const TomlNode& node, const std::string& path) {
    const auto* word = std::get_if<std::string>(&node.value);
    if (!word) return blame(node, path, fmt::format("is {}, not a text", called(node.kind)), "write it in quotes");
    if (word->find('\0') != std::string::npos) return blame(node, path, "holds the character NUL", "remove it");
    return *word;
  }

  std::optional<Value> law(const TomlNode& node, const Law& below) {
    const std::size_t before = mistakes_.size();
    Law made;
    if (node.kind == NodeKind::table)
      made = read_law(node, row_.unit, below, path_, mistakes_);
    else if (const auto mean = read_double(node, row_.unit, path_, mistakes_))
      made = constant(*mean);
    else
      return std::nullopt;
    // The mean may follow from other parameters, so it can overflow where each of them was finite.
    if (mistakes_.size() == before && (!std::isfinite(made.mean) || !std::isfinite(made.cv)))
      return blame(node, path_, "has no finite mean and spread", "");
    if (made.mean >= 0 && !row_.range.has(made.mean))
      return blame(node, path_,
                   fmt::format("has the mean {}, outside {}", quantity_text(made.mean, row_.unit), range_text(row_)),
                   "");
    if (mistakes_.size() > before) return std::nullopt;
    if (!fault(made).empty()) return blame(node, path_, fmt::format("is no distribution: {}", fault(made)), "");
    return made;
  }

  template <class Element, class Read>
  std::optional<Value> list(const TomlNode& node, Read read) {
    if (node.kind != NodeKind::list)
      return blame(node, path_, fmt::format("is {}, not a list", called(node.kind)),
                   fmt::format("write {} = [{}]", row_.key, row_.kind == Kind::names ? "\"one\", \"two\"" : "1, 2"));
    std::vector<Element> made;
    for (std::size_t i = 0; i < node.children.size(); ++i)
      if (auto element = read(node.children[i], fmt::format("{}[{}]", path_, i))) made.push_back(std::move(*element));
    return made.size() == node.children.size() ? std::optional<Value>(std::move(made)) : std::nullopt;
  }

  std::string outside() const { return fmt::format("is outside {}", range_text(row_)); }
  std::string allowed() const { return fmt::format("allowed: {}", range_text(row_)); }

  const ParamRow& row_;
  const std::string& path_;
  double anchor_flop_;
  std::vector<Mistake>& mistakes_;
};

}  // namespace

std::optional<Value> read_value(const TomlNode& node, const ParamRow& row, const Value& below, const std::string& path,
                                double anchor_flop, std::vector<Mistake>& mistakes) {
  return ValueReading(row, path, anchor_flop, mistakes).read(node, below);
}

bool is_in_flop(const TomlNode& node) {
  const auto* text = std::get_if<std::string>(&node.value);
  return text && std::holds_alternative<double>(parse_quantity(*text, Unit::flop)) &&
         std::holds_alternative<QuantityFault>(parse_quantity(*text, Unit::compute));
}

std::optional<double> read_double(const TomlNode& node, Unit unit, const std::string& path,
                                  std::vector<Mistake>& mistakes) {
  const auto blame = [&](std::string_view problem, std::string remedy) {
    mistakes.push_back(
        {node.value_at, path, fmt::format("{} = {} {}", path, shown(node), problem), std::move(remedy), Blame::data});
    return std::nullopt;
  };
  const std::string example = fmt::format("write {}", unit_example(unit));
  if (const auto* whole = std::get_if<std::int64_t>(&node.value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&node.value)) {
    if (!std::isfinite(*number)) return blame("is not a finite number", example);
    return *number;
  }
  if (const auto* text = std::get_if<std::string>(&node.value)) {
    auto parsed = parse_quantity(*text, unit);
    if (const auto* value = std::get_if<double>(&parsed)) return *value;
    const auto& fault = std::get<QuantityFault>(parsed);
    return blame(fault.problem, fault.remedy);
  }
  if (node.kind == NodeKind::date && unit == Unit::day)
    return blame("is of a calendar, and time counts from the start of the run",
                 "write the time since the start, such as \"3 y\"");
  return blame(fmt::format("is {}, not {}", called(node.kind), unit == Unit::none ? "a number" : "a quantity"),
               example);
}

}  // namespace poldyn
