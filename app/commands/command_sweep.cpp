#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands/commands.h"
#include "app/console/current_exception.h"
#include "app/console/input_files.h"
#include "app/console/interrupt.h"
#include "app/console/numbers.h"
#include "app/console/option_checks.h"
#include "app/console/progress.h"
#include "app/console/terminal.h"
#include "app/runs/experiment_input.h"
#include "app/runs/run_size.h"
#include "app/runs/slurm_script.h"
#include "poldyn_version.h"
#include "sim/batch/rank_sweep.h"
#include "sim/batch/replicates.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

struct SweepArguments {
  fs::path file;
  fs::path folder;
  unsigned jobs = 0;
  std::string shard;
  bool retry_failed = false;
  bool extend = false;
  bool quiet = false;
  bool json = false;
  unsigned slurm_tasks = 0;
};

void print_slurm_script(const SweepArguments& arguments, const fs::path& folder) {
  load_experiment(arguments.file);  // mistakes should come to light here, not in the queue
  std::string command = fmt::format("poldyn sweep {} --output {}", in_quotes_for_shell(arguments.file.string()),
                                    in_quotes_for_shell(folder.string()));
  if (arguments.retry_failed) command += " --retry-failed";
  if (arguments.extend) command += " --extend";
  print(slurm_script(arguments.file.stem().string(), arguments.slurm_tasks, command));
}

void say_end(const SweepState& state, const fs::path& folder, const SweepArguments& arguments, bool shard,
             double seconds) {
  if (arguments.json) {
    print(nlohmann::ordered_json{{"folder", folder.string()},
                                 {"runs", state.runs},
                                 {"done", state.before + state.done},
                                 {"done_now", state.done},
                                 {"failed", state.failed},
                                 {"damaged_parts", state.damaged},
                                 {"interrupted", state.stopped},
                                 {"seconds", seconds}}
              .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
          "\n");
  } else if (!arguments.quiet && !state.stopped) {
    const std::string before = state.before > 0 ? fmt::format(", {} were there before", state.before) : "";
    print(fmt::format("{}: {} done in {:.1f} s{}\n", folder.string(), counted(state.done, "run"), seconds, before));
    print(fmt::format("`poldyn merge {}` makes one file of all{}.\n", folder.string(),
                      shard ? " when every shard is done" : ""));
  }
}

/// `options` with a bar that lives as long as what it shows.
SweepOptions with_bar(SweepOptions options, ProgressBar& bar) {
  options.progress = [&bar](const SweepState& now) {
    bar.update({static_cast<std::uint32_t>(now.runs - now.before), static_cast<std::uint32_t>(now.done),
                static_cast<std::uint32_t>(now.failed), 0});
  };
  return options;
}

SweepState run_alone(Campaign& campaign, const SweepArguments& arguments, const SweepOptions& options) {
  campaign.make_folder();
  // Before anything of the folder changes.
  const FolderLock lock(campaign.folder(), options.shard, threads_for(options.jobs));
  campaign.open(arguments.extend ? Extend::yes : Extend::no);
  remove_remains(campaign, options.shard);
  ProgressBar bar(!arguments.quiet && errors_on_terminal());
  return sweep(campaign, with_bar(options, bar));
}

/// Rank 0 prepares the folder and holds its lock. Whatever fails at one rank ends all.
SweepState run_ranks(Campaign& campaign, const SweepArguments& arguments, const SweepOptions& options, Ranks& ranks) {
  try {
    if (options.shard.count > 1)
      throw Failure(Exit::usage, "ranks share out all runs by themselves: leave --shard out");
    std::optional<FolderLock> lock;
    if (ranks.rank() == 0) {
      campaign.make_folder();
      // The others are taken to have as many cores as this one.
      lock.emplace(campaign.folder(), options.shard, threads_of(options, ranks) * static_cast<unsigned>(ranks.size()));
      campaign.open(arguments.extend ? Extend::yes : Extend::no);
      remove_remains(campaign, options.shard);
    }
    if (ranks.broadcast({campaign.identity()}).at(0) != campaign.identity())
      throw Failure(Exit::bad_data, "the ranks do not read the same experiment");
    ProgressBar bar(ranks.rank() == 0 && !arguments.quiet && errors_on_terminal());
    return sweep_by_ranks(campaign, with_bar(options, bar), ranks);
  } catch (...) {
    ranks.abort(say_current_exception());
  }
}

void sweep_command(const SweepArguments& arguments, Session& session) {
  const fs::path folder = arguments.folder.empty() ? arguments.file.stem() : arguments.folder;
  if (arguments.slurm_tasks > 0) return print_slurm_script(arguments, folder);
  SweepOptions options;
  options.jobs = arguments.jobs;
  options.retry_failed = arguments.retry_failed;
  options.stop = &stop_flag();
  if (!arguments.shard.empty())
    options.shard = shard_of_text(arguments.shard);
  else if (const auto shard = shard_of_slurm())
    options.shard = *shard;
  if (Ranks::launched_by_anybody() && !Ranks::launched())
    throw Failure(Exit::usage, "this poldyn was built without MPI; install it and build again, or use --shard");
  ExperimentReading reading = load_experiment_reading(arguments.file);
  InputFiles inputs;
  inputs.add_all(reading.files);
  inputs.refuse_of_campaign(folder / "campaign.toml");
  require_bearable(size_of(reading.experiment), arguments.file.string());
  Campaign campaign(folder, std::move(reading.experiment), version, git_commit);
  campaign.set_name(arguments.file.filename().string());
  watch_interrupts();
  const auto begin = std::chrono::steady_clock::now();
  SweepState state;
  if (Ranks::launched()) {
    Ranks ranks;
    state = run_ranks(campaign, arguments, options, ranks);
    if (ranks.rank() > 0) {
      if (state.stopped) session.exit = Exit::interrupted;
      return;
    }
  } else {
    state = run_alone(campaign, arguments, options);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (state.damaged > 0)
    say(fmt::format("{}: {} found damaged, renamed to *.damaged; their runs are made again\n", folder.string(),
                    counted(state.damaged, "part")));
  say_end(state, folder, arguments, options.shard.count > 1, seconds);
  if (state.stopped)
    throw Failure(Exit::interrupted, fmt::format("interrupted; {} of {} runs are in {}, and the same command goes on",
                                                 state.before + state.done, state.runs, folder.string()));
  if (state.failed > 0) {
    finish_output();
    say_error(fmt::format("{} failed; `poldyn status {}` says why, --retry-failed tries them again\n",
                          counted(state.failed, "run"), folder.string()));
    session.exit = Exit::runs_failed;
  }
}

}  // namespace

void add_sweep(CLI::App& program, Session& session) {
  const auto arguments = std::make_shared<SweepArguments>();
  CLI::App& command = *program.add_subcommand("sweep", "Make the runs of an experiment, or go on with them");
  command.add_option("EXPERIMENT", arguments->file, "a TOML file with a table [experiment]")->required();
  command.add_option("-o,--output", arguments->folder, "folder for the runs; without it EXPERIMENT's stem")
      ->check(not_empty())
      ->type_name("FOLDER");
  command.add_option("-j,--jobs", arguments->jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command
      .add_option("--shard", arguments->shard, "make the i-th of n shares of the runs; from Slurm's\narray without it")
      ->type_name("I/N");
  command.add_flag("--retry-failed", arguments->retry_failed, "make runs again that failed before");
  command.add_flag("--extend", arguments->extend,
                   "go on in the folder of another experiment; runs that\nboth have are kept");
  CLI::Option& script =
      *command.add_option("--slurm-script", arguments->slurm_tasks, "print a job script for an array of N tasks")
           ->check(whole_number(1, 100'000))
           ->type_name("N");
  for (const char* settled : {"--jobs", "--shard"}) script.excludes(settled);  // the script takes them from Slurm
  command.add_flag("-q,--quiet", arguments->quiet, "neither progress nor summary");
  command.add_flag("--json", arguments->json, "print the summary as JSON");
  command.footer(
      "Example: poldyn sweep experiments/review.toml -o review && poldyn merge review\n\n"
      "The same command goes on where the last one ended, however it ended. A first\n"
      "Ctrl-C, SIGTERM or SIGUSR1 keeps what is done and ends with exit code 75.");
  command.callback([arguments, &session] { sweep_command(*arguments, session); });
}

}  // namespace poldyn::app
