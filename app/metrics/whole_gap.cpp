#include "app/metrics/whole_gap.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace poldyn::app {
namespace {

using analysis::LabelledMetric;
using results::MetricInfo;

constexpr std::array<std::string_view, 3> distance{"score_gap", "rating_gap", "score_lag"};
constexpr std::array<std::string_view, 2> spellings{"", "mean_"};  ///< over time, and per run

/// Place of a metric of this name in the list of either kind; nullptr if no side has it.
const MetricInfo* find(const std::vector<analysis::Side>& sides, const std::string& name, bool sampled) {
  for (const analysis::Side& side : sides)
    for (const MetricInfo& about : sampled ? side.sampled : side.totals)
      if (about.name == name) return &about;
  return nullptr;
}

bool has_row(const std::vector<LabelledMetric>& rows, const std::string& path) {
  return std::any_of(rows.begin(), rows.end(), [&](const LabelledMetric& row) { return row.about.path == path; });
}

}  // namespace

std::vector<LabelledMetric> with_whole_gaps(const std::vector<LabelledMetric>& rows,
                                            const std::vector<analysis::Side>& sides) {
  std::vector<LabelledMetric> made;
  for (const LabelledMetric& row : rows) {
    if (has_row(made, row.about.path) && row.label.empty()) continue;  // it came with another
    made.push_back(row);
    for (const std::string_view spelling : spellings) {
      const auto is_part = [&](std::string_view one) { return row.about.name == std::string(spelling).append(one); };
      if (std::none_of(distance.begin(), distance.end(), is_part)) continue;
      for (const std::string_view other : distance)
        if (const MetricInfo* about = find(sides, std::string(spelling).append(other), analysis::is_sampled(row.about));
            about != nullptr && !has_row(made, about->path))
          made.push_back({*about, ""});
    }
  }
  return made;
}

}  // namespace poldyn::app
