#include "app/report/study_material.h"

#include <fmt/format.h>

#include <CLI/Error.hpp>
#include <algorithm>
#include <cmath>

#include "analysis/sensitivity/blocks.h"
#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "app/console/numbers.h"
#include "app/metrics/metric_option.h"
#include "app/report/marks.h"
#include "app/runs/resampling.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

using analysis::LabelledMetric;
using analysis::Study;

constexpr std::size_t usual_responses = 3, most_responses = 8;  // what one page can tell of
constexpr std::size_t most_bases = 4;

bool has_value(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

std::size_t bloc_named(const Study& study, const std::string& name) {
  if (name.empty()) return 0;
  const auto at = std::find(study.blocs.begin(), study.blocs.end(), name);
  if (at == study.blocs.end())
    throw Failure(Exit::usage,
                  fmt::format("--bloc '{}': the file has no such bloc; {}", name, suggestion(name, study.blocs)));
  return static_cast<std::size_t>(at - study.blocs.begin());
}

StudyResponse response_of(const StudyMaterial& material, const LabelledMetric& asked) {
  StudyResponse made{.asked = asked, .wording = wording_of(asked.about), .values = {}, .influence = {}};
  made.values = material.study.response(asked.about.path, material.bloc, asked.label);
  made.exists = has_value(made.values);
  return made;
}

/// Of the headline what some run has a value of: one of each theme first (speed, quantity, capability), then others.
std::vector<StudyResponse> usual(const StudyMaterial& material, const std::vector<analysis::Side>& sides) {
  std::vector<StudyResponse> made, others;
  for (const LabelledMetric& row : analysis::headline_rows(analysis::totals_of(sides))) {
    const Theme theme = wording_of(row.about).theme;
    const bool met = theme == Theme::other || std::any_of(made.begin(), made.end(), [&](const StudyResponse& one) {
                       return one.wording.theme == theme;
                     });
    auto& list = met ? others : made;
    if (list.size() == usual_responses) continue;
    if (StudyResponse one = response_of(material, row); one.exists) list.push_back(std::move(one));
  }
  for (StudyResponse& one : others)
    if (made.size() < usual_responses) made.push_back(std::move(one));
  if (!made.empty()) return made;
  const auto failed = material.file->failed();
  if (!failed.empty() && std::all_of(failed.begin(), failed.end(), [](bool one) { return one; }))
    throw Failure(Exit::bad_data, fmt::format("{}: all {} failed, so there is nothing to report", material.file_name(),
                                              counted(failed.size(), "run")));
  throw Failure(Exit::bad_data,
                fmt::format("{}: no run has a value of the usual totals; -m names another metric, and `poldyn export "
                            "{} --list` says which there are",
                            material.file_name(), material.file->file().path().string()));
}

std::vector<StudyResponse> responses_of(const StudyMaterial& material, const ReportOptions& options) {
  const std::vector<analysis::Side> sides{analysis::side_of(material.file)};
  if (options.metrics.empty()) return usual(material, sides);
  const auto rows = rows_asked(options.metrics, sides, false);
  if (rows.size() > most_responses)
    throw Failure(Exit::usage, fmt::format("-m finds {} metrics, and a page tells of {} at most: name fewer",
                                           rows.size(), most_responses));
  std::vector<StudyResponse> made;
  made.reserve(rows.size());
  for (const LabelledMetric& row : rows) made.push_back(response_of(material, row));
  return made;
}

/// By the method of the design or, of points that are not whole blocks of it, from the points as they are.
analysis::Influence influence_in(StudyMaterial& material, const StudyResponse& response, std::size_t base) {
  analysis::InfluenceSettings judging{material.level, 1000, resampler_for, false, false};
  try {
    return analysis::influence_of(material.study, base, response.values, judging);
  } catch (const analysis::DesignFault& fault) {
    judging.given_data = true;
    const std::string note =
        fmt::format("The points are taken as they are and not as blocks of their design, since {}.", fault.what());
    if (std::find(material.notes.begin(), material.notes.end(), note) == material.notes.end())
      material.notes.push_back(note);
    return analysis::influence_of(material.study, base, response.values, judging);
  }
}

void add_influence(StudyMaterial& material) {
  if (material.study.factors.empty()) return;
  for (StudyResponse& response : material.responses)
    for (const std::size_t base : material.bases) {
      stop_if_interrupted();
      if (response.exists) response.influence.push_back(influence_in(material, response, base));
    }
}

void add_discovery(StudyMaterial& material, const ReportOptions& options) {
  const Study& study = material.study;
  const BaseChoice bases = choose_bases(study, options.of, options.against);
  const StudyCondition condition =
      read_study_condition(options.where, analysis::side_of(material.file), !bases.against.empty());
  DiscoveryReport report{material.file_name(),
                         study.title,
                         options.where,
                         study.points,
                         study.replicates,
                         material.level,
                         discovery_input(study, condition, bases),
                         {}};
  analysis::DiscoveryOptions how;
  how.level = material.level;
  try {
    report.found = analysis::discover(report.input.points, report.input.outcomes, resampler_for("discover"), how);
  } catch (const analysis::NothingToDiscover& nothing) {
    throw Failure(Exit::bad_data,
                  fmt::format("{}: --where \"{}\": {}", material.file_name(), options.where, nothing.what()));
  }
  material.discovery = std::move(report);
}

/// Policies that were asked for must be there; of bases that nobody asked about the page says why they are not weighed.
void add_tradeoff(StudyMaterial& material, const ReportOptions& options) {
  TradeoffOptions how;
  how.file = options.files.front();
  how.policies = options.policies, how.metrics = options.goals, how.satisfy = options.satisfy;
  how.bloc = material.study.blocs[material.bloc];
  how.goal_option = "--goal";
  const bool asked = !options.policies.empty() || !options.goals.empty() || !options.satisfy.empty();
  if (asked) {
    material.tradeoff = tradeoff_of(how, *material.file, material.study);
    return;
  }
  if (material.study.bases.size() < 2) return;
  const auto not_weighed = [&](const std::string& why) {
    material.notes.push_back(
        fmt::format("The {} bases are not weighed against each other: {}.", material.study.bases.size(), why));
  };
  try {
    material.tradeoff = tradeoff_of(how, *material.file, material.study);
  } catch (const Failure& fault) {
    if (fault.exit() == Exit::interrupted) throw;
    not_weighed(fault.what());
  } catch (const CLI::ValidationError& fault) {
    not_weighed(fault.what());
  }
}

void choose_bases_told(StudyMaterial& material) {
  const std::size_t all = material.study.bases.size();
  for (std::size_t base = 0; base < std::min(all, most_bases); ++base) material.bases.push_back(base);
  if (all > most_bases)
    material.notes.push_back(
        fmt::format("Of {} bases the first {} are told of; `poldyn sensitivity --base NAME` tells "
                    "of another.",
                    all, most_bases));
}

void cover_factors(std::vector<analysis::Factor>& factors) {
  for (analysis::Factor& factor : factors) {
    for (std::string* text : {&factor.name, &factor.unit, &factor.meaning, &factor.moves_with}) cover(*text);
    cover(factor.levels);
  }
}

/// All texts of the file and of the user, which from here on are only shown, as they may stand among marks of ours.
void cover_texts(StudyMaterial& material) {
  cover(material.question);
  cover(material.study.title);
  cover(material.study.design);
  cover(material.study.blocs);
  cover(material.study.bases);
  cover_factors(material.study.factors);
  cover_factors(material.study.constants);
  if (material.discovery) {
    cover(material.discovery->where);
    cover(material.discovery->input.of);
    cover(material.discovery->input.against);
    cover_factors(material.discovery->input.factors);
    cover(material.discovery->input.notes);
  }
  cover(material.notes);
  if (!material.tradeoff) return;
  cover(material.tradeoff->crossing.policies);
  cover(material.tradeoff->notes);
  for (auto& condition : material.tradeoff->conditions) cover(condition.text);
  for (auto& one : material.tradeoff->set_aside) cover(one.metric);
  for (auto& unknown : material.tradeoff->crossing.unknowns) {
    cover(unknown.name);
    cover(unknown.shown);
  }
}

}  // namespace

StudyMaterial material_of_study(const ReportOptions& options, const std::string& command_line) {
  StudyMaterial made;
  made.file = std::make_shared<const results::Reader>(options.files.front());
  made.study = analysis::study_of(*made.file);
  made.level = options.level;
  made.question = options.question;
  made.command_line = command_line;
  made.bloc = bloc_named(made.study, options.bloc);
  choose_bases_told(made);
  made.responses = responses_of(made, options);
  if (!options.where.empty()) add_discovery(made, options);
  add_tradeoff(made, options);
  cover_texts(made);  // before influences, which quote levels and pairs of factors
  add_influence(made);
  return made;
}

std::vector<double> point_means(const StudyMaterial& material, const StudyResponse& response, std::size_t told) {
  std::vector<double> made;
  const std::size_t m = material.study.replicates;
  for (const std::size_t point : material.study.points_of(material.bases[told]))
    made.push_back(analysis::estimate(std::span(response.values).subspan(point * m, m)).mean);
  return made;
}

}  // namespace poldyn::app
