#pragma once

#include <algorithm>

#include "sim/base/param.h"

namespace poldyn {

enum class MandateFor : std::uint8_t { approved, affiliated, domestic };
template <>
inline constexpr std::array<std::string_view, 3> names_of<MandateFor>{"approved", "affiliated", "domestic"};

enum class MandateSplit : std::uint8_t { equal, contracts };
template <>
inline constexpr std::array<std::string_view, 2> names_of<MandateSplit>{"equal", "contracts"};

/// Use that is ordered and not chosen.
struct MandateRule {
  double share = 0;
  std::vector<std::string> domains;
  MandateFor eligible = MandateFor::approved;
  MandateSplit split = MandateSplit::equal;

  static constexpr auto params() {
    using M = MandateRule;
    return std::to_array<ParamRow>({
        row<&M::share>("share", Unit::share, {0, 1},
                       "share of demand that goes to eligible models, whatever they offer", assumed(0, 0.5)),
        row<&M::domains>("domains", "domains that this holds for; empty are all", by_design()),
        row<&M::eligible>("eligible",
                          "which models: approved, of state-linked vendors, or of a lineage begun in the bloc",
                          by_design()),
        row<&M::split>("split", "equal: each eligible model the same; contracts: by what the state pays its vendor",
                       by_design()),
    });
  }
};

/// Share of a domain's demand that is ordered.
inline double mandated_share(const MandateRule& rule, const std::string& domain) {
  const auto& named = rule.domains;
  return named.empty() || std::find(named.begin(), named.end(), domain) != named.end() ? rule.share : 0;
}

/// What is known of an offer. `contract_rate` in M$ per year.
struct MandateOffer {
  bool approved = false;
  bool affiliated = false;
  bool domestic = false;
  double contract_rate = 0;
};

/// Weight of an offer in the split of ordered use; zero if it is not eligible. Quality and price are not in reach.
constexpr double mandate_weight(const MandateRule& rule, const MandateOffer& offer) {
  const bool is_in = rule.eligible == MandateFor::approved     ? offer.approved
                     : rule.eligible == MandateFor::affiliated ? offer.affiliated
                                                               : offer.domestic;
  if (!is_in) return 0;
  return rule.split == MandateSplit::equal ? 1 : offer.contract_rate;
}

}  // namespace poldyn
