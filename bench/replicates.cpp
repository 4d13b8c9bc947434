// Replicates on 1 and on all cores, interleaved: how well they scale.
//
// usage: bench_replicates [SCENARIO] [RUNS]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "sim/batch/replicates.h"
#include "sim/disk/scenario_disk.h"
#include "sim/run/simulate.h"

namespace {
using namespace poldyn;

double seconds(const Scenario& scenario, std::uint32_t runs, unsigned jobs) {
  Batch batch;
  batch.runs = runs;
  batch.jobs = jobs;
  batch.run = [&](std::uint32_t replicate, const RunSlot& slot) {
    return simulate(scenario, RunKey{1, replicate}, &slot.stop, &slot.now);
  };
  batch.sink = [](Outcome&&) {};
  const auto start = std::chrono::steady_clock::now();
  run_batch(batch);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string file = argc > 1 ? argv[1] : "scenarios/sovereign.toml";
  const auto runs = static_cast<std::uint32_t>(argc > 2 ? std::stoul(argv[2]) : 100);
  const Reading reading = read_scenario(file);
  if (!reading.ok()) {
    fmt::print(stderr, "{}\n", to_text(reading.mistakes));
    return 65;
  }
  const unsigned cores = threads_for(0);
  std::vector<double> ratio;
  for (int round = 0; round < 5; ++round) {
    const double one = seconds(reading.scenario, runs, 1);
    const double all = seconds(reading.scenario, runs, cores);
    ratio.push_back(one / all / cores);
    fmt::print("{} runs: 1 thread {:.2f} s, {} threads {:.2f} s: {:.1f} % of perfect scaling\n", runs, one, cores, all,
               100 * ratio.back());
  }
  std::sort(ratio.begin(), ratio.end());
  fmt::print("median {:.1f} % with {} threads\n", 100 * ratio[ratio.size() / 2], cores);
}
