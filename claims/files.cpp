#include "claims/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "analysis/measure.h"

namespace poldyn::analysis {

ArmFile::ArmFile(const std::filesystem::path& file) : file_(file), arms_(file_.file().read<std::string>("base")) {
  points_ = arms_.empty() ? 0 : file_.points() / arms_.size();
  const auto bases = file_.file().read<std::int32_t>("parameters/base_index");
  for (std::size_t p = 0; p < bases.size(); ++p)
    if (static_cast<std::size_t>(bases[p]) != p / points_)
      throw std::logic_error("points of a claims campaign are not in the order of their sides");
}

std::size_t ArmFile::failed() const {
  const auto failed = file_.failed();
  return static_cast<std::size_t>(std::count(failed.begin(), failed.end(), true));
}

std::size_t ArmFile::failed(const std::string& arm) const {
  const auto failed = file_.failed();
  const auto length = static_cast<std::ptrdiff_t>(points_ * replicates());
  const auto begin = failed.begin() + static_cast<std::ptrdiff_t>(place_of(arm)) * length;
  return static_cast<std::size_t>(std::count(begin, begin + length, true));
}

bool ArmFile::has(const std::string& arm) const { return std::find(arms_.begin(), arms_.end(), arm) != arms_.end(); }

std::size_t ArmFile::place_of(const std::string& arm) const {
  const auto at = std::find(arms_.begin(), arms_.end(), arm);
  if (at == arms_.end()) throw std::out_of_range(fmt::format("no runs of the side '{}'", arm));
  return static_cast<std::size_t>(at - arms_.begin());
}

std::vector<double> ArmFile::values(const std::string& measure, const std::string& arm, std::size_t point) const {
  auto found = read_.find(measure);
  if (found == read_.end()) found = read_.emplace(measure, Measure(measure).values_at_all(file_)).first;
  const std::size_t first = (place_of(arm) * points_ + point) * replicates();
  const auto begin = found->second.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(replicates())};
}

std::vector<double> ArmFile::column(const std::string& factor, const std::string& arm) const {
  const std::string path = "parameters/" + factor;
  if (!file_.file().has_variable(path)) return std::vector<double>(points_, no_value);
  const auto values = file_.file().read<double>(path);
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(place_of(arm) * points_);
  return {begin, begin + static_cast<std::ptrdiff_t>(points_)};
}

const ArmFile& SpaceFiles::longest_with(const std::string& arm) const {
  for (auto at = files_.rbegin(); at != files_.rend(); ++at)
    if (at->has(arm)) return *at;
  throw std::out_of_range(fmt::format("no runs of the side '{}'", arm));
}

std::size_t SpaceFiles::points(const std::vector<std::string>& arms) const {
  std::size_t least = points();
  for (const auto& arm : arms) least = std::min(least, longest_with(arm).points());
  return least;
}

std::vector<double> SpaceFiles::values(const std::string& measure, const std::string& arm, std::size_t point) const {
  return longest_with(arm).values(measure, arm, point);
}

std::vector<double> SpaceFiles::column(const std::string& factor, const std::string& arm) const {
  return longest_with(arm).column(factor, arm);
}

std::vector<double> SpaceFiles::column(const std::string& factor) const {
  for (auto file = files_.rbegin(); file != files_.rend(); ++file)
    for (const auto& arm : file->arms()) {
      auto values = file->column(factor, arm);
      if (std::none_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); })) continue;
      values.resize(points(), no_value);
      return values;
    }
  return std::vector<double>(points(), no_value);
}

}  // namespace poldyn::analysis
