#include "sim/results/results_format.h"

#include <cmath>

#include "sim/hdf5/h5_conventions.h"

namespace poldyn::results {

h5::Attributes attributes_of(const MetricRow& row) {
  h5::Conventions conventions{.units = std::string(info(row.unit).udunits), .long_name = std::string(row.meaning)};
  if (std::isfinite(row.valid.low)) conventions.valid_min = row.valid.low;
  if (std::isfinite(row.valid.high)) conventions.valid_max = row.valid.high;
  const auto add = [&](const char* name, std::string_view text) {
    if (!text.empty()) conventions.more.push_back({name, std::string(text)});
  };
  add("unit_symbol", info(row.unit).symbol);
  add("formula", row.formula);
  add("source", row.source);
  if (row.axis == Axis::stage) add("coordinates", name_variable(dimension_of(row.axis)));
  return h5::attributes_of(conventions, h5::Type::f64);
}

}  // namespace poldyn::results
