#include "app/runs/experiment_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "app/console/numbers.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/runs/run_size.h"
#include "sim/experiment/csv_columns.h"
#include "sim/observe/run_result.h"
#include "sim/reading/csv.h"
#include "sim/results/results_format.h"

namespace poldyn::app {
namespace {

std::string range_of(const Factor& factor) {
  if (!factor.values.empty()) {
    std::string text;
    constexpr std::size_t most = 6;
    for (std::size_t i = 0; i < std::min(factor.values.size(), most); ++i)
      text += (i > 0 ? ", " : "") + shown(factor.values[i]);
    return factor.values.size() > most ? text + fmt::format(", ... ({} values)", factor.values.size()) : text;
  }
  const auto& law = factor.law;
  const auto unit = info(factor.unit).symbol;
  std::string text;
  if (law.kind == InputKind::uniform || law.kind == InputKind::log_uniform)
    text = fmt::format("{} to {}", law.low, law.high);
  else if (law.kind == InputKind::triangular)
    text = fmt::format("triangular {} to {}, mode {}", law.low, law.high, law.mode);
  else
    text = fmt::format("{}, mean {:.6g}, sd {:.6g}", names_of<InputKind>.at(static_cast<std::size_t>(law.kind)),
                       law.mean, law.sd);
  if (!unit.empty()) text += fmt::format(" {}", unit);
  if (law.kind == InputKind::log_uniform) text += ", log scale";
  if (factor.levels > 0) text += fmt::format(", {} levels", factor.levels);
  return text;
}

const char* shared_text(SharedNumbers shared) {
  constexpr std::array<const char*, 3> words{"own random numbers", "common random numbers",
                                             "random numbers of their own for each row, common to bases"};
  return words[static_cast<std::size_t>(shared)];
}

std::size_t distinct_points(const Experiment& experiment) {
  std::set<std::uint64_t> ids;
  for (std::size_t p = 0; p < experiment.points(); ++p) {
    const std::uint64_t id = experiment.point_id(p);
    ids.insert(Experiment::run_id(id, experiment.seed_of(p, id), 0));
  }
  return ids.size();
}

std::string header_csv(const Experiment& experiment) {
  std::string line = columns::joined(columns::point_begins);
  for (const auto& factor : experiment.factors) line += "," + csv_field(factor.name);
  return line;
}

std::string point_csv(const Experiment& experiment, std::size_t point, std::uint64_t id) {
  std::string line =
      fmt::format("{},{},{}", point, results::hex(id), csv_field(experiment.bases[experiment.base_of(point)].name));
  for (std::size_t f = 0; f < experiment.factors.size(); ++f)
    line += "," + csv_field(value_text(experiment.value(point, f)));
  return line;
}

}  // namespace

std::string value_text(const FactorValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return {};
}

std::string experiment_summary(const Experiment& experiment, std::size_t width) {
  std::string text;
  const auto say = [&](std::string_view what, const std::string& words) {
    text += fmt::format("{:<9} {}\n", what, wrapped(words, width - 10, 10));
  };
  if (!experiment.title.empty()) say("title:", experiment.title);
  std::string bases;
  for (const auto& base : experiment.bases) bases += (bases.empty() ? "" : ", ") + base.name;
  say(experiment.bases.size() == 1 ? "base:" : "bases:", bases);
  for (const auto& factor : experiment.factors) {
    std::string words = fmt::format("{}: {}", factor.name, range_of(factor));
    if (factor.with) words += fmt::format(", in lockstep with {}", experiment.factors[*factor.with].name);
    say("factor:", words);
  }
  std::string design(names_of<DesignKind>.at(static_cast<std::size_t>(experiment.design)));
  std::replace(design.begin(), design.end(), '_', ' ');
  say("design:", experiment.note.empty() ? design : fmt::format("{}, {}", design, experiment.note));
  const std::size_t distinct = distinct_points(experiment);
  std::string points = fmt::format("{}", experiment.points());
  if (experiment.dropped() > 0) points += fmt::format("; {} more break a constraint", experiment.dropped());
  if (distinct < experiment.points()) points += fmt::format("; {} of them differ", distinct);
  say("points:", points);
  say("runs:", fmt::format("{}: {} of each, seed {}, {}", distinct * experiment.replicates,
                           counted(experiment.replicates, "replicate"), experiment.seed,
                           shared_text(experiment.shared_numbers)));
  say("record:", fmt::format("{} of {} totals, {} of {} sampled metrics", experiment.record.totals.size(),
                             total_metrics().size(), experiment.record.sampled.size(), sampled_metrics().size()));
  say("size:", size_text(size_of(experiment)));
  return text;
}

std::string experiment_points(const Experiment& experiment, std::size_t most, std::size_t width) {
  TextTable table{{"point"}, {}};
  if (experiment.bases.size() > 1) table.header.emplace_back("base");
  for (const auto& factor : experiment.factors) {
    const auto unit = info(factor.unit).symbol;
    table.header.push_back(unit.empty() ? factor.name : fmt::format("{} [{}]", factor.name, unit));
  }
  for (std::size_t p = 0; p < std::min(most, experiment.points()); ++p) {
    std::vector<std::string> row{fmt::format("{}", p)};
    if (experiment.bases.size() > 1) row.push_back(experiment.bases[experiment.base_of(p)].name);
    for (std::size_t f = 0; f < experiment.factors.size(); ++f) {
      const FactorValue value = experiment.value(p, f);
      const auto* number = std::get_if<double>(&value);
      row.push_back(number ? fmt::format("{:.6g}", *number) : value_text(value).empty() ? "-" : value_text(value));
    }
    table.rows.push_back(std::move(row));
  }
  std::string text = table.text(width);
  if (experiment.points() > most)
    text += fmt::format("... {} more: --csv lists all points, --runs all runs\n", experiment.points() - most);
  return text;
}

void print_points_csv(const Experiment& experiment) {
  print(header_csv(experiment) + "\n");
  for (std::size_t p = 0; p < experiment.points() && !nobody_reads(); ++p)
    print(point_csv(experiment, p, experiment.point_id(p)) + "\n");
}

void print_runs_csv(const Experiment& experiment) {
  print(fmt::format("{},{}\n", header_csv(experiment), columns::joined(columns::run_ends)));
  for (std::size_t p = 0; p < experiment.points() && !nobody_reads(); ++p) {
    const std::uint64_t id = experiment.point_id(p);
    const std::uint64_t seed = experiment.seed_of(p, id);
    const std::string line = point_csv(experiment, p, id);
    for (std::uint32_t r = 0; r < experiment.replicates && !nobody_reads(); ++r)
      print(fmt::format("{},{},{},{}\n", line, r, seed, results::hex(Experiment::run_id(id, seed, r))));
  }
}

std::string experiment_json(const Experiment& experiment) {
  const std::size_t distinct = distinct_points(experiment);
  nlohmann::ordered_json json{{"title", experiment.title},
                              {"design", names_of<DesignKind>.at(static_cast<std::size_t>(experiment.design))},
                              {"points", experiment.points()},
                              {"distinct_points", distinct},
                              {"points_dropped_by_constraints", experiment.dropped()},
                              {"replicates", experiment.replicates},
                              {"runs", distinct * experiment.replicates},
                              {"seed", experiment.seed},
                              {"common_random_numbers", experiment.shared_numbers == SharedNumbers::all}};
  for (const auto& base : experiment.bases) json["bases"].push_back(base.name);
  json["factors"] = nlohmann::ordered_json::array();
  for (const auto& factor : experiment.factors)
    json["factors"].push_back({{"name", factor.name}, {"unit", info(factor.unit).symbol}, {"meaning", factor.meaning}});
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
