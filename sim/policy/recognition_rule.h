#pragma once

#include <algorithm>

#include "sim/base/param.h"

namespace poldyn {

/// Approvals of other blocs that hold here, too.
struct RecognitionRule {
  std::vector<std::string> blocs;
  bool interfaces = false;

  static constexpr auto params() {
    using R = RecognitionRule;
    return std::to_array<ParamRow>({
        row<&R::blocs>("blocs", "blocs whose approvals count here as this bloc's own", by_design()),
        row<&R::interfaces>(
            "interfaces", "applications may call models that are deployed and approved in those blocs, weights or not",
            by_design()),
    });
  }
};

inline bool recognises(const RecognitionRule& rule, const std::string& bloc) {
  return std::find(rule.blocs.begin(), rule.blocs.end(), bloc) != rule.blocs.end();
}

}  // namespace poldyn
