#include "sim/results/results_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "sim/hdf5/h5_error.h"
#include "sim/results/results_format.h"
#include "sim/results/results_shape.h"

namespace poldyn::results {
namespace {

std::string text_or_empty(const h5::Reader& file, std::string_view object, const std::string& name) {
  const auto value = file.find_attribute(object, name);
  const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
  return text == nullptr ? std::string() : *text;
}

void require_schema(const h5::Reader& file) {
  const auto fail = [&](std::string cause, std::string remedy) {
    throw h5::NotReadable({file.path(), {}, "read", std::move(cause), std::move(remedy)});
  };
  constexpr std::array<std::pair<const char*, const char*>, 3> others{
      {{"comparison", "a comparison"}, {"attribution", "an attribution"}, {"claims", "claims"}}};
  for (const auto& [group, what] : others)
    if (!file.has_variable("scenario") && !file.has_variable("base_scenario") && file.has_group(group))
      fail(fmt::format("it holds {}, and no runs", what), "poldyn report tells of it; of runs, give their own file");
  if (!file.find_attribute("/", "schema_version") ||
      (!file.has_variable("scenario") && !file.has_variable("base_scenario")))
    fail("this HDF5 file is no result of poldyn", "give a file that poldyn run wrote");
  const auto found = file.attribute<std::int32_t>("/", "schema_version");
  if (found > schema_version)
    fail(fmt::format("written by poldyn {} with schema version {}, this poldyn reads up to {}",
                     text_or_empty(file, "/", "poldyn_version"), found, schema_version),
         "use a newer poldyn");
  if (found < 1) fail(fmt::format("its schema version is {}, which never was", found), "the file is damaged");
}

MetricInfo describe(const h5::Reader& file, const std::string& path, const std::string& name) {
  MetricInfo metric{path, name, text_or_empty(file, path, "unit_symbol"), text_or_empty(file, path, "long_name"),
                    file.dimensions(path)};
  return metric;
}

}  // namespace

Reader::Reader(const std::filesystem::path& path, Shapes shapes) : file_(path) {
  require_schema(file_);
  if (shapes == Shapes::unknown) require_shapes(file_);
  points_ = file_.shape("point")[0];
  replicates_ = file_.shape("replicate")[0];
  blocs_ = file_.read<std::string>("bloc");
}

std::string Reader::text_attribute(const std::string& name) const { return file_.attribute<std::string>("/", name); }

std::vector<RunStatus> Reader::statuses() const {
  std::vector<RunStatus> statuses;
  for (const std::uint8_t status : file_.read<std::uint8_t>("runs/status"))
    statuses.push_back(static_cast<RunStatus>(status));
  return statuses;
}

std::vector<bool> Reader::failed() const {
  std::vector<bool> failed;
  for (const RunStatus status : statuses()) failed.push_back(status != RunStatus::ok);
  return failed;
}

Reader::PointScenario Reader::point_scenario(std::size_t point) const {
  if (!has_design()) return {file_.read_block<std::string>("scenario", {point}, {1}).front(), {}};
  PointScenario made{file_.read_block<std::string>("base_scenario", {base_of(point)}, {1}).front(), {}};
  const std::string lines = file_.read_block<std::string>("settings", {point}, {1}).front();
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    const std::string line = lines.substr(begin, end - begin);
    const std::size_t stroke = line.find(" = ");  // --set wants no blanks in the key
    made.settings.push_back(
        stroke == line.npos ? line : fmt::format("{}={}", line.substr(0, stroke), line.substr(stroke + 3)));
    begin = end + 1;
  }
  return made;
}

std::size_t Reader::base_of(std::size_t point) const {
  const auto base = file_.read_block<std::int32_t>("parameters/base_index", {point}, {1}).front();
  if (base < 0 || static_cast<std::uint64_t>(base) >= file_.shape("base_scenario").at(0))
    throw h5::NotReadable({file_.path(), "parameters/base_index", "read",
                           fmt::format("point {} has base {}, which is not there", point, base), ""});
  return static_cast<std::size_t>(base);
}

std::optional<std::uint64_t> Reader::seed_of(std::size_t point) const {
  const auto seeds = file_.read_block<std::uint64_t>("runs/seed", {point, 0}, {1, replicates_});
  const bool same = std::adjacent_find(seeds.begin(), seeds.end(), std::not_equal_to<>()) == seeds.end();
  return same && !seeds.empty() ? std::optional(seeds.front()) : std::nullopt;
}

std::vector<MetricInfo> Reader::totals() const { return metrics_in("totals"); }

std::vector<MetricInfo> Reader::sampled() const {
  std::vector<MetricInfo> found = metrics_in("metrics");
  std::erase_if(found, [](const MetricInfo& metric) { return metric.dimensions.size() != 4; });
  return found;
}

std::optional<MetricInfo> Reader::metric(const std::string& path) const {
  if (!file_.has_variable(path)) return std::nullopt;
  return describe(file_, path, path.substr(path.rfind('/') + 1));
}

std::vector<MetricInfo> Reader::metrics_in(const std::string& group) const {
  std::vector<MetricInfo> found;
  if (!file_.has_group(group)) return found;
  for (const auto& family : file_.groups(group))
    for (const auto& name : file_.variables(group + "/" + family))
      found.push_back(describe(file_, fmt::format("{}/{}/{}", group, family, name), name));
  return found;
}

}  // namespace poldyn::results
