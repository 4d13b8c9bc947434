#pragma once

#include <optional>

#include "sim/process/designs/search_mode.h"

namespace poldyn {

/// What a project found: the vendor's next design, and where it comes from.
struct SearchOutcome {
  std::uint64_t design = 0;
  double fitness = 0;
  std::uint64_t lineage = 0;
  BlocId root_bloc;
  double inherited_oom = 0;  ///< compute in adopted weights; -inf without
  BlocId inherited_data;     ///< bloc on whose data it was spent
  bool adopted = false;      ///< in this project
  SearchMode mode{};
  Paradigm paradigm = 0;                  ///< of the design
  double retooling_oom = 0;               ///< compute lost by a change of paradigm
  std::optional<Paradigm> discovered{};   ///< by the project
  bool foreign = false;                   ///< what it took was of another bloc
  RequirementSet built_for = common_set;  ///< of what was adopted
  VendorId maker{};                       ///< of what was adopted
};

/// Outcome of the vendor's present project. Draws from (search, vendor, project) and (base_choice, vendor, project),
/// and from the streams of paradigms.h and programmes.h.
SearchOutcome search(const Simulation& sim, const Vendor& vendor);

/// A design and its Landscape::worth.
struct Reached {
  std::uint64_t design = 0;
  std::uint64_t worth = 0;
};

/// Trials of one bit each, kept if fitter: `steps` of them. Returns the design reached. A local optimum stays.
Reached local_search(const Landscape& landscape, std::uint64_t design, std::int64_t steps, Stream& stream);

}  // namespace poldyn
