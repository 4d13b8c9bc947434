#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>

#include "app/commands/commands.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/metrics/metric_option.h"
#include "app/metrics/whole_gap.h"
#include "app/show/show_campaign.h"
#include "app/show/show_comparison.h"
#include "app/show/show_runs.h"
#include "sim/base/printable.h"
#include "sim/batch/campaign.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;
using analysis::LabelledMetric;

struct ShowOptions {
  std::vector<fs::path> files;
  std::vector<std::string> metrics;
  std::vector<std::uint64_t> points;
  std::string bloc, pivot;
  bool effects = false;
  bool delays = false;
};

plot::Style terminal_style() { return {.ascii = !in_utf8(), .colour = results_in_colour()}; }

void require_of_campaign(const ShowOptions& options, const char* option, bool given) {
  if (given)
    throw Failure(
        Exit::usage,
        fmt::format("{} is for the merged file of a sweep, alone and without --point; {}", option,
                    options.files.size() > 1 ? "several files are drawn over time" : "this is drawn over time"));
}

void show_runs(const ShowOptions& options) {
  require_of_campaign(options, "--pivot", !options.pivot.empty());
  require_of_campaign(options, "--effects", options.effects);
  RunPictures pictures{shown_sides(options.files, options.points), {}, terminal_style(), terminal_width()};
  std::size_t left_out = 0;
  pictures.subjects = subjects_of(pictures.sides, options.bloc, left_out);
  const auto sides = as_sides(pictures.sides);
  std::vector<LabelledMetric> rows;
  if (!options.metrics.empty())
    rows = with_whole_gaps(rows_asked(options.metrics, sides, true), sides);
  else if (!options.delays)
    rows = usual_courses(pictures.sides);
  std::string text = legend(pictures.subjects, left_out, pictures.width);
  if (!rows.empty()) text += "\n" + metrics_text(pictures, rows);
  const std::string delays = options.delays || options.metrics.empty() ? delays_text(pictures) : "";
  if (options.delays && delays.empty()) throw Failure(Exit::bad_data, "no file has a run with a release, so no delays");
  if (delays.empty()) text += survivors_text(pictures, rows);  // else said below the delays
  if (!delays.empty()) text += "\n" + delays;
  if (rows.empty() && delays.empty()) throw Failure(Exit::bad_data, "no file has anything over time; -m METRIC picks");
  print_picture(text);
}

/// Of the usual metrics the first that some run has.
std::vector<LabelledMetric> usual_response(const analysis::Study& study, const std::vector<analysis::Side>& sides) {
  const auto rows = analysis::headline_rows(analysis::totals_of(sides));
  for (const LabelledMetric& row : rows)
    for (std::size_t bloc = 0; bloc < study.blocs.size(); ++bloc)
      for (const double x : study.response(row.about.path, bloc, row.label))
        if (!std::isnan(x)) return {row};
  throw Failure(Exit::bad_data, "no run of this file has a value of the usual metrics; -m METRIC picks another");
}

std::vector<std::size_t> blocs_asked(const analysis::Study& study, const std::string& name) {
  std::vector<std::size_t> made;
  for (std::size_t bloc = 0; bloc < study.blocs.size(); ++bloc)
    if (name.empty() || study.blocs[bloc] == name) made.push_back(bloc);
  if (made.empty())
    throw Failure(Exit::usage, fmt::format("no bloc is called '{}'; {}", name, suggestion(name, study.blocs)));
  return made;
}

void show_campaign(const ShowOptions& options, const std::shared_ptr<const results::Reader>& file) {
  CampaignPictures pictures{analysis::study_of(*file), {}, terminal_style(), terminal_width()};
  pictures.blocs = blocs_asked(pictures.study, options.bloc);
  if (options.effects) pictures.most_factors = pictures.study.factors.size() + 1;
  const std::vector<analysis::Side> sides{analysis::side_of(file)};
  const auto rows =
      options.metrics.empty() ? usual_response(pictures.study, sides) : rows_asked(options.metrics, sides, false);
  const std::string pivot = options.pivot.empty() && !options.effects ? usual_pivot(pictures.study) : options.pivot;
  std::string text = wrapped(printable_line(pictures.study.title), pictures.width) + "\n\n";
  if (!pivot.empty()) text += pivot_text(pictures, rows, pivot);
  if (pivot.empty() || options.effects) text += (pivot.empty() ? "" : "\n") + effects_text(pictures, rows);
  print_picture(text);
}

void show_comparison(const ShowOptions& options) {
  if (!options.metrics.empty() || !options.bloc.empty() || !options.pivot.empty() || options.effects || options.delays)
    throw Failure(Exit::usage, "a comparison is shown as a whole; options are for the result files that it compared");
  print_picture(comparison_picture(options.files.front(), terminal_style(), terminal_width()));
}

void show(const ShowOptions& options) {
  if (options.files.size() == 1 && options.points.empty()) {
    if (is_comparison(options.files.front())) return show_comparison(options);
    const auto file = std::make_shared<const results::Reader>(options.files.front());
    if (file->points() > 1 && options.delays)
      throw Failure(Exit::usage, "--delays is of one scenario: --point N picks one of this file");
    if (file->points() > 1) return show_campaign(options, file);
  }
  show_runs(options);
}

}  // namespace

void add_show(CLI::App& program, Session&) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App& command = *program.add_subcommand("show", "Draw result files in the terminal");
  command.add_option("FILE", options->files, "result files, or one of merge or compare -o")
      ->required()
      ->expected(1, 1 << 20);
  command.add_option("-m,--metric", options->metrics, "what to draw, as 'pipeline/*'; repeatable")
      ->allow_extra_args(false)
      ->type_name("METRIC");
  command.add_option("--bloc", options->bloc, "this bloc alone")->check(not_empty())->type_name("NAME");
  command.add_option("--point", options->points, "of a sweep, this scenario over time; repeatable")
      ->allow_extra_args(false)
      ->check(whole_number(0, most_points))
      ->type_name("N");
  command.add_option("--pivot", options->pivot, "of a sweep, a table by two factors")
      ->check(not_empty())
      ->type_name("ROWS,COLUMNS");
  command.add_flag("--effects", options->effects, "of a sweep, means at each level of each factor");
  command.add_flag("--delays", options->delays, "what the time until deployment was spent on");
  command.footer(
      "Example: poldyn show a.h5 b.h5 -m frontier\n"
      "         poldyn show review.h5 --pivot reviewers,review_time\n\n"
      "Plain ASCII where the locale asks for it; NO_COLOR=1 leaves colours out.\n"
      "docs/show.md explains the pictures.");
  command.callback([options] { show(*options); });
}

}  // namespace poldyn::app
