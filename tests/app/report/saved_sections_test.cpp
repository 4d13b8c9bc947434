#include <cmath>

#include "app/report/rows_chart.h"
#include "app/report/section_attribution.h"
#include "app/report/section_claims.h"
#include "claims/output.h"
#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_writer.h"
#include "tests/app/report/has.h"
#include "tests/catch.h"
#include "tests/hdf5/scratch_folder.h"

using namespace poldyn;
using namespace poldyn::app;

namespace {

/// Three groups whose parts sum to 12; the third is not told apart from 0, though it is larger than the second.
analysis::SavedAttributions three_groups() {
  analysis::SavedAttributions made;
  made.replicates = 20, made.worlds = 8;
  made.groups = made.parts = {"reviews", "fees", "<luck>"};
  made.group_of = {0, 1, 2};
  made.rules = {"bloc.a.reviewers\nbloc.a.review", "bloc.a.fee", "bloc.a.luck"};
  analysis::SavedAttribution row;
  row.metric = "totals/iteration/releases", row.name = "releases", row.bloc = "a";
  row.whole = {12, 1, 1e-9};
  row.groups = {{20, 1, 1e-9}, {-2, 0.5, 1e-6}, {-6, 8, 0.4}};
  row.alone = row.last = row.parts = row.groups;
  row.interactions = {{0, 1, {3, 1, 1e-4}}, {0, 2, {-4, 9, 0.7}}};
  made.rows = {row};
  return made;
}

}  // namespace

TEST_CASE("rows chart: what has no value is not drawn, and nothing infinite is", "[report]") {
  ReportChart chart{.id = "x", .title = "Title", .subtitle = ""};
  draw_rows(chart, {{.rows = {{.name = "a", .said = "a", .marks = {{NAN, NAN, NAN}}}}}});
  CHECK(chart.wide.is_null());
  draw_rows(chart, {{.rows = {{.name = "head"}, {.name = "a", .said = "a: 3", .marks = {{3, NAN, INFINITY}}}}}});
  CHECK_FALSE(chart.wide.is_null());
  CHECK(chart.data["panel0_points"].size() == 1);
  CHECK_FALSE(chart.data.contains("panel0_lines"));  // no interval, no line
  CHECK_FALSE(has(chart.wide.dump(), "null,null"));
  CHECK(has(chart.description, "a: 3"));
}

TEST_CASE("rows chart: a long name is shortened between characters", "[report]") {
  CHECK(row_name("review_time") == "review_time");
  const std::string made = row_name("ääääääääääääääääääääääääääääääääääääääääb");
  CHECK(has(made, "…"));
  CHECK(made.ends_with("ääb"));
  CHECK(made.size() == 16 * 2 + 3 + 14 * 2 + 1);
}

TEST_CASE("attribution page: bars add up to the whole, and what is not told apart is said to be so", "[report]") {
  const auto saved = three_groups();
  const ReportSection section = attribution_section(saved);
  REQUIRE(section.charts.size() == 2);
  const Json& bars = section.charts[0].data.at("panel0_bars");
  REQUIRE(bars.size() == 4);
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {  // the largest first, each from where the last one ended
    const double step = i == 0 ? 20 : i == 1 ? -6 : -2;
    CHECK(std::min(sum, sum + step) == bars[i]["from"].get<double>());
    CHECK(std::max(sum, sum + step) == bars[i]["to"].get<double>());
    sum += step;
  }
  CHECK(sum == bars[3]["to"].get<double>());
  const Json& points = section.charts[0].data.at("panel0_points");
  CHECK(points[0]["filled"] == true);
  CHECK(points[1]["filled"] == false);
  CHECK(has(points[1]["said"].get<std::string>(), "not told apart"));
  CHECK(section.lead.front() ==
        "Of the difference of models released (+12.0 ± 1.0), **reviews** makes +20.0 ± 1.0, fees \u22122.00 ± 0.50.");
  CHECK(has(section.table.rows[0][1], "`bloc.a.review`"));
  auto unclear = saved;
  unclear.rows[0].groups[0].adjusted_p = 0.06;
  CHECK(attribution_sentence(unclear, unclear.rows[0]) ==
        "Of the difference of models released (+12.0 ± 1.0), **fees** makes −2.00 ± 0.50; what reviews makes (+20.0 ± "
        "1.0) is larger and not told apart.");
  for (auto& group : unclear.rows[0].groups) group.adjusted_p = 0.06;
  CHECK(has(attribution_sentence(unclear, unclear.rows[0]), "**cannot tell** which rules"));
  unclear.rows[0].whole.mean = NAN;
  CHECK(has(attribution_sentence(unclear, unclear.rows[0]), "No run has a difference"));
}

TEST_CASE("claims page: a file of claims is read back as it was written", "[report]") {
  analysis::ClaimsResult result;
  result.columns = {{.name = "unknown", .values = {1, 2, 3}}};
  analysis::ClaimResult claim;
  claim.claim.id = "C1";
  claim.claim.title = "<b>Slower</b>";
  for (const bool shown : {true, false}) {
    analysis::EffectResult effect;
    effect.effect.name = shown ? "time" : "number";
    effect.effect.smallest = 0.1;
    effect.effect.up = shown;
    effect.word = shown ? analysis::Word::shown : analysis::Word::undecided;
    effect.outcomes = {analysis::Outcome::shown, shown ? analysis::Outcome::shown : analysis::Outcome::open,
                       analysis::Outcome::opposite};
    effect.pooled.mean = 0.5, effect.pooled.low = 0.4, effect.pooled.high = 0.6, effect.pooled.points = shown ? 3 : 2;
    claim.effects.push_back(effect);
  }
  result.claims = {claim};
  const ScratchFolder folder;
  analysis::write_claims(result, {}, folder.path() / "x.h5");
  const h5::Reader file(folder.path() / "x.h5");
  REQUIRE(analysis::is_claims(file));
  const analysis::SavedClaims saved = analysis::saved_claims(file);
  REQUIRE(saved.effects.size() == 2);
  CHECK((saved.points == 3 && saved.claims[0].id == "C1" && saved.claims[0].effects == 2));
  CHECK((saved.effects[0].claim == "C1" && saved.effects[0].name == "time" && saved.effects[0].up));
  CHECK((saved.effects[0].outcomes.shown == 2 && saved.effects[0].outcomes.open == 0));
  CHECK(saved.effects[1].outcomes.points == 2);  // no run was made at the third
  CHECK((saved.effects[1].outcomes.open == 0 && saved.effects[1].outcomes.opposite == 1 &&
         saved.effects[1].word == analysis::Word::undecided));
  CHECK(claims_sentence(saved) == "2 effects of one claim were put to the model: **1 shown, 1 not decided**.");
  const ReportSection section = claims_section(saved);
  REQUIRE(section.charts.size() == 1);
  CHECK(section.charts[0].data.at("panel0_bars").size() == 2);
  CHECK(section.charts[0].table.rows[1][1] == "0.50 (0.40 to 0.60)");
}

TEST_CASE("claims page: another file is none", "[report]") {
  const ScratchFolder folder;
  h5::Writer writer(folder.path() / "x.h5");
  writer.create_group("claims");
  writer.commit();
  const h5::Reader file(folder.path() / "x.h5");
  CHECK_FALSE(analysis::is_claims(file));
  CHECK_THROWS_AS(analysis::saved_claims(file), h5::NotReadable);
}
