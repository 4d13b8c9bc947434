#pragma once

#include <string>
#include <vector>

#include "claims/claims_file.h"

namespace poldyn::app {

/// A smallest effect of interest that takes the place of the file's.
struct AskedThreshold {
  std::string id;              ///< of the effect: "C4.1"
  ClaimEffect effect;          ///< as the file has it
  double before = 0, now = 0;  ///< in the effect's own terms: of a ratio the logarithm
};

/// Puts "EFFECT=VALUE" texts into the claims. EFFECT is "C4.1", "C4" for all of its effects, or "C4: name", of which
/// the beginning will do; VALUE is a number above 0 in the effect's unit, which may stand behind it, or per cent of a
/// ratio. Throws Failure with the nearest name, and where none of the claims `ids` has an effect so named.
std::vector<AskedThreshold> ask_thresholds(const std::vector<std::string>& texts, const std::vector<std::string>& ids,
                                           ClaimsFile& file);

}  // namespace poldyn::app
