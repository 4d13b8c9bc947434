#pragma once

#include <cstdint>
#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// What random streams know of the names in a scenario, by place. Nothing else in a run reads a name, but to follow
/// another one that refers to it.
struct Identities {
  std::vector<std::uint64_t> blocs;
  std::vector<std::vector<std::uint64_t>> stages;  ///< by bloc
  std::vector<std::uint64_t> domains;
  std::vector<std::uint64_t> standards;
  std::vector<std::uint64_t> paradigms;
};

Identities identities_of(const Scenario& scenario);

}  // namespace poldyn
