#include "sim/batch/axis_map.h"

#include <algorithm>
#include <limits>

#include "sim/observe/axes.h"

namespace poldyn {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

AxisMap::AxisMap(const AxisNames& own, const AxisNames& all) {
  const auto place = [](const std::vector<std::string>& names, const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name);
    return at == names.end() ? none : static_cast<std::size_t>(at - names.begin());
  };
  for (const auto& name : all.blocs) blocs_.push_back(place(own.blocs, name));
  for (const AxisRow& axis : axis_rows)
    for (std::size_t bloc = 0; bloc < blocs_.size(); ++bloc) {
      Places& places = along_[axis.axis].emplace_back();
      if (blocs_[bloc] == none) continue;
      const auto mine = own.along(axis.axis, blocs_[bloc]);
      for (const auto& name : all.along(axis.axis, bloc)) places.push_back(place(mine, name));
    }
  along_[Axis::none].assign(blocs_.size(), Places{0});
}

void AxisMap::append(std::vector<double>& to, const std::vector<double>& values, const MetricRow& row,
                     const RunShape& own, const RunShape& all, bool sampled) const {
  const std::size_t times = sampled ? own.times : 1, all_times = sampled ? all.times : 1;
  const std::size_t extra = own.extent(row.axis), all_extra = all.extent(row.axis);
  for (std::size_t bloc = 0; bloc < all.blocs; ++bloc) {
    const Places& places = along_.at(row.axis)[bloc];
    for (std::size_t t = 0; t < all_times; ++t)
      for (std::size_t x = 0; x < all_extra; ++x) {
        const bool there = t < times && x < places.size() && places[x] != none;
        to.push_back(there ? values[(blocs_[bloc] * times + t) * extra + places[x]] : nan);
      }
  }
}

}  // namespace poldyn
