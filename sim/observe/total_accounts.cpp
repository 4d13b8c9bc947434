#include <array>

#include "sim/observe/accounts_view.h"
#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

/// Since the end of the warm-up.
AccountsView view(R r) { return {r.bloc.books, r.bloc.books_before}; }

constexpr auto total_accounts_rows = std::to_array<TotalMetric>({
    {{"accounts", "flow", Unit::money, Axis::heading, "money that changed hands, by heading",
      "sum of entries; teams less those found to be duplicates", own, any_number},
     [](R r, I i) { return view(r).heading(i); }},
    {{"accounts", "industry_size", Unit::money, Axis::none, "inputs of the industry",
      "hardware + cloud + state contracts + subsidised compute + duplicated teams", own, from_zero},
     [](R r, I) { return view(r).inputs(); }},
    {{"accounts", "input_share", Unit::share, Axis::heading, "each of the five inputs' share of industry_size",
      "flow / industry_size; nothing for other headings", own, zero_to_one},
     [](R r, I i) { return view(r).input_share(i); }},
    {{"accounts", "capital_flow", Unit::money, Axis::none, "capital that came in",
      "paid by investors: entry, luck, and the debts of those who leave", own, from_zero},
     [](R r, I) { return view(r).paid(Account::investors); }},
    {{"accounts", "compute_bought", Unit::money, Axis::none, "compute of the projects",
      "money / price, at the reference price", own, from_zero},
     [](R r, I) { return view(r).compute(); }},
    {{"accounts", "mean_compute_price", Unit::none, Axis::none, "price of compute, if supply is limited",
      "mean over samples", own, from_one},
     [](R r, I) { return r.mean_of(sampled_name::compute_price); }},
    {{"accounts", "sales_per_input", Unit::none, Axis::none, "sales to users per unit of input",
      "sales / industry_size", own, from_zero},
     [](R r, I) { return ratio(view(r).heading(Heading::sales), view(r).inputs()); }},
    {{"accounts", "capability_per_input", Unit::none, Axis::none,
      "growth of the capability that users meet per thousand M$ of input",
      "1000 x usage_q_growth x years / industry_size", own, any_number},
     [](R r, I) {
       return 1000 * ratio(r.growth_of(sampled_name::usage_q) * r.days() / days_per_year, view(r).inputs());
     }},
    {{"accounts", "frontier_per_input", Unit::none, Axis::none, "growth of the frontier per thousand M$ of input",
      "1000 x frontier_growth x years / industry_size", own, any_number},
     [](R r, I) {
       return 1000 * ratio(r.growth_of(sampled_name::frontier) * r.days() / days_per_year, view(r).inputs());
     }},
    {{"accounts", "user_value_per_input", Unit::none, Axis::none, "value to users per unit of input",
      "user_value / industry_size", small_rosen, any_number},
     [](R r, I) { return ratio(r.bloc.tally.user_value, view(r).inputs()); }},
    {{"accounts", "support", Unit::money, Axis::none, "what the state paid for nothing in return",
      "subsidised compute + grants", own, from_zero},
     [](R r, I) { return view(r).support(); }},
    {{"accounts", "acquired", Unit::count, Axis::none, "vendors bought by others", "count", own, from_zero},
     [](R r, I) { return amount(r.bloc.tally.acquired); }},
    {{"ledger", "group_money", Unit::money, Axis::group, "money that a group lives by",
      "sum of the entries credited to it", own, from_zero},
     [](R r, I i) { return view(r).group(i); }},
    {{"ledger", "group_money_share", Unit::share, Axis::group, "a group's share of what the ten groups live by",
      "group_money / sum over groups", own, zero_to_one},
     [](R r, I i) { return view(r).group_share(i); }},
    {{"ledger", "group_activity", Unit::count, Axis::group, "what happened that a group lives by",
      "projects, releases, filings, awards, reviews; open releases, long jumps, best open releases, forks, first "
      "releases",
      own, from_zero},
     [](R r, I i) { return view(r).activity(i); }},
    {{"welfare", "mean_user_utility", Unit::none, Axis::none,
      "what the choice among the offers is worth to a user, up to a constant", "mean over samples", small_rosen,
      any_number},
     [](R r, I) { return r.mean_of(sampled_name::user_utility); }},
    {{"welfare", "user_value", Unit::money, Axis::none, "the same in money, up to a constant per use",
      "sum over market epochs of use x utility / price_weight", small_rosen, any_number},
     [](R r, I) { return r.bloc.tally.user_value; }},
    {{"welfare", "profit", Unit::money, Axis::none, "vendors' surplus",
      "sales + state contracts + grants - hardware - cloud - teams - compliance - operating - fines", own, any_number},
     [](R r, I) { return view(r).profit(); }},
    {{"welfare", "total_surplus", Unit::money, Axis::none, "surplus of users and vendors less the state's support",
      "user_value + profit - support: contracts count as worth their price", own, any_number},
     [](R r, I) { return r.bloc.tally.user_value + view(r).profit() - view(r).support(); }},
});

}  // namespace

std::span<const TotalMetric> total_accounts() { return total_accounts_rows; }

}  // namespace poldyn
