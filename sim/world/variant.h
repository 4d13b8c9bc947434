#pragma once

#include <cstdint>

#include "sim/base/ids.h"

namespace poldyn {

using VariantId = Id<struct VariantTag>;

/// An entry in a registry that stands for no model of its own: a registered design filed again. Slots are used again.
struct Variant {
  std::uint32_t generation = 0;
  VendorId vendor;
  VariantId next;  ///< of the same vendor
};

/// What a vendor has of them.
struct VendorVariants {
  VariantId first;
  std::uint32_t held = 0;  ///< in the registry
  std::uint32_t under_review = 0;
  std::uint32_t considered = 0;  ///< ordinals given out
};

}  // namespace poldyn
