#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/base/money.h"
#include "sim/base/param.h"
#include "sim/base/sim_time.h"

namespace poldyn {

/// Who pays and who is paid. `vendors` is all vendors of a bloc together: its balance is the sum of their cash.
/// `abroad` stands for the books of the other blocs, so that each bloc's books balance by themselves.
enum class Account : std::uint8_t {
  users,
  state,
  investors,
  vendors,
  hardware_makers,
  cloud_providers,
  compliance_services,
  staff,
  suppliers,
  abroad
};
inline constexpr std::size_t accounts = 10;

/// What a flow is for; every flow has one. The first five are the inputs that an industry's size is counted in.
enum class Heading : std::uint8_t {
  hardware,  ///< paid by vendors
  cloud,     ///< paid by vendors
  state_contracts,
  subsidised_compute,  ///< paid by the state
  duplicated_teams,    ///< teams whose release had a design that another vendor had deployed, and teams that keep forks
  teams,               ///< all other teams
  sales,
  api_fees,
  compliance,
  operating,
  grants,
  capital,
  shocks,
  exits,  ///< what a vendor that leaves hands back, or owes
  acquisitions,
  fines,
  refunds,   ///< fees of filings that a deadline paid back
  authority  ///< reviewers whose number follows something, paid by the state
};
inline constexpr std::size_t headings = 18;
inline constexpr std::size_t input_headings = 5;
template <>
inline constexpr std::array<std::string_view, headings> names_of<Heading>{
    "hardware",         "cloud",     "state_contracts", "subsidised_compute",
    "duplicated_teams", "teams",     "sales",           "api_fees",
    "compliance",       "operating", "grants",          "capital",
    "shocks",           "exits",     "acquisitions",    "fines",
    "refunds",          "authority"};

/// Whose livelihood a flow is. Some of them are paid by vendors; the others are vendors, told apart by what they do.
enum class LedgerGroup : std::uint8_t {
  infrastructure_vendors,
  cloud,
  compliance_tooling,
  government_integrators,
  surveillance_analytics,
  independent_research,
  open_ended_research,
  interpretability,
  grassroots,
  startups,
  none  ///< of nobody in the ledger
};
inline constexpr std::size_t ledger_groups = 10;
template <>
inline constexpr std::array<std::string_view, ledger_groups> names_of<LedgerGroup>{"infrastructure_vendors",
                                                                                   "cloud",
                                                                                   "compliance_tooling",
                                                                                   "government_integrators",
                                                                                   "surveillance_analytics",
                                                                                   "independent_research",
                                                                                   "open_ended_research",
                                                                                   "interpretability",
                                                                                   "grassroots",
                                                                                   "startups"};

/// Double-entry books of one bloc since the start of the run; only observers read them. Each flow is written to one
/// account's `paid`, another's `received`, one heading and one group, so the four sums are equal, to the unit.
struct Books {
  std::array<Money, accounts> paid{};
  std::array<Money, accounts> received{};
  std::array<Money, headings> heading{};
  std::array<Money, ledger_groups + 1> group{};
  std::array<std::uint64_t, ledger_groups>
      activity{};      ///< what happened that a group lives by; counted with money off, too
  double compute = 0;  ///< bought for projects, M$ at the reference price
  double best_open_q = -std::numeric_limits<double>::infinity();  ///< of open weights made in the bloc
};

/// Compute that a project waits to be told the price of, and what a vendor may buy with vouchers.
struct ComputeAccount {
  Money voucher;
  std::optional<SimTime> voucher_ends;  ///< worthless from then on, if it ends
  Money ordered;                        ///< of the interval that is not cleared yet
};

/// A bloc's market for compute when supply is limited: orders of an interval are cleared at its end, all at one price.
struct ComputeMarket {
  std::vector<std::uint32_t> orders;  ///< vendors with something ordered in this interval
  double delivered = 0;               ///< in this interval, before its end
  double price = 1;                   ///< of the last interval, relative to the reference; >= 1
  double supply = 0;                  ///< of the last interval, M$ at the reference price
  double bought = 0;                  ///< in the last interval, likewise
};

}  // namespace poldyn
