#include "sim/experiment/csv_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/observe/result_names.h"

namespace poldyn::columns {

std::string joined(Names names) { return fmt::format("{}", fmt::join(names, ",")); }

std::vector<std::string_view> taken() {
  std::vector<std::string_view> made;
  const auto add = [&](Names names) {
    for (const auto name : names)
      if (std::find(made.begin(), made.end(), name) == made.end()) made.push_back(name);
  };
  const auto coordinates = results::root_coordinates();
  for (const Names names : {Names(export_begins), Names(export_base), Names(export_ends), Names(point_begins),
                            Names(run_ends), Names(coordinates)})
    add(names);
  return made;
}

}  // namespace poldyn::columns
