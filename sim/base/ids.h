#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace poldyn {

/// Index into one of the world's vectors, typed so that a vendor's number cannot be taken for a model's.
template <class Tag>
struct Id {
  std::uint32_t value = std::numeric_limits<std::uint32_t>::max();
  constexpr Id() = default;
  constexpr explicit Id(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}
  constexpr explicit operator bool() const { return value != std::numeric_limits<std::uint32_t>::max(); }
  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
};

using BlocId = Id<struct BlocTag>;
using RegionId = Id<struct RegionTag>;  ///< position within its bloc
using VendorId = Id<struct VendorTag>;
using ModelId = Id<struct ModelTag>;    ///< a slot; slots of models that nothing refers to are used again
using FilingId = Id<struct FilingTag>;  ///< a slot, likewise
using OfficeId = Id<struct OfficeTag>;
using ContractId = Id<struct ContractTag>;
using ExperienceId = Id<struct ExperienceTag>;

}  // namespace poldyn
