#include "sim/policy/scenario.h"

namespace poldyn {

std::vector<Fault> contradictions(const Scenario&) { return {}; }

}  // namespace poldyn
