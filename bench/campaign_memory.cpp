// Memory of a campaign on all cores beside that of one of a hundredth of the runs: it is to be flat.
//
// usage: bench_campaign_memory [SCENARIO] [RUNS] [HORIZON]
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "bench/child.h"
#include "bench/scratch.h"
#include "sim/batch/sweep.h"

namespace {
using namespace poldyn;

bench::Spent swept(const bench::Scratch& scratch, const std::string& scenario, std::size_t runs,
                   const std::string& horizon) {
  const auto folder = scratch / fmt::format("runs-{}", runs);
  const std::string text = bench::experiment_text(scenario, std::max<std::size_t>(1, runs / 10), 10, horizon);
  const bench::Spent spent = bench::in_child([&] {
    const SweepState state = sweep(bench::campaign_of(folder, text), {});
    if (state.done != runs || state.failed > 0) throw std::runtime_error("runs are missing");
  });
  fmt::print("{:>7} runs: {:7.2f} s, {:6.0f} runs/s, {:6.1f} MB of memory at most\n", runs, spent.wall,
             static_cast<double>(runs) / spent.wall, spent.peak_megabytes);
  std::filesystem::remove_all(folder);
  return spent;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string scenario = argc > 1 ? argv[1] : "scenarios/sovereign.toml";
  const std::size_t most = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000;
  const std::string horizon = argc > 3 ? argv[3] : "2 y";
  const bench::Scratch scratch;
  const bench::Spent few = swept(scratch, scenario, most / 100, horizon);
  swept(scratch, scenario, most / 10, horizon);
  const bench::Spent many = swept(scratch, scenario, most, horizon);
  fmt::print("memory of {} runs over that of {}: {:.2f}\n", most, most / 100, many.peak_megabytes / few.peak_megabytes);
}
