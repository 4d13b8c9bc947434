// Merging the totals of very many runs: runs per second, and the peak of memory beside that of a hundredth of them.
//
// usage: bench_merging [RUNS] [SHARDS]
// The runs are made up: one is simulated, and all others have its totals with their own number in the first. They lie
// in parts as SHARDS machines would write them that share the campaign out run by run.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/child.h"
#include "bench/scratch.h"
#include "sim/batch/merge.h"
#include "sim/run/simulate.h"

namespace {
using namespace poldyn;

constexpr std::size_t replicates = 10;
constexpr std::size_t rows_of_part = 20'000;  // some 10 s of runs of a millisecond on two cores

void write_parts(const Campaign& campaign, std::size_t shards) {
  const Experiment& experiment = campaign.experiment();
  RunResult result = simulate(experiment.scenario(0), RunKey{experiment.seed, 0});
  const parts::Layout layout = campaign.layout();
  for (std::size_t shard = 0; shard < shards; ++shard) {
    std::vector<parts::Row> rows;
    for (std::size_t i = shard; i < campaign.runs(); i += shards) {
      const PlannedRun unit = campaign.planned_run(i);
      result.replicate = unit.replicate;
      result.totals[experiment.record.totals.front()][0] = static_cast<double>(i);
      rows.push_back(campaign.row_of(unit, experiment.seed, result));
      if (rows.size() < rows_of_part && i + shards < campaign.runs()) continue;
      parts::write(campaign.parts_folder(), fmt::format(".new-{}-of-{}", shard, shards), layout, rows);
      rows.clear();
    }
  }
}

bench::Spent merged(const bench::Scratch& scratch, std::size_t runs, std::size_t shards) {
  const auto folder = scratch / fmt::format("runs-{}", runs);
  const std::string text =
      bench::experiment_text("scenarios/sovereign.toml", std::max<std::size_t>(1, runs / replicates), replicates,
                             "60 d", "[record]\ntotals = [\"iteration/*\"]\nsampled = []\n");
  bench::in_child([&] { write_parts(bench::campaign_of(folder, text), shards); });
  const bench::Spent spent = bench::in_child([&] {
    MergeOptions options;
    options.version = options.git_commit = options.command_line = "bench";
    const Campaign campaign = Campaign::in(folder);
    const Merged made = merge(campaign, scratch / "all.h5", options);
    if (made.missing + made.failed > 0) throw std::runtime_error("runs are missing");
  });
  const auto parts = std::distance(std::filesystem::directory_iterator(folder / "parts"), {});
  const auto bytes = std::filesystem::file_size(scratch / "all.h5");
  fmt::print("{:>9} runs in {:>3} parts: {:7.2f} s, {:>7.0f} runs/s, {:6.1f} MB of memory at most, file of {:.1f} MB\n",
             runs, parts, spent.wall, static_cast<double>(runs) / spent.wall, spent.peak_megabytes,
             static_cast<double>(bytes) / 1048576);
  std::filesystem::remove_all(folder);
  std::filesystem::remove(scratch / "all.h5");
  return spent;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t most = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::size_t shards = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 2;
  const bench::Scratch scratch;
  const bench::Spent few = merged(scratch, most / 100, shards);
  merged(scratch, most / 10, shards);
  const bench::Spent many = merged(scratch, most, shards);
  fmt::print("memory of {} runs over that of {}: {:.2f}; {:.0f} bytes for each further run\n", most, most / 100,
             many.peak_megabytes / few.peak_megabytes,
             (many.peak_megabytes - few.peak_megabytes) * 1048576 / static_cast<double>(most - most / 100));
}
