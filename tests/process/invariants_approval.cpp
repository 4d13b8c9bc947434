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

/// Of an office whose reviewers come and go: one is always there, and who is in training is one of them and will be
/// trained.
std::string staff(const Simulation& sim, OfficeId id) {
  const Office& office = sim.world.at(id);
  const Staff& staff = sim.world.staffs[id.value];
  const StageRule& rule = sim.rules_of(office.bloc).stages[office.stage].rule;
  if (office.reviewers == 0 && rule.staffing.follows != StaffingTarget::none)
    return of("staff: an office without reviewers", id.value);
  if (staff.trained_at.size() > office.reviewers) return of("staff: more trainees than reviewers", id.value);
  for (const SimTime at : staff.trained_at)
    if (at < sim.now()) return of("staff: in training beyond its end", id.value);
  if (staff.hires < staff.joining || staff.dismissals < staff.leaving)
    return of("staff: more under way than were decided", id.value);
  if (staff.leaving > office.reviewers + staff.joining) return of("staff: more are to leave than there are", id.value);
  const StaffTally& t = staff.tally;
  const bool counted = t.vacancy_area >= 0 && t.trainee_area >= 0 && t.cost >= 0 && t.counted_to <= sim.now();
  if (!counted) return of("staff: integrals", id.value);
  if (sim.world.warm_since != SimTime{}) return "";
  if (t.hired + staff.joining != staff.hires) return of("staff: who was hired is not who joined or will", id.value);
  const std::uint64_t first = reviewers_of(rule);  // but of an office whose number a policy has changed
  if (sim.rules.policies.empty() && first + t.hired != office.reviewers + t.left)
    return of("staff: who came is not who left or is there", id.value);
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
  for (std::size_t i = 0; i < sim.world.staffs.size(); ++i)
    if (std::string problem = staff(sim, OfficeId{i}); !problem.empty()) return problem;
  return "";
}

}  // namespace poldyn::lab
