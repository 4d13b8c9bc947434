#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// How a project looks for a better design.
enum class SearchMode : std::uint8_t { keep, local, long_jump, imitate, adopt };

/// What a project found: the vendor's next design, and where it comes from.
struct Finding {
  std::uint64_t design = 0;
  double fitness = 0;
  std::uint64_t lineage = 0;
  BlocId root_bloc;
  double inherited_oom = 0;   ///< compute in adopted weights; -inf without
  bool adopted = false;       ///< in this project
  SearchMode mode{};
  bool foreign = false;       ///< what it took was of another bloc
};

/// Outcome of the vendor's present project. Draws from (search, vendor, project) and (base_choice, vendor, project).
Finding search(const Simulation& sim, const Vendor& vendor);

/// A design and its Landscape::worth.
struct Reached {
  std::uint64_t design = 0;
  std::uint64_t worth = 0;
};

/// Trials of one bit each, kept if fitter: `steps` of them. Returns the design reached. A local optimum stays.
Reached local_search(const Landscape& landscape, std::uint64_t design, std::int64_t steps, Stream& stream);

}  // namespace poldyn
