// A campaign against its runs' own time: how busy the cores are, what merging costs, what memory it takes.
//
// usage: bench_campaign [SCENARIO] [POINTS] [REPLICATES] [HORIZON]
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bench/median.h"
#include "bench/scratch.h"
#include "sim/batch/merge.h"
#include "sim/batch/replicates.h"
#include "sim/batch/sweep.h"
#include "sim/experiment/experiment_file.h"
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

struct Cost {
  double wall = 0, cpu = 0;
};

template <class Work>
Cost cost_of(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  work();
  return {seconds_since(begin), cpu_seconds() - cpu};
}

/// The same runs on as many threads, their results thrown away: what a campaign cannot be faster than.
void runs_alone(const Campaign& campaign) {
  Batch batch;
  batch.runs = static_cast<std::uint32_t>(campaign.runs());
  batch.run = [&](std::uint32_t number, const RunSlot& slot) {
    const PlannedRun unit = campaign.planned_run(number);
    return simulate(campaign.experiment().scenario(unit.point), RunKey{campaign.experiment().seed, unit.replicate},
                    &slot.stop, &slot.now);
  };
  batch.sink = [](Outcome&&) {};
  run_batch(batch);
}

long peak_megabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string scenario = argc > 1 ? argv[1] : "scenarios/sovereign.toml";
  const std::size_t points = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 250;
  const std::size_t replicates = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 4;
  const std::string horizon = argc > 4 ? argv[4] : "10 y";
  const bench::Scratch scratch;
  std::ofstream(scratch / "exp.toml") << bench::experiment_text(scenario, points, replicates, horizon);
  const auto start = std::chrono::steady_clock::now();
  ExperimentReading reading = read_experiment(scratch / "exp.toml");
  if (!reading.ok()) {
    fmt::print(stderr, "{}\n", to_text(reading.mistakes));
    return 65;
  }
  Campaign campaign(scratch / "runs", std::move(reading.experiment), "bench", "bench");
  campaign.open(Extend::no);
  fmt::print("{} runs: laid out in {:.3f} s\n", campaign.runs(), seconds_since(start));
  const auto runs = static_cast<double>(campaign.runs());
  const unsigned cores = threads_for(0);
  std::vector<double> wall, cpu;
  constexpr int rounds = 3;  // interleaved, because the machine may be used by others too
  for (int round = 0; round < rounds; ++round) {
    fs::remove_all(campaign.parts_folder());
    fs::create_directories(campaign.parts_folder());
    const Cost alone = cost_of([&] { runs_alone(campaign); });
    const Cost made = cost_of([&] { sweep(campaign, {}); });
    wall.push_back(100 * (made.wall / alone.wall - 1));
    cpu.push_back(100 * (made.cpu / alone.cpu - 1));
    fmt::print(
        "sweep: {:.1f} s, {:.1f} runs/s, {:.1f} % of {} cores busy; over the runs alone: wall {:+.1f} %, CPU {:+.1f} "
        "%\n",
        made.wall, runs / made.wall, 100 * made.cpu / made.wall / cores, cores, wall.back(), cpu.back());
  }
  fmt::print("median: wall {:+.1f} %, CPU {:+.1f} %\n", bench::median(wall), bench::median(cpu));
  const long before = peak_megabytes();
  const auto merging = std::chrono::steady_clock::now();
  MergeOptions options;
  options.version = options.git_commit = options.command_line = "bench";
  merge(campaign, scratch / "all.h5", options);
  const double merged = seconds_since(merging);
  fmt::print("merge: {:.2f} s, {:.0f} runs/s; peak memory {} MB, {} MB before\n", merged,
             static_cast<double>(campaign.runs()) / merged, peak_megabytes(), before);
}
