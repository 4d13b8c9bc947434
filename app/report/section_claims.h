#pragma once

#include <string>

#include "app/report/exhibit.h"
#include "claims/saved_claims.h"

namespace poldyn::app {

/// What was found of each claim, and of its effects.
ReportSection claims_section(const analysis::SavedClaims& saved);

/// How many effects are shown, and how many are not, in a sentence.
std::string claims_sentence(const analysis::SavedClaims& saved);

}  // namespace poldyn::app
