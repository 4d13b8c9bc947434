#pragma once

#include <filesystem>
#include <string>

#include "claims/claims.h"

namespace poldyn::analysis {

/// Where a result comes from, for its reader.
struct ClaimsOrigin {
  std::string version, git_commit, command_line;
  std::string file;         ///< of the claims
  std::string fingerprint;  ///< of all runs
  bool quick = false;
};

/// Writes the effects of each claim at each point of the space, and the outcomes, as one HDF5 file that is also
/// netCDF-4; replaces what was there. Dimensions are claim, effect and point; docs/format.md lists the variables.
void write_claims(const ClaimsResult& result, const ClaimsOrigin& origin, const std::filesystem::path& output);

}  // namespace poldyn::analysis
