// A campaign against its runs' own time: how busy the cores are, what merging costs, what memory it takes.
//
// usage: bench_campaign [SCENARIO] [POINTS] [REPLICATES] [HORIZON]
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/batch/experiment_file.h"
#include "sim/batch/merge.h"
#include "sim/batch/replicates.h"
#include "sim/batch/sweep.h"
#include "sim/run/simulate.h"

namespace {
using namespace poldyn;
namespace fs = std::filesystem;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto sum = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return sum(usage.ru_utime) + sum(usage.ru_stime);
}

/// CPU time is what is compared: on a machine that others use too, wall time says little.
double own_cpu_of_runs(const Campaign& campaign, std::size_t runs) {
  const double begin = cpu_seconds();
  for (std::size_t i = 0; i < runs; ++i) {
    const RunUnit& unit = campaign.units()[i];
    const Scenario scenario = campaign.experiment().scenario(unit.point);
    simulate(scenario, RunKey{campaign.experiment().seed, unit.replicate});
  }
  return (cpu_seconds() - begin) / static_cast<double>(runs);
}

long peak_megabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string scenario = fs::absolute(argc > 1 ? argv[1] : "scenarios/sovereign.toml").string();
  const std::string points = argc > 2 ? argv[2] : "250";
  const std::string replicates = argc > 3 ? argv[3] : "4";
  const std::string horizon = argc > 4 ? argv[4] : "10 y";
  const fs::path folder = fs::temp_directory_path() / fmt::format("poldyn-bench-{}", ::getpid());
  fs::create_directories(folder);
  std::ofstream(folder / "exp.toml") << fmt::format(
      "[experiment]\nbase = \"{}\"\ndesign = \"sobol\"\npoints = {}\nreplicates = {}\n[set]\nrun.horizon = \"{}\"\n"
      "[factor.preference]\nkey = \"bloc.*.procurement.preference\"\nrange = [0, 1]\n",
      scenario, points, replicates, horizon);
  const auto start = std::chrono::steady_clock::now();
  ExperimentReading reading = read_experiment(folder / "exp.toml");
  if (!reading.ok()) {
    fmt::print(stderr, "{}\n", to_text(reading.mistakes));
    return 65;
  }
  Campaign campaign(folder / "runs", std::move(reading.experiment), "bench", "bench");
  campaign.open(false);
  fmt::print("{} runs: laid out in {:.3f} s\n", campaign.units().size(), seconds_since(start));
  const std::size_t sample = std::min<std::size_t>(campaign.units().size(), 200);
  const double own = own_cpu_of_runs(campaign, sample);
  const auto begin = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  sweep(campaign, {});
  const double wall = seconds_since(begin), spent = cpu_seconds() - cpu;
  const unsigned cores = threads_for(0);
  const double needed = own * static_cast<double>(campaign.units().size());
  fmt::print(
      "sweep: {:.1f} s, {:.1f} runs/s, {:.1f} % of {} cores busy; CPU {:.1f} s, the runs alone {:.1f} s: overhead "
      "{:+.1f} %\n",
      wall, static_cast<double>(campaign.units().size()) / wall, 100 * spent / wall / cores, cores, spent, needed,
      100 * (spent / needed - 1));
  const long before = peak_megabytes();
  const auto merging = std::chrono::steady_clock::now();
  MergeOptions options;
  options.version = options.git_commit = options.command_line = "bench";
  merge(campaign, folder / "all.h5", options);
  const double merged = seconds_since(merging);
  fmt::print("merge: {:.2f} s, {:.0f} runs/s; peak memory {} MB, {} MB before\n", merged,
             static_cast<double>(campaign.units().size()) / merged, peak_megabytes(), before);
  fs::remove_all(folder);
}
