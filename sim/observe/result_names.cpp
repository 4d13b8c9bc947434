#include "sim/observe/result_names.h"

#include <fmt/format.h>

#include "sim/observe/axes.h"

namespace poldyn::results {

std::string_view dimension_of(Axis axis) { return axis == Axis::none ? std::string_view{} : row_of(axis).dimension; }

std::string name_variable(std::string_view dimension) { return fmt::format("{}_name", dimension); }

std::vector<std::string_view> root_coordinates() {
  std::vector<std::string_view> made{"point", "replicate", "bloc", "time", "base", "base_index", "stage_name"};
  for (const AxisRow& row : axis_rows) made.push_back(row.dimension);
  return made;
}

bool has_variable(const MetricRow& row, const RunShape& shape) {
  return shape.extent(row.axis) > 0 || row.axis == Axis::stage;
}

std::string path_of(std::string_view group, const MetricRow& row) {
  return fmt::format("{}/{}/{}", group, row.family, row.name);
}

std::vector<std::string> dimensions_of(const MetricRow& row, bool sampled) {
  std::vector<std::string> names{"point", "replicate", "bloc"};
  if (sampled) names.emplace_back("time");
  if (row.axis != Axis::none) names.emplace_back(dimension_of(row.axis));
  return names;
}

void CombinedFingerprint::add_byte(std::uint64_t byte) { hash_ = (hash_ ^ (byte & 0xFFU)) * 0x100000001B3U; }

void CombinedFingerprint::add(RunStatus status, std::uint64_t fingerprint) {
  add_byte(static_cast<std::uint64_t>(status));
  for (unsigned shift = 0; shift < 64; shift += 8) add_byte(fingerprint >> shift);
}

std::string hex(std::uint64_t fingerprint) { return fmt::format("{:016x}", fingerprint); }

}  // namespace poldyn::results
