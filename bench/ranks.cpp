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
#include "bench/median.h"
#include "bench/scratch.h"

namespace {
using namespace poldyn;
using Words = std::vector<std::string>;

constexpr std::size_t threads = 0, ranks = 1;  ///< the ways

/// What one campaign took each way in turn, round after round.
struct Campaigns {
  std::size_t runs;
  std::array<std::vector<bench::Spent>, 2> spent;
};

void run_round(Campaigns& campaigns, int round, const bench::Scratch& scratch, const std::array<Words, 2>& ways,
               const std::string& horizon) {
  const std::string file = (scratch / "exp.toml").string();
  std::ofstream(file) << bench::experiment_text("scenarios/sovereign.toml", campaigns.runs, 1, horizon);
  for (std::size_t turn = 0; turn < 2; ++turn) {
    const std::size_t way = (turn + static_cast<std::size_t>(round)) % 2;
    const std::string folder = (scratch / "campaign").string();
    Words words = ways[way];
    for (const std::string& word : Words{"sweep", file, "-q", "-o", folder}) words.push_back(word);
    words.insert(words.end(), {"--jobs", way == threads ? "2" : "1"});
    campaigns.spent[way].push_back(bench::of_command(words));
    std::filesystem::remove_all(folder);
  }
}

using Part = double bench::Spent::*;
constexpr Part wall = &bench::Spent::wall, cpu = &bench::Spent::cpu;

double median_of(const std::vector<bench::Spent>& spent, Part part) {
  std::vector<double> x;
  for (const bench::Spent& s : spent) x.push_back(s.*part);
  return bench::median(x);
}

void print(const Campaigns& campaigns) {
  const auto& [by_threads, by_ranks] = campaigns.spent;
  fmt::print("{:>6} runs: threads {:.2f} s (CPU {:.2f}), ranks {:.2f} s (CPU {:.2f})\n", campaigns.runs,
             median_of(by_threads, wall), median_of(by_threads, cpu), median_of(by_ranks, wall),
             median_of(by_ranks, cpu));
}

/// Ranks over threads in each round, without what it takes to start: what the runs themselves cost.
void print_ratio(const Campaigns& few, const Campaigns& many, Part part, const char* name) {
  std::vector<double> ratio;
  for (std::size_t round = 0; round < many.spent[ranks].size(); ++round) {
    const auto runs = [&](std::size_t way) { return many.spent[way][round].*part - few.spent[way][round].*part; };
    ratio.push_back(runs(ranks) / runs(threads));
  }
  const auto [least, most] = std::minmax_element(ratio.begin(), ratio.end());
  fmt::print("beyond start-up, ranks over threads: {} {:.3f} ({:.3f} to {:.3f}); aim: under 1.05\n", name,
             bench::median(ratio), *least, *most);
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
  std::vector<bench::Spent> alone;
  Words nothing = ways[1];
  nothing.back() = "true";
  for (int round = 0; round < rounds; ++round) alone.push_back(bench::of_command(nothing));
  fmt::print("mpirun of two processes that do nothing: {:.2f} s\n", median_of(alone, wall));
  const bench::Scratch scratch;
  Campaigns few{2, {}}, many{runs, {}};
  for (int round = 0; round < rounds; ++round)
    for (Campaigns* campaigns : {&few, &many}) run_round(*campaigns, round, scratch, ways, horizon);
  print(few);
  print(many);
  print_ratio(few, many, wall, "wall");
  print_ratio(few, many, cpu, "CPU");
}
