#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "app/commands/commands.h"
#include "app/compare/compare_sides.h"
#include "app/console/interrupt.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/discover/threshold_report.h"
#include "app/metrics/metric_option.h"
#include "app/metrics/metric_unit.h"
#include "sim/reading/nearest.h"
#include "sim/reading/quantity.h"

namespace poldyn::app {
namespace {

constexpr std::size_t default_probe_pairs = 20;

struct ThresholdOptions {
  CompareOptions sides;  ///< files, what is set in them, seed, jobs, level, quiet, json
  std::string parameter, metric, difference;
  std::vector<std::string> range;
  std::size_t pairs = default_probe_pairs;
  bool logarithmic = false;
};

/// One number per pair: a row of one bloc, on both sides.
struct Measured {
  analysis::LabelledMetric row;
  std::size_t bloc_a = 0, bloc_b = 0;
};

/// "time_to_deployment", "releases@north": a row of one bloc that both sides have.
Measured measured_of(const std::string& text, const std::vector<analysis::Side>& sides) {
  const std::size_t at = text.rfind('@');
  const auto rows = rows_asked({text.substr(0, at)}, sides, false);
  if (rows.size() != 1)
    throw CLI::ValidationError("--metric", fmt::format("'{}' is {} rows; name one", text, rows.size()));
  const auto blocs = analysis::match(sides[0].blocs, sides[1].blocs);
  std::vector<std::string> names;
  names.reserve(blocs.size());
  for (const auto& [mine, theirs] : blocs) names.push_back(sides[0].blocs[mine]);
  if (names.empty()) throw CLI::ValidationError("--metric", "the two scenarios have no bloc in common");
  if (at == text.npos && names.size() > 1)
    throw CLI::ValidationError("--metric", fmt::format("'{}' does not say of which bloc; write {}@{}; blocs here: {}",
                                                       text, text, names.front(), fmt::join(names, ", ")));
  const std::string name = at == text.npos ? names.front() : text.substr(at + 1);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    throw CLI::ValidationError("--metric", fmt::format("'{}' names no bloc; {}", text, suggestion(name, names)));
  const auto& [mine, theirs] = blocs[static_cast<std::size_t>(found - names.begin())];
  return {rows.front(), mine, theirs};
}

/// Reads "--difference": in the metric's unit, or a share of A's size.
void read_wanted(ThresholdReport& report, const std::string& text) {
  if (text.empty()) return;
  report.relative = text.ends_with('%');
  const auto parsed = parse_quantity(text, report.relative ? Unit::share : unit_of(report.about));
  if (const auto* fault = std::get_if<QuantityFault>(&parsed))
    throw CLI::ValidationError("--difference", fmt::format("'{}' {}; {}", text, fault->problem, fault->remedy));
  report.wanted = std::get<double>(parsed);
}

/// B - A less what is wanted; 0 if it is what rounding leaves of that.
double beyond(double a, double b, const ThresholdReport& report) {
  const double wanted = report.wanted * (report.relative ? std::abs(a) : 1), left = b - a - wanted;
  return std::abs(left) <= analysis::dust * (std::abs(a) + std::abs(b) + std::abs(wanted)) ? 0 : left;
}

/// "B:key" sets it in B alone.
std::pair<std::string, std::string> side_and_key(const std::string& text) {
  if (text.starts_with("A:") || text.starts_with("B:")) return {text.substr(0, 1), text.substr(2)};
  if (text.size() > 1 && text[1] == ':')
    throw CLI::ValidationError("--parameter", fmt::format("'{}' names no side: A:KEY, B:KEY, or KEY of both", text));
  return {"both", text};
}

/// Runs of both sides at any value of the parameter.
class PairsAt {
 public:
  PairsAt(const std::vector<RunSide>& sides, std::uint64_t seed, Measured measured, const ThresholdOptions& options)
      : sides_(sides), seed_(seed), measured_(std::move(measured)), options_(options) {
    const auto [side, key] = side_and_key(options.parameter);
    side_ = side;
    for (const auto& setting : options.sides.set) {
      const auto [of, what] = side_and_key(setting);
      if (what.substr(0, what.find('=')) == key && (of == side || of == "both" || side == "both"))
        throw CLI::ValidationError("--set", fmt::format("'{}' sets what --parameter varies; leave one out", setting));
    }
    std::vector<std::string> names;
    std::vector<Scenario> scenarios;
    for (std::size_t i = 0; i < 2; ++i) {
      if (!varies(i)) continue;
      names.push_back(i == 0 ? "A" : "B");
      scenarios.push_back(sides[i].scenario);
    }
    parameter_.emplace(key, options.range, names, scenarios);
  }

  const VariedParameter& parameter() const { return *parameter_; }
  const std::string& side() const { return side_; }
  const std::vector<std::string>& failures() const { return failures_; }

  /// B - A less what is wanted, by pair.
  std::vector<double> at(double x, const ThresholdReport& report) {
    std::vector<Scenario> scenarios = parameter_->at(x);
    std::vector<std::vector<double>> values;
    for (std::size_t i = 0; i < 2; ++i) {
      if (!varies(i) && fixed_.empty()) fixed_ = runs_of(i, sides_[i].scenario);
      values.push_back(varies(i) ? runs_of(i, scenarios[side_ == "both" ? i : 0]) : fixed_);
    }
    std::vector<double> made;
    for (std::size_t pair = 0; pair < options_.pairs; ++pair)
      made.push_back(beyond(values[0][pair], values[1][pair], report));
    return made;
  }

 private:
  bool varies(std::size_t i) const { return side_ == "both" || side_ == (i == 0 ? "A" : "B"); }

  std::vector<double> runs_of(std::size_t i, const Scenario& scenario) {
    ProgressBar bar(!options_.sides.quiet && errors_on_terminal());
    PairedRuns runs({{sides_[i].name, sides_[i].settings, scenario}}, seed_);
    runs.extend(options_.pairs, options_.pairs, options_.sides.jobs.value_or(0), bar);
    for (auto& message : runs.failure_messages(3)) failures_.push_back(std::move(message));
    const auto sides = runs.sides();
    return analysis::load(sides.front(), measured_.row).runs[i == 0 ? measured_.bloc_a : measured_.bloc_b];
  }

  const std::vector<RunSide>& sides_;
  std::uint64_t seed_;
  Measured measured_;
  const ThresholdOptions& options_;
  std::string side_;
  std::optional<VariedParameter> parameter_;
  std::vector<double> fixed_;
  std::vector<std::string> failures_;
};

void threshold(const ThresholdOptions& options, Session& session) {
  if (!are_scenarios(options.sides))
    throw Failure(Exit::usage,
                  "result files hold the runs that they hold; give scenarios (.toml), which can be run "
                  "with other values");
  InputFiles inputs;
  const PairedRuns read = runs_of(options.sides, readings_of(options.sides, inputs));
  const auto sides = read.sides();
  const Measured measured = measured_of(options.metric, sides);
  ThresholdReport report;
  report.a = sides[0].name, report.b = sides[1].name;
  report.about = measured.row.about;
  report.bloc = sides[0].blocs[measured.bloc_a];
  report.pairs = options.pairs, report.level = options.sides.level;
  read_wanted(report, options.difference);
  PairsAt pairs(read.run_sides(), sides[0].seed, measured, options);
  report.side = pairs.side(), report.parameter = &pairs.parameter();
  if (options.logarithmic && !(pairs.parameter().low() > 0))
    throw Failure(Exit::usage, "--log: a range of equal ratios begins above 0");
  watch_interrupts();
  analysis::CrossingOptions search;
  search.low = pairs.parameter().low(), search.high = pairs.parameter().high();
  search.logarithmic = options.logarithmic, search.whole = pairs.parameter().whole();
  search.level = options.sides.level;
  report.found = analysis::find_crossings([&](double x) { return pairs.at(x, report); }, search);
  print(options.sides.json ? threshold_json(report) : threshold_text(report, terminal_width()));
  finish_output();
  if (pairs.failures().empty()) return;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, pairs.failures().size()); ++i)
    say_error(pairs.failures()[i] + "\n");
  session.exit = Exit::runs_failed;
}

void add_run_options(CLI::App& command, CompareOptions& sides, std::size_t& pairs) {
  command.add_option("--set", sides.set, "set a parameter of both, or of one: B:key=value")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_option("--replicates", pairs, "pairs of runs at each value (20)")
      ->check(whole_number(2, 1'000'000))
      ->type_name("N");
  command.add_option("--confidence", sides.level, "of intervals (0.95)")
      ->check(number_within(0.5, 0.9999))
      ->type_name("P");
  command.add_option("--seed", sides.seed, "base seed; without it the first scenario's")
      ->check(whole_number(0, 9'200'000'000'000'000'000))
      ->type_name("S");
  command.add_option("-j,--jobs", sides.jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command.add_flag("--json", sides.json, "print as JSON");
  command.add_flag("-q,--quiet", sides.quiet, "no progress");
}

}  // namespace

void add_threshold(CLI::App& program, Session& session) {
  const auto options = std::make_shared<ThresholdOptions>();
  CLI::App& command = *program.add_subcommand("threshold", "Where two scenarios become equal");
  command.add_option("FILE", options->sides.files, "scenarios A and B")->required()->expected(2);
  command.add_option("--parameter", options->parameter, "set in both, or in one: B:key; * for any characters")
      ->required()
      ->check(not_empty())
      ->type_name("KEY");
  command.add_option("--range", options->range, "its ends, as 10 40 or \"10 d\" \"40 d\"")
      ->required()
      ->expected(2)
      ->type_name("LOW HIGH");
  command.add_option("-m,--metric", options->metric, "what is compared, as releases or releases@north")
      ->required()
      ->check(not_empty())
      ->type_name("METRIC");
  command.add_option("--difference", options->difference, "B - A that is looked for (0), as \"-5 d\" or 10%")
      ->type_name("X");
  command.add_flag("--log", options->logarithmic, "look for it by ratios");
  add_run_options(command, options->sides, options->pairs);
  command.footer(
      "Example: poldyn threshold a.toml b.toml -m time_to_deployment \\\n"
      "           --parameter \"B:bloc.*.stage.*.reviewers\" --range 2 60\n\n"
      "All values have the same random numbers, so that B - A changes for the\n"
      "parameter alone. Exit codes: poldyn --help.");
  command.callback([options, &session] { threshold(*options, session); });
}

}  // namespace poldyn::app
