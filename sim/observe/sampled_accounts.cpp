#include <array>

#include "sim/observe/accounts_view.h"
#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

AccountsView view(S s) { return {s.bloc.books, s.before.books}; }
double user_value(S s) { return s.since(&BlocTally::user_value); }

constexpr auto sampled_accounts_rows = std::to_array<SampledMetric>({
    {{"accounts", "flow", Unit::money, Axis::heading, "money that changed hands since the previous sample, by heading",
      "sum of entries; teams less those found to be duplicates", own, any_number},
     [](S s, I i) { return view(s).heading(i); }},
    {{"accounts", "industry_size", Unit::money, Axis::none, "inputs of the industry since the previous sample",
      "hardware + cloud + state contracts + subsidised compute + duplicated teams", own, from_zero},
     [](S s, I) { return view(s).inputs(); }},
    {{"accounts", "capital_flow", Unit::money, Axis::none, "capital that came in since the previous sample",
      "paid by investors: entry, luck, and the debts of those who leave", own, from_zero},
     [](S s, I) { return view(s).paid(Account::investors); }},
    {{"accounts", "compute_bought", Unit::money, Axis::none,
      "compute of the projects paid or served since the previous sample", "money / price, at the reference price", own,
      from_zero},
     [](S s, I) { return view(s).compute(); }},
    {{"accounts", sampled_name::compute_price.text, Unit::none, Axis::none,
      "price of compute in the latest market epoch, if supply is limited", "max(1, orders / supply)", own, from_one},
     [](S s, I) { return s.bloc.compute.price; }},
    {{"accounts", "sales_per_input", Unit::none, Axis::none, "sales to users per unit of input",
      "sales / industry_size", own, from_zero},
     [](S s, I) { return ratio(view(s).heading(Heading::sales), view(s).inputs()); }},
    {{"accounts", "capability_per_input", Unit::none, Axis::none,
      "growth of the capability that users meet per thousand M$ of input, since the previous sample",
      "1000 x difference of usage_q / industry_size", own, any_number},
     [](S s, I) { return 1000 * ratio(s.census.q - s.before.usage_q, view(s).inputs()); }},
    {{"accounts", "support", Unit::money, Axis::none,
      "what the state paid for nothing in return since the previous sample", "subsidised compute + grants", own,
      from_zero},
     [](S s, I) { return view(s).support(); }},
    {{"accounts", "acquired", Unit::count, Axis::none, "vendors bought by others since the previous sample", "count",
      own, from_zero},
     [](S s, I) { return s.since(&BlocTally::acquired); }},
    {{"ledger", "group_money", Unit::money, Axis::group, "money that a group lives by, since the previous sample",
      "sum of the entries credited to it", own, from_zero},
     [](S s, I i) { return view(s).group(i); }},
    {{"ledger", "group_activity", Unit::count, Axis::group,
      "what happened that a group lives by, since the previous sample",
      "projects, releases, filings, awards, reviews; open releases, long jumps, best open releases, forks, first "
      "releases",
      own, from_zero},
     [](S s, I i) { return view(s).activity(i); }},
    {{"welfare", sampled_name::user_utility.text, Unit::none, Axis::none,
      "what the choice among the offers is worth to a user, up to a constant",
      "mean over units of use of log sum exp u; under the replicator rule of u", small_rosen, any_number},
     [](S s, I) { return s.bloc.user_utility; }},
    {{"welfare", "user_value", Unit::money, Axis::none,
      "the same in money since the previous sample, up to a constant per use",
      "sum over market epochs of use x utility / price_weight", small_rosen, any_number},
     [](S s, I) { return user_value(s); }},
    {{"welfare", "profit", Unit::money, Axis::none, "vendors' surplus since the previous sample",
      "sales + state contracts + grants - hardware - cloud - teams - compliance - operating - fines", own, any_number},
     [](S s, I) { return view(s).profit(); }},
    {{"welfare", "total_surplus", Unit::money, Axis::none, "surplus of users and vendors less the state's support",
      "user_value + profit - support: contracts count as worth their price", own, any_number},
     [](S s, I) { return user_value(s) + view(s).profit() - view(s).support(); }},
});

}  // namespace

std::span<const SampledMetric> sampled_accounts() { return sampled_accounts_rows; }

}  // namespace poldyn
