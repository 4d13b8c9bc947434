#pragma once

#include <cstdint>
#include <string_view>

namespace poldyn {

/// Unit in which a parameter or a metric is declared, stored and written.
enum class Unit : std::uint8_t {
  none,           ///< a ratio, a weight, a utility
  share,          ///< a ratio that lies in [0, 1]
  count,          ///< whole number of things
  bit,            ///< bits of a design
  day,            ///< 86,400 s
  per_day,        ///< events, or relative growth, per day
  per_year,       ///< events, or relative growth, per year of 365.25 d
  oom,            ///< orders of magnitude (decades) of effective training compute
  oom_per_year,   ///< decades of effective training compute per year
  compute,        ///< training compute of a model, in decades beyond technology.anchor_flop
  flop,           ///< operations of a training run
  money,          ///< million US dollars of 2024
  money_per_year  ///< million US dollars of 2024 per year
};

struct UnitInfo {
  std::string_view symbol;  ///< as written in a scenario and in messages
  /// As written in a result file; what UDUNITS cannot say is a number. "d" is its day too, and "days" xarray would turn
  /// into timedelta64.
  std::string_view udunits;
};

constexpr UnitInfo info(Unit unit) {
  switch (unit) {
    case Unit::none:
      return {"", "1"};
    case Unit::share:
      return {"", "1"};
    case Unit::count:
      return {"", "1"};
    case Unit::bit:
      return {"bit", "1"};
    case Unit::day:
      return {"d", "d"};
    case Unit::per_day:
      return {"/d", "days-1"};
    case Unit::per_year:
      return {"/y", "Julian_year-1"};
    case Unit::oom:
      return {"OOM", "1"};
    case Unit::oom_per_year:
      return {"OOM/y", "Julian_year-1"};
    case Unit::compute:
      return {"OOM", "1"};
    case Unit::flop:
      return {"FLOP", "1"};
    case Unit::money:
      return {"M$", "1e6"};
    case Unit::money_per_year:
      return {"M$/y", "1e6 Julian_year-1"};
  }
  return {};
}

}  // namespace poldyn
