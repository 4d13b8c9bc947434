#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// What a run keeps besides its metrics.
struct RecordRule {
  bool releases = false;
  bool filings = false;
  bool events = false;

  static constexpr auto params() {
    return std::to_array<ParamRow>({
        row<&RecordRule::releases>("releases", "keep a table of all releases with their delay ledgers"),
        row<&RecordRule::filings>("filings",
                                  "keep tables of all filings and projects: from when to when, and how each ended"),
        row<&RecordRule::events>("events", "keep the full log of events"),
    });
  }
};

}  // namespace poldyn
