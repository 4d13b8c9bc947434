// One campaign by two threads of one process, and by two ranks of MPI with one thread each: `poldyn sweep` as users
// start it.
//
// usage: bench_ranks [RUNS] [HORIZON] [ROUNDS] [POLDYN]
// Rounds take turns, because the machine may be used by others too. Start-up is measured by a campaign of two runs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/child.h"
#include "bench/scratch.h"

namespace {
using namespace poldyn;
using Words = std::vector<std::string>;

double median(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  return x[x.size() / 2];
}

/// Of the two ways in turn: seconds, and the second's over the first's.
void compare(const bench::Scratch& scratch, const std::array<Words, 2>& ways, std::size_t runs,
             const std::string& horizon, int rounds) {
  const std::string file = (scratch / "exp.toml").string();
  std::ofstream(file) << bench::experiment_text("scenarios/sovereign.toml", runs, 1, horizon);
  std::array<std::vector<double>, 2> wall, cpu;
  std::vector<double> wall_ratio, cpu_ratio;
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t turn = 0; turn < 2; ++turn) {
      const std::size_t way = (turn + static_cast<std::size_t>(round)) % 2;
      const std::string folder = (scratch / fmt::format("{}-{}-{}", runs, round, way)).string();
      Words words = ways[way];
      for (const std::string& word : Words{"sweep", file, "-q", "-o", folder}) words.push_back(word);
      words.insert(words.end(), {"--jobs", way == 0 ? "2" : "1"});
      const bench::Spent spent = bench::of_command(words);
      wall[way].push_back(spent.wall);
      cpu[way].push_back(spent.cpu);
      std::filesystem::remove_all(folder);
    }
    wall_ratio.push_back(wall[1].back() / wall[0].back());
    cpu_ratio.push_back(cpu[1].back() / cpu[0].back());
  }
  fmt::print(
      "{:>6} runs: threads {:.2f} s (CPU {:.2f}), ranks {:.2f} s (CPU {:.2f}); ranks over threads in a round: wall "
      "{:.3f} "
      "({:.3f} to {:.3f}), CPU {:.3f}\n",
      runs, median(wall[0]), median(cpu[0]), median(wall[1]), median(cpu[1]), median(wall_ratio),
      *std::min_element(wall_ratio.begin(), wall_ratio.end()), *std::max_element(wall_ratio.begin(), wall_ratio.end()),
      median(cpu_ratio));
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t runs = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000;
  const std::string horizon = argc > 2 ? argv[2] : "10 y";
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
  const std::string poldyn = argc > 4 ? argv[4] : bench::program_beside();
  const std::array<Words, 2> ways{
      Words{poldyn}, Words{"mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", "2", poldyn}};
  try {
    bench::of_command({"mpirun", "--version"});
  } catch (const std::runtime_error&) {
    fmt::print("skipped: there is no mpirun\n");
    return 0;
  }
  std::vector<double> alone;
  Words nothing = ways[1];
  nothing.back() = "true";
  for (int round = 0; round < rounds; ++round) alone.push_back(bench::of_command(nothing).wall);
  fmt::print("mpirun of two processes that do nothing: {:.2f} s\n", median(alone));
  const bench::Scratch scratch;
  compare(scratch, ways, 2, horizon, rounds);
  compare(scratch, ways, runs, horizon, rounds);
}
