#pragma once

#include <optional>

#include "sim/process/core/simulation.h"

namespace poldyn {

/// A filing that has come to its end: as it was, and how it ended. Its model is none if that is gone by now.
struct Decision {
  Filing filing;
  FilingEnd end{};
  bool tacit = false;  ///< an approval that a deadline gave, in part at least

  Decision(const Filing& as_it_was, FilingEnd how) : filing(as_it_was), end(how) {}
  bool approved() const { return end == FilingEnd::approved; }
};

}  // namespace poldyn
