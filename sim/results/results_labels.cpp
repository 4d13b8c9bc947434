#include "sim/results/results_labels.h"

#include <fmt/format.h>

#include "sim/hdf5/h5_error.h"
#include "sim/reading/scenario_file.h"
#include "sim/results/results_format.h"

namespace poldyn::results {
namespace {

using Names = std::vector<std::string>;

/// The rows of a variable (bloc, place); a bloc with fewer places has empty names behind its own.
std::vector<Names> names_by_bloc(const Reader& result, const std::string& path, std::string_view dimension) {
  const h5::Reader& file = result.file();
  const h5::Shape shape = file.shape(path);
  if (shape != h5::Shape{result.blocs().size(), file.shape(dimension).front()})
    throw h5::NotReadable({file.path(), path, "read", fmt::format("it is not along bloc and {}", dimension), ""});
  const Names all = file.read<std::string>(path);
  std::vector<Names> made;
  for (auto at = all.begin(); at != all.end(); at += static_cast<std::ptrdiff_t>(shape[1])) {
    Names& own = made.emplace_back(at, at + static_cast<std::ptrdiff_t>(shape[1]));
    while (!own.empty() && own.back().empty()) own.pop_back();
  }
  return made;
}

}  // namespace

std::vector<std::string> Labels::of(std::string_view dimension, std::size_t bloc, std::size_t point) {
  const auto& names = in_file(dimension);
  if (names.size() == 1) return names.front();
  if (!names.empty()) return names.at(bloc);
  const AxisNames& read = in_scenario(point);
  return bloc < read.blocs.size() ? read.along(dimension, bloc) : Names{};
}

bool Labels::by_point(std::string_view dimension) { return in_file(dimension).empty(); }

const std::vector<Names>& Labels::in_file(std::string_view dimension) {
  if (const auto at = known_.find(dimension); at != known_.end()) return at->second;
  auto& made = known_[std::string(dimension)];
  const h5::Reader& file = result_.file();
  const std::string apart = name_variable(dimension);
  if (file.has_variable(apart))
    made = names_by_bloc(result_, apart, dimension);
  else if (file.has_variable(dimension) && file.type(dimension) == h5::Type::text)
    made = {file.read<std::string>(dimension)};
  return made;
}

const AxisNames& Labels::in_scenario(std::size_t point) {
  const std::size_t key = result_.has_design() ? result_.base_of(point) : point;
  if (const auto at = scenarios_.find(key); at != scenarios_.end()) return at->second;
  AxisNames& made = scenarios_[key];
  const auto [text, settings] = result_.point_scenario(point);
  const Reading reading = read_scenario_text(text, "/scenario", settings);
  if (reading.ok()) made = axis_names(reading.scenario);
  return made;
}

}  // namespace poldyn::results
