/// Variants: filed when that pays, as often as the rule says, and given up when their upkeep exceeds what they bring.

#include "sim/process/approval/variants.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Releases filed on days 100, 200 and 300 and approved 30 days later; so are their variants, after another 30 days.
Scenario filers(std::int64_t vendors) {
  Scenario s = plain(vendors);
  make_all_file(s);
  s.mechanisms.finance = s.mechanisms.subsidies = s.mechanisms.variants = true;
  s.technology.bits = 32;  // so that no two vendors begin with the same design
  s.run.horizon = Days{395};
  s.classes[0].capital = constant(1000);
  BlocRules& b = north(s);
  b.subsidies.grant = 3;
  b.tracks[0].rule.filing_cost = 1;
  b.variants.considered = 4;
  b.variants.reward_share = 0.5;
  b.variants.upkeep_per_year = 0.125;
  b.variants.term = Days{days_per_year};
  b.variants.choice_noise = 0;
  return s;
}

const Registry& registry(const Simulation& sim) { return sim.world.blocs[0].registry; }

}  // namespace

TEST_CASE("variants: without noise all are filed that earn more than they cost, and none that do not", "[process]") {
  struct Case {
    double fee;
    bool pays;
  };
  // Half of a grant of 3, less a year's upkeep of 1/8, is 1.375: a fee of as much leaves nothing to gain.
  const auto k = GENERATE(Case{0, true}, Case{1.37, true}, Case{1.375, false}, Case{1.38, false}, Case{50, false});
  Scenario s = filers(5);
  north(s).tracks[0].rule.filing_cost = k.fee;
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  const std::uint64_t releases = 5 * 3, variants = k.pays ? 4 * releases : 0;
  CHECK(tally(sim).variants_filed == variants);
  CHECK(registry(sim).variants == variants);
  CHECK(registry(sim).variants_listed == variants);
  CHECK(registry(sim).approvals == releases + variants);
  CHECK(registry(sim).designs.size() == releases + variants);
  CHECK(registry(sim).designs.repeated() == releases - 5 + variants);  // without search a vendor has one design
  CHECK(tally(sim).filed[0] == releases);                              // a variant is no release
  for (const Vendor& v : sim.world.vendors)  // each release earns 3, each variant 1.5 less 1/8, and all pay the fee
    CHECK(v.cash == Money::of(1000 + 3 * 3 - 3 * k.fee + (k.pays ? 12 * (1.5 - 0.125 - k.fee) : 0)));
}

TEST_CASE("variants: with noise the share filed is the logistic of the net gain", "[process]") {
  const double fee = GENERATE(1.375, 1.175, 1.675);  // nets of 0, 0.2 and -0.3
  Scenario s = filers(100);
  north(s).tracks[0].rule.filing_cost = fee;
  north(s).variants.choice_noise = 0.2;
  north(s).variants.considered = 20;
  Simulation sim = start(s, {3, 0});
  finish(sim);
  const double n = 100 * 3 * 20, p = 1 / (1 + std::exp((fee - 1.375) / 0.2));
  const double share = static_cast<double>(tally(sim).variants_filed) / n, se = std::sqrt(p * (1 - p) / n);
  CHECK(std::abs(z_score("share of variants filed", share, se, p)) < most_z);
  CHECK(4 * se < 0.03);  // power: a noise or a net that is off by a tenth of a unit of noise shows
}

TEST_CASE("variants: with nothing to gain nobody files any, whatever the noise, and the run is the one without",
          "[process]") {
  Scenario s = filers(8);
  north(s).subsidies.grant = 0;
  north(s).variants.choice_noise = GENERATE(0.0, 10.0);
  const auto on = fingerprint(s);
  s.mechanisms.variants = false;
  CHECK(fingerprint(s) == on);
}

TEST_CASE("variants: who cannot pay does not file", "[process]") {
  Scenario s = filers(1);
  s.classes[0].capital = constant(1.5);
  s.run.horizon = Days{165};
  Simulation sim = start(s, {1, 0});  // fee 1: 0.5 left; the grant makes 3.5, for 3 filings
  finish(sim);
  CHECK(tally(sim).variants_filed == 3);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("variants: they are given up after a term unless they bring their upkeep, and leave with their vendor",
          "[process]") {
  Scenario s = filers(3);
  north(s).variants.term = Days{50};
  north(s).variants.upkeep_per_year = GENERATE(0.0, 0.1);
  s.run.horizon = Days{229};
  const bool kept = north(s).variants.upkeep_per_year == 0;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 209);  // approved on day 160
  CHECK(registry(sim).variants_listed == 12);
  run_until(sim, 211);
  CHECK(registry(sim).variants_listed == (kept ? 12 : 0));
  CHECK(tally(sim).variants_given_up == (kept ? 0 : 12));
  CHECK(registry(sim).variants == 12);  // the registry remembers
  sim.schedule(at_day(220), phase::ends, EventKind::vendor_leaves, 0);
  CHECK(run_and_look(sim) == "");
  CHECK(registry(sim).variants_listed == (kept ? 8 : 0));
}

TEST_CASE("variants: a vendor's entries cover as many categories as it has, and no vendor's the same for ever",
          "[process]") {
  VariantRule rule;
  for (rule.categories = 1; rule.categories < 9; ++rule.categories)
    for (std::uint32_t own = 0; own < 20; ++own)
      for (std::uint32_t variants = 0; variants < 10; ++variants) {
        std::int64_t covered = 0;
        for (std::uint32_t asked = 0; asked < rule.categories; ++asked) covered += covers(rule, own, variants, asked);
        CHECK(covered == std::min<std::int64_t>(variants + 1, rule.categories));
      }
}

TEST_CASE("variants: tenders that ask for one of several categories make as many entries worth filing", "[process]") {
  Scenario s = filers(1);
  s.mechanisms.procurement = true;
  s.mechanisms.subsidies = false;
  s.run.horizon = Days{4000};
  s.classes[0].training = constant(100);
  s.capability.release_gain_oom = 10;  // one release
  BlocRules& b = north(s);
  b.procurement.registered_only = true;
  b.procurement.tenders_per_year = 100;
  b.procurement.value = constant(0.5);
  b.procurement.length = constant(30);
  b.variants.categories = 4;
  b.variants.considered = GENERATE(0, 1, 50);
  b.variants.upkeep_per_year = 0.3;
  // With 100 tenders a year of 0.5 x 30 / 365.25 M$ in 4 categories one is worth 1.03 M$ a year: more than
  // its upkeep and, over a term of ten years, the fee.
  b.variants.term = Days{3653};
  Simulation sim = start(s, {7, 0});
  CHECK(run_and_look(sim, 7) == "");
  const std::uint64_t entries = 1 + std::min<std::uint64_t>(3, static_cast<std::uint64_t>(b.variants.considered));
  CHECK(registry(sim).approvals == entries);
  const BlocTally& t = tally(sim);
  const double n = static_cast<double>(t.tenders + t.unawarded), p = static_cast<double>(entries) / 4;
  const double awarded = static_cast<double>(t.tenders) / n;
  CHECK(n > 900);
  const double expected = (3840 * p + 30 * 0.25) / 4000;  // in service on day 130, the variants registered on day 160
  CHECK(std::abs(z_score("tenders awarded", awarded, std::sqrt(0.25 / n), expected)) < most_z);
}

TEST_CASE("variants: they wait like any other filing, and others wait for them", "[process]") {
  Scenario s = filers(1);
  north(s).stages[0].rule.reviewers = 1;
  north(s).stages[0].rule.unlimited = false;
  s.run.horizon = Days{1000};
  const auto expected_wait = [](const Scenario& scenario) {
    Simulation sim = start(scenario, {1, 0});
    finish(sim);
    return std::pair(sim.world.blocs[0].tracks[0].expected_days, tally(sim).releases);
  };
  const auto with = expected_wait(s);
  s.mechanisms.variants = false;
  const auto without = expected_wait(s);
  CHECK(without.first == 30);
  CHECK(with.first > 60);
  CHECK(with.second < without.second);
}

TEST_CASE("registered designs: counts give the distance of all pairs and the share of repeats", "[process]") {
  RegisteredDesigns designs;
  std::vector<std::uint64_t> all;
  std::uint64_t repeated = 0;
  Stream stream({4, 0}, 1, 0, 0);
  for (int i = 0; i < 300; ++i) {
    const std::uint64_t design = stream() & 0x8000'0000'0000'001FULL;
    repeated += std::find(all.begin(), all.end(), design) != all.end();
    all.push_back(design);
    designs.add(design);
  }
  int by_pairs = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) by_pairs += std::popcount(all[i] ^ all[j]);
  std::uint64_t by_bits = 0;
  const auto& ones = designs.kinds().front().ones;
  for (const std::uint64_t n : ones) by_bits += n * (designs.size() - n);
  CHECK(by_bits == static_cast<std::uint64_t>(by_pairs));
  CHECK(designs.size() == 300);
  CHECK(designs.repeated() == repeated);
  CHECK(repeated > 200);
}

TEST_CASE("variants: vendors reckon with the tenders that there are, also after a change of their growth",
          "[process]") {
  // 60 tenders a year that do not grow until day 50 and 5 a year from then on are, from then on, the curve of a bloc
  // whose 60 exp(-5 * 50 d) grow from the start.
  Scenario s = filers(200);
  s.mechanisms.procurement = s.mechanisms.policy = true;
  s.mechanisms.subsidies = false;
  BlocRules& b = north(s);
  b.procurement.registered_only = true;
  b.procurement.value = constant(0.5);
  b.procurement.length = constant(30);
  b.procurement.tenders_per_year = 60;
  b.variants.categories = 5;
  b.variants.choice_noise = 1;
  b.tracks[0].rule.filing_cost = 0.1;
  Scenario alike = s;
  PolicyRule rule;
  rule.at = Days{50};
  rule.edits = {{"bloc.north.procurement.growth", EditKind::set, 5.0}};
  s.policies = {rule};
  north(alike).procurement.growth_per_year = 5;
  north(alike).procurement.tenders_per_year = 60 * std::exp(-5 * 50 / days_per_year);
  Simulation changed = start(s, {3, 0}), from_start = start(alike, {3, 0});
  finish(changed);
  finish(from_start);
  CHECK(tally(changed).variants_filed == tally(from_start).variants_filed);
  CHECK(tally(changed).variants_filed > 100);
  CHECK(tally(changed).variants_filed < 200 * 3 * 4 - 100);  // neither none nor all: a wrong curve shows
}

TEST_CASE("variants: at the end of a term those are kept that cover a kind of use, and no more", "[process]") {
  Scenario s = filers(1);
  s.mechanisms.procurement = s.mechanisms.policy = true;
  s.mechanisms.subsidies = false;
  s.capability.release_gain_oom = 10;  // one release, approved on day 130; its variants follow on day 160
  BlocRules& b = north(s);
  b.tracks[0].rule.filing_cost = 0;
  b.procurement.registered_only = true;
  b.procurement.tenders_per_year = 100;
  b.procurement.value = constant(0.5);
  b.procurement.length = constant(30);
  b.variants.categories = 4;
  b.variants.considered = 50;
  b.variants.upkeep_per_year = 0.3;  // of four kinds one is worth 1.03 M$ a year, and more if there are fewer
  b.variants.term = Days{50};
  const std::int64_t fewer = GENERATE(3, 2, 1);
  PolicyRule merge;
  merge.at = Days{250};
  merge.edits.push_back({"bloc.north.variants.categories", EditKind::set, fewer});
  s.policies = {merge};
  Simulation sim = start(s, {7, 0});
  run_until(sim, 249);  // terms ended on day 210, and with the product all four kinds were covered
  CHECK(registry(sim).variants_listed == 3);
  CHECK(tally(sim).variants_given_up == 0);
  finish(sim);
  CHECK(registry(sim).variants_listed == static_cast<std::uint64_t>(fewer - 1));
  CHECK(tally(sim).variants_given_up == static_cast<std::uint64_t>(4 - fewer));
}
