#include "analysis/discovery/box.h"

#include <algorithm>
#include <cmath>

namespace poldyn::analysis {

bool Range::free() const {
  return std::isinf(low) && std::isinf(high) && std::all_of(kept.begin(), kept.end(), [](bool k) { return k; });
}

bool Box::holds(const Points& points, std::size_t row) const {
  for (std::size_t f = 0; f < ranges.size(); ++f)
    if (!ranges[f].holds(points.columns[f].values[row])) return false;
  return true;
}

std::vector<Bound> Box::bounds() const {
  std::vector<Bound> made;
  for (std::size_t f = 0; f < ranges.size(); ++f) {
    const Range& range = ranges[f];
    if (range.free()) continue;
    if (!range.kept.empty()) made.push_back({f, Bound::Kind::levels});
    if (std::isfinite(range.low)) made.push_back({f, Bound::Kind::low});
    if (std::isfinite(range.high)) made.push_back({f, Bound::Kind::high});
  }
  return made;
}

std::vector<std::size_t> Box::factors() const {
  std::vector<std::size_t> made;
  for (std::size_t f = 0; f < ranges.size(); ++f)
    if (!ranges[f].free()) made.push_back(f);
  return made;
}

Box Box::without(const Bound& bound) const {
  Box made = *this;
  Range& range = made.ranges[bound.factor];
  if (bound.kind == Bound::Kind::levels) range.kept.clear();
  if (bound.kind == Bound::Kind::low) range.low = Range{}.low;
  if (bound.kind == Bound::Kind::high) range.high = Range{}.high;
  return made;
}

std::vector<std::size_t> inside(const Box& box, const Points& points, std::span<const std::size_t> rows) {
  std::vector<std::size_t> made;
  for (const std::size_t row : rows)
    if (box.holds(points, row)) made.push_back(row);
  return made;
}

Mass mass_of(const Points& points, std::span<const std::size_t> rows) {
  Mass made;
  for (const std::size_t row : rows) made.add(points.shares[row]);
  return made;
}

double explained(const Mass& part, const Mass& all) {
  const Mass rest = all - part;
  if (part.count <= 0 || rest.count <= 0) return 0;
  const double gap = part.mean() - rest.mean();
  return part.count * rest.count / all.count * gap * gap;
}

}  // namespace poldyn::analysis
