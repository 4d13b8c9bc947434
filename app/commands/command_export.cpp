#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "app/commands/commands.h"
#include "app/console/numbers.h"
#include "app/console/terminal.h"
#include "sim/experiment/csv_columns.h"
#include "sim/experiment/glob.h"
#include "sim/reading/csv.h"
#include "sim/reading/nearest.h"
#include "sim/results/results_labels.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

struct ExportArguments {
  fs::path file;
  std::vector<std::string> metrics;
  bool list = false;
};

/// Metrics of both groups, by path.
std::vector<std::string> metric_paths(const h5::Reader& file) {
  std::vector<std::string> paths;
  for (const char* group : {"totals", "metrics"}) {
    if (!file.has_group(group)) continue;
    for (const auto& family : file.groups(group))
      for (const auto& name : file.variables(fmt::format("{}/{}", group, family)))
        paths.push_back(fmt::format("{}/{}/{}", group, family, name));
  }
  return paths;
}

std::vector<std::string> chosen(const h5::Reader& file, const std::vector<std::string>& patterns) {
  const auto all = metric_paths(file);
  std::vector<std::string> made;
  std::vector<bool> wanted(all.size(), false);
  for (const auto& pattern : patterns) {
    bool used = false;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string name = all[i].substr(all[i].rfind('/') + 1);
      const std::string family = all[i].substr(all[i].find('/') + 1);
      known.push_back(name);
      if (!glob_matches(pattern, name) && !glob_matches(pattern, family) && !glob_matches(pattern, all[i])) continue;
      used = wanted[i] = true;
    }
    if (used) continue;
    const std::string near = nearest(pattern, known);
    throw Failure(Exit::usage,
                  fmt::format("{} holds no metric '{}'; {}", file.path().string(), pattern,
                              near.empty() ? "--list names them" : fmt::format("did you mean '{}'?", near)));
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    if (wanted[i]) made.push_back(all[i]);
  return made;
}

std::string number_text(double x) { return std::isnan(x) ? std::string() : fmt::format("{}", x); }

/// Every value along an axis as text.
std::vector<std::string> coordinates(const h5::Reader& file, const std::string& dimension) {
  if (file.type(dimension) == h5::Type::text) {
    auto texts = file.read<std::string>(dimension);
    for (auto& text : texts) text = csv_field(text);
    return texts;
  }
  std::vector<std::string> made;
  for (const double x : file.read<double>(dimension)) made.push_back(number_text(x));
  return made;
}

class Export {
 public:
  explicit Export(const results::Reader& result) : file_(result.file()), labels_(result) {
    if (file_.has_group("parameters")) {
      const auto bases = file_.read<std::string>("base");
      for (std::size_t p = 0; p < result.points(); ++p)
        context_.push_back("," + csv_field(bases.at(result.base_of(p))));
      for (const auto& name : file_.variables("parameters")) {
        if (name == "base_index") continue;
        names_.push_back(name);
        const auto column = coordinates(file_, "parameters/" + name);
        for (std::size_t p = 0; p < context_.size(); ++p) context_[p] += "," + column.at(p);
      }
    }
    context_.resize(result.points());
    seeds_ = file_.read<std::uint64_t>("runs/seed");
    for (const auto status : file_.read<std::uint8_t>("runs/status"))
      statuses_.emplace_back(status == 0 ? "ok" : status == 1 ? "failed" : "missing");
  }

  void print_header() const {
    std::string line = columns::joined(columns::export_begins);
    if (file_.has_group("parameters")) line += "," + columns::joined(columns::export_base);
    for (const auto& name : names_) line += "," + csv_field(name);
    print(line + "," + columns::joined(columns::export_ends) + "\n");
  }

  /// One line for each number of a metric, some points at a time.
  void print_metric(const std::string& path) {
    const auto dimensions = file_.dimensions(path);
    const h5::Shape shape = file_.shape(path);
    if (dimensions.size() < 3 || dimensions[0] != "point" || dimensions[1] != "replicate" || dimensions[2] != "bloc")
      return;
    const bool sampled = shape.size() > 3 && dimensions[3] == "time";
    const std::size_t extra = sampled ? 4 : 3;
    const auto times = sampled ? coordinates(file_, dimensions[3]) : std::vector<std::string>{""};
    const std::string axis = shape.size() > extra ? dimensions[extra] : "";
    const auto symbol = file_.find_attribute(path, "unit_symbol");
    const auto* unit = symbol ? std::get_if<std::string>(&*symbol) : nullptr;
    const std::string head = fmt::format("{},{}", csv_field(path), unit ? csv_field(*unit) : "");
    for (std::uint64_t point = 0; point < shape[0] && !nobody_reads(); ++point) {
      h5::Shape start(shape.size(), 0), count = shape;
      start[0] = point;
      count[0] = 1;
      const auto values = file_.read_block<double>(path, start, count);
      const auto positions = positions_of(axis, shape.size() > extra ? shape[extra] : 1, point);
      std::size_t at = 0;
      for (std::uint64_t r = 0; r < shape[1]; ++r) {
        const std::size_t run = point * shape[1] + r;
        const std::string line =
            fmt::format("{},{}{},{},{},{}", head, point, context_[point], r, seeds_[run], statuses_[run]);
        for (std::uint64_t b = 0; b < shape[2]; ++b)
          for (const auto& time : times)
            for (const auto& position : positions[b]) {
              const double value = values[at++];
              if (position)
                print(fmt::format("{},{},{},{},{},{}\n", line, blocs_[b], time, axis, *position, number_text(value)));
            }
      }
    }
  }

 private:
  /// By bloc, what the places of a metric's own axis are called; nothing for one that the bloc does not have, as where
  /// another has more stages. Without such an axis one place without a name.
  std::vector<std::vector<std::optional<std::string>>> positions_of(const std::string& axis, std::size_t length,
                                                                    std::size_t point) {
    std::vector<std::vector<std::optional<std::string>>> made(blocs_.size());
    for (std::size_t b = 0; b < made.size(); ++b) {
      if (axis.empty()) {
        made[b].assign(length, "");
        continue;
      }
      for (const auto& name : labels_.of(axis, b, point)) made[b].emplace_back(csv_field(name));
      // What an earlier version wrote, and this one cannot read the scenario of, has numbers alone.
      const bool numbered = made[b].empty() && labels_.by_point(axis);
      for (std::size_t x = 0; numbered && x < length; ++x) made[b].emplace_back(std::to_string(x));
      made[b].resize(length);
    }
    return made;
  }

  const h5::Reader& file_;
  results::Labels labels_;
  std::vector<std::string> blocs_ = coordinates(file_, "bloc");
  std::vector<std::string> names_;    // of factors
  std::vector<std::string> context_;  // by point: base and factors, each after a comma
  std::vector<std::uint64_t> seeds_;
  std::vector<std::string> statuses_;
};

void export_command(const ExportArguments& arguments) {
  const results::Reader result(arguments.file);
  if (arguments.list) {
    for (const auto& path : metric_paths(result.file())) print(path + "\n");
    return;
  }
  if (arguments.metrics.empty())
    throw Failure(Exit::usage, "no metric is named; --metric idea_to_deployment, or --list for their names");
  const auto paths = chosen(result.file(), arguments.metrics);
  Export table(result);
  table.print_header();
  for (const auto& path : paths) table.print_metric(path);
}

}  // namespace

void add_export(CLI::App& program, Session&) {
  const auto arguments = std::make_shared<ExportArguments>();
  CLI::App& command = *program.add_subcommand("export", "Print metrics of a result file as tidy CSV");
  command.add_option("FILE", arguments->file, "a result file of poldyn run or merge")->required();
  command.add_option("-m,--metric", arguments->metrics, "name or pattern, e.g. 'iteration/*'; repeatable")
      ->allow_extra_args(false)
      ->type_name("NAME");
  command.add_flag("--list", arguments->list, "print the names of all metrics of the file");
  command.footer(
      "Example: poldyn export review.h5 -m releases -m 'pipeline/*' > review.csv\n\n"
      "One number on a line, with metric, unit, point, base and factors, replicate,\n"
      "seed, status, bloc, time, and position on the metric's own axis if it has one.\n"
      "A value that does not exist is empty. A name stands for totals of runs and for\n"
      "samples over time; totals/NAME and metrics/NAME for one of them, as the column\n"
      "metric says.");
  command.callback([arguments] { export_command(*arguments); });
}

}  // namespace poldyn::app
