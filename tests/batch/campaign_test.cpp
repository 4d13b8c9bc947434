#include "sim/batch/campaign.h"

#include <atomic>
#include <cmath>
#include <filesystem>
#include <thread>

#include "sim/batch/folder_lock.h"
#include "sim/batch/merge.h"
#include "sim/batch/sweep.h"
#include "sim/hdf5/h5_error.h"
#include "sim/results/results_format.h"
#include "sim/results/results_reader.h"
#include "sim/results/results_writer.h"
#include "sim/run/simulate.h"
#include "tests/experiment/experiment_fixture.h"

using namespace poldyn;

namespace {

Campaign campaign_of(const ExperimentFolder& folder, const std::string& text) {
  Campaign campaign(folder.folder() / "runs", folder.read(text), "1", "abc");
  campaign.open(Extend::no);
  return campaign;
}

results::Reader merged(const ExperimentFolder& folder, const Campaign& campaign) {
  MergeOptions options;
  options.if_exists = h5::IfExists::replace;
  merge(campaign, folder.folder() / "all.h5", options);
  return results::Reader(folder.folder() / "all.h5");
}

const std::string head = "[experiment]\nbase = \"base.toml\"\nreplicates = 2\n";

}  // namespace

TEST_CASE("campaign: what a merged file holds is what single runs give", "[campaign]") {
  const ExperimentFolder folder;
  const Campaign campaign =
      campaign_of(folder, head +
                              "[factor.vendors]\nkey = \"bloc.*.population.vendors\"\nvalues = [4, 8]\n"
                              "[record]\ntotals = [\"releases\", \"delay_by_cause\"]\nsampled = [\"frontier\"]\n");
  const SweepState state = sweep(campaign, {});
  CHECK(state.done == 4);
  const results::Reader file = merged(folder, campaign);
  const auto releases = file.values("totals/iteration/releases");
  const auto delays = file.values("totals/iteration/delay_by_cause");
  const auto frontier = file.values("metrics/capability/frontier");
  const auto& kept = campaign.experiment().record;
  const auto same = [](const std::vector<double>& all, std::size_t run, const std::vector<double>& own) {
    for (std::size_t i = 0; i < own.size(); ++i) {
      const double there = all.at(run * own.size() + i);
      if (there != own[i] && !(std::isnan(there) && std::isnan(own[i]))) return false;
    }
    return true;
  };
  for (std::size_t run = 0; run < 4; ++run) {
    const RunResult own =
        simulate(campaign.experiment().scenario(run / 2), RunKey{1, static_cast<std::uint32_t>(run % 2)});
    CHECK(file.fingerprints()[run] == own.fingerprint);
    CHECK(same(releases, run, own.totals[kept.totals[0]]));
    CHECK(same(delays, run, own.totals[kept.totals[1]]));
    CHECK(same(frontier, run, own.sampled[kept.sampled[0]]));
  }
}

TEST_CASE("campaign: a shorter horizon is filled up with NaN along time", "[campaign]") {
  const ExperimentFolder folder;
  const Campaign campaign =
      campaign_of(folder, head +
                              "[factor.horizon]\nkey = \"run.horizon\"\nvalues = [\"0.2 y\", \"0.5 y\"]\n"
                              "[record]\ntotals = [\"releases\"]\nsampled = [\"frontier\"]\n");
  sweep(campaign, {});
  const results::Reader file = merged(folder, campaign);
  CHECK(file.file().read<double>("time").size() == 7);  // 0.5 y in steps of a month
  const auto values = file.values("metrics/capability/frontier");
  const RunResult shorter = simulate(campaign.experiment().scenario(0), RunKey{1, 0});
  REQUIRE(shorter.shape.times == 3);
  const auto& own = shorter.sampled[campaign.experiment().record.sampled[0]];
  for (std::size_t bloc = 0; bloc < 2; ++bloc)
    for (std::size_t t = 0; t < 7; ++t) {
      const double there = values[bloc * 7 + t];
      if (t >= 3 || std::isnan(own[bloc * 3 + t]))
        CHECK(std::isnan(there));
      else
        CHECK(there == own[bloc * 3 + t]);
    }
}

TEST_CASE("campaign: equal points are run once and stand in the file as often as in the design", "[campaign]") {
  const ExperimentFolder folder;
  const Campaign campaign = campaign_of(folder, head +
                                                    "[factor.vendors]\nkey = \"bloc.*.population.vendors\"\n"
                                                    "values = [4, 8, 4]\n[record]\ntotals = [\"releases\"]\n");
  CHECK(campaign.experiment().points() == 3);
  CHECK(campaign.runs() == 4);
  CHECK(sweep(campaign, {}).done == 4);
  const results::Reader file = merged(folder, campaign);
  const auto prints = file.fingerprints();
  REQUIRE(prints.size() == 6);
  CHECK(prints[0] == prints[4]);
  CHECK(prints[1] == prints[5]);
  CHECK(prints[0] != prints[2]);
}

TEST_CASE("campaign: one value more than the buffer of the writer holds, and pieces of one point", "[campaign]") {
  const ExperimentFolder folder;
  results::Header plan;
  plan.replicates = GENERATE(1U, 3U, 5000U);
  const std::size_t points = plan.replicates > 3 ? 2 : 5000;
  plan.shape = {1, 1, 1, 1, 0, 0};
  plan.times = {SimTime{}};
  plan.names = {{"b"}, {"d"}, {}, {}, {{"s"}}};
  plan.totals = {0};
  plan.sampled = std::vector<std::size_t>{};
  plan.scenarios.assign(points, "x = 1");
  plan.version = plan.git_commit = "1";
  results::Writer writer(folder.folder() / "w.h5", h5::IfExists::refuse, plan);
  double number = 0;
  for (std::size_t p = 0; p < points; ++p)
    for (std::uint32_t r = 0; r < plan.replicates; ++r) {
      RunResult result;
      result.replicate = r;
      result.totals = {std::vector<double>(plan.shape.extent(total_metrics()[0].axis), number++)};
      writer.add(result);
    }
  writer.commit();
  const results::Reader file(folder.folder() / "w.h5");
  const auto values = file.values(results::path_of("totals", total_metrics()[0]));
  REQUIRE(values.size() == points * plan.replicates);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] != static_cast<double>(i)) FAIL_CHECK("run " << i << " has the value of run " << values[i]);
}

TEST_CASE("campaign: more parts than can be open at once are merged in order", "[campaign]") {
  const ExperimentFolder folder;
  const Campaign campaign = campaign_of(folder,
                                        "[experiment]\nbase = \"base.toml\"\nreplicates = 25000\n"
                                        "[factor.vendors]\nkey = \"bloc.*.population.vendors\"\nvalues = [4, 8]\n"
                                        "[record]\ntotals = [\"releases\"]\nsampled = []\n");
  // Made-up runs, each with its number as its result. Every part has more rows than two blocks hold, and its runs are
  // nearly in order, as threads leave them.
  constexpr std::size_t writers = 18;
  const Experiment& experiment = campaign.experiment();
  RunResult result = simulate(experiment.scenario(0), RunKey{1, 0});
  for (std::size_t writer = 0; writer < writers; ++writer) {
    std::vector<parts::Row> rows;
    for (std::size_t i = writer; i < campaign.runs(); i += writers) {
      result.replicate = campaign.planned_run(i).replicate;
      result.totals[experiment.record.totals.front()][0] = static_cast<double>(i);
      rows.push_back(campaign.row_of(campaign.planned_run(i), experiment.seed, result));
      if (rows.size() % 5 == 0) std::swap(rows.back(), rows[rows.size() - 4]);
    }
    REQUIRE(rows.size() > 2 * 1024);
    parts::write(campaign.parts_folder(), ".new", campaign.layout(), rows);
  }
  const auto releases = merged(folder, campaign).values("totals/iteration/releases");
  const std::size_t blocs = releases.size() / campaign.runs();
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < campaign.runs(); ++i)
    if (releases[i * blocs] != static_cast<double>(i)) ++wrong;
  CHECK(wrong == 0);
}

TEST_CASE("campaign: of a run that stands in several parts the one that went well counts, and once", "[campaign]") {
  const ExperimentFolder folder;
  const Campaign campaign = campaign_of(folder,
                                        "[experiment]\nbase = \"base.toml\"\nreplicates = 4\n"
                                        "[record]\ntotals = [\"releases\"]\nsampled = []\n");
  const Experiment& experiment = campaign.experiment();
  const auto row_of = [&](std::size_t number, bool failed) {
    const PlannedRun unit = campaign.planned_run(number);
    const RunKey key{experiment.seed, unit.replicate};
    parts::Row row = campaign.row_of(unit, experiment.seed, simulate(experiment.scenario(0), key));
    if (failed) row = {row.id, row.seed, row.replicate, results::RunStatus::failed, 0, 0, 0, "as planted", {}, {}};
    return row;
  };
  // Whichever part comes first by its name: runs 0 and 1 failed in one and went well in the other, 2 failed in both.
  parts::write(campaign.parts_folder(), ".new", campaign.layout(),
               {row_of(0, true), row_of(1, false), row_of(2, true)});
  parts::write(campaign.parts_folder(), ".new", campaign.layout(),
               {row_of(1, true), row_of(2, true), row_of(0, false)});
  const PartList list = campaign.look(Verify::fully);
  CHECK(list.made == 3);
  CHECK(list.failed == 1);
  MergeOptions options;
  options.version = options.git_commit = options.command_line = "1";
  CHECK_THROWS_AS(merge(campaign, folder.folder() / "m.h5", options), Incomplete);
  options.partial = true;
  const Merged made = merge(campaign, folder.folder() / "m.h5", options);
  CHECK(made.failed == 1);
  CHECK(made.missing == 1);
  const results::Reader file(folder.folder() / "m.h5");
  CHECK(file.file().read<std::uint8_t>("runs/status") == std::vector<std::uint8_t>{0, 0, 1, 2});
  CHECK(file.file().read<std::string>("runs/message") == std::vector<std::string>{"", "", "as planted", ""});
}

TEST_CASE("campaign: of shards that see one damaged part the first sets it aside, and the others go on", "[campaign]") {
  const ExperimentFolder folder;
  const Campaign campaign = campaign_of(folder, head + "[record]\ntotals = [\"releases\"]\nsampled = []\n");
  CHECK(sweep(campaign, {}).done == 2);
  std::size_t parts = 0;
  for (const auto& part : std::filesystem::directory_iterator(campaign.parts_folder())) {
    std::filesystem::resize_file(part.path(), 100);
    ++parts;
  }
  REQUIRE(parts > 0);
  const PartList mine = campaign.look(Verify::fully), other = campaign.look(Verify::fully);
  CHECK(mine.damaged.size() == parts);
  Campaign::set_aside(mine);
  CHECK_NOTHROW(Campaign::set_aside(other));
  CHECK(campaign.look(Verify::fully).damaged.empty());
  CHECK(sweep(campaign, {}).done == 2);
}

TEST_CASE("campaign: who asks whether it is at work does not keep anybody from starting", "[campaign]") {
  const ExperimentFolder folder;
  const std::filesystem::path at = folder.folder().path();
  { const FolderLock made(at, {}); }
  std::atomic<bool> over{false};
  std::size_t refused = 0;
  {
    const std::jthread asking([&] {
      while (!over) static_cast<void>(FolderLock::is_held(at));
    });
    for (int i = 0; i < 60; ++i) try {
        const FolderLock lock(at, Shard{0, i % 2 == 0 ? 1U : 4U});
      } catch (const h5::CannotCreate&) {
        ++refused;
      }
    over = true;
  }
  CHECK(refused == 0);
  const FolderLock held(at, {});
  CHECK(FolderLock::is_held(at));
  CHECK_THROWS_AS(FolderLock(at, {}), h5::CannotCreate);
}
