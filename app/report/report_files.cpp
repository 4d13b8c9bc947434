#include "app/report/report_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/compare/compare_sides.h"
#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "app/console/scenario_input.h"
#include "app/console/shipped_file.h"
#include "app/facts/judged_facts.h"
#include "app/metrics/metric_option.h"
#include "app/metrics/whole_gap.h"
#include "app/report/marks.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

/// Rows beside the headline of `compare`.
constexpr std::array<std::string_view, 2> further{"final_vendors", "final_robustness"};

void refuse_scenarios(const std::vector<std::filesystem::path>& files) {
  for (const auto& file : files)
    if (file.extension() == ".toml")
      throw Failure(Exit::usage, fmt::format("{} is a scenario, and a report is made from results: `poldyn run {} "
                                             "--replicates 40 -o FILE.h5` first",
                                             file.string(), file.string()));
}

/// Places of the bloc that is told of: of that name, or the first one that both sides have.
void choose_bloc(ReportMaterial& material, const std::string& name) {
  const auto& blocs = material.sides[0].blocs;
  const auto pairs = material.is_comparison() ? analysis::match(blocs, material.sides[1].blocs)
                                              : std::vector<std::pair<std::size_t, std::size_t>>{};
  if (material.is_comparison() && pairs.empty())
    throw Failure(Exit::usage,
                  fmt::format("the two files have no bloc in common, so there is nothing to compare: {} has {}; "
                              "{} has {}",
                              material.sides[0].name, fmt::join(blocs, ", "), material.sides[1].name,
                              fmt::join(material.sides[1].blocs, ", ")));
  std::size_t chosen = pairs.empty() ? 0 : pairs.front().first;
  if (!name.empty()) {
    const auto at = std::find(blocs.begin(), blocs.end(), name);
    if (at == blocs.end())
      throw Failure(Exit::usage, fmt::format("--bloc '{}': {} has no such bloc; {}", name, material.sides[0].name,
                                             suggestion(name, blocs)));
    chosen = static_cast<std::size_t>(at - blocs.begin());
  }
  material.told[0].bloc = chosen;
  if (!material.is_comparison()) return;
  const auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const auto& one) { return one.first == chosen; });
  if (pair == pairs.end())
    throw Failure(Exit::usage, fmt::format("--bloc '{}': {} has no such bloc", name, material.sides[1].name));
  material.told[1].bloc = pair->second;
}

analysis::ComparisonSettings judging_for(const ReportMaterial& material, const ReportOptions& options) {
  analysis::ComparisonSettings judging;
  judging.level = options.level;
  judging.between = stop_if_interrupted;
  const auto totals = analysis::totals_of(material.sides);
  for (const auto name : further)
    if (const auto about = analysis::total_named(totals, name); about && !analysis::has_axis(*about))
      judging.asked.push_back({*about, ""});
  if (!options.metrics.empty())
    judging.rows = with_whole_gaps(rows_asked(options.metrics, material.sides, false), material.sides);
  return judging;
}

/// What is counted over other spans of time cannot be set side by side in a sentence.
void refuse_other_spans(const std::vector<analysis::Side>& sides) {
  for (const auto& side : sides)
    if (side.horizon != sides[0].horizon || side.warmup != sides[0].warmup)
      throw Failure(
          Exit::usage,
          fmt::format(
              "{} runs for {} d after a warm-up of {} d, and {} for {} d after {} d: a report takes runs of one "
              "length; poldyn compare sets others side by side",
              sides[0].name, sides[0].horizon - sides[0].warmup, sides[0].warmup, side.name, side.horizon - side.warmup,
              side.warmup));
}

}  // namespace

ReportMaterial material_in_files(const ReportOptions& options, const std::string& command_line) {
  refuse_scenarios(options.files);
  if (options.files.size() < 2 && !options.metrics.empty())
    throw Failure(Exit::usage, "-m is of the differences, so it takes two files");
  ReportMaterial made;
  CompareOptions files;
  files.files = options.files;
  made.sides = sides_in_files(files);
  refuse_other_spans(made.sides);
  made.told = named_sides(made.sides);
  for (std::size_t i = 0; i < made.told.size(); ++i) made.told[i].file = made.sides[i].file;
  made.level = options.level;
  made.question = as_text(options.question);
  made.command_line = command_line;
  choose_bloc(made, options.bloc);
  if (made.is_comparison()) made.comparison = analysis::compare(made.sides, judging_for(made, options));
  if (!options.facts.empty()) made.facts = judged_facts(shipped_file("data/facts.toml"), options.facts);
  return made;
}

}  // namespace poldyn::app
