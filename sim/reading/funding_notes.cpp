#include "sim/reading/funding_notes.h"

#include <fmt/format.h>

#include <string>

#include "sim/policy/edited_keys.h"
#include "sim/policy/rule_faults.h"

namespace poldyn {
namespace {

void of_pool(const Scenario& s, const BlocRules& bloc, std::size_t pool, bool& filled, std::vector<Fault>& notes) {
  const FundingRule& rule = bloc.funding[pool];
  const std::string path = fmt::format("bloc.{}.funding.{}.", bloc.name, names_of<FundingPool>[pool]);
  if (!(rule.budget_per_year > 0) && !is_edited(s, path + "budget")) return;
  filled = true;
  const auto add = [&](const char* key, std::string message, std::string remedy) {
    if (!is_edited(s, path + key)) notes.push_back({path + key, std::move(message), std::move(remedy)});
  };
  if (rule.eligible == Eligible::nobody)
    add("eligible", "the pool pays nobody", "write eligible = \"all\", or budget = 0");
  const bool asks_for_approval = rule.eligible == Eligible::registered || rule.by_registration != 1;
  if (asks_for_approval && !gives_approvals(s.mechanisms, bloc))
    add(rule.eligible == Eligible::registered ? "eligible" : "by_registration",
        "the bloc gives no approvals, so no vendor is registered",
        "let registration ask for one, or write eligible = \"all\" and by_registration = 1");
  if (rule.adoption > 0 && !(s.mechanisms.openness && s.mechanisms.adoption))
    add("adoption", "nobody builds on another's weights, since mechanisms.openness or adoption is off",
        "switch both on, or write adoption = 0");
}

}  // namespace

void add_funding_notes(const Scenario& s, std::vector<Fault>& notes) {
  bool filled = false;
  if (s.mechanisms.funding) {
    for (const BlocRules& bloc : s.blocs)
      for (std::size_t pool = 0; pool < funding_pools; ++pool) of_pool(s, bloc, pool, filled, notes);
    if (!filled)
      notes.push_back({"mechanisms.funding", "no pool of any bloc has a budget, so nothing is paid",
                       "write bloc.NAME.funding.private.budget or .state.budget"});
  }
  if (!s.mechanisms.spinoff_by_size) return;
  for (const BlocRules& bloc : s.blocs)
    if (bloc.population.spinoff_rate_per_year > 0 && bloc.population.spinoff_size > 0 && !s.mechanisms.market &&
        !(s.mechanisms.procurement && s.mechanisms.finance))
      notes.push_back({fmt::format("bloc.{}.population.spinoff_size", bloc.name),
                       "without a market and without tenders nobody sells anything: all are of one size",
                       "switch mechanisms.market on, or write spinoff_size = 0"});
}

}  // namespace poldyn
