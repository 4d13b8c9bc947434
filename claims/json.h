#pragma once

#include <string>

#include "claims/report.h"

namespace poldyn::app {

/// The judgement as one object: what docs/claims_page.py makes the page of.
std::string claims_json(const analysis::ClaimsResult& result, const ClaimsRuns& runs, const ClaimsFile& file);

}  // namespace poldyn::app
