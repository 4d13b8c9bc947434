#pragma once

#include <optional>
#include <vector>

#include "sim/process/core/simulation.h"

namespace poldyn {

/// A tender as it is opened.
struct Tender {
  BlocId bloc;
  RegionId region;
  GroupIndex group = common_group;        ///< of the region
  std::uint32_t ordinal = 0;              ///< in its bloc
  std::optional<std::uint32_t> category;  ///< kind of use that it asks an approval for, if it asks for one
};

/// The tender of this ordinal. Draws its region from (tender, bloc, ordinal) and its category from (category, bloc,
/// ordinal).
Tender draw_tender(const Simulation& sim, BlocId bloc, std::uint32_t ordinal);

/// Who a tender goes to without bids, since the state calls off from a contract that runs in the region: a holder of
/// one, in proportion to the contracts held there. None if it is an open tender, or if no holder is found that may
/// bid. Draws from (framework, bloc, ordinal).
VendorId call_off(const Simulation& sim, const Tender& tender);

/// Vendors invited: distinct offers of vendors that may bid, drawn evenly, by at most so many draws, or by how well
/// they are known. Draws from (tender, bloc, ordinal).
std::vector<VendorId> invite(const Simulation& sim, const Tender& tender);

}  // namespace poldyn
