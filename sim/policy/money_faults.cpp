#include "sim/policy/money_faults.h"

#include "sim/base/elementary.h"
#include "sim/policy/fault_text.h"

namespace poldyn {
namespace {

/// Sums of money are whole dollars in 64 bits. More than this in one run is a mistaken growth rate, which should be
/// said and not end a run: a thousand times the money there is.
constexpr double most_money = 1e11;  // M$

void shares(const Scenario& s, std::vector<Fault>& faults) {
  const AccountsRule& a = s.accounts;
  if (a.project_hardware + a.project_cloud > 1)
    faults.push_back({"accounts.project_cloud",
                      "with accounts.project_hardware = " + text(a.project_hardware) + " it is more than the whole",
                      "lower one of them"});
  if (a.serving_hardware + a.serving_cloud > 1)
    faults.push_back({"accounts.serving_cloud",
                      "with accounts.serving_hardware = " + text(a.serving_hardware) + " it is more than the whole",
                      "lower one of them"});
}

double sales_over_horizon(const Scenario& s, const MarketRule& rule) {
  const double years = s.run.horizon.count() / days_per_year, growth = rule.demand_growth_per_year * years;
  return rule.demand_per_year * years * (growth == 0 ? 1 : expm1(growth) / growth);
}

void sales(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  if (!s.mechanisms.market || !s.mechanisms.finance) return;
  const double sold = sales_over_horizon(s, bloc.market);
  if (sold > most_money)
    faults.push_back({"bloc." + bloc.name + ".market.demand_growth",
                      "would make users spend " + text(sold) + " M$ over the horizon",
                      "lower demand_growth, demand or run.horizon"});
}

void subsidies(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  const SubsidyRule& u = bloc.subsidies;
  const bool pays = u.voucher > 0 || (u.eligible != Eligible::nobody && u.subsidised_share > 0);
  if (!s.mechanisms.subsidies || !s.mechanisms.finance || !pays) return;
  if (s.accounts.project_hardware + s.accounts.project_cloud > 0) return;
  faults.push_back(
      {"bloc." + bloc.name + ".subsidies.subsidised_share",
       "there is no compute to pay: accounts say that projects buy none",
       "give accounts.project_hardware or accounts.project_cloud a share, or switch mechanisms.subsidies off"});
}

void funding(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  if (!s.mechanisms.funding) return;
  const double years = s.run.horizon.count() / days_per_year;
  for (std::size_t i = 0; i < funding_pools; ++i) {
    const FundingRule& f = bloc.funding[i];
    const std::string path = "bloc." + bloc.name + ".funding." + std::string(names_of<FundingPool>[i]) + ".";
    if (!(f.budget_per_year > 0)) continue;
    if (!s.mechanisms.finance)
      faults.push_back({path + "budget", "would be paid to vendors that have no cash, since mechanisms.finance is off",
                        "switch mechanisms.finance on, or write budget = 0"});
    const double growth = f.growth_per_year * years;
    const double paid = f.budget_per_year * years * (growth == 0 ? 1 : expm1(growth) / growth);
    if (paid > most_money)
      faults.push_back({path + "growth", "would make the pool pay " + text(paid) + " M$ over the horizon",
                        "lower growth, budget or run.horizon"});
  }
}

}  // namespace

void find_money_faults(const Scenario& scenario, std::vector<Fault>& faults) {
  shares(scenario, faults);
  for (const BlocRules& bloc : scenario.blocs) {
    sales(scenario, bloc, faults);
    subsidies(scenario, bloc, faults);
    funding(scenario, bloc, faults);
  }
}

}  // namespace poldyn
