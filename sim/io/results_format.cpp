#include "sim/io/results_format.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/io/h5_conventions.h"

namespace poldyn::results {

std::string_view dimension_of(Axis axis) {
  switch (axis) {
    case Axis::none:
      return "";
    case Axis::domain:
      return "domain";
    case Axis::stage:
      return "stage";
    case Axis::cause:
      return "cause";
    case Axis::channel:
      return "channel";
    case Axis::heading:
      return "heading";
    case Axis::group:
      return "group";
    case Axis::other_bloc:
      return "other_bloc";
    case Axis::filing_cohort:
      return "filing_cohort";
    case Axis::filing_end:
      return "filing_end";
    case Axis::project_cohort:
      return "project_cohort";
    case Axis::project_end:
      return "project_end";
    case Axis::stratum:
      return "stratum";
  }
  return "";
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

h5::Attributes attributes_of(const MetricRow& row) {
  // In "days" xarray would turn every length of time into timedelta64; "d" is the same unit and stays a number.
  const std::string_view units = row.unit == Unit::day ? "d" : info(row.unit).udunits;
  h5::Conventions conventions{.units = std::string(units), .long_name = std::string(row.meaning)};
  if (std::isfinite(row.valid.low)) conventions.valid_min = row.valid.low;
  if (std::isfinite(row.valid.high)) conventions.valid_max = row.valid.high;
  const auto add = [&](const char* name, std::string_view text) {
    if (!text.empty()) conventions.more.push_back({name, std::string(text)});
  };
  add("unit_symbol", info(row.unit).symbol);
  add("formula", row.formula);
  add("source", row.source);
  return h5::attributes_of(conventions, h5::Type::f64);
}

void CombinedFingerprint::add_byte(std::uint64_t byte) { hash_ = (hash_ ^ (byte & 0xFFU)) * 0x100000001B3U; }

void CombinedFingerprint::add(RunStatus status, std::uint64_t fingerprint) {
  add_byte(static_cast<std::uint64_t>(status));
  for (unsigned shift = 0; shift < 64; shift += 8) add_byte(fingerprint >> shift);
}

std::string hex(std::uint64_t fingerprint) { return fmt::format("{:016x}", fingerprint); }

}  // namespace poldyn::results
