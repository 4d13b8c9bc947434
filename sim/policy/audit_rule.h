#pragma once

#include "sim/base/param.h"

namespace poldyn {

enum class Sanction : std::uint8_t { fine, suspension };
template <>
inline constexpr std::array<std::string_view, 2> names_of<Sanction>{"fine", "suspension"};

/// Visits to deployed models by the authority.
struct AuditRule {
  double visits_per_year = 50;
  bool registered_only = false;
  double cost = 0.05;
  double least_robustness = 0;
  Days grace{90};
  Sanction sanction = Sanction::fine;
  double fine = 1;

  static constexpr auto params() {
    using A = AuditRule;
    return std::to_array<ParamRow>({
        row<&A::visits_per_year>("visits", Unit::per_year, {0, 1e6}, "models visited", assumed(0, 500)),
        row<&A::registered_only>("registered_only", "only models with an approval are visited", by_design()),
        row<&A::cost>("cost", Unit::money, {0, 1e6}, "what a visit costs the vendor", assumed(0, 0.5)),
        row<&A::least_robustness>("least_robustness", Unit::share, {0, 1}, "robustness below which a model is unsafe",
                                  assumed(0, 0.5)),
        row<&A::grace>("grace", Unit::day, {0, 36525}, "age of a directive from which on it must be complied with",
                       assumed(30, 365)),
        row<&A::sanction>("sanction", "what follows when a model is unsafe or late", by_design()),
        row<&A::fine>("fine", Unit::money, {0, 1e6}, "the fine, if that is the sanction", assumed(0, 20)),
    });
  }
};

/// What an audit sees.
struct Audited {
  bool late = false;  ///< does not comply with a directive that is older than the grace
  double robustness = 0;
};
constexpr bool is_unsafe(const AuditRule& rule, double robustness) { return robustness < rule.least_robustness; }
constexpr bool finds_fault(const AuditRule& rule, const Audited& model) {
  return model.late || is_unsafe(rule, model.robustness);
}

}  // namespace poldyn
