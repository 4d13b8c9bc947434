#include "app/sensitivity/influence_table.h"

#include <algorithm>

#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;
using namespace poldyn::analysis;

namespace {

struct Shown {
  Study study;
  Influence found;

  Shown() {
    for (const char* name : {"a", "b"}) {
      Factor factor;
      factor.name = name;
      study.factors.push_back(factor);
      FactorInfluence one;
      one.factor = study.factors.size() - 1;
      found.factors.push_back(one);
    }
    found.spread = {10, 5.0, 1.0, no_value, 1.0};
    found.units = 10;
  }
  std::string text(bool shapley = false) const {
    return influence_text(study, found, {"speed [d]", "d", "bloc main", shapley}, 80) + influence_legend(found, 80);
  }
};

bool has(std::string text, const std::string& part) {
  std::replace(text.begin(), text.end(), '\n', ' ');  // where a line is broken does not matter
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("influence table: what an index is at most is rounded up, and an unknown interval is said", "[app]") {
  Shown one;
  one.found.factors[0].first_run = {0.02, {-0.01, 0.0612}};
  one.found.factors[1].first_run = {0.41, {no_value, no_value}};
  std::string text = one.text();
  CHECK(has(text, "0? (< 0.07)"));
  CHECK(has(text, "0.41, no interval"));
  one.found.factors[0].first_run = {-0.2, {no_value, no_value}};  // no negative index
  one.found.factors[1].first_run = {0.3, {0.004, 0.6}};           // above 0, and seen to be
  text = one.text();
  CHECK_FALSE(has(text, "-0.2"));
  CHECK(has(text, "[0.004, 0.600]"));
}

TEST_CASE("influence table: a Morris factor without a value has no nan; the dummy has its row", "[app]") {
  Shown one;
  one.found.method = Method::elementary_effects;
  one.found.factors[0].effects.n = 3;
  one.found.factors[0].effects.mu = 2;
  std::string text = one.text();
  CHECK_FALSE(has(text, "nan"));
  CHECK_FALSE(has(text, "(dummy)"));
  CHECK(has(text, "With one replicate noise is not told from influence"));
  one.found.replicates = 3;
  one.found.dummy = one.found.factors[0].effects;
  one.found.dummy.floor = 0.125;
  text = one.text();
  CHECK(has(text, "(dummy)"));
  CHECK(has(text, "0.125"));
  CHECK_FALSE(has(text, "With one replicate"));
  one.found.replicates = 2;
  one.found.common = true;
  CHECK(has(one.text(), "take three"));
}

TEST_CASE("influence table: a world's table stands where worlds alone matter", "[app]") {
  Shown one;
  one.found.replicates = 4;
  one.found.common = true;
  one.found.mean_varies = false;
  one.found.factors[0].first_run = {0.9, {0.8, 1.0}};
  const std::string text = one.text();
  CHECK(has(text, "of a world"));
  CHECK(has(text, "0.90 [0.80, 1.00]"));
  CHECK(has(text, "On average over worlds it is not told to vary"));
  CHECK_FALSE(has(text, "of the mean response  "));
  one.found.varies = false;
  CHECK(has(one.text(), "these runs do not say what matters"));
  CHECK_FALSE(has(one.text(), "0.90"));
}

TEST_CASE("influence table: what is missing is said", "[app]") {
  Shown one;
  CHECK(has(one.text(true), "Shapley effects need 40 points with a value, and there are 10."));
  CHECK_FALSE(has(one.text(false), "Shapley"));
  one.found.units = 100;
  CHECK(has(one.text(true), "There are no Shapley effects"));
  one.found.shapley_points = 50;
  CHECK(has(one.text(true), "Shapley effects are of 50 points of these 100"));
  one.found.aside = 20;
  one.found.even = true;
  one.study.design = "saltelli";
  CHECK(has(one.text(), "Of the 120 points of the saltelli design 100 are used"));
  CHECK(has(one.text(), "keep away from each other"));
  one.found.spread.points = 1;
  CHECK(has(one.text(), "one point alone has a value"));
  one.found.spread.points = 0;
  CHECK(has(one.text(), "no run has a value"));
}
