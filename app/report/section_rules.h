#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// The rules in which two sides differ, old and new, with what each means; of one side nothing. At most 80 of them.
ReportSection rules_section(const ReportMaterial& material);
/// How many differ, and for how many of these no measured value is known.
struct RuleCount {
  std::size_t all = 0, assumed = 0;
};
RuleCount rule_count(const ReportMaterial& material);

}  // namespace poldyn::app
