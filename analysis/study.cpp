#include "analysis/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/stats.h"
#include "sim/hdf5/h5_error.h"
#include "sim/results/results_labels.h"

namespace poldyn::analysis {
namespace {

template <class T>
T attribute_or(const h5::Reader& file, std::string_view object, const std::string& name, T otherwise) {
  const auto value = file.find_attribute(object, name);
  const T* found = value ? std::get_if<T>(&*value) : nullptr;
  return found ? *found : otherwise;
}

std::vector<std::string> listed(const h5::Reader& file, const std::string& path) {
  const auto value = file.find_attribute(path, "levels");
  if (!value) return {};
  if (const auto* one = std::get_if<std::string>(&*value)) return {*one};  // a list of one is stored as a scalar
  const auto* all = std::get_if<std::vector<std::string>>(&*value);
  return all ? *all : std::vector<std::string>();
}

/// Texts as places in a list, which grows by what it lacks.
void set_texts(Factor& factor, const std::vector<std::string>& texts) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < factor.levels.size(); ++i) places.emplace(factor.levels[i], i);
  for (const auto& text : texts) {
    if (text.empty()) {
      factor.values.push_back(no_value);
      continue;
    }
    const auto [at, is_new] = places.emplace(text, factor.levels.size());
    if (is_new) factor.levels.push_back(text);
    factor.values.push_back(static_cast<double>(at->second));
  }
}

Factor read_factor(const h5::Reader& file, const std::string& name) {
  const std::string path = "parameters/" + name;
  Factor factor;
  factor.name = name;
  factor.unit = attribute_or<std::string>(file, path, "unit_symbol", "");
  factor.meaning = attribute_or<std::string>(file, path, "long_name", "");
  factor.moves_with = attribute_or<std::string>(file, path, "moves_with", "");
  factor.is_number = file.type(path) != h5::Type::text;
  if (factor.is_number) {
    factor.values = file.read<double>(path);
  } else {
    factor.levels = listed(file, path);
    set_texts(factor, file.read<std::string>(path));
  }
  return factor;
}

bool varies(const Factor& factor) {
  double first = no_value;
  for (const double x : factor.values) {
    if (std::isnan(x)) continue;
    if (std::isnan(first)) first = x;
    if (x != first) return true;
  }
  return false;
}

/// By base, whether its points have one seed.
std::vector<bool> shared_numbers(const Study& study) {
  const auto seeds = study.file->file().read<std::uint64_t>("runs/seed");
  std::map<std::size_t, std::uint64_t> of_base;
  std::vector<bool> made(study.bases.size(), true);
  for (std::size_t run = 0; run < seeds.size(); ++run) {
    const std::size_t base = study.base_of[run / study.replicates];
    if (of_base.emplace(base, seeds[run]).first->second != seeds[run]) made[base] = false;
  }
  return made;
}

void read_design(Study& study) {
  const h5::Reader& file = study.file->file();
  study.design = attribute_or<std::string>(file, "parameters", "design", "");
  study.grid_levels = attribute_or<std::uint32_t>(file, "parameters", "grid_levels", 0);
  study.bases = file.read<std::string>("base");
  for (const std::int32_t base : file.read<std::int32_t>("parameters/base_index"))
    study.base_of.push_back(static_cast<std::size_t>(base));
  for (const auto& name : file.variables("parameters")) {
    if (name == "base_index") continue;
    Factor factor = read_factor(file, name);
    factor.place = study.factors.size() + study.constants.size();
    (varies(factor) ? study.factors : study.constants).push_back(std::move(factor));
  }
}

/// Reads one bloc of a metric some points at a time: samples of many runs are more than fits in memory.
class Column {
 public:
  Column(const results::Reader& file, const std::string& path, std::size_t bloc)
      : file_(file.file()), about_(file_.describe(path)), path_(path), bloc_(bloc), labels_(file) {
    const bool known = about_.shape.size() >= 3 && about_.dimensions[0] == "point" && about_.dimensions[2] == "bloc" &&
                       bloc < about_.shape[2];
    if (!known) throw h5::NotReadable({file_.path(), path, "read", "it is no metric by point, replicate and bloc", {}});
    sampled_ = about_.dimensions.size() > 3 && about_.dimensions[3] == "time";
    extent_ = about_.shape.size() > axes() ? about_.shape[axes()] : 1;
  }

  std::vector<double> all(const std::string& label, Span span) {
    std::vector<double> made;
    made.reserve(about_.shape[0] * about_.shape[1]);
    for (std::uint64_t from = 0; from < about_.shape[0]; from += step()) {
      const std::vector<double> block = read(from, span);
      for (std::size_t i = 0; i * extent_ < block.size(); ++i) {
        const std::size_t place = place_of(label, from + i / about_.shape[1]);
        made.push_back(place < extent_ ? block[i * extent_ + place] : no_value);
      }
    }
    return made;
  }

 private:
  std::size_t axes() const { return sampled_ ? 4 : 3; }
  std::uint64_t step() const {
    constexpr std::uint64_t most_numbers = 1U << 20;
    return std::max<std::uint64_t>(1, most_numbers / std::max<std::uint64_t>(1, size_of_point()));
  }
  std::uint64_t size_of_point() const { return about_.shape[1] * extent_ * (sampled_ ? about_.shape[3] : 1); }

  /// (point, replicate[, extra]) from one point on.
  std::vector<double> read(std::uint64_t from, Span span) {
    h5::Shape start(about_.shape.size(), 0), count = about_.shape;
    start[0] = from;
    count[0] = std::min(step(), about_.shape[0] - from);
    start[2] = bloc_;
    count[2] = 1;
    std::vector<double> values = file_.read_block<double>(path_, start, count);
    if (!sampled_) return values;
    if (times_.empty()) times_ = file_.read<double>("time");
    return span_means(values, times_, extent_, span);
  }

  /// Of a metric without axis the only one; beyond its end if the bloc has no such label.
  std::size_t place_of(const std::string& label, std::size_t point) {
    if (about_.shape.size() <= axes()) return label.empty() ? 0 : extent_;
    const std::string& axis = about_.dimensions.back();
    if (place_ && !labels_.by_point(axis)) return *place_;
    const auto names = labels_.of(axis, bloc_, point);
    const auto at = std::find(names.begin(), names.end(), label);
    place_ = at == names.end() ? extent_ : static_cast<std::size_t>(at - names.begin());
    return *place_;
  }

  const h5::Reader& file_;
  h5::Reader::Description about_;
  std::string path_;
  std::size_t bloc_;
  results::Labels labels_;
  bool sampled_ = false;
  std::size_t extent_ = 1;
  std::vector<double> times_;
  std::optional<std::size_t> place_;
};

}  // namespace

std::string Factor::shown(std::size_t point) const {
  const double x = values.at(point);
  if (std::isnan(x)) return "";
  if (!is_number) return levels.at(static_cast<std::size_t>(x));
  return unit.empty() ? fmt::format("{:.4g}", x) : fmt::format("{:.4g} {}", x, unit);
}

std::vector<double> Study::response(const std::string& metric_path, std::size_t bloc, const std::string& label,
                                    Span span) const {
  return Column(*file, metric_path, bloc).all(label, span);
}

std::vector<std::size_t> Study::points_of(std::size_t base) const {
  std::vector<std::size_t> made;
  for (std::size_t p = 0; p < points; ++p)
    if (base_of[p] == base) made.push_back(p);
  return made;
}

std::size_t Study::factor_named(std::string_view name) const {
  const auto at = std::find_if(factors.begin(), factors.end(), [&](const Factor& f) { return f.name == name; });
  return static_cast<std::size_t>(at - factors.begin());
}

Study study_of(const results::Reader& file) {
  Study study;
  study.file = &file;
  study.title = file.title();
  study.points = file.points();
  study.replicates = file.replicates();
  study.blocs = file.blocs();
  if (file.has_design()) {
    read_design(study);
  } else {
    study.bases = {""};
    study.base_of.assign(study.points, 0);
  }
  study.common_in = shared_numbers(study);
  study.common_random_numbers =
      std::find(study.common_in.begin(), study.common_in.end(), false) == study.common_in.end();
  return study;
}

}  // namespace poldyn::analysis
