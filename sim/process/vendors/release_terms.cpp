#include "sim/process/vendors/release_terms.h"

#include <algorithm>
#include <bit>

#include "sim/process/approval/clearances.h"
#include "sim/process/core/binding.h"

namespace poldyn {
namespace {

/// Whether the product's approval under a rule covers an update: it is too small to be filed again.
bool covers(const Simulation& sim, ModelId product, const Model& update, std::size_t r, const FilingRule& rule) {
  const Clearance& clearance = clearance_of(sim.world, product, r);
  if (!clearance.given || sim.world.at(product).status == ModelStatus::suspended) return false;
  if (update.paradigm != clearance.paradigm) return false;
  return !is_material(rule, std::popcount(update.design ^ clearance.design), update.mean_q - clearance.q);
}

}  // namespace

ReleaseTerms terms_of(const Simulation& sim, ModelId id) {
  const Model& model = sim.world.at(id);
  const Vendor& vendor = sim.world.at(model.vendor);
  const RuleList& list = sim.filing_rules_of(vendor.bloc);
  ReleaseTerms made;
  each_rule(binding(sim, model), [&](std::size_t r) {
    const FilingRule& rule = list.rules[r].rule;
    const Clearance& own = clearance_of(sim.world, id, r);
    if (own.given && !own.inherited) return;
    const bool small =
        sim.rules.mechanisms.material_change && vendor.product && covers(sim, vendor.product, model, r, rule);
    RuleMask& into = rule.duty == Duty::notice         ? made.notice
                     : small                           ? made.inherit
                     : rule.duty == Duty::registration ? made.later
                                                       : made.file;
    into |= mask_of(r);
  });
  return made;
}

ReleaseTerms terms_of_held(const Simulation& sim, ModelId id) {
  ReleaseTerms made = terms_of(sim, id);
  if (made.is_filed()) return made;
  made.file = with_duty(sim.filing_rules_of(sim.world.at(sim.world.at(id).vendor).bloc), made.inherit, Duty::approval);
  made.inherit = static_cast<RuleMask>(made.inherit & ~made.file);
  return made;
}

double notice_days(const Simulation& sim, BlocId bloc, RuleMask rules) {
  double days = 0;
  each_rule(rules, [&](std::size_t r) {
    days = std::max(days, sim.filing_rules_of(bloc).rules[r].rule.notification.count());
  });
  return days;
}

bool weights_wait(const Simulation& sim, BlocId bloc, const ReleaseTerms& terms) {
  bool wait = false;
  each_rule(terms.file | terms.inherit | terms.notice,
            [&](std::size_t r) { wait |= sim.filing_rules_of(bloc).rules[r].rule.covers_weights; });
  return wait;
}

RuleMask first_family(const RuleList& list, RuleMask rules) {
  const std::uint8_t family = list.rules[static_cast<std::size_t>(std::countr_zero(rules))].family;
  RuleMask made = 0;
  each_rule(rules, [&](std::size_t r) {
    if (list.rules[r].family == family) made |= mask_of(r);
  });
  return made;
}

}  // namespace poldyn
