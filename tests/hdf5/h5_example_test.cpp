// One file with everything the layer can write, read back here with Reader and by tests/python/test_netcdf_interop.py
// with h5py, h5dump, ncdump, nccopy and xarray. That script runs this case with POLDYN_EXAMPLE_FILE set.
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "sim/hdf5/h5_conventions.h"
#include "sim/hdf5/h5_reader.h"
#include "sim/hdf5/h5_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

namespace {

using namespace poldyn::h5;

constexpr std::uint64_t seed = 0xFEDC'BA98'7654'3210;  // above 2^63
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string long_text() {
  std::string text;
  while (text.size() < 5'000'000) text += "# Zulassung für Modelle über 10²⁵ FLOP\nthreshold = \"1e25 FLOP\"\n";
  return text;
}

void write_root(Writer& out) {
  out.set_attributes("/", {{"Conventions", "CF-1.10"},
                           {"title", std::string("Beispiel – 例")},
                           {"base_seed", seed},
                           {"negative", std::int64_t{-5'000'000'000}},
                           {"complete", std::uint8_t{1}},
                           {"weight", 0.1},
                           {"small", 0.5F},
                           {"signed", std::int32_t{-7}},
                           {"unsigned", std::uint32_t{4'000'000'000}},
                           {"empty", std::string()},
                           {"seeds", std::vector<std::uint64_t>{seed, 1}},
                           {"levels", std::vector<double>{0.5, 1.5}},
                           {"names", std::vector<std::string>{"α", "", "c"}},
                           {"bad_bytes", std::string("a\xFFz\0y", 5)}});
}

void write_dimensions(Writer& out) {
  out.define_dimension({.path = "point", .attributes = attributes_of({.long_name = "design point"}, Type::i64)},
                       std::vector<std::int64_t>{0, 1});
  out.define_dimension({.path = "replicate",
                        .extendable = true,
                        .attributes = attributes_of({.units = "1", .standard_name = "realization"}, Type::i64)},
                       std::vector<std::int64_t>{});
  out.define_dimension({.path = "bloc"}, std::vector<std::string>{"EU", "São Tomé", "中国"});
  out.define_dimension(
      {.path = "time",
       .attributes = attributes_of({.units = "days since 2025-01-01", .standard_name = "time", .calendar = "standard"},
                                   Type::f64)},
      std::vector<double>{0, 30, 60, 90});
  out.define_index({.path = "event"}, 0);
  out.define_index({.path = "entry", .extendable = true}, 0);
  out.define_dimension({.path = "vendors/vendor"}, std::vector<std::string>{"one", "two"});
}

void write_metrics(Writer& out) {
  const Conventions share{.units = "1", .long_name = "Herfindahl index", .valid_min = 0, .valid_max = 1};
  Conventions cited = share;
  cited.more = {{"formula", "sum(share^2)"}, {"source", "Hirschman 1945"}};
  auto& hhi = out.define_variable({.path = "metrics/fragmentation/hhi",
                                   .dimensions = {"point", "replicate", "bloc", "time"},
                                   .attributes = attributes_of(cited, Type::f64)});
  auto& small = out.define_variable({.path = "metrics/fragmentation/hhi_small",
                                     .type = Type::f32,
                                     .dimensions = {"point", "replicate", "bloc", "time"},
                                     .attributes = attributes_of(share, Type::f32)});
  std::vector<double> block(2 * 3 * 4);
  std::iota(block.begin(), block.end(), 0.0);
  for (auto& value : block) value /= 64;
  block[5] = nan;
  hhi.append(block);
  small.append(block);
  hhi.write_block({1, 1, 0, 0}, {1, 1, 3, 4}, std::vector<double>(12, 0.75));  // replicate 1 of point 0 stays missing
}

void write_rest(Writer& out) {
  auto& status = out.define_variable(
      {.path = "totals/status",
       .type = Type::u8,
       .dimensions = {"point", "replicate"},
       .attributes = attributes_of({.flags = {{0, "ok"}, {1, "failed"}, {2, "cut-off"}}}, Type::u8)});
  status.append(std::vector<std::uint8_t>{0, 2});
  status.append(std::vector<std::uint8_t>{1, 0});
  out.write_variable({.path = "totals/seed", .type = Type::u64, .dimensions = {"replicate"}},
                     std::vector<std::uint64_t>{seed, seed + 1});
  out.write_variable({.path = "totals/wait", .dimensions = {"point"}, .attributes = {{"units", "d"}}},
                     std::vector<double>{1.5, 2.5});
  out.write_variable({.path = "totals/mean", .attributes = {{"units", "1"}}}, 0.25);
  out.write_variable({.path = "vendors/home", .type = Type::text, .dimensions = {"vendor"}},
                     std::vector<std::string>{"Köln", ""});
  out.write_variable({.path = "vendors/share", .dimensions = {"vendor", "time"}}, std::vector<double>(8, 0.5));
  out.write_variable({.path = "events/kind", .type = Type::u8, .dimensions = {"event"}}, std::vector<std::uint8_t>{});
  out.write_variable({.path = "events/matrix", .dimensions = {"event", "bloc"}}, std::vector<double>{});
  out.write_variable({.path = "events/grows", .dimensions = {"replicate", "event"}}, std::vector<double>{});
  out.write_variable({.path = "log/day", .type = Type::i32, .dimensions = {"entry"}},
                     std::vector<std::int32_t>{-1, 5, 9});
  out.write_variable({.path = "log/count", .type = Type::u32, .dimensions = {"entry"}},
                     std::vector<std::uint32_t>{1, 2, 4'000'000'000});
  out.write_text("scenario/base", long_text(), {{"media_type", "application/toml"}});
  out.create_group("parameters/empty");
}

void write_example(const std::filesystem::path& path) {
  Writer out(path, IfExists::replace);
  write_root(out);
  write_dimensions(out);
  write_metrics(out);
  write_rest(out);
  // The coordinate comes last, as replicates finish.
  out.define_variable({.path = "totals/late", .dimensions = {"replicate"}}).append(std::vector<double>{7.0});
  out.set_attributes("replicate", {{"comment", "added"}});
  out.dimension("replicate").append(std::vector<std::int64_t>{0, 1});
  out.commit();
}

}  // namespace

TEST_CASE("h5 example: everything written reads back the same", "[io]") {
  const ScratchFolder folder;
  const char* wanted = std::getenv("POLDYN_EXAMPLE_FILE");
  const std::filesystem::path path = wanted != nullptr ? std::filesystem::path(wanted) : folder / "example.h5";
  write_example(path);

  const Reader in(path);
  CHECK(in.groups() ==
        std::vector<std::string>{"vendors", "metrics", "totals", "events", "log", "scenario", "parameters"});
  CHECK(in.variables() == std::vector<std::string>{"point", "replicate", "bloc", "time"});
  CHECK(in.variables("totals") == std::vector<std::string>{"status", "seed", "wait", "mean", "late"});
  CHECK(in.attribute<std::uint64_t>("/", "base_seed") == seed);
  CHECK(in.attribute<std::int64_t>("/", "negative") == -5'000'000'000);
  CHECK(in.attribute<double>("/", "weight") == 0.1);
  CHECK(in.attribute<std::string>("/", "empty").empty());
  CHECK(in.attribute<std::string>("/", "bad_bytes") == "a\uFFFDz\uFFFDy");
  CHECK(std::get<std::vector<std::string>>(*in.find_attribute("/", "names")) == std::vector<std::string>{"α", "", "c"});
  CHECK(std::get<std::vector<std::uint64_t>>(*in.find_attribute("/", "seeds")) == std::vector<std::uint64_t>{seed, 1});
  CHECK_FALSE(in.find_attribute("/", "absent"));
  CHECK(in.attribute_names("/metrics/fragmentation/hhi") ==
        std::vector<std::string>{"units", "long_name", "valid_min", "valid_max", "formula", "source"});

  CHECK(in.read<std::string>("bloc") == std::vector<std::string>{"EU", "São Tomé", "中国"});
  CHECK(in.dimensions("metrics/fragmentation/hhi") == std::vector<std::string>{"point", "replicate", "bloc", "time"});
  CHECK(in.shape("metrics/fragmentation/hhi") == Shape{2, 2, 3, 4});
  const auto hhi = in.read<double>("metrics/fragmentation/hhi");
  CHECK(hhi[4] == 4.0 / 64);
  CHECK(std::isnan(hhi[5]));
  CHECK(std::isnan(hhi[12]));
  CHECK(hhi[24 + 11] == 23.0 / 64);
  CHECK(hhi[24 + 12] == 0.75);
  CHECK(in.read_block<double>("metrics/fragmentation/hhi_small", {1, 0, 2, 1}, {1, 1, 1, 2}) ==
        std::vector<double>{21.0 / 64, 22.0 / 64});
  CHECK(in.read<std::uint64_t>("totals/seed") == std::vector<std::uint64_t>{seed, seed + 1});
  CHECK(in.read<std::uint8_t>("totals/status") == std::vector<std::uint8_t>{0, 1, 2, 0});
  CHECK(in.read<double>("totals/mean") == std::vector<double>{0.25});
  CHECK(in.shape("totals/mean").empty());
  CHECK(in.shape("events/matrix") == Shape{0, 3});
  CHECK(in.shape("events/grows") == Shape{2, 0});
  CHECK(in.read<double>("events/matrix").empty());
  CHECK(in.read<std::int32_t>("log/day") == std::vector<std::int32_t>{-1, 5, 9});
  CHECK(std::isnan(in.read<double>("totals/late").at(1)));
  CHECK(in.text("scenario/base") == long_text());
}
