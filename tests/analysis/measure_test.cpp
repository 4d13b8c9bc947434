#include "analysis/measure.h"

#include <cmath>

#include "analysis/facts.h"
#include "sim/results/results_format.h"
#include "sim/results/results_reader.h"
#include "sim/results/results_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

using namespace poldyn;
using analysis::Measure;
using analysis::MeasureFault;

namespace {

/// Three runs, the last of them failed; a value is 1000 x replicate + its place in its metric.
void write_file(const std::filesystem::path& file, const std::string& scenario = "title = 'x'") {
  const RunShape shape{.blocs = 2, .times = 3, .domains = 2, .stages = 2, .policies = 1};
  results::Writer writer(
      file, h5::IfExists::replace,
      {.scenarios = {scenario},
       .replicates = 3,
       .base_seed = 1,
       .title = "a title",
       .version = "1.2.3",
       .git_commit = "abc",
       .command_line = "poldyn run x.toml",
       .shape = shape,
       .times = {SimTime{}, at_day(10), at_day(20)},
       .names = {{"north", "south"}, {"writing", "coding"}, {"fees, new"}, {}, {{"paper", "review"}, {"review"}}}});
  for (std::uint32_t replicate = 0; replicate < 2; ++replicate) {
    RunResult made;
    made.replicate = replicate;
    made.shape = shape;
    const auto fill = [&](std::span<const MetricRow> rows, std::size_t times, std::vector<std::vector<double>>& to) {
      for (const MetricRow& row : rows) {
        std::vector<double> values(shape.blocs * times * shape.extent(row.axis));
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = replicate * 1000. + static_cast<double>(i);
        to.push_back(std::move(values));
      }
    };
    fill(sampled_metrics(), shape.times, made.sampled);
    fill(total_metrics(), 1, made.totals);
    writer.add(made);
  }
  writer.add_failed("no luck");
  writer.commit();
}

}  // namespace

TEST_CASE("measure: metrics of one bloc, day and label, and arithmetic over them", "[analysis]") {
  const ScratchFolder folder;
  write_file(folder / "a.h5");
  const results::Reader file(folder / "a.h5");
  const auto row = GENERATE(table<std::string, double, double>({
      {"totals/structure/exits@south", 1, 1001},
      {"metrics/structure/vendors@south:10", 4, 1004},
      {"metrics/structure/vendors@south:19.9", 4, 1004},
      {"metrics/capability/frontier_by_domain[coding]@north:20", 5, 1005},
      {"totals/pipeline/mean_wait[review]@north", 1, 1001},
      {"totals/pipeline/mean_wait[review]@south", 2, 1002},
      {"metrics/policy/firings[fees, new]@south:20", 5, 1005},
      {"1 + 2 * 3 - 8 / (1 + 3)", 5, 5},
      {"-2 * -(3 - 4)", -2, -2},
      {"log10(1000) + min(2, 1) * max(2, 1)", 5, 5},
      {"totals/structure/exits@south - totals/structure/exits@north", 1, 1},
      {"totals/structure/exits@south / totals/structure/exits@south", 1, 1},
  }));
  const auto values = Measure(std::get<0>(row)).values(file);
  INFO(std::get<0>(row));
  REQUIRE(values.size() == 3);
  CHECK(values[0] == std::get<1>(row));
  CHECK(values[1] == std::get<2>(row));
  CHECK(std::isnan(values[2]));
  CHECK(std::isnan(Measure("1 / totals/structure/exits@north").values(file)[0]));
}

TEST_CASE("measure: what cannot be read or answered is refused at its place", "[analysis]") {
  const auto text = GENERATE(as<std::string>{}, "", "1 +", "(1", "foo", "foo(1)", "totals/structure/exits",
                             "totals/structure/exits@south:3", "metrics/structure/vendors@south", "1 2", "min(1)",
                             "totals/a[b@c", "totals/a[ ]@c", std::string(500, '('));
  CHECK_THROWS_AS(Measure(text), MeasureFault);
}

TEST_CASE("measure: the last sample answers up to the horizon, and nothing answers beyond", "[analysis]") {
  const ScratchFolder folder;
  const std::string head = "[domain.any]\n[bloc.north]\n[bloc.south]\n[run]\n";
  const auto sampled = [&](const std::string& horizon, double day) {
    write_file(folder / "a.h5", head + horizon);
    const results::Reader file(folder / "a.h5");
    return Measure("metrics/structure/vendors@south:" + std::to_string(day)).values(file)[0];
  };
  const std::string long_run = "horizon = \"100 d\"\nsample_interval = \"60 d\"\n", whole = "horizon = \"20 d\"\n";
  CHECK(sampled(long_run, 99) == 5);  // of day 20: this file has no later one
  CHECK(sampled(long_run, 100) == 5);
  CHECK_THROWS_AS(sampled(long_run, 100.001), MeasureFault);
  CHECK(sampled(whole, 20) == 5);
  CHECK_THROWS_AS(sampled(whole, 20.001), MeasureFault);
  CHECK_THROWS_AS(sampled(whole, 50), MeasureFault);
}

TEST_CASE("measure: a file without the metric, bloc, day or label says so", "[analysis]") {
  const ScratchFolder folder;
  write_file(folder / "a.h5");
  const results::Reader file(folder / "a.h5");
  const auto text = GENERATE(as<std::string>{}, "totals/structure/nothing@north", "totals/structure/exits@west",
                             "metrics/structure/vendors@north:99", "metrics/structure/vendors@north:-1",
                             "metrics/capability/frontier_by_domain@north:20",
                             "metrics/capability/frontier_by_domain[poems]@north:20",
                             "totals/structure/exits[coding]@north", "totals/pipeline/mean_wait[paper]@south");
  CHECK_THROWS_AS(Measure(text).values(file), MeasureFault);
}

TEST_CASE("facts: quantiles are those of type 7", "[analysis][reference]") {
  // R: quantile(c(1, 2, 4, 8, 16), c(0.05, 0.5, 0.95)): 1.2, 4, 14.4 (Hyndman & Fan 1996, type 7).
  const std::vector<double> x{1, 2, 4, 8, 16};
  CHECK_THAT(analysis::quantile(x, 0.05), WithinRel(1.2, 1e-12));
  CHECK(analysis::quantile(x, 0.5) == 4);
  CHECK_THAT(analysis::quantile(x, 0.95), WithinRel(14.4, 1e-12));
  CHECK(analysis::quantile(x, 1) == 16);
}

TEST_CASE("facts: a hit is an observation where single runs lie", "[analysis]") {
  std::vector<double> runs;
  for (int i = 0; i <= 100; ++i) runs.push_back(i);
  CHECK(analysis::judge(runs, 50, 50).hit);
  CHECK(analysis::judge(runs, 5, 5).hit);
  CHECK_FALSE(analysis::judge(runs, 4.9, 4.9).hit);
  CHECK(analysis::judge(runs, 0, 6).hit);
  CHECK_FALSE(analysis::judge(runs, 96, 200).hit);
  CHECK(analysis::judge(runs, 40, 60).z == 0);
  CHECK_THAT(analysis::judge(runs, 79.30, 90).z, WithinRel(29.30 / 29.300170647967224, 1e-9));
  CHECK_FALSE(analysis::judge(std::span(runs).first(9), 4, 4).hit);  // too few to say
  CHECK(analysis::judge(std::span(runs).first(9), 4, 4).n == 9);
}
