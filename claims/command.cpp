#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <chrono>
#include <map>
#include <memory>
#include <optional>

#include "analysis/measure.h"
#include "app/console/input_files.h"
#include "app/console/interrupt.h"
#include "app/console/option_checks.h"
#include "app/console/scenario_input.h"
#include "app/console/shipped_file.h"
#include "app/console/terminal.h"
#include "claims/claims.h"
#include "claims/command.h"
#include "claims/experiments.h"
#include "claims/json.h"
#include "claims/output.h"
#include "claims/report.h"
#include "claims/runs.h"
#include "claims/thresholds.h"
#include "poldyn_version.h"
#include "sim/base/fnv.h"
#include "sim/disk/scenario_disk.h"
#include "sim/reading/nearest.h"
#include "sim/results/durable_text.h"
#include "sim/results/results_format.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

struct ClaimsArguments {
  fs::path file = shipped_file("data/claims.toml");
  fs::path folder;
  std::string only;
  std::vector<std::string> thresholds;
  unsigned jobs = 0;
  bool quick = false;
  bool list = false;
  bool details = false;
  bool extend = false;
  bool quiet = false;
  bool json = false;
};

/// Says every measure that does not parse, or that is no metric, at its place in the file; gives what runs must keep.
std::map<std::string, ClaimRecord> read_measures(ClaimsFile& file) {
  std::map<std::string, ClaimRecord> record;
  std::vector<std::string> known_totals, known_sampled;
  for (const auto& row : total_metrics()) known_totals.push_back(fmt::format("{}/{}", row.family, row.name));
  for (const auto& row : sampled_metrics()) known_sampled.push_back(fmt::format("{}/{}", row.family, row.name));
  const auto keep = [&](const Claim& claim, const ClaimEffect& effect, const std::string& path) {
    const bool total = path.starts_with("totals/");
    const std::string name = path.substr(path.find('/') + 1);
    const auto& known = total ? known_totals : known_sampled;
    auto& kept = total ? record[claim.world].totals : record[claim.world].sampled;
    if (std::find(known.begin(), known.end(), name) == known.end())
      file.mistakes.push_back({effect.at, "measure", fmt::format("measure: there is no metric {}", in_quotes(path)),
                               suggestion(name, known), Blame::data});
    else if (std::find(kept.begin(), kept.end(), name) == kept.end())
      kept.push_back(name);
  };
  for (const Claim& claim : file.claims)
    for (const ClaimEffect& effect : claim.effects) {
      std::vector<std::string> measures = effect.against;
      measures.insert(measures.begin(), effect.measure);
      for (const auto& text : measures) try {
          for (const auto& path : analysis::Measure(text).paths()) keep(claim, effect, path);
        } catch (const analysis::MeasureFault& fault) {
          file.mistakes.push_back(
              {effect.at, "measure",
               fmt::format("measure = {}: at character {}: {}", in_quotes(text), fault.at() + 1, fault.what()), "",
               Blame::data});
        }
    }
  return record;
}

void refuse_mistakes(const std::vector<Mistake>& mistakes) {
  if (!mistakes.empty()) throw InputError(exit_for(mistakes), to_text(mistakes));
}

/// But for small and capital letters.
bool alike(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// Ids that --only names, or all.
std::vector<std::string> chosen_ids(const ClaimsFile& file, const std::string& only) {
  std::vector<std::string> known, chosen;
  for (const Claim& claim : file.claims) known.push_back(claim.id);
  for (std::string_view rest = only; !rest.empty();) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string id(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (id.empty())
      throw Failure(Exit::usage, fmt::format("--only '{}': an id is missing beside a comma; give ids as C4,C9", only));
    const auto same =
        std::find_if(known.begin(), known.end(), [&](const std::string& other) { return alike(id, other); });
    if (same != known.end()) id = *same;
    if (std::find(known.begin(), known.end(), id) == known.end())
      throw Failure(Exit::usage, fmt::format("--only: there is no claim '{}'; {}", id, suggestion(id, known)));
    if (std::find(chosen.begin(), chosen.end(), id) == chosen.end()) chosen.push_back(id);
  }
  return chosen.empty() ? known : chosen;
}

/// Without ending. A look at some claims does not take the place of the results of all.
std::string result_name(const std::vector<std::string>& ids, const ClaimsArguments& arguments) {
  return arguments.only.empty() ? "claims" : fmt::format("claims-{}", fmt::join(ids, "-"));
}

/// What further points may decide: sides by world, in the order in which the effects stand.
std::vector<LongerSpace> wanted_points(const analysis::ClaimsResult& result, const ClaimPlan& plan,
                                       std::uint32_t points) {
  std::vector<LongerSpace> made;
  for (const auto& claim : result.claims)
    for (const auto& effect : claim.effects) {
      if (!wants_points(effect, plan) || effect.space.size() >= points) continue;
      const std::string& world = claim.claim.world;
      auto at = std::find_if(made.begin(), made.end(), [&](const auto& one) { return one.world == world; });
      if (at == made.end()) at = made.insert(at, {world, {}, points});
      for (auto& side : sides_of(claim.claim, effect.effect))
        if (std::find(at->sides.begin(), at->sides.end(), side) == at->sides.end())
          at->sides.push_back(std::move(side));
    }
  return made;
}

void stop_judging() {
  if (stop_flag())
    throw Failure(Exit::interrupted, "interrupted while judging; all runs are kept, and the same command goes on");
}

analysis::ClaimsResult judged(const ClaimsFile& file, const ClaimChoice& choice, const ClaimPlan& plan,
                              const ClaimsRunning& running) {
  return analysis::judge_claims(file, choice.ids, plan, running.worlds(), stop_judging);
}

/// Judges round by round: each doubles the points of what is open, until nothing is or nothing more would tell.
analysis::ClaimsResult rounds(const ClaimsFile& file, const ClaimChoice& choice, const ClaimPlan& plan,
                              ClaimsRunning& running) {
  running.first_round();
  analysis::ClaimsResult result = judged(file, choice, plan, running);
  for (std::uint32_t points = plan.points; points < plan.most_points;) {
    points = std::min(2 * points, plan.most_points);
    const auto wanted = wanted_points(result, plan, points);
    if (wanted.empty()) break;
    for (const LongerSpace& one : wanted) running.go_on(one, longer_space(file, choice, one));
    result = judged(file, choice, plan, running);
  }
  return result;
}

ClaimsFile load_claims(const fs::path& file) {
  ClaimsFile claims = read_claims(file);
  refuse_mistakes(claims.mistakes);
  return claims;
}

/// Of all that decides results: remarks on them and comments may change afterwards.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = fnv1a("poldyn claims file\n");
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && !line.starts_with("remark = ") && !line.starts_with('#'))
      hash = fnv1a("\n", fnv1a(line, hash));
  }
  return hash;
}

void refuse_inputs_as_outputs(const ClaimsFile& file, const std::string& results, const ClaimsArguments& arguments) {
  InputFiles inputs;
  inputs.add(arguments.file);
  for (const auto& world : file.worlds) inputs.add_all(load_layers(world.scenario, {}).files);
  for (const char* ending : {".h5", ".json"}) inputs.refuse(arguments.folder / (results + ending));
  for (const auto& world : file.worlds)
    for (const char* part : {"-baseline", "-space"}) {
      inputs.refuse(arguments.folder / (world.name + part + ".h5"));
      inputs.refuse_of_campaign(arguments.folder / (world.name + part) / "campaign.toml");
    }
}

/// Writes the results beside the runs; a reading with other thresholds is printed only.
void write_results(const analysis::ClaimsResult& result, const ClaimsRuns& runs, const std::string& json,
                   const fs::path& without_ending) {
  if (!runs.asked.empty()) return;
  analysis::write_claims(result, runs.origin, without_ending.string() + ".h5");
  write_durably(without_ending.string() + ".json", json);
}

ClaimsPlace place_of(const ClaimsArguments& arguments, const Session& session) {
  return {arguments.folder, arguments.file.filename().string(), arguments.jobs,      arguments.extend,
          arguments.quiet,  !arguments.thresholds.empty(),      session.command_line};
}

void claims_command(ClaimsArguments arguments, Session& session) {
  ClaimsFile file = load_claims(arguments.file);
  ClaimChoice choice{chosen_ids(file, arguments.only), arguments.quick, read_measures(file)};
  refuse_mistakes(file.mistakes);
  ClaimsFile asked = file;  // rounds follow the file's own thresholds: another reading needs no runs
  ClaimsRuns runs;
  runs.asked = ask_thresholds(arguments.thresholds, choice.ids, asked);
  if (arguments.list) return print(claims_list(asked, terminal_width()));
  if (arguments.folder.empty()) arguments.folder = arguments.quick ? "claims-quick" : "claims";
  auto experiments = claim_experiments(file, choice);
  refuse_mistakes(experiments.mistakes);
  const std::string results = result_name(choice.ids, arguments);
  refuse_inputs_as_outputs(file, results, arguments);
  watch_interrupts();
  runs.plan = arguments.quick ? file.quick : file.full;
  runs.seed = file.seed;
  runs.claims_hash = results::hex(hash_of(file.text));
  runs.origin = {version, git_commit, session.command_line, arguments.file.filename().string(), "", arguments.quick};
  ClaimsRunning running(place_of(arguments, session), std::move(experiments.worlds));
  const analysis::ClaimsResult result = [&] {
    try {
      auto by_file = rounds(file, choice, runs.plan, running);
      return runs.asked.empty() ? by_file : judged(asked, choice, runs.plan, running);
    } catch (const analysis::MeasureFault& fault) {
      throw Failure(Exit::bad_data, fmt::format("{}: a measure cannot be had: {}", file.name, fault.what()));
    }
  }();
  runs.runs = running.runs();
  runs.failed = running.failed();
  runs.origin.fingerprint = running.fingerprint();
  const std::string json = claims_json(result, runs, file);
  write_results(result, runs, json, arguments.folder / results);
  print(arguments.json ? json
                       : claims_text(result, runs, arguments.details || !arguments.only.empty(), terminal_width()));
  if (runs.failed > 0) session.exit = Exit::runs_failed;
}

}  // namespace

void add_claims(CLI::App& program, Session& session) {
  const auto arguments = std::make_shared<ClaimsArguments>();
  CLI::App& command = *program.add_subcommand("claims", "Test claims about regimes as experiments");
  command.add_option("FILE", arguments->file, "list of claims; without it data/claims.toml");
  command
      .add_option("-o,--output", arguments->folder, "folder for runs and results (claims, with --quick\nclaims-quick)")
      ->check(not_empty())
      ->type_name("FOLDER");
  command.add_option("--only", arguments->only, "only these claims, as C4,C9")->check(not_empty())->type_name("IDS");
  command
      .add_option("--threshold", arguments->thresholds,
                  "another smallest effect of interest, as C4.1=0.05: reads the\nstored runs anew and makes none")
      ->type_name("EFFECT=VALUE")
      ->allow_extra_args(false);
  command.add_flag("--quick", arguments->quick, "a look within two minutes on 2 cores:\nsmaller worlds, fewer runs");
  command.add_flag("--list", arguments->list, "list the claims and make no run");
  command.add_flag("--details", arguments->details, "effects and ablations of each claim, as with --only");
  command.add_option("-j,--jobs", arguments->jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command.add_flag("--extend", arguments->extend, "go on in a folder that another build of poldyn began");
  command.add_flag("-q,--quiet", arguments->quiet, "no progress");
  command.add_flag("--json", arguments->json, "print the results as JSON");
  command.footer(
      "Example: poldyn claims --only C4,C9 --quick\n\n"
      "The same command goes on where the last one ended, however it ended. Runs lie in\n"
      "campaigns that poldyn status knows; claims.h5 (of --only C4, claims-C4.h5) has the\n"
      "effects at each point. A claim that loses is no error: the exit code is 0.");
  command.callback([arguments, &session] { claims_command(*arguments, session); });
}

}  // namespace poldyn::app
