#include "sim/batch/experiment_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/fnv.h"
#include "sim/batch/design_reader.h"
#include "sim/batch/factor_checks.h"
#include "sim/batch/factor_reader.h"
#include "sim/batch/glob.h"
#include "sim/batch/node_reader.h"
#include "sim/io/nearest.h"
#include "sim/io/scenario_file.h"
#include "sim/io/scenario_layers.h"
#include "sim/io/scenario_writer.h"
#include "sim/io/text_file.h"
#include "sim/observe/run_result.h"

namespace poldyn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_table = 1'000'000'000;
constexpr std::uint64_t most_replicates = 1'000'000;
constexpr std::uint64_t largest_seed = 9'200'000'000'000'000'000ULL;

/// A hash of what a run's course depends on: neither names nor what is kept, nor seed and replicates, which are the
/// run's own.
std::uint64_t identity_of(Scenario scenario) {
  scenario.title.clear();
  scenario.description.clear();
  scenario.run.seed = RunSettings{}.seed;
  scenario.run.replicates = RunSettings{}.replicates;
  scenario.record = RecordRule{};
  return fnv1a(write_scenario(scenario));
}

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

  ExperimentReading fail(const FileFault& fault) {
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
    read_bases(reader, table(root, "set"));
    read_record(table(root, "record"));
    if (bad()) return;
    compare_bases(*experiment);
    FactorReader factors(made(), mistakes_);
    if (const TomlNode* tables = table(root, "factor")) factors.read(*tables);
    if (made().design == DesignKind::table) read_table(reader, factors);
    factors.finish();
    if (!bad() && !made().record.sampled.empty()) require_one_interval(*experiment);
    if (!bad()) lay_out_design(made(), reader, *experiment, rows_, mistakes_);
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

  void read_settings(NodeReader& reader) {
    reader.check_keys({"title", "base", "design", "replicates", "seed", "common_random_numbers", "points",
                       "trajectories", "levels", "second_order", "generators", "table", "constraints"});
    made().title = reader.text("title").value_or("");
    made().design = static_cast<DesignKind>(reader.choice("design", names_of<DesignKind>).value_or(0));
    made().replicates = static_cast<std::uint32_t>(reader.whole("replicates", 1, most_replicates).value_or(1));
    made().seed = reader.whole("seed", 0, largest_seed).value_or(1);
    made().common_random_numbers = reader.flag("common_random_numbers").value_or(true);
    made().constraints = reader.texts("constraints");
  }

  void read_bases(NodeReader& reader, const TomlNode* set) {
    if (stored_) {
      for (std::size_t i = 0; i < stored_->base_names.size(); ++i)
        add_base(stored_->base_names[i],
                 read_scenario_text(stored_->base_texts[i], stored_->name + ":" + stored_->base_names[i]));
      return;
    }
    const TomlNode* base = reader.find("base");
    if (!base) {
      mistakes_.add({source_, 0, 0}, "experiment.base", "experiment.base is missing",
                    "write base = \"scenario.toml\", relative to this file, or a list of files");
      return;
    }
    std::vector<const TomlNode*> nodes;
    if (base->kind == NodeKind::list || base->kind == NodeKind::table)
      for (const auto& child : base->children) nodes.push_back(&child);
    else
      nodes.push_back(base);
    if (nodes.empty()) reader.blame(*base, "experiment.base", "experiment.base names no file", "");
    for (const TomlNode* node : nodes) {
      const auto* name = std::get_if<std::string>(&node->value);
      if (!name || name->empty() || name->find('\0') != std::string::npos) {
        reader.blame(*node, "experiment.base", fmt::format("experiment.base = {} names no file", shown(*node)),
                     "write base = \"scenario.toml\", relative to this file");
        continue;
      }
      const fs::path path = beside(file_, *name);
      Reading read = read_scenario_under(path, set);
      for (auto& mistake : read.mistakes)
        if (mistake.blame == Blame::no_input && mistake.place.line == 0) {
          mistake.problem = fmt::format("base {}: {}", in_quotes(*name), mistake.problem);
          mistake.place = node->value_at;
        }
      const bool named = base->kind == NodeKind::table;
      const std::string label = named ? node->key : path.stem().string();
      for (const auto& other : made().bases)
        if (other.name == label)
          reader.blame(*node, "experiment.base", fmt::format("two bases are called {}", in_quotes(label)),
                       "name them: base = { a = \"one/x.toml\", b = \"two/x.toml\" }");
      refuse_settled(set, read);
      add_base(label, std::move(read));
    }
  }

  /// What [set] says and no run would follow.
  void refuse_settled(const TomlNode* set, const Reading& read) {
    if (!set || !made().bases.empty()) return;  // each base says the same
    if (const TomlNode* extends = set->find("extends"))
      mistakes_.add(extends->key_at, "set.extends", "set.extends: a table cannot extend a file",
                    "let a scenario extend it, and name that as base");
    for (const auto& [key, place] : read.set_at)
      if (is_settled(key) && place.source == source_)
        mistakes_.add(place, "set." + key, fmt::format("{} in [set] would be read by nobody", in_quotes(key)),
                      std::string(where_settled));
  }

  void add_base(const std::string& name, Reading read) {
    for (auto& mistake : read.mistakes) reading_.mistakes.push_back(std::move(mistake));
    reading_.files.insert(reading_.files.end(), read.files.begin(), read.files.end());
    ExperimentBase base{name, {}, std::move(read.scenario), 0};
    base.text = write_scenario(base.scenario);
    base.identity = identity_of(base.scenario);
    made().bases.push_back(std::move(base));
  }

  /// One file holds all runs, so they must have the same blocs and domains, in whatever order.
  void compare_bases(const TomlNode& experiment) {
    const auto names = [](const auto& list) {
      std::vector<std::string> made;
      for (const auto& each : list) made.push_back(each.name);
      std::sort(made.begin(), made.end());
      return made;
    };
    const auto& first = made().bases.front();
    for (const auto& base : made().bases) {
      if (names(base.scenario.blocs) != names(first.scenario.blocs))
        mistakes_.add(experiment.key_at, "experiment.base",
                      fmt::format("{} and {} have other blocs", in_quotes(first.name), in_quotes(base.name)),
                      "results share one axis of blocs: give both the same names, or make two experiments");
      if (names(base.scenario.domains) != names(first.scenario.domains))
        mistakes_.add(experiment.key_at, "experiment.base",
                      fmt::format("{} and {} have other domains", in_quotes(first.name), in_quotes(base.name)),
                      "results share one axis of domains: give both the same names, or make two experiments");
    }
  }

  /// Samples of all runs share one axis of times. A shorter horizon only leaves its end empty.
  void require_one_interval(const TomlNode& experiment) {
    const std::string remedy = "give all runs the same, or record no metric over time: [record] sampled = []";
    const auto& first = made().bases.front();
    for (const auto& base : made().bases)
      if (base.scenario.run.sample_interval != first.scenario.run.sample_interval)
        mistakes_.add(
            experiment.key_at, "experiment.base",
            fmt::format("{} and {} have another run.sample_interval", in_quotes(first.name), in_quotes(base.name)),
            remedy);
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
      if (!bad())
        mistakes_.add({source_, 0, 0}, "experiment.table", "experiment.table is missing",
                      "write table = \"points.csv\", relative to this file");
      return;
    }
    const fs::path path = stored_ ? fs::path(*name) : beside(file_, *name);
    if (stored_) {
      made().table = stored_->table;
    } else {
      auto read = read_text_file(path, largest_table);
      if (const auto* fault = std::get_if<FileFault>(&read)) {
        reading_.mistakes.push_back({reader.find("table")->value_at, "experiment.table",
                                     fmt::format("table {}: {}", in_quotes(*name), fault->problem), fault->remedy,
                                     Blame::no_input});
        return;
      }
      made().table = std::move(std::get<std::string>(read));
      reading_.files.push_back(path.string());
    }
    const auto source = std::make_shared<const Source>(Source{path.string(), made().table, true});
    const auto rows = read_csv(source->text);
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
  if (const auto* fault = std::get_if<FileFault>(&text)) return reading.fail(*fault);
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
  if (!held || held->find("[experiment]") == std::string::npos || held->starts_with("\x89HDF")) return false;
  const auto parsed = parse_toml(std::make_shared<const Source>(Source{file.string(), *held, true}));
  const auto* root = std::get_if<TomlNode>(&parsed);
  return !root || root->find("experiment") != nullptr;
}

}  // namespace poldyn
