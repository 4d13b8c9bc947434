#include "sim/policy/filing_rule.h"

namespace poldyn {

FilingRule common_part(const RegistrationRule& common) {
  FilingRule made;
  made.light_track = common.light_track ? "light" : made.track;
  made.change_track = common.change_track;
  made.renewal_track = common.renewal_track;
  made.change_bits = common.change_bits;
  made.change_oom = common.change_oom;
  made.notification = common.notification;
  made.validity = common.validity;
  made.renewal_lead = common.renewal_lead;
  made.existing = common.existing;
  made.transition = common.transition;
  return made;
}

FilingRule registration_as_rule(const RegistrationRule& registration) {
  FilingRule made = common_part(registration);
  made.in_force = registration.who != WhoFiles::nobody;
  if (registration.who == WhoFiles::public_facing) made.public_facing = RuleFacing::yes;
  if (registration.who == WhoFiles::above_threshold) made.compute_above = registration.threshold_oom;
  return made;
}

}  // namespace poldyn
