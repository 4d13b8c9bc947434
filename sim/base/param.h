#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "sim/base/law.h"
#include "sim/base/sim_time.h"
#include "sim/base/unit.h"

namespace poldyn {

/// A parameter's value on its way between a struct and a scenario file. An enum travels as its name.
using Value = std::variant<bool, std::int64_t, double, std::string, Law, std::vector<double>, std::vector<std::string>>;

enum class Kind : std::uint8_t { flag, integer, number, name, text, law, numbers, names };

/// Closed interval. For a law it bounds the mean, for a list each element.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  constexpr bool has(double x) const { return low <= x && x <= high; }
};

/// Where a default comes from. `plausible` is the range that sensitivity analysis may explore.
struct Origin {
  std::string_view text;
  Range plausible;
};
/// No figure was found: the default is ours, and results must be checked over `low` to `high`.
constexpr Origin assumed(double low, double high) { return {"assumption", {low, high}}; }
/// A figure from data/ or the literature; `low` to `high` spans the disagreement of sources.
constexpr Origin sourced(std::string_view text, double low, double high) { return {text, {low, high}}; }
/// A definition or a switch: nothing to calibrate.
constexpr Origin by_design(std::string_view text = "setting of the experiment") { return {text, {}}; }

/// One parameter, declared once. The TOML reader, its messages, `poldyn params`, docs/parameters.md, the JSON Schema
/// and the resolved scenario all read this row.
struct ParamRow {
  std::string_view key;
  Kind kind{};
  Unit unit{};
  Range range;
  std::string_view meaning;
  Origin origin;
  std::span<const std::string_view> choices;  ///< the allowed names, if kind is `name`
  Value (*get)(const void* object) = nullptr;
  void (*set)(void* object, const Value& value) = nullptr;  ///< throws std::bad_variant_access on a wrong kind
};

/// Names of an enum's values in order: specialise for each enum that a scenario can set.
template <class Enum>
inline constexpr std::array<std::string_view, 0> names_of{};

namespace detail {
template <class M>
struct MemberOf;
template <class T, class R>
struct MemberOf<T R::*> {
  using Field = T;
  using Record = R;
};

template <class T>
constexpr Kind kind_of() {
  if constexpr (std::is_same_v<T, bool>)
    return Kind::flag;
  else if constexpr (std::is_enum_v<T>)
    return Kind::name;
  else if constexpr (std::is_integral_v<T>)
    return Kind::integer;
  else if constexpr (std::is_same_v<T, double> || std::is_same_v<T, Days>)
    return Kind::number;
  else if constexpr (std::is_same_v<T, std::string>)
    return Kind::text;
  else if constexpr (std::is_same_v<T, Law>)
    return Kind::law;
  else if constexpr (std::is_same_v<T, std::vector<double>>)
    return Kind::numbers;
  else {
    static_assert(std::is_same_v<T, std::vector<std::string>>, "no parameter of this type");
    return Kind::names;
  }
}

template <class T>
Value to_value(const T& field) {
  if constexpr (std::is_enum_v<T>)
    return std::string(names_of<T>.at(static_cast<std::size_t>(field)));
  else if constexpr (std::is_same_v<T, Days>)
    return field.count();
  else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
    return static_cast<std::int64_t>(field);
  else
    return field;
}

template <class T>
void from_value(T& field, const Value& value) {
  if constexpr (std::is_enum_v<T>) {
    const auto& name = std::get<std::string>(value);
    for (std::size_t i = 0; i < names_of<T>.size(); ++i)
      if (names_of<T>[i] == name) {
        field = static_cast<T>(i);
        return;
      }
    throw std::invalid_argument("no such name: " + name);
  } else if constexpr (std::is_same_v<T, Days>)
    field = Days{std::get<double>(value)};
  else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
    field = static_cast<T>(std::get<std::int64_t>(value));
  else
    field = std::get<T>(value);
}
}  // namespace detail

/// Declares `Member` as a parameter. `meaning` starts in lower case and has no full stop.
template <auto Member>
constexpr ParamRow row(std::string_view key, Unit unit, Range range, std::string_view meaning, Origin origin) {
  using M = detail::MemberOf<decltype(Member)>;
  using T = typename M::Field;
  ParamRow made{key, detail::kind_of<T>(), unit, range, meaning, origin, {}, nullptr, nullptr};
  if constexpr (std::is_enum_v<T>) made.choices = names_of<T>;
  made.get = [](const void* object) {
    return detail::to_value(static_cast<const typename M::Record*>(object)->*Member);
  };
  made.set = [](void* object, const Value& value) {
    detail::from_value(static_cast<typename M::Record*>(object)->*Member, value);
  };
  return made;
}

/// A flag, a name or a text has neither unit nor range.
template <auto Member>
constexpr ParamRow row(std::string_view key, std::string_view meaning, Origin origin = by_design()) {
  return row<Member>(key, Unit::none, Range{}, meaning, origin);
}

/// The rows of a struct that declares `static constexpr auto params()`.
template <class Record>
inline constexpr auto param_rows = Record::params();

/// A table of a scenario file: where it stands, what it may hold, and the struct that holds it.
struct Section {
  std::string path;  ///< "run", "bloc.north.procurement"
  std::span<const ParamRow> rows;
  void* object = nullptr;
};
template <class Record>
Section section(std::string path, Record& record) {
  return {std::move(path), param_rows<Record>, &record};
}

}  // namespace poldyn
