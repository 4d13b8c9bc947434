#include "sim/experiment/experiment_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/disk/text_file.h"
#include "sim/experiment/base_reader.h"
#include "sim/experiment/design_reader.h"
#include "sim/experiment/factor_reader.h"
#include "sim/experiment/glob.h"
#include "sim/experiment/node_reader.h"
#include "sim/observe/run_result.h"
#include "sim/reading/nearest.h"
#include "sim/reading/scenario_layers.h"

namespace poldyn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_table = 200'000'000;
constexpr std::size_t most_cells = 4'000'000;  // of a table; each takes some 250 bytes while it is read
constexpr std::uint64_t most_replicates = 1'000'000;
constexpr std::uint64_t largest_seed = 9'200'000'000'000'000'000ULL;

class ExperimentFileReading {
 public:
  ExperimentFileReading(fs::path file, const StoredExperiment* stored)
      : file_(std::move(file)), stored_(stored), mistakes_(reading_.mistakes) {}

  ExperimentReading read(std::string text) {
    source_ = std::make_shared<const Source>(Source{file_.string(), std::move(text), true});
    auto parsed = parse_toml(source_);
    if (auto* mistake = std::get_if<Mistake>(&parsed))
      reading_.mistakes.push_back(std::move(*mistake));
    else
      read_root(std::get<TomlNode>(parsed));
    return std::move(reading_);
  }

  ExperimentReading fail(const TextFault& fault) {
    const auto source = std::make_shared<const Source>(Source{file_.string(), "", true});
    Mistake mistake;
    mistake.place.source = source;
    mistake.problem = fault.problem;
    mistake.remedy = fault.remedy;
    mistake.blame = Blame::no_input;
    reading_.mistakes.push_back(std::move(mistake));
    return std::move(reading_);
  }

 private:
  Experiment& made() { return reading_.experiment; }
  bool bad() const { return !reading_.mistakes.empty(); }

  void read_root(const TomlNode& root) {
    NodeReader top(&root, "", mistakes_);
    top.check_keys({"experiment", "set", "factor", "record"});
    const TomlNode* experiment = table(root, "experiment");
    if (!experiment) {
      if (!bad())
        mistakes_.add({source_, 0, 0}, "experiment", "has no table [experiment]",
                      "write [experiment] and below it base = \"scenario.toml\"");
      return;
    }
    made().text = source_->text;
    NodeReader reader(experiment, "experiment", mistakes_);
    read_settings(reader);
    BaseReader bases(reading_, file_, source_);
    if (stored_)
      bases.read(*stored_);
    else
      bases.read(reader, table(root, "set"));
    read_record(table(root, "record"));
    bases.compare(*experiment);
    FactorReader factors(made(), bases.unread(), mistakes_, [this](const std::string& name) { return layer(name); });
    if (const TomlNode* tables = table(root, "factor")) factors.read(*tables);
    if (reader.find("plausible")) factors.read_plausible(reader);
    if (made().design == DesignKind::table) read_table(reader, factors);
    factors.finish();
    if (!made().record.sampled.empty()) require_one_interval(*experiment);
    lay_out_design(made(), reader, *experiment, {rows_, factors.complete(), factors.sound()}, mistakes_);
  }

  const TomlNode* table(const TomlNode& root, std::string_view key) {
    const TomlNode* found = root.find(key);
    if (found && found->kind != NodeKind::table) {
      mistakes_.add(found->value_at, std::string(key), fmt::format("{} is no table", key),
                    fmt::format("write [{}]", key));
      return nullptr;
    }
    return found;
  }

  /// Text of a file of rules that is a factor.
  std::variant<std::string, TextFault> layer(const std::string& name) {
    if (stored_) {
      const auto held = stored_->layers.find(name);
      if (held == stored_->layers.end()) return TextFault{"it is not in the campaign's folder", ""};
      made().layers[name] = held->second;
      return held->second;
    }
    const fs::path path = beside(file_, name);
    auto read = read_text_file(path, largest_scenario);
    if (const auto* text = std::get_if<std::string>(&read)) {
      made().layers[name] = *text;
      reading_.files.push_back(path.string());
    }
    return read;
  }

  void read_settings(NodeReader& reader) {
    reader.check_keys({"title", "base", "design", "replicates", "seed", "common_random_numbers", "points",
                       "trajectories", "levels", "second_order", "generators", "table", "constraints", "plausible"});
    made().title = reader.text("title").value_or("");
    made().design = static_cast<DesignKind>(reader.choice("design", names_of<DesignKind>).value_or(0));
    made().replicates = static_cast<std::uint32_t>(reader.whole("replicates", 1, most_replicates).value_or(1));
    made().seed = reader.whole("seed", 0, largest_seed).value_or(1);
    made().shared_numbers = read_shared(reader);
    made().constraints = reader.texts("constraints");
  }

  static SharedNumbers read_shared(NodeReader& reader) {
    const char* key = "common_random_numbers";
    const TomlNode* node = reader.find(key);
    constexpr std::array<std::string_view, 1> words{"bases"};
    if (node && std::holds_alternative<std::string>(node->value))
      return reader.choice(key, words) ? SharedNumbers::bases : SharedNumbers::all;
    return reader.flag(key).value_or(true) ? SharedNumbers::all : SharedNumbers::none;
  }

  /// Samples of all runs share one axis of times. A shorter horizon only leaves its end empty.
  void require_one_interval(const TomlNode& experiment) {
    const std::string remedy = "give all runs the same, or record no metric over time: [record] sampled = []";
    for (const auto& base : made().bases) {
      const auto& first = made().bases.front();
      if (base.scenario.run.sample_interval != first.scenario.run.sample_interval)
        mistakes_.add(
            experiment.key_at, "experiment.base",
            fmt::format("{} and {} have another run.sample_interval", in_quotes(first.name), in_quotes(base.name)),
            remedy);
    }
    for (const auto& factor : made().factors)
      for (const auto& targets : factor.targets)
        if (std::any_of(targets.begin(), targets.end(), [](const auto& t) { return t.key == "run.sample_interval"; }))
          return mistakes_.add(factor.place, factor.name,
                               "run.sample_interval varies, and metrics are recorded over time", remedy);
  }

  void read_record(const TomlNode* record) {
    NodeReader reader(record, "record", mistakes_);
    reader.check_keys({"totals", "sampled"});
    made().record.totals = chosen(reader, "totals", total_metrics(), true);
    made().record.sampled = chosen(reader, "sampled", sampled_metrics(), false);
  }

  std::vector<std::size_t> chosen(NodeReader& reader, const char* key, std::span<const MetricRow> rows, bool all) {
    std::vector<std::size_t> places;
    const TomlNode* node = reader.find(key);
    const auto patterns = node ? reader.texts(key) : std::vector<std::string>(all ? 1 : 0, "*");
    std::vector<bool> used(patterns.size(), false);
    std::vector<std::string> known;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      known.emplace_back(rows[i].name);
      bool wanted = false;
      for (std::size_t p = 0; p < patterns.size(); ++p)
        if (glob_matches(patterns[p], rows[i].name) ||
            glob_matches(patterns[p], fmt::format("{}/{}", rows[i].family, rows[i].name)))
          used[p] = wanted = true;
      if (wanted) places.push_back(i);
    }
    for (std::size_t p = 0; p < patterns.size(); ++p) {
      if (used[p]) continue;
      const std::string near = nearest(patterns[p], known);
      reader.blame(*node, reader.full(key), fmt::format("{} matches no metric", in_quotes(patterns[p])),
                   near.empty() ? "`poldyn params --metrics` lists them; * stands for any characters"
                                : fmt::format("did you mean '{}'?", near));
    }
    return places;
  }

  void read_table(NodeReader& reader, FactorReader& factors) {
    const auto name = reader.text("table");
    if (!name) {
      factors.lacks_table();
      if (!reader.find("table"))
        mistakes_.add({source_, 0, 0}, "experiment.table", "experiment.table is missing",
                      "write table = \"points.csv\", relative to this file");
      return;
    }
    const fs::path path = stored_ ? fs::path(*name) : beside(file_, *name);
    if (stored_) {
      made().table = stored_->table;
    } else {
      auto read = read_text_file(path, largest_table);
      if (const auto* fault = std::get_if<TextFault>(&read)) {
        factors.lacks_table();
        reading_.mistakes.push_back({reader.find("table")->value_at, "experiment.table",
                                     fmt::format("table {}: {}", in_quotes(*name), fault->problem), fault->remedy,
                                     Blame::no_input});
        return;
      }
      made().table = std::move(std::get<std::string>(read));
      reading_.files.push_back(path.string());
    }
    const auto source = std::make_shared<const Source>(Source{path.string(), made().table, true});
    const auto rows = read_csv(source->text, most_cells);
    std::size_t cells = 0;
    for (const auto& row : rows) cells += row.size();
    if (cells > most_cells || rows.size() < 2) factors.lacks_table();
    if (cells > most_cells) {
      mistakes_.add({source, rows.back().front().line, 1}, "", fmt::format("has more than {} fields", most_cells),
                    "split the table: several experiments, one after the other");
      return;
    }
    if (rows.size() < 2) {
      mistakes_.add({source, 0, 0}, "", "has no points",
                    "write a line of factors' names and below it a line per point");
      return;
    }
    rows_ = factors.read_table(rows, source);
    if (!factors.left_out().empty())
      reading_.notes.push_back(
          {{source, rows.front().front().line, rows.front().front().column},
           "",
           fmt::format("left out, for a table needs none: {}", fmt::join(factors.left_out(), ", ")),
           "",
           Blame::data});
  }

  fs::path file_;
  const StoredExperiment* stored_;
  ExperimentReading reading_;
  Mistakes mistakes_;
  std::shared_ptr<const Source> source_;
  std::size_t rows_ = 0;
};

}  // namespace

ExperimentReading read_experiment(const fs::path& file) {
  ExperimentFileReading reading(file, nullptr);
  auto text = read_text_file(file, largest_scenario);
  if (const auto* fault = std::get_if<TextFault>(&text)) return reading.fail(*fault);
  ExperimentReading made = reading.read(std::move(std::get<std::string>(text)));
  made.files.push_back(file.string());
  return made;
}

ExperimentReading read_experiment(const StoredExperiment& stored) {
  return ExperimentFileReading(stored.name, &stored).read(stored.text);
}

bool is_experiment_file(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return false;
  const auto text = read_text_file(file, largest_scenario);
  const auto* held = std::get_if<std::string>(&text);
  if (!held || held->find("experiment") == std::string::npos || held->starts_with("\x89HDF")) return false;
  const auto parsed = parse_toml(std::make_shared<const Source>(Source{file.string(), *held, true}));
  const auto* root = std::get_if<TomlNode>(&parsed);
  return !root || root->find("experiment") != nullptr;
}

}  // namespace poldyn
