#pragma once

#include <string>
#include <vector>

#include "app/report/finding.h"

namespace poldyn::app {

/// The answer in three sentences or fewer, made from the numbers: time, quantity, capability; of results that have none
/// of these the first rows that exist. Of one side what it is like. `**` stands about what is stressed.
std::vector<std::string> answer_of(const ReportMaterial& material, const std::vector<Finding>& findings);

/// What a report is not, and how many facts the model hits and misses if they were looked at.
std::string standing_line(const ReportMaterial& material);

}  // namespace poldyn::app
