#include "tests/process/invariants_approval.h"

#include <set>
#include <utility>

#include "sim/process/approval/clearances.h"
#include "sim/process/core/binding.h"

namespace poldyn::lab {
namespace {

std::string of(const char* what, std::size_t whose) {
  return std::string(what) + " (of " + std::to_string(whose) + ")";
}

/// The copies that a product keeps of its clearances are those.
std::string product(const Simulation& sim, ModelId id) {
  const Model& model = sim.world.at(id);
  const RuleList& list = sim.filing_rules_of(sim.world.at(model.vendor).bloc);
  const RuleMask all = all_rules(list);
  const RuleMask given = given_to(sim.world, id, all), asked = with_duty(list, model.bound, Duty::approval);
  const bool stands = asked != 0 ? (given & asked) == asked : given != 0;
  const bool serves = model.status == ModelStatus::deployed;
  if (model.approved != (stands && serves)) return of("product: approved is not what its clearances say", id.value);
  if (serves && (lapsed_for(sim.world, id, model.bound) & with_duty(list, all, Duty::approval)) != 0)
    return of("product: in service though an approval has lapsed that is asked of it", id.value);
  if ((given & lapsed_for(sim.world, id, all)) != 0) return of("product: an approval both given and lapsed", id.value);
  return "";
}

/// Filings under way of one model for one purpose are of different families, and each is for rules of its family.
std::string filings(const Simulation& sim, const Vendor& vendor) {
  const RuleList& list = sim.filing_rules_of(vendor.bloc);
  std::set<std::pair<std::uint32_t, unsigned>> seen;
  for (FilingId id = vendor.filings; id; id = sim.world.at(id).next_of_vendor) {
    const Filing& filing = sim.world.at(id);
    if (filing.tracks == 0) return of("filing: on no track", id.value);
    if (filing.purpose == FilingPurpose::variant) continue;
    if (filing.rules == 0) return of("filing: for no rule", id.value);
    bool alike = true;
    each_rule(filing.rules, [&](std::size_t r) { alike &= list.rules[r].family == filing.family; });
    if (!alike && filing.purpose != FilingPurpose::reapproval) return of("filing: for rules of two families", id.value);
    if (filing.purpose == FilingPurpose::release && !seen.emplace(filing.model.value, filing.family).second)
      return of("filing: a second one of its family", id.value);
  }
  return "";
}

}  // namespace

std::string what_is_wrong_in_approvals(const Simulation& sim) {
  for (const Vendor& vendor : sim.world.vendors) {
    if (!vendor.active) continue;
    if (vendor.product)
      if (std::string problem = product(sim, vendor.product); !problem.empty()) return problem;
    if (std::string problem = filings(sim, vendor); !problem.empty()) return problem;
  }
  return "";
}

}  // namespace poldyn::lab
