#include "app/show/show_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "analysis/paths.h"
#include "app/console/numbers.h"
#include "app/console/text_table.h"
#include "app/glossary/glossary.h"
#include "app/metrics/band_words.h"
#include "app/metrics/survivors.h"
#include "app/plot/bars.h"
#include "app/plot/curves.h"

namespace poldyn::app {
namespace {

using analysis::LabelledMetric;

constexpr std::array<std::string_view, 4> usual_paths{
    "metrics/iteration/idea_to_deployment", "metrics/capability/frontier", "metrics/fragmentation/hill_q1_lineages",
    "metrics/fragmentation/design_diversity"};
constexpr std::size_t most_usual = 4;
constexpr std::size_t rows_alone = 16, rows_of_panel = 10;
constexpr std::size_t least_panel = 37;  // columns; of two with a gap, 76
constexpr std::size_t panel_gap = 2;
constexpr double years_from = 2 * days_per_year;  // longer runs are told in years

/// The rows that this side's file has of a metric, at a label, of one bloc: (run, time) or (run).
std::vector<double> values_of(const ShownSide& shown, const LabelledMetric& asked, std::size_t bloc) {
  const analysis::Side& side = shown.side;
  std::vector<double> made;
  if (!analysis::has(side, asked.about)) return made;
  const auto place = analysis::place_of(side, asked, bloc);
  const std::vector<double> all = shown.values(asked.about.path);
  const std::size_t times = analysis::is_sampled(asked.about) ? side.times.size() : 1;
  const std::size_t extent = all.size() / std::max<std::size_t>(1, side.runs * side.blocs.size() * times);
  if (!place || *place >= extent) return made;
  for (std::size_t run = 0; run < side.runs; ++run)
    for (std::size_t t = 0; t < times; ++t)
      made.push_back(all[((run * side.blocs.size() + bloc) * times + t) * extent + *place]);
  return made;
}

bool in_years(const RunPictures& pictures) {
  return std::any_of(pictures.sides.begin(), pictures.sides.end(), [](const ShownSide& one) {
    return !one.side.times.empty() && one.side.times.back() > years_from;
  });
}

analysis::PathBand band_of(const ShownSide& shown, const LabelledMetric& asked, std::size_t bloc) {
  const std::vector<double> values = values_of(shown, asked, bloc);
  const auto times = static_cast<std::ptrdiff_t>(shown.side.times.size());
  analysis::Paths paths;
  for (auto at = values.begin(); times > 0 && at != values.end(); at += times) paths.emplace_back(at, at + times);
  if (paths.empty()) paths.emplace_back(shown.side.times.size(), NAN);
  return analysis::band_of(paths);
}

plot::Curve curve_of(const RunPictures& pictures, const Subject& subject, analysis::PathBand band) {
  const ShownSide& shown = pictures.sides[subject.side];
  plot::Curve curve{subject.letter, subject.ink, shown.side.times, std::move(band.mean), {}, {}};
  for (double& at : curve.at) at /= in_years(pictures) ? days_per_year : 1;
  if (shown.side.runs > 1) curve.low = std::move(band.low), curve.high = std::move(band.high);
  return curve;
}

/// Dates at which rules change by date, of all sides.
std::vector<double> dates_of(const RunPictures& pictures) {
  std::vector<double> made;
  for (const ShownSide& one : pictures.sides)
    for (const double days : one.side.policy_dates) made.push_back(in_years(pictures) ? days / days_per_year : days);
  return made;
}

/// Adds its bands to `reach`.
void draw_panel(plot::Canvas& canvas, const plot::Box& box, const RunPictures& pictures, const LabelledMetric& asked,
                BandReach& reach) {
  std::vector<plot::Curve> curves;
  for (const Subject& subject : pictures.subjects) {
    analysis::PathBand band = band_of(pictures.sides[subject.side], asked, subject.bloc);
    reach = with_band(reach, band);
    curves.push_back(curve_of(pictures, subject, std::move(band)));
  }
  plot::draw_curves(canvas, box, {label(asked.about), in_years(pictures) ? "y" : "d", dates_of(pictures)}, curves);
}

std::string courses_text(const RunPictures& pictures, const std::vector<LabelledMetric>& rows, BandReach& reach) {
  if (pictures.width < plot::least_curve_columns + 1) return "Curves take 25 columns at least.\n";
  const bool two = rows.size() > 1 && pictures.width >= 2 * least_panel + panel_gap;
  const std::size_t across = two ? 2 : 1, height = rows.size() > 1 ? rows_of_panel : rows_alone;
  const std::size_t columns = two ? (pictures.width - panel_gap) / 2 : pictures.width;
  const std::size_t lines = (rows.size() + across - 1) / across;
  plot::Canvas canvas(pictures.width, lines * (height + 1) - 1, pictures.style);
  for (std::size_t i = 0; i < rows.size(); ++i)
    draw_panel(canvas, {i % across * (columns + panel_gap), i / across * (height + 1), columns, height}, pictures,
               rows[i], reach);
  return canvas.text();
}

std::string in_plain_words(const LabelledMetric& row, std::size_t width) {
  const std::string words = plain_words(row.about.path);
  return words.empty() ? "" : wrapped(row.about.name + ": " + words, width) + "\n";
}

/// What lines, bands and marks mean.
std::string how_to_read(const RunPictures& pictures, const BandReach& reach, std::size_t width) {
  std::size_t runs = 0;
  for (const ShownSide& one : pictures.sides) runs = std::max(runs, one.side.runs);
  std::string text = runs > 1 ? "Line: mean over the runs that have a value then." : "One run.";
  if (const std::string band = band_words(reach); !band.empty()) text += " Band around it: " + band + ".";
  if (!dates_of(pictures).empty())
    text += fmt::format(" {} on the axis: rules change.", pictures.style.ascii ? "^" : "▲");
  return wrapped(text, width) + "\n";
}

std::string dots_of(const RunPictures& pictures, const LabelledMetric& asked) {
  std::vector<plot::DotRow> rows{{.label = label(asked.about), .middle = NAN}};
  for (const Subject& subject : pictures.subjects) {
    const auto estimate = analysis::estimate(values_of(pictures.sides[subject.side], asked, subject.bloc));
    const std::string letter = subject.letter.empty() ? "mean" : subject.letter;
    if (estimate.n == 0)
      rows.push_back({.label = "  " + letter + ": no run has a value", .middle = NAN});
    else
      rows.push_back(
          {"  " + letter, subject.ink, estimate.mean, estimate.low(), estimate.high(), true, shown(estimate)});
  }
  if (std::all_of(rows.begin(), rows.end(), [](const plot::DotRow& row) { return std::isnan(row.middle); }))
    return wrapped(rows.front().label + ": no run has a value of it", pictures.width) + "\n";
  return plot::dots_text(rows, asked.about.symbol, pictures.width, pictures.style);
}

/// Estimates of the parts of a total with an axis, by its names; none if the side lacks it.
std::vector<analysis::Estimate> parts_of(const ShownSide& shown, const results::MetricInfo& about, std::size_t bloc,
                                         std::size_t parts) {
  std::vector<analysis::Estimate> made(parts);
  if (!analysis::has(shown.side, about)) return made;
  const std::vector<double> all = shown.values(about.path);
  const std::size_t blocs = shown.side.blocs.size();
  const std::size_t extent = all.size() / std::max<std::size_t>(1, shown.side.runs * blocs);
  for (std::size_t part = 0; part < std::min(parts, extent); ++part) {
    std::vector<double> values;
    for (std::size_t run = 0; run < shown.side.runs; ++run) values.push_back(all[(run * blocs + bloc) * extent + part]);
    made[part] = analysis::estimate(values);
  }
  return made;
}

plot::Bar bar_of(const std::string& group, const Subject& subject, const analysis::Estimate& estimate) {
  return {group, subject.letter, subject.ink, estimate.mean, shown(estimate)};
}

/// "A 0.98, B 0.67": of each subject the mean of a total; empty where nobody has it.
std::string shares_text(const RunPictures& pictures, std::string_view total) {
  const auto sides = as_sides(pictures.sides);
  const auto about = analysis::total_named(analysis::totals_of(sides), total);
  std::string text;
  if (!about) return text;
  for (const Subject& subject : pictures.subjects) {
    const auto share = analysis::estimate(values_of(pictures.sides[subject.side], {*about, ""}, subject.bloc));
    if (share.n == 0) continue;
    text += fmt::format("{}{}{:.2f}", text.empty() ? "" : ", ", subject.letter.empty() ? "" : subject.letter + " ",
                        share.mean);
  }
  return text;
}

/// What does not count in a mean over releases: of projects or, where a file does not count them, of filings.
std::string never_came_out(const RunPictures& pictures) {
  constexpr const char* begun = "What never came out is not in it: of ";
  if (const std::string text = shares_text(pictures, "deployed_within_year"); !text.empty())
    return fmt::format("{}projects that lead to something better, deployed within a year: {}.", begun, text);
  if (const std::string text = shares_text(pictures, "undecided_share"); !text.empty())
    return fmt::format("{}filings, without a decision at the end: {}.", begun, text);
  return "";
}

}  // namespace

std::vector<LabelledMetric> usual_courses(const std::vector<ShownSide>& sides) {
  const auto all = as_sides(sides);
  const auto rows = analysis::sampled_rows(analysis::totals_of(all));
  std::vector<LabelledMetric> made;
  for (const std::string_view path : usual_paths)
    for (const LabelledMetric& row : rows)
      if (row.about.path == path) made.push_back(row);
  if (made.empty())
    made.assign(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), most_usual)));
  return made;
}

std::string metrics_text(const RunPictures& pictures, const std::vector<LabelledMetric>& rows) {
  std::vector<LabelledMetric> sampled;
  std::string text, totals;
  for (const LabelledMetric& row : rows) {
    if (analysis::is_sampled(row.about))
      sampled.push_back(row);
    else
      totals += (totals.empty() ? "" : "\n") + dots_of(pictures, row);
  }
  BandReach reach;
  if (!sampled.empty()) text = courses_text(pictures, sampled, reach);
  if (!sampled.empty()) text += how_to_read(pictures, reach, pictures.width);
  if (rows.size() == 1) (sampled.empty() ? totals : text) += in_plain_words(rows.front(), pictures.width);
  if (!sampled.empty() && !totals.empty()) text += "\n";
  if (totals.empty()) return text;
  return text + totals + wrapped("Totals of runs: mean, and its 95 % interval.", pictures.width) + "\n";
}

std::string survivors_text(const RunPictures& pictures, const std::vector<LabelledMetric>& rows) {
  std::vector<std::string> released, others;
  for (const LabelledMetric& row : rows)
    (is_over_releases(row.about.name) ? released : others).push_back(row.about.name);
  const std::string lost = released.empty() ? "" : never_came_out(pictures);
  std::string text = survivors_note(others);
  if (!lost.empty())
    text += fmt::format("{}{}: mean over releases. {}", text.empty() ? "" : " ", fmt::join(released, ", "), lost);
  return text.empty() ? "" : wrapped(text, pictures.width) + "\n";
}

std::string delays_text(const RunPictures& pictures) {
  const auto sides = as_sides(pictures.sides);
  const auto about = analysis::total_named(analysis::totals_of(sides), "delay_by_cause");
  if (!about) return "";
  const auto with = std::find_if(sides.begin(), sides.end(), [&](const auto& side) { return has(side, *about); });
  const auto causes = analysis::places(*with, *about, 0);
  std::vector<std::vector<analysis::Estimate>> parts;
  for (const Subject& subject : pictures.subjects)
    parts.push_back(parts_of(pictures.sides[subject.side], *about, subject.bloc, causes.size()));
  std::vector<plot::Bar> bars;
  std::string absent;
  for (std::size_t cause = 0; cause < causes.size(); ++cause) {
    const bool any =
        std::any_of(parts.begin(), parts.end(), [&](const auto& of) { return of[cause].n > 0 && of[cause].mean != 0; });
    if (!any) absent += (absent.empty() ? "" : ", ") + causes[cause];
    for (std::size_t i = 0; any && i < parts.size(); ++i)
      bars.push_back(bar_of(causes[cause], pictures.subjects[i], parts[i][cause]));
  }
  if (bars.empty()) return "";
  std::string note = "Mean over releases, and its 95 % interval over runs.";
  if (const std::string lost = never_came_out(pictures); !lost.empty()) note += " " + lost;
  if (!absent.empty()) note += fmt::format(" No time went to: {}.", absent);
  const std::string title = label(*about) + ": what the time from project start to deployment was spent on";
  return wrapped(title, pictures.width, 2) + "\n" + plot::bars_text(bars, pictures.width, pictures.style) +
         wrapped(note, pictures.width) + "\n";
}

}  // namespace poldyn::app
