#pragma once

#include "sim/base/ids.h"
#include "sim/base/sim_time.h"

namespace poldyn {

/// A running contract of a public buyer.
struct Contract {
  std::uint32_t generation = 0;
  VendorId vendor;
  BlocId bloc;
  RegionId region;
  double rate = 0;  ///< M$ per year
  SimTime ends{};
  ContractId previous;  ///< neighbours in the list of its vendor's
  ContractId next;
  std::uint32_t place = 0;  ///< in its region's list, Bloc::region_contracts
};

}  // namespace poldyn
