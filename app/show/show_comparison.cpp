#include "app/show/show_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/side.h"
#include "app/console/numbers.h"
#include "app/console/text_table.h"
#include "app/metrics/survivors.h"
#include "app/plot/bars.h"
#include "sim/base/printable.h"
#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_reader.h"

namespace poldyn::app {
namespace {

/// Columns of the file, each as long as there are rows.
struct Rows {
  std::vector<std::string> name, unit, bloc;
  std::vector<std::int32_t> side;
  std::vector<std::uint8_t> reading;
  std::vector<double> baseline, mean, half_width;

  explicit Rows(const h5::Reader& file)
      : name(file.read<std::string>("comparison/name")),
        unit(file.read<std::string>("comparison/unit")),
        bloc(file.read<std::string>("comparison/bloc")),
        side(file.read<std::int32_t>("comparison/side_index")),
        reading(file.read<std::uint8_t>("comparison/reading")),
        baseline(file.read<double>("comparison/baseline_mean")),
        mean(file.read<double>("comparison/difference_mean")),
        half_width(file.read<double>("comparison/difference_half_width")) {
    const std::size_t rows = name.size();
    for (const std::size_t length :
         {unit.size(), bloc.size(), side.size(), reading.size(), baseline.size(), mean.size(), half_width.size()})
      if (length != rows)
        throw h5::NotReadable({file.path(), "comparison", "read", "its columns have different lengths", {}});
  }
  bool begins_group(std::size_t i) const { return i == 0 || bloc[i] != bloc[i - 1] || side[i] != side[i - 1]; }
  bool has_share(std::size_t i) const {
    return std::isfinite(baseline[i]) && baseline[i] != 0 && std::isfinite(mean[i]);
  }
};

constexpr double most_share = 150;  // per cent; one that is ten times as large would press all others together
constexpr std::uint8_t higher = 3, lower = 4;  // of comparison/reading; docs/format.md

plot::DotRow row_of(const Rows& rows, std::size_t i) {
  const double share = 100 / std::abs(rows.baseline[i]);
  const double half = rows.half_width[i] * share, middle = rows.mean[i] * share;
  const bool told = rows.reading[i] == higher || rows.reading[i] == lower;
  const std::string unit = rows.unit[i].empty() ? "" : " " + rows.unit[i];
  const std::string text = shown(analysis::Estimate{2, rows.mean[i], NAN, rows.half_width[i]}, true) + unit;
  const bool beyond = std::abs(middle) > most_share;
  const auto within = [](double x) { return std::clamp(x, -most_share, most_share); };
  return {"  " + rows.name[i],
          plot::Ink::plain,
          within(middle),
          beyond ? NAN : within(middle - half),
          beyond ? NAN : within(middle + half),
          told,
          text,
          beyond};
}

std::string sides_text(const h5::Reader& file, std::size_t width) {
  const auto files = file.read<std::string>("sides/file"), titles = file.read<std::string>("sides/title");
  std::string text;
  for (std::size_t i = 0; i < std::min(files.size(), titles.size()); ++i)
    text +=
        wrapped(printable_line(fmt::format("{} = {}: {}", analysis::side_letter(i), files[i], titles[i])), width, 4) +
        "\n";
  return text;
}

}  // namespace

bool is_comparison(const std::filesystem::path& file) {
  const h5::Reader reader(file);
  return reader.has_group("comparison") && reader.has_group("sides");
}

std::string comparison_picture(const std::filesystem::path& path, plot::Style style, std::size_t width) {
  const h5::Reader file(path);
  const Rows rows(file);
  std::vector<plot::DotRow> dots;
  std::vector<std::string> without;
  for (std::size_t i = 0; i < rows.name.size(); ++i) {
    if (rows.begins_group(i))
      dots.push_back({.label = fmt::format("{} - A, bloc {}",
                                           analysis::side_letter(static_cast<std::size_t>(std::max(0, rows.side[i]))),
                                           rows.bloc[i]),
                      .middle = NAN});
    if (rows.has_share(i))
      dots.push_back(row_of(rows, i));
    else if (std::find(without.begin(), without.end(), rows.name[i]) == without.end())
      without.push_back(rows.name[i]);
  }
  std::string note =
      "Differences in per cent of A, with their intervals; the number is in the metric's own unit. Hollow: these runs "
      "do not tell it from 0.";
  if (!without.empty())
    note += fmt::format(" No share of A, since A or the other has none or 0: {}.", fmt::join(without, ", "));
  if (const std::string survivors = survivors_note(rows.name); !survivors.empty()) note += " " + survivors;
  return sides_text(file, width) + "\n" + plot::dots_text(dots, "%", width, style) +
         wrapped(printable_line(note), width) + "\n";
}

}  // namespace poldyn::app
