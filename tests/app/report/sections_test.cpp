#include <map>

#include "app/report/lost.h"
#include "app/report/section_differences.h"
#include "app/report/section_ledger.h"
#include "tests/app/report/has.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;

namespace {

/// Totals of one bloc without a file behind them: by path, then by place along the axis if it has one, the runs.
using Total = std::map<std::string, std::vector<double>>;

analysis::Side side_with(const std::map<std::string, Total>& totals, std::size_t runs) {
  analysis::Side side;
  side.blocs = {"main"};
  side.runs = runs;
  side.horizon = 3652.5;
  for (const auto& [path, places] : totals) {
    results::MetricInfo about{path, path.substr(path.rfind('/') + 1), "", "", {"point", "replicate", "bloc"}};
    if (!places.begin()->first.empty()) about.dimensions.push_back(path);  // an axis of its own
    side.totals.push_back(about);
  }
  side.values = [totals, runs](const results::MetricInfo& about) {
    std::vector<double> made;
    for (std::size_t run = 0; run < runs; ++run)
      for (const auto& [place, values] : totals.at(about.path)) made.push_back(values.at(run));
    return made;
  };
  side.labels = [totals](std::string_view dimension, std::size_t) {
    std::vector<std::string> made;
    for (const auto& [place, values] : totals.at(std::string(dimension))) made.push_back(place);
    return made;
  };
  return side;
}

ReportMaterial material_of(const std::map<std::string, Total>& a, const std::map<std::string, Total>& b,
                           std::size_t runs) {
  ReportMaterial made;
  made.sides = {side_with(a, runs), side_with(b, runs)};
  made.told = {{.file = {}, .name = "the old rules", .label = "old", .description = "", .bloc = 0},
               {.file = {}, .name = "the new rules", .label = "new", .description = "", .bloc = 0}};
  made.comparison.paired = true;
  made.comparison.runs = runs;
  return made;
}

const std::string ledger = "totals/iteration/delay_by_cause", ends = "totals/pipeline/filing_ends_within_year",
                  undecided = "totals/pipeline/undecided_share", given_up = "totals/iteration/given_up_share";

}  // namespace

TEST_CASE("report: filings without approval are told of both sides by name", "[report]") {
  const std::map<std::string, Total> files{{ends, {{"approved", {0.875, 0.875}}}}}, few{{ends, {{"approved", {1, 1}}}}};
  CHECK(undecided_clause(material_of({}, files, 2)) ==
        ", and under the new rules **one filing in eight** has no approval a year after it was made (the old rules: "
        "nobody files)");
  CHECK(undecided_clause(material_of(files, few, 2)) ==
        ", and under the old rules **one filing in eight** has no approval a year after it was made (the new rules: "
        "0\u202f% of filings)");
  CHECK(undecided_clause(material_of(few, few, 2)).empty());
}

TEST_CASE("report: the ledger counts what shrinks as well as what grows, and says what is not in it", "[report]") {
  const Total before{{"development", {70, 72, 71}}, {"review", {5, 6, 7}}, {"window", {9, 9, 9}}};
  const Total after{{"development", {60, 62, 61}}, {"review", {25, 26.5, 26.5}}, {"window", {4, 4, 4}}};
  const auto material =
      material_of({{ledger, before}, {given_up, {{"", {0.02, 0.02, 0.02}}}}},
                  {{ledger, after}, {given_up, {{"", {0.25, 0.25, 0.25}}}}, {undecided, {{"", {0.1, 0.1, 0.1}}}}}, 3);
  const auto lead = ledger_section(material).lead;
  REQUIRE(lead.size() == 2);
  // Review 20, 20.5, 19.5 more, the window 5 less: 15 days, not 20.
  CHECK(has(lead[0], "takes 15.0 days more under the new rules"));
  CHECK(has(lead[0], "the largest increase is review, 20 days"));
  CHECK(has(lead[0], "waiting for a date of decision takes 5.0 days less"));
  CHECK(has(lead[1], "one filing in ten under the new rules, no filing at all under the old rules"));
  CHECK(has(lead[1], "one project in four under the new rules, one project in 50 under the old rules"));
}

TEST_CASE("report: a ledger that these runs do not tell apart is not said to be longer", "[report]") {
  const Total before{{"development", {70, 70, 70}}, {"review", {5, 15, 10}}};
  const Total after{{"development", {70, 70, 70}}, {"review", {15, 6, 12}}};
  const auto lead = ledger_section(material_of({{ledger, before}}, {{ledger, after}}, 3)).lead;
  REQUIRE(lead.size() == 1);
  CHECK(has(lead[0], "cannot tell"));
}

TEST_CASE("report: the table of one file has intervals of the level that was asked for", "[report]") {
  ReportMaterial material;
  material.sides = {side_with({{"totals/iteration/releases", {{"", {10, 20, 30, 40}}}}}, 4)};
  material.told = {{.file = {}, .name = "the rules", .label = "rules", .description = "", .bloc = 0}};
  const auto cell = [&](double level) {
    material.level = level;
    return differences_section(material, {}).table.rows.at(0).at(1);
  };
  CHECK(cell(0.95) == "25 ± 21");    // t(0.975, 3) = 3.182, sd 12.91
  CHECK(cell(0.5) == "25.0 ± 4.9");  // t(0.75, 3) = 0.765
}
