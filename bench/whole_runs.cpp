// Whole runs of `sovereign` with 100 to 100,000 vendors over 10 years: wall time, events, memory, and how they grow.
//
// usage: bench_whole_runs [SCENARIO] [--most N]
// Each size runs in a process of its own, so that its peak memory is its own.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "bench/scaled.h"
#include "sim/disk/scenario_disk.h"
#include "sim/run/simulate.h"

namespace {
using namespace poldyn;

struct Measured {
  double seconds = 0;
  std::uint64_t events = 0;
  double bytes = 0;  ///< growth of peak memory over the process before the run
};

double peak_bytes() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) * 1024;
}

Measured measure(const Scenario& scenario) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  if (const pid_t child = fork(); child == 0) {
    const double before = peak_bytes();
    const auto start = std::chrono::steady_clock::now();
    const RunResult result = simulate(scenario, RunKey{1, 0});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const Measured measured{took.count(), result.events, peak_bytes() - before};
    const bool told = write(ends[1], &measured, sizeof measured) == sizeof measured;
    _exit(told ? 0 : 1);
  } else {
    Measured measured;
    const bool heard = read(ends[0], &measured, sizeof measured) == sizeof measured;
    int status = 0;
    waitpid(child, &status, 0);
    close(ends[0]);
    close(ends[1]);
    if (!heard || status != 0) throw std::runtime_error("a run failed");
    return measured;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string file = "scenarios/sovereign.toml";
  double most = 100'000;
  for (int i = 1; i < argc; ++i)
    if (std::string(argv[i]) == "--most" && i + 1 < argc)
      most = std::stod(argv[++i]);
    else
      file = argv[i];
  const Reading reading = read_scenario(file);
  if (!reading.ok()) {
    fmt::print(stderr, "{}\n", to_text(reading.mistakes));
    return 65;
  }
  fmt::print("{:>8} {:>10} {:>12} {:>10} {:>14} {:>24}\n", "vendors", "wall s", "events", "ns/event", "bytes/vendor",
             "time over n log n (100 = 1)");
  double unit = 0;
  for (const double n : {100.0, 300.0, 1'000.0, 10'000.0, 100'000.0}) {
    if (n > most) break;
    Scenario scenario = reading.scenario;
    scale(scenario, n / static_cast<double>(scenario.blocs.front().population.vendors));
    Measured best = measure(scenario);
    for (int again = 0; n <= 1'000 && again < 4; ++again)
      if (const Measured other = measure(scenario); other.seconds < best.seconds) best = other;
    const double relative = best.seconds / (n * std::log(n));
    if (unit == 0) unit = relative;
    fmt::print("{:>8.0f} {:>10.4f} {:>12} {:>10.0f} {:>14.0f} {:>24.2f}\n", n, best.seconds, best.events,
               best.seconds * 1e9 / static_cast<double>(best.events), best.bytes / n, relative / unit);
  }
}
