#include "app/show/show_campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/level_means.h"
#include "app/console/failure.h"
#include "app/console/numbers.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/metrics/survivors.h"
#include "app/plot/bars.h"
#include "app/plot/scale.h"
#include "sim/reading/nearest.h"
#include "sim/reading/trimmed.h"

namespace poldyn::app {
namespace {

using analysis::LabelledMetric;
using analysis::Levels;

constexpr std::size_t most_effect_levels = 6, most_pivot_levels = 8;
constexpr std::array<std::string_view, 5> shades{"··", "░░", "▒▒", "▓▓", "██"};
constexpr std::array<std::string_view, 5> plain_shades{"..", "--", "++", "%%", "##"};

std::vector<double> response_of(const CampaignPictures& pictures, const LabelledMetric& row, std::size_t bloc) {
  return pictures.study.response(row.about.path, bloc, row.label);
}

std::string heading(const CampaignPictures& pictures, const LabelledMetric& row, std::size_t bloc) {
  return label(row.about) + (pictures.study.blocs.size() > 1 ? ", bloc " + pictures.study.blocs[bloc] : "");
}

/// Runs of which nothing is in the picture.
std::string missing_text(const std::vector<double>& response) {
  const auto missing =
      static_cast<std::size_t>(std::count_if(response.begin(), response.end(), [](double x) { return std::isnan(x); }));
  return missing == 0 ? "" : fmt::format(" {} of {} runs have no value and are left out.", missing, response.size());
}

bool all_missing(const std::vector<double>& response) {
  return std::all_of(response.begin(), response.end(), [](double x) { return std::isnan(x); });
}

std::string nothing_text(const std::string& what) { return what + ": no run has a value of it\n"; }

std::vector<plot::DotRow> rows_of(const analysis::LevelEffect& effect) {
  std::vector<plot::DotRow> made{{.label = effect.levels.factor, .middle = NAN}};
  for (std::size_t level = 0; level < effect.means.size(); ++level) {
    const analysis::LevelMean& one = effect.means[level];
    const analysis::Estimate& d = one.deviation;
    if (one.points == 0) continue;
    made.push_back({"  " + effect.levels.names[level], plot::Ink::plain, d.mean, d.low(), d.high(),
                    d.low() > 0 || d.high() < 0, shown(d, true)});
  }
  return made;
}

std::vector<analysis::LevelEffect> ranked_effects(const CampaignPictures& pictures,
                                                  const std::vector<double>& response) {
  std::vector<analysis::LevelEffect> made;
  for (Levels& levels : analysis::all_levels(pictures.study, most_effect_levels))
    made.push_back(analysis::effect_of(response, pictures.study.replicates, std::move(levels)));
  std::stable_sort(made.begin(), made.end(), [](const auto& a, const auto& b) { return a.variance() > b.variance(); });
  return made;
}

std::string effects_note(const CampaignPictures& pictures, const std::vector<analysis::LevelEffect>& effects,
                         const std::vector<double>& response) {
  const bool by_replicate =
      std::all_of(effects.begin(), effects.end(), [](const auto& e) { return e.over_replicates; });
  std::string text = "Dots: mean at a level, everything else averaged, less the mean over all points. ";
  if (by_replicate && pictures.study.replicates < 2)
    text += "One replicate: no interval, so nothing says what is luck.";
  else
    text += fmt::format("Interval of 95 % over {}, each by itself; hollow: it holds 0.",
                        by_replicate ? "replicates" : "the points at that level, of the mean over all over replicates");
  const bool binned = std::any_of(effects.begin(), effects.end(), [](const auto& e) { return e.levels.binned; });
  if (binned) text += " Ranges hold about equally many points.";
  if (effects.size() > pictures.most_factors)
    text += fmt::format(" {} it less; --effects shows {}.",
                        effects.size() - pictures.most_factors == 1
                            ? std::string("1 more factor moves")
                            : fmt::format("{} more factors move", effects.size() - pictures.most_factors),
                        effects.size() - pictures.most_factors == 1 ? "it" : "them");
  return wrapped(text + missing_text(response), pictures.width) + "\n";
}

std::string effects_of(const CampaignPictures& pictures, const LabelledMetric& row, std::size_t bloc) {
  const std::vector<double> response = response_of(pictures, row, bloc);
  const std::string what = heading(pictures, row, bloc);
  if (all_missing(response)) return nothing_text(what);
  const auto effects = ranked_effects(pictures, response);
  const auto mean = analysis::overall(response, pictures.study.replicates);
  std::string text =
      wrapped(fmt::format("{}: {} over all {}", what, shown(mean), counted(pictures.study.points, "point")),
              pictures.width, 2) +
      "\n";
  std::vector<plot::DotRow> rows;
  for (std::size_t i = 0; i < std::min(effects.size(), pictures.most_factors); ++i)
    for (auto& one : rows_of(effects[i])) rows.push_back(std::move(one));
  return text + plot::dots_text(rows, row.about.symbol, pictures.width, pictures.style) +
         effects_note(pictures, effects, response);
}

/// The two names, in the order of the text.
std::pair<Levels, Levels> named_levels(const analysis::Study& study, const std::string& factors) {
  const auto all = analysis::all_levels(study, most_pivot_levels);
  std::vector<std::string> known;
  known.reserve(all.size());
  for (const Levels& one : all) known.push_back(one.factor);
  const std::size_t comma = factors.find(',');
  if (comma == factors.npos)
    throw Failure(Exit::usage, fmt::format("--pivot '{}': give two factors, as --pivot {}", factors,
                                           known.size() > 1 ? known[0] + "," + known[1] : "reviewers,review_time"));
  const auto find = [&](std::string_view name) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end())
      throw Failure(Exit::usage,
                    fmt::format("--pivot: no factor '{}' varies in this file; {}", name, suggestion(name, known)));
    return all[static_cast<std::size_t>(at - known.begin())];
  };
  auto rows = find(trimmed(std::string_view(factors).substr(0, comma))),
       columns = find(trimmed(std::string_view(factors).substr(comma + 1)));
  if (rows.factor == columns.factor) throw Failure(Exit::usage, "--pivot: rows and columns are the same factor");
  return {std::move(rows), std::move(columns)};
}

std::string shade_of(const plot::Style& style, const plot::Scale& scale, double x) {
  const auto& all = style.ascii ? plain_shades : shades;
  const auto place = scale.place(x);
  return std::string(all[place.value_or(0)]);
}

/// "216±4" beside its shade: blanks around the sign would cost columns.
std::string cell_text(const analysis::Estimate& estimate) {
  std::string text = shown(estimate), sign(plus_minus());
  if (const auto at = text.find(sign); at != text.npos) text.replace(at, sign.size(), trimmed(sign));
  return text;
}

std::string pivot_of(const CampaignPictures& pictures, const LabelledMetric& row, std::size_t bloc, const Levels& rows,
                     const Levels& columns) {
  const std::vector<double> response = response_of(pictures, row, bloc);
  const std::string what = heading(pictures, row, bloc);
  if (all_missing(response)) return nothing_text(what);
  const auto pivot = analysis::pivot_of(response, pictures.study.replicates, rows, columns);
  plot::Scale scale{INFINITY, -INFINITY, shades.size()};
  for (const auto& cell : pivot.cells)
    if (cell.n > 0) scale.low = std::min(scale.low, cell.mean), scale.high = std::max(scale.high, cell.mean);
  TextTable table{{""}, {}};
  for (const auto& name : columns.names) table.header.push_back(name);
  for (std::size_t r = 0; r < rows.names.size(); ++r) {
    table.rows.push_back({rows.names[r]});
    for (std::size_t c = 0; c < columns.names.size(); ++c) {
      const auto& cell = pivot.cells[r * columns.names.size() + c];
      table.rows.back().push_back(cell.n == 0 ? "-"
                                              : cell_text(cell) + " " + shade_of(pictures.style, scale, cell.mean));
    }
  }
  std::string note = "Mean, everything else averaged";
  if (pivot.over_replicates && pictures.study.replicates < 2)
    note += "; of one replicate there is no interval. The darker, the more.";
  else
    note += fmt::format(", and its 95 % interval over {}. The darker, the more.",
                        pivot.over_replicates ? "replicates" : "the points that lie there, if there are several");
  if (rows.binned || columns.binned) note += " Ranges hold about equally many points.";
  const std::string by = fmt::format("{} by {} (down) and {} (across)", what, rows.factor, columns.factor);
  return wrapped(by, pictures.width, 2) + "\n" + table.text(pictures.width) +
         wrapped(note + missing_text(response), pictures.width) + "\n";
}

std::string survivors_text(const std::vector<LabelledMetric>& rows, std::size_t width) {
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const LabelledMetric& row : rows) names.push_back(row.about.name);
  const std::string note = survivors_note(names);
  return note.empty() ? note : wrapped(note, width) + "\n";
}

}  // namespace

std::string effects_text(const CampaignPictures& pictures, const std::vector<LabelledMetric>& rows) {
  std::string text;
  for (const LabelledMetric& row : rows)
    for (const std::size_t bloc : pictures.blocs) text += (text.empty() ? "" : "\n") + effects_of(pictures, row, bloc);
  return text + survivors_text(rows, pictures.width);
}

std::string pivot_text(const CampaignPictures& pictures, const std::vector<LabelledMetric>& rows,
                       const std::string& factors) {
  const auto [down, across] = named_levels(pictures.study, factors);
  std::string text;
  for (const LabelledMetric& row : rows)
    for (const std::size_t bloc : pictures.blocs)
      text += (text.empty() ? "" : "\n") + pivot_of(pictures, row, bloc, down, across);
  return text + survivors_text(rows, pictures.width);
}

std::string usual_pivot(const analysis::Study& study) {
  const bool bases = study.bases.size() > 1;
  if (study.factors.size() + (bases ? 1 : 0) != 2) return "";
  return bases ? "base," + study.factors[0].name : study.factors[0].name + "," + study.factors[1].name;
}

}  // namespace poldyn::app
