#include <cmath>

#include "sim/hdf5/h5_error.h"
#include "sim/results/results_format.h"
#include "sim/results/results_reader.h"
#include "sim/results/results_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

using namespace poldyn;

namespace {

constexpr RunShape shape{.blocs = 2, .times = 3, .domains = 2, .stages = 0, .policies = 2, .rules = 2};

results::Header plan(std::uint32_t replicates, std::vector<std::string> scenarios = {"title = 'x'"}) {
  return {.scenarios = std::move(scenarios),
          .replicates = replicates,
          .base_seed = 0xFFFF'FFFF'FFFF'FFFF,
          .title = "a title",
          .version = "1.2.3",
          .git_commit = "abc",
          .command_line = "poldyn run x.toml",
          .shape = shape,
          .times = {SimTime{}, at_day(1), at_day(2)},
          .names = {{"north", "south"}, {"a", "b"}, {"fees", "2"}, {"all", "large"}, {{}, {}}}};
}

/// Values that name their place: metric, replicate, position.
RunResult result(std::uint32_t replicate) {
  RunResult made;
  made.replicate = replicate;
  made.fingerprint = 100 + replicate;
  made.shape = shape;
  const auto fill = [&](std::span<const MetricRow> rows, std::size_t times, std::vector<std::vector<double>>& to) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      std::vector<double> values(shape.blocs * times * shape.extent(rows[row].axis));
      for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<double>(row) * 1e6 + replicate * 1e3 + static_cast<double>(i);
      to.push_back(std::move(values));
    }
  };
  fill(sampled_metrics(), shape.times, made.sampled);
  fill(total_metrics(), 1, made.totals);
  return made;
}

}  // namespace

TEST_CASE("results: every value stands at its point, replicate, bloc and time", "[io]") {
  const ScratchFolder folder;
  constexpr std::uint32_t replicates = 700;  // more than are held back before writing
  results::Writer writer(folder / "a.h5", h5::IfExists::refuse, plan(replicates, {"one", "two"}));
  for (int point = 0; point < 2; ++point)
    for (std::uint32_t i = 0; i < replicates; ++i) writer.add(result(i));
  writer.commit();
  const results::Reader reader(folder / "a.h5");
  CHECK(reader.points() == 2);
  CHECK(reader.replicates() == replicates);
  CHECK(reader.scenarios() == std::vector<std::string>{"one", "two"});
  CHECK(reader.base_seed() == 0xFFFF'FFFF'FFFF'FFFF);
  for (std::size_t row = 0; row < sampled_metrics().size(); ++row) {
    const std::string path = results::path_of("metrics", sampled_metrics()[row]);
    const h5::Shape lengths = reader.file().shape(path);
    CHECK(lengths[1] == replicates);
    const auto values = reader.values(path);
    const std::size_t size = values.size() / (2 * replicates);
    for (const std::size_t run : {std::size_t{0}, std::size_t{699}, std::size_t{700}, std::size_t{1399}})
      for (std::size_t i = 0; i < size; ++i)
        REQUIRE(values[run * size + i] ==
                static_cast<double>(row) * 1e6 + static_cast<double>(run % 700) * 1e3 + static_cast<double>(i));
  }
}

TEST_CASE("results: a failed run is NaN, has its message, and shows in the fingerprint", "[io]") {
  const ScratchFolder folder;
  const auto write = [&](const char* name, bool fail) {
    results::Writer writer(folder / name, h5::IfExists::refuse, plan(3));
    for (std::uint32_t i = 0; i < 3; ++i) {
      if (fail && i == 1)
        writer.add_failed("negative stock");
      else
        writer.add(result(i));
    }
    writer.commit();
  };
  write("a.h5", true);
  write("b.h5", false);
  const results::Reader failed(folder / "a.h5");
  CHECK(failed.failed() == std::vector<bool>{false, true, false});
  CHECK(failed.messages()[1] == "negative stock");
  CHECK_FALSE(failed.complete());
  const auto values = failed.values(results::path_of("totals", total_metrics()[0]));
  CHECK(values[1] == 1);
  CHECK(std::isnan(values[2]));
  CHECK(std::isnan(values[3]));
  CHECK(values[4] == 2000);
  const results::Reader whole(folder / "b.h5");
  CHECK(whole.complete());
  CHECK(whole.fingerprint() != failed.fingerprint());
}

TEST_CASE("results: misuse is refused and leaves no file", "[io]") {
  const ScratchFolder folder;
  {
    results::Writer writer(folder / "a.h5", h5::IfExists::refuse, plan(2));
    CHECK_THROWS_AS(writer.add(result(1)), std::logic_error);  // not the next one
    writer.add(result(0));
    CHECK_THROWS_AS(writer.commit(), std::logic_error);
    RunResult odd = result(1);
    odd.totals[0].push_back(0);
    CHECK_THROWS_AS(writer.add(odd), std::logic_error);
  }
  CHECK(folder.files() == 0);
}

TEST_CASE("results: the combined fingerprint is FNV-1a", "[reference]") {
  // FNV-1a of the bytes 0, 'f', 'o', 'o', 0, 0, 0, 0, 0 by its definition: (hash xor byte) * prime.
  std::uint64_t expected = 0xCBF29CE484222325U;
  for (const unsigned byte : {0U, 0x66U, 0x6FU, 0x6FU, 0U, 0U, 0U, 0U, 0U})
    expected = (expected ^ byte) * 1099511628211U;
  results::CombinedFingerprint fingerprint;
  fingerprint.add(results::RunStatus::ok, 0x6F6F66);
  CHECK(fingerprint.value() == expected);
  CHECK(results::hex(0xAB) == "00000000000000ab");
}
