#include "app/show/show_sides.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/around.h"
#include "analysis/study.h"
#include "app/console/failure.h"
#include "app/console/numbers.h"
#include "app/console/text_table.h"
#include "app/runs/scenario_side.h"
#include "sim/base/printable.h"
#include "sim/reading/nearest.h"
#include "sim/reading/scenario_file.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

void require_points(const results::Reader& file, const fs::path& name, const std::vector<std::uint64_t>& points) {
  if (points.empty() && file.points() != 1)
    throw Failure(Exit::usage, fmt::format("{} holds {} scenarios: --point N picks one, repeatedly several; by itself "
                                           "it is shown as a whole",
                                           name.string(), file.points()));
  for (const std::uint64_t point : points)
    if (point >= file.points())
      throw Failure(Exit::usage,
                    fmt::format("--point {}: {} has the points 0 to {}", point, name.string(), file.points() - 1));
}

/// "point 3: reviewers 12, review_time 20 d", of a point among several.
std::string point_text(const results::Reader& file, std::size_t point) {
  const analysis::Study study = analysis::study_of(file);
  std::string text = fmt::format("point {}", point);
  if (study.bases.size() > 1) text += ", " + study.bases[study.base_of[point]];
  std::string factors;
  for (const auto& factor : study.factors)
    if (const std::string value = factor.shown(point); !value.empty())
      factors += fmt::format("{}{} {}", factors.empty() ? ": " : ", ", factor.name, value);
  return text + factors;
}

ShownSide side_at(const std::shared_ptr<const results::Reader>& file, const fs::path& name, std::size_t point) {
  ShownSide made{file, point, analysis::side_of(file)};
  auto [text, settings] = file->point_scenario(point);
  Reading reading = read_scenario_text(text, name.string() + ":/scenario", settings);
  if (reading.ok()) describe(made.side, std::make_shared<const Scenario>(std::move(reading.scenario)));
  analysis::average_over(made.side, analysis::mean_span(made.side.warmup, {}));
  made.side.name = name.string();
  if (file->points() > 1) made.side.name += ", " + point_text(*file, point);
  return made;
}

std::string name_of(const ShownSide& shown, std::size_t bloc) {
  const analysis::Side& side = shown.side;
  const std::string of = side.blocs.size() > 1 ? "bloc " + side.blocs[bloc] + " of " : "";
  const std::string title = shown.file->points() > 1 ? "" : ": " + side.title;
  return fmt::format("{}{}{} ({})", of, side.name, title, counted(side.runs, "run"));
}

}  // namespace

std::vector<double> ShownSide::values(const std::string& path) const {
  h5::Shape shape = file->file().shape(path), start(shape.size(), 0);
  start.front() = point;
  shape.front() = 1;
  return file->file().read_block<double>(path, start, shape);
}

std::vector<ShownSide> shown_sides(const std::vector<fs::path>& files, const std::vector<std::uint64_t>& points) {
  std::vector<ShownSide> made;
  for (const fs::path& name : files) {
    const auto file = std::make_shared<const results::Reader>(name);
    require_points(*file, name, points);
    if (points.empty()) made.push_back(side_at(file, name, 0));
    for (const std::uint64_t point : points) made.push_back(side_at(file, name, point));
  }
  return made;
}

std::vector<Subject> subjects_of(const std::vector<ShownSide>& sides, const std::string& bloc, std::size_t& left_out) {
  std::vector<Subject> made;
  std::vector<std::string> known;
  for (std::size_t s = 0; s < sides.size(); ++s)
    for (std::size_t b = 0; b < sides[s].side.blocs.size(); ++b) {
      known.push_back(sides[s].side.blocs[b]);
      if (bloc.empty() || known.back() == bloc) made.push_back({s, b, "", name_of(sides[s], b), plot::Ink::plain});
    }
  if (made.empty())
    throw Failure(Exit::usage, fmt::format("no file has a bloc '{}'; {}", bloc, suggestion(bloc, known)));
  left_out = made.size() - std::min(made.size(), plot::most_sides);
  made.resize(made.size() - left_out);
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i].ink = plot::ink_of(i);
    if (made.size() > 1) made[i].letter = analysis::side_letter(i);
  }
  return made;
}

std::vector<analysis::Side> as_sides(const std::vector<ShownSide>& sides) {
  std::vector<analysis::Side> made;
  for (const ShownSide& one : sides) made.push_back(one.side);
  return made;
}

std::string legend(const std::vector<Subject>& subjects, std::size_t left_out, std::size_t width) {
  std::string text;
  for (const Subject& one : subjects) {
    const std::string letter = one.letter.empty() ? "" : one.letter + " = ";
    text += letter + wrapped(printable_line(one.name), width - std::min(width, letter.size()), letter.size()) + "\n";
  }
  if (left_out > 0)
    text += wrapped(fmt::format("{} not drawn: more than {} cannot be told apart; --bloc NAME and fewer files choose.",
                                counted(left_out, "more bloc"), plot::most_sides),
                    width) +
            "\n";
  return text;
}

}  // namespace poldyn::app
