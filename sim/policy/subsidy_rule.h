#pragma once

#include "sim/base/money.h"
#include "sim/base/param.h"
#include "sim/world/kinds.h"

namespace poldyn {

enum class Eligible : std::uint8_t { nobody, affiliated, registered, all };
template <>
inline constexpr std::array<std::string_view, 4> names_of<Eligible>{"nobody", "affiliated", "registered", "all"};

/// What a bloc's state pays to vendors without buying anything.
struct SubsidyRule {
  Eligible eligible = Eligible::nobody;
  double subsidised_share = 0;
  double voucher = 0;
  Days voucher_validity{0};
  double grant = 0;
  double light_share = 1;

  static constexpr auto params() {
    using S = SubsidyRule;
    return std::to_array<ParamRow>({
        row<&S::eligible>("eligible", "whose projects have their compute subsidised", by_design()),
        row<&S::subsidised_share>(
            "subsidised_share", Unit::share, {0, 0.95},
            "share of the compute of an eligible vendor's project that the state pays",
            sourced("vouchers for 0.5 to 0.8 of the rental fee, two cities, data/figures.csv", 0, 0.8)),
        row<&S::voucher>("voucher", Unit::money, {0, 1e6},
                         "compute that each approved release may buy at the state's expense", assumed(0, 5)),
        row<&S::voucher_validity>("voucher_validity", Unit::day, {0, 36525},
                                  "time until a vendor's vouchers expire, counted from the last one; 0 never",
                                  assumed(0, 730)),
        row<&S::grant>("grant", Unit::money, {0, 1e6}, "cash for each approved release", assumed(0, 5)),
        row<&S::light_share>("light_share", Unit::share, {0, 1},
                             "voucher and grant of an approval on the light track, relative to the full one",
                             assumed(0, 1)),
    });
  }
};

/// What an approved release earns its vendor, besides the right to deploy.
struct Reward {
  Money voucher;
  Money grant;
  Money worth() const { return voucher + grant; }
};

inline Reward reward_of_approval(const SubsidyRule& rule, Track track) {
  const double share = track == Track::light ? rule.light_share : 1;
  return {Money::of(share * rule.voucher), Money::of(share * rule.grant)};
}

constexpr bool is_eligible(Eligible eligible, bool affiliated, bool registered) {
  switch (eligible) {
    case Eligible::nobody:
      return false;
    case Eligible::affiliated:
      return affiliated;
    case Eligible::registered:
      return registered;
    case Eligible::all:
      return true;
  }
  return false;
}

constexpr bool is_eligible(const SubsidyRule& rule, bool affiliated, bool registered) {
  return is_eligible(rule.eligible, affiliated, registered);
}

/// What the state adds to `own` money for compute, so that its share of the sum is the rule's.
inline Money matching(const SubsidyRule& rule, Money own) {
  return part(rule.subsidised_share / (1 - rule.subsidised_share), own);
}

}  // namespace poldyn
