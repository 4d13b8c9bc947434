#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// What the rules that bind a model ask of its release, by rule.
struct ReleaseTerms {
  RuleMask file = 0;     ///< an approval, which it has not
  RuleMask inherit = 0;  ///< a notice: it is a small update of a product that is approved
  RuleMask notice = 0;   ///< a notice, whatever it is
  RuleMask later = 0;    ///< a filing once it is deployed

  bool is_filed() const { return file != 0; }
  bool is_notified() const { return (inherit | notice) != 0; }
};

/// Of a model that is not deployed yet.
ReleaseTerms terms_of(const Simulation& sim, ModelId model);
/// Of a candidate that is filed now. It was held since it had to be filed; that the product has come so near to it
/// meanwhile that a notice would do changes nothing.
ReleaseTerms terms_of_held(const Simulation& sim, ModelId model);
/// The longest wait after these notices, days.
double notice_days(const Simulation& sim, BlocId bloc, RuleMask rules);
/// Whether open weights of the model wait until it may be deployed: some rule that makes it wait covers them.
bool weights_wait(const Simulation& sim, BlocId bloc, const ReleaseTerms& terms);

/// The rules of a mask that are one filing: those of the family of its first.
RuleMask first_family(const RuleList& list, RuleMask rules);

}  // namespace poldyn
