#pragma once

#include <string>

#include "claims/claims.h"
#include "claims/output.h"
#include "claims/thresholds.h"

namespace poldyn::app {

/// What the report says about the runs.
struct ClaimsRuns {
  analysis::ClaimsOrigin origin;
  std::string claims_hash;  ///< of the claims file
  std::uint64_t seed = 0;
  ClaimPlan plan;
  std::size_t runs = 0, failed = 0;
  std::vector<AskedThreshold> asked;  ///< thresholds that are not the file's
};

std::string claims_text(const analysis::ClaimsResult& result, const ClaimsRuns& runs, bool details, std::size_t width);
/// What `--list` prints.
std::string claims_list(const ClaimsFile& file, std::size_t width);

}  // namespace poldyn::app
