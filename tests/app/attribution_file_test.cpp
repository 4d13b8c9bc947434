#include "app/attribute/attribution_file.h"

#include <cmath>
#include <random>

#include "analysis/attribution/saved.h"
#include "sim/hdf5/h5_error.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

using namespace poldyn;
using namespace poldyn::app;

namespace {

/// Two rows, three groups, of which the second has two parts.
AttributionReport report_of(bool sampled) {
  AttributionReport report;
  report.sides.resize(2);
  report.sides[0].name = "a.toml";
  report.sides[1].title = "<B> & co";
  for (const char* name : {"technology.jump_bits", "bloc.main.mandates.share", "bloc.main.stage"})
    report.differences.push_back({name, "table", {name}, false});
  report.differences.push_back({"policy", "policy", {}, true});
  report.groups = {
      {"search", {{"search", {0}}}}, {"state", {{"mandates", {1}}, {"stage", {2}}}}, {"policy", {{"policy", {3}}}}};
  report.design.groups = {{0}, {1, 2}, {3}};
  report.replicates = 6;
  report.level = 0.9;
  std::mt19937 random(3);
  if (sampled)
    for (std::size_t r = 0; r < report.replicates; ++r)
      report.design.orders.push_back(analysis::antithetic_orders(report.design.groups, 2, [&](std::uint32_t n) {
        return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(random);
      }));
  std::vector<analysis::Attributed> found;
  for (const double scale : {1.0, 100.0})
    found.push_back(analysis::attribute(
        report.design, report.replicates,
        [&](std::size_t r, analysis::Coalition in) { return scale * std::sin(static_cast<double>(in * 7 + r)); },
        {report.level, {}, ""}));
  analysis::adjust(report.design.groups, found);
  for (const char* metric : {"one", "two"}) {
    MixedRow row{{{std::string("totals/x/") + metric, metric, "d", "", {}}, ""}, "main", "main"};
    report.rows.push_back({row, found[report.rows.size()], {}});
  }
  return report;
}

bool same(const analysis::SavedMeasure& saved, const analysis::Measured& found) {
  return saved.mean == found.mean.estimate.mean && saved.half_width == found.mean.estimate.half_width &&
         (saved.adjusted_p == found.adjusted_p || (std::isnan(saved.adjusted_p) && std::isnan(found.adjusted_p)));
}

}  // namespace

TEST_CASE("attribution file: is read back as it was written", "[app]") {
  const bool sampled = GENERATE(false, true);
  const ScratchFolder folder;
  const AttributionReport report = report_of(sampled);
  h5::Writer writer(folder.path() / "x.h5");
  write_attribution(writer, report, "poldyn attribute");
  writer.commit();
  const analysis::SavedAttributions saved = analysis::saved_attributions(h5::Reader(folder.path() / "x.h5"));
  CHECK(saved.level == 0.9);
  CHECK(saved.sampled == sampled);
  CHECK(saved.groups == std::vector<std::string>{"search", "state", "policy"});
  CHECK(saved.parts == std::vector<std::string>{"search", "state/mandates", "state/stage", "policy"});
  CHECK(saved.group_of == std::vector<std::size_t>{0, 1, 1, 2});
  CHECK(saved.rules[3] == "policy");
  CHECK(saved.side_titles[1] == "<B> & co");
  REQUIRE(saved.rows.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const analysis::Attributed& found = report.rows[i].found;
    CHECK(saved.rows[i].unit == "d");
    CHECK(same(saved.rows[i].whole, found.whole));
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(same(saved.rows[i].groups[k], found.groups[k]));
      CHECK(same(saved.rows[i].last[k], found.last[k]));
    }
    CHECK(same(saved.rows[i].parts[2], found.parts[2]));
    REQUIRE(saved.rows[i].interactions.size() == 3);
    CHECK(same(saved.rows[i].interactions[1].index, found.interactions[1]));
  }
}

TEST_CASE("attribution file: another file is none", "[app]") {
  const ScratchFolder folder;
  h5::Writer writer(folder.path() / "x.h5");
  writer.create_group("attribution");
  writer.commit();
  const h5::Reader file(folder.path() / "x.h5");
  CHECK_FALSE(analysis::is_attribution(file));
  CHECK_THROWS_AS(analysis::saved_attributions(file), h5::NotReadable);
}
