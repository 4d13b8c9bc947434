#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "app/attribute/rule_groups.h"
#include "app/compare/compare_options.h"

namespace poldyn::app {

/// The command line of `poldyn attribute`; what it shares with `poldyn compare` means the same.
struct AttributeOptions {
  CompareOptions runs;
  GroupingOptions grouping;
  std::string by = "layer";
  std::optional<std::size_t> orders;  ///< of each run; none: exact, where it can be
};

}  // namespace poldyn::app
