#pragma once

#include <string>
#include <vector>

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// A whole in two parts over the years: a sampled share, and the rest.
struct ShareCourse {
  std::string path;         ///< "metrics/fragmentation/largest_lineage_share"
  std::string title;        ///< "By rank"
  std::string words, rest;  ///< what the two parts are
};

/// Areas that add up to the whole, a panel for each course and side: means of the runs that have a value then. Without
/// `wide` if no side has any of them.
ReportChart share_chart(const ReportMaterial& material, const std::string& id, const std::string& title,
                        const std::string& subtitle, const std::vector<ShareCourse>& courses);

}  // namespace poldyn::app
