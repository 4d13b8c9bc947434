#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_reader.h"
#include "sim/hdf5/h5_writer.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

namespace {

using namespace poldyn::h5;
namespace fs = std::filesystem;

void write_small(const fs::path& path, double last) {
  Writer out(path, IfExists::replace);
  out.set_attributes("/", {{"title", "small"}, {"seed", std::uint64_t{1} << 63}});
  out.define_dimension({.path = "time"}, std::vector<double>{0, 1, 2});
  out.define_dimension({.path = "name"}, std::vector<std::string>{"a", "bc", "ä"});
  for (int n = 0; n < 12; ++n)
    out.write_variable({.path = "metrics/m" + std::to_string(n), .dimensions = {"name", "time"}},
                       std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, last});
  out.commit();
}

}  // namespace

TEST_CASE("h5 writer: equal data give equal bytes, other data other bytes", "[io]") {
  const ScratchFolder folder;
  write_small(folder / "a.h5", 9);
  write_small(folder / "b.h5", 9);
  write_small(folder / "c.h5", 10);
  CHECK(bytes_of(folder / "a.h5") == bytes_of(folder / "b.h5"));
  CHECK(bytes_of(folder / "a.h5") != bytes_of(folder / "c.h5"));
}

TEST_CASE("h5 writer: replicates appended one by one equal one write of all", "[io]") {
  const ScratchFolder folder;
  constexpr std::uint64_t points = 3, replicates = 7, times = 50;
  std::vector<double> all(points * replicates * times);
  std::iota(all.begin(), all.end(), 0.0);
  {
    Writer out(folder / "out.h5");
    out.define_index({.path = "point"}, points);
    out.define_index({.path = "fixed"}, replicates);
    auto& replicate = out.define_dimension({.path = "replicate", .extendable = true}, std::vector<std::int64_t>{});
    out.define_index({.path = "time"}, times);
    auto& grown = out.define_variable({.path = "m/grown", .dimensions = {"point", "replicate", "time"}});
    auto& single = out.define_variable({.path = "m/single", .dimensions = {"point", "replicate", "time"}});
    out.write_variable({.path = "m/whole", .dimensions = {"point", "fixed", "time"}}, all);
    for (std::uint64_t r = 0; r < replicates; ++r) {
      std::vector<double> slice;
      for (std::uint64_t p = 0; p < points; ++p) {
        const auto at = all.begin() + static_cast<std::ptrdiff_t>((p * replicates + r) * times);
        slice.insert(slice.end(), at, at + times);
        single.write_block({p, r, 0}, {1, 1, times}, std::vector<double>(at, at + times));
      }
      grown.append(slice);
      replicate.append(static_cast<std::int64_t>(r));
    }
    out.commit();
  }
  const Reader in(folder / "out.h5");
  CHECK(in.read<double>("m/whole") == all);
  CHECK(in.read<double>("m/grown") == all);
  CHECK(in.read<double>("m/single") == all);
  CHECK(in.dimensions("m/grown") == std::vector<std::string>{"point", "replicate", "time"});
}

TEST_CASE("h5 writer: variables are brought to the length of their dimension", "[io]") {
  const ScratchFolder folder;
  {
    Writer out(folder / "out.h5");
    out.define_index({.path = "row", .extendable = true}, 0);
    out.define_dimension({.path = "run", .extendable = true}, std::vector<std::int64_t>{1, 2, 3});
    out.define_variable({.path = "long", .dimensions = {"row"}}).append(std::vector<double>{1, 2});
    out.define_variable({.path = "short", .dimensions = {"row"}}).append(1.0);
    out.define_variable({.path = "none", .type = Type::i32, .dimensions = {"run"}});
    out.define_variable({.path = "words", .type = Type::text, .dimensions = {"run"}}).append(std::string("one"));
    out.commit();
  }
  const Reader in(folder / "out.h5");
  CHECK(in.variables() == std::vector<std::string>{"run", "long", "short", "none", "words"});
  CHECK(std::isnan(in.read<double>("short").at(1)));
  CHECK(in.read<std::int32_t>("none") == std::vector<std::int32_t>{0, 0, 0});
  CHECK(in.read<std::string>("words") == std::vector<std::string>{"one", "", ""});

  Writer out(folder / "bad.h5");
  out.define_dimension({.path = "run", .extendable = true}, std::vector<std::int64_t>{1});
  out.define_variable({.path = "v", .dimensions = {"run"}}).append(std::vector<double>{1, 2});
  CHECK_THROWS_WITH(out.commit(), ContainsSubstring("/v has length 2 along /run, which has only 1"));
  CHECK(folder.files() == 1);
}

TEST_CASE("h5 writer: dimensions are looked up in the group, then around it", "[io]") {
  const ScratchFolder folder;
  {
    Writer out(folder / "out.h5");
    out.define_dimension({.path = "row"}, std::vector<double>{1, 2});
    out.define_dimension({.path = "a/row"}, std::vector<double>{1, 2, 3});
    out.write_variable({.path = "a/b/near", .dimensions = {"row"}}, std::vector<double>(3));
    out.write_variable({.path = "c/far", .dimensions = {"row"}}, std::vector<double>(2));
    out.commit();
  }
  const Reader in(folder / "out.h5");
  CHECK(in.shape("a/b/near") == Shape{3});
  CHECK(in.shape("c/far") == Shape{2});
}

TEST_CASE("h5 writer: misuse is refused before the library sees it", "[io]") {
  const ScratchFolder folder;
  Writer out(folder / "out.h5");
  out.define_dimension({.path = "row"}, std::vector<double>{1, 2});
  out.define_index({.path = "more", .extendable = true}, 0);
  out.define_index({.path = "most", .extendable = true}, 0);
  auto& v = out.define_variable({.path = "g/v", .dimensions = {"row"}});
  CHECK_THROWS_AS(v.write(std::vector<double>(3)), std::logic_error);
  CHECK_THROWS_AS(v.write(std::vector<std::int64_t>(2)), std::logic_error);
  CHECK_THROWS_AS(v.write_block({1}, {2}, std::vector<double>(2)), std::logic_error);
  CHECK_THROWS_AS(v.write_block({~std::uint64_t{0}}, {2}, std::vector<double>(2)), std::logic_error);
  CHECK_THROWS_AS(v.write_block({0, 0}, {1, 2}, std::vector<double>(2)), std::logic_error);
  CHECK_THROWS_AS(v.append(1.0), std::logic_error);
  CHECK_THROWS_AS(out.define_variable({.path = "g/v"}), std::logic_error);
  CHECK_THROWS_AS(out.define_variable({.path = "g"}), std::logic_error);
  CHECK_THROWS_AS(out.define_variable({.path = "row/x"}), std::logic_error);
  CHECK_THROWS_AS(out.define_variable({.path = "g/row", .dimensions = {"row"}}), std::logic_error);
  CHECK_THROWS_AS(out.define_variable({.path = "x", .dimensions = {"column"}}), std::logic_error);
  CHECK_THROWS_AS(out.define_variable({.path = "x", .dimensions = {"more", "most"}}), std::logic_error);
  CHECK_THROWS_AS(out.define_variable({.path = "x", .dimensions = {"row"}, .storage = {.chunk = {0}}}),
                  std::logic_error);
  CHECK_THROWS_AS(out.define_variable({.path = "-x"}), std::logic_error);
  CHECK_THROWS_AS(out.set_attributes("absent", {}), std::logic_error);
  CHECK_THROWS_AS(out.set_attributes("g/v", {{"_FillValue", 0.0}}), std::logic_error);
  CHECK_THROWS_AS(out.set_attributes("g/v", {{"DIMENSION_LIST", 0.0}}), std::logic_error);
  CHECK_THROWS_AS(out.set_attributes("g/v", {{"a/b", 0.0}}), std::logic_error);
  auto& m = out.define_variable({.path = "m", .dimensions = {"more", "row"}});
  CHECK_THROWS_AS(m.append(std::vector<double>(3)), std::logic_error);
  out.commit();
  CHECK_THROWS_AS(v.write(std::vector<double>(2)), std::logic_error);
  CHECK_THROWS_AS(out.create_group("late"), std::logic_error);
  CHECK_THROWS_AS(out.commit(), std::logic_error);
  CHECK(Reader(folder / "out.h5").variables("g") == std::vector<std::string>{"v"});
}

TEST_CASE("h5 writer: attributes are replaced, may be many, and may exceed 64 KiB", "[io]") {
  const ScratchFolder folder;
  const std::vector<double> large(20'000, 0.5);
  {
    Writer out(folder / "out.h5");
    out.define_dimension({.path = "row"}, std::vector<double>{1, 2});
    for (int n = 0; n < 40; ++n) {
      const Attributes number{{"n" + std::to_string(n), std::int64_t{n}}};
      out.set_attributes("row", number);
      out.set_attributes("/", number);
      // Each variable rewrites the list of references that the scale keeps among these attributes.
      out.write_variable({.path = "v" + std::to_string(n), .dimensions = {"row"}, .attributes = number},
                         std::vector<double>(2));
    }
    out.set_attributes("/", {{"n3", "three"}, {"large", large}, {"none", std::vector<std::string>{}}});
    out.commit();
  }
  const Reader in(folder / "out.h5");
  CHECK(in.attribute<std::string>("/", "n3") == "three");
  CHECK(in.attribute_names("/").size() == 42);
  CHECK(in.attribute_names("row").size() == 40);
  CHECK(std::get<std::vector<double>>(*in.find_attribute("/", "large")) == large);
  CHECK(std::get<std::vector<std::string>>(*in.find_attribute("/", "none")).empty());
  CHECK(in.dimensions("v39") == std::vector<std::string>{"row"});
}

TEST_CASE("h5 writer: a group holds what it was made for, and more", "[io]") {
  const ScratchFolder folder;
  const std::size_t expected = GENERATE(0U, 8U, 9U, 40U, 64U, 65U, 1'000U);
  const std::size_t held = GENERATE(7U, 9U, 41U, 700U);
  std::vector<std::string> names;
  {
    Writer out(folder / "out.h5");
    out.create_group("outer/g", expected);
    out.create_group("outer/g", 3);  // it is there
    out.define_dimension({.path = "row"}, std::vector<double>{1, 2});
    for (std::size_t n = 0; n < held; ++n) {
      names.push_back("a_variable_of_some_thirty_bytes_" + std::to_string(held - n));
      out.write_variable({.path = "outer/g/" + names.back(), .dimensions = {"row"}, .attributes = {{"units", "1"}}},
                         std::vector<double>{static_cast<double>(n), 0.5});
    }
    out.commit();
  }
  const Reader in(folder / "out.h5");
  CHECK(in.variables("outer/g") == names);
  CHECK(in.read<double>("outer/g/" + names.back()) == std::vector<double>{static_cast<double>(held - 1), 0.5});
  CHECK(in.dimensions("outer/g/" + names.front()) == std::vector<std::string>{"row"});
}

TEST_CASE("h5 writer: an attribute that is given twice is refused", "[io]") {
  const ScratchFolder folder;
  Writer out(folder / "out.h5");
  CHECK_THROWS_AS(out.define_variable({.path = "v", .attributes = {{"units", "d"}, {"units", "1"}}}), H5Error);
}

TEST_CASE("h5 writer: texts of attributes keep their lengths, whatever was written before", "[io]") {
  const ScratchFolder folder;
  Attributes given;
  for (const std::size_t length : {3U, 30U, 1U, 0U, 500U, 2U})
    given.push_back({"of_" + std::to_string(length), std::string(length, 'x')});
  given.push_back({"other", std::string("ä")});
  {
    Writer out(folder / "out.h5");
    out.define_variable({.path = "v", .attributes = given});
    out.set_attributes("v", {{"of_3", std::string("four")}});
    out.commit();
  }
  const Reader in(folder / "out.h5");
  for (const Attribute& one : given)
    if (one.name != "of_3") CHECK(in.attribute<std::string>("v", one.name) == std::get<std::string>(one.value));
  CHECK(in.attribute<std::string>("v", "of_3") == "four");
}

TEST_CASE("h5 writer: texts beyond the buffer they are converted in are all there", "[io]") {
  const ScratchFolder folder;
  std::vector<std::string> texts(10'000);
  for (std::size_t n = 0; n < texts.size(); ++n) texts[n] = n % 3 == 0 ? "" : "text " + std::to_string(n) + " ä";
  {
    Writer out(folder / "out.h5");
    out.define_index({.path = "row"}, texts.size());
    out.write_variable({.path = "v", .type = Type::text, .dimensions = {"row"}}, texts);
    out.commit();
  }
  CHECK(Reader(folder / "out.h5").read<std::string>("v") == texts);
}

TEST_CASE("h5 writer: five thousand variables may share a dimension", "[io][slow]") {
  // 4096 references fill the 64 KiB that an attribute may have in the oldest HDF5 format.
  const ScratchFolder folder;
  {
    Writer out(folder / "out.h5");
    out.define_dimension({.path = "row"}, std::vector<double>{1, 2});
    for (int n = 0; n < 5'000; ++n)
      out.write_variable({.path = "v" + std::to_string(n), .dimensions = {"row"}}, std::vector<double>(2));
    out.commit();
  }
  CHECK(Reader(folder / "out.h5").dimensions("v4999") == std::vector<std::string>{"row"});
}
