#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <bit>
#include <memory>

#include "app/commands/commands.h"
#include "app/console/interrupt.h"
#include "app/console/numbers.h"
#include "app/console/option_checks.h"
#include "app/console/scenario_input.h"
#include "app/console/terminal.h"
#include "app/runs/run_scenario.h"
#include "poldyn_version.h"
#include "sim/results/results_format.h"
#include "sim/results/results_reader.h"
#include "sim/run/simulate.h"

namespace poldyn::app {
namespace {

struct ReplayOptions {
  std::filesystem::path file;
  unsigned jobs = 0;
  bool quiet = false;
};

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) {
           return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y) || (x != x && y != y);
         });
}

/// Compares runs made anew with those in a file.
class Comparison {
 public:
  Comparison(const results::Reader& file, const RunShape& shape)
      : file_(file), shape_(shape), fingerprints_(file.fingerprints()), failed_(file.failed()) {
    results::CombinedFingerprint all;
    for (std::size_t i = 0; i < fingerprints_.size(); ++i)
      all.add(failed_[i] ? results::RunStatus::failed : results::RunStatus::ok, fingerprints_[i]);
    if (results::hex(all.value()) != file.fingerprint())
      differences_.push_back("the file's own fingerprint does not fit those of its runs: it was changed");
    count_metrics("totals", total_metrics());
    count_metrics("metrics", sampled_metrics());
  }

  /// "323 metrics", or how many of them the file has.
  std::string compared() const {
    return present_ == known_ ? counted(known_, "metric") : fmt::format("{} of {} metrics", present_, known_);
  }

  void add(const Outcome& outcome) {
    const std::size_t at = outcome.replicate;
    const auto differs = [&](const std::string& how) {
      differences_.push_back(fmt::format("replicate {}: {}", outcome.replicate, how));
    };
    if (outcome.ok == failed_[at])
      return differs(outcome.ok ? "failed in the file, not now" : "fails now: " + outcome.message);
    if (outcome.ok && outcome.result.fingerprint != fingerprints_[at])
      return differs(fmt::format("fingerprint {} in the file, {} now", results::hex(fingerprints_[at]),
                                 results::hex(outcome.result.fingerprint)));
    if (!outcome.ok) return;
    compare_values("totals", total_metrics(), outcome.result.totals, outcome.replicate);
    compare_values("metrics", sampled_metrics(), outcome.result.sampled, outcome.replicate);
  }

  const std::vector<std::string>& differences() const { return differences_; }

 private:
  void compare_values(std::string_view group, std::span<const MetricRow> rows,
                      const std::vector<std::vector<double>>& values, std::uint32_t replicate) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string path = results::path_of(group, rows[i]);
      if (!file_.file().has_variable(path)) continue;  // counted before
      h5::Shape count = file_.file().shape(path);
      h5::Shape start(count.size(), 0);
      start[1] = replicate;
      count[0] = count[1] = 1;
      if (!same_bits(file_.file().read_block<double>(path, start, count), values[i]))
        differences_.push_back(fmt::format("replicate {}: other values of {}", replicate, path));
    }
  }

  /// A file of an older program knows fewer metrics; one of this program, or one without any, has lost them.
  void count_metrics(std::string_view group, std::span<const MetricRow> rows) {
    const bool same_program = file_.git_commit() == git_commit && file_.version() == version;
    std::size_t present = 0;
    for (const MetricRow& row : rows) {
      if (!results::has_variable(row, shape_)) continue;
      ++known_;
      const std::string path = results::path_of(group, row);
      if (file_.file().has_variable(path))
        ++present;
      else if (same_program)
        differences_.push_back(fmt::format("{} is missing, which this program writes", path));
    }
    if (present == 0) differences_.push_back(fmt::format("the file holds no {} that this program knows", group));
    present_ += present;
  }

  const results::Reader& file_;
  RunShape shape_;
  std::size_t present_ = 0, known_ = 0;
  std::vector<std::uint64_t> fingerprints_;
  std::vector<bool> failed_;
  std::vector<std::string> differences_;
};

void say_differences(const results::Reader& file, const std::vector<std::string>& differences) {
  constexpr std::size_t most = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(differences.size(), most); ++i) text += differences[i] + "\n";
  if (differences.size() > most) text += fmt::format("and {} more\n", differences.size() - most);
  print(text);
  if (file.git_commit() != git_commit || file.version() != version)
    say(fmt::format("The file was written by poldyn {} ({:.12}), this is {} ({:.12}).\n", file.version(),
                    file.git_commit(), version, git_commit));
}

void replay(const ReplayOptions& options, Session& session) {
  const results::Reader file(options.file);
  if (file.has_design())
    throw Failure(Exit::usage,
                  fmt::format("{} is a merged campaign; `poldyn run {} --point N` makes the runs of a point "
                              "again",
                              options.file.string(), options.file.string()));
  const Scenario scenario = load_scenario(options.file);
  if (static_cast<std::size_t>(scenario.run.replicates) != file.replicates() ||
      static_cast<std::uint64_t>(scenario.run.seed) != file.base_seed())
    throw Failure(Exit::bad_data, fmt::format("{}: its scenario has another seed or number of replicates than its runs",
                                              options.file.string()));
  watch_interrupts();
  Comparison comparison(file, shape_of(scenario));
  const BatchState state = run_scenario(scenario, options.jobs, !options.quiet && errors_on_terminal(),
                                        [&](Outcome&& outcome) { comparison.add(outcome); });
  if (state.done < state.runs) fail_interrupted(state);
  if (!comparison.differences().empty()) {
    say_differences(file, comparison.differences());
    session.exit = Exit::fingerprint_differs;
  } else if (!options.quiet) {
    print(fmt::format("{}: {} repeated, bit for bit the same in {}; fingerprint {}\n", options.file.string(),
                      counted(state.runs, "run"), comparison.compared(), file.fingerprint()));
  }
}

}  // namespace

void add_replay(CLI::App& program, Session& session) {
  const auto options = std::make_shared<ReplayOptions>();
  CLI::App& command = *program.add_subcommand("replay", "Run a result file again and compare, bit for bit");
  command.add_option("FILE", options->file, "a result file")->required();
  command.add_option("-j,--jobs", options->jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command.add_flag("-q,--quiet", options->quiet, "say only what differs");
  command.footer(
      "Example: poldyn replay open.h5\n\nExit codes: 0 all runs are the same; 4 some differ; others: poldyn --help.");
  command.callback([options, &session] { replay(*options, session); });
}

}  // namespace poldyn::app
