/// Data, errors of tests, trust and tuning against figures worked out elsewhere.

#include "sim/policy/score_rule.h"

#include <cmath>

#include "sim/policy/capability_rule.h"
#include "tests/catch.h"

using namespace poldyn;

namespace {

double two_terms(double share) {
  CapabilityRule rule;
  rule.data_law = DataLaw::two_term;
  return data_oom(rule, share);
}

/// Loss that can be reduced, of a best-sized model with all of the data 1, by Besiroglu et al. 2024.
double loss(double size, double data) {
  const double a = 0.3478, b = 0.3658;
  return (b * std::pow(size, -a) + a * std::pow(data, -b)) / (a + b);
}
double compute_lost(double higher_loss) { return std::log10(higher_loss) * (0.3478 + 0.3658) / (0.3478 * 0.3658); }

}  // namespace

TEST_CASE("data law: a tenth of the data costs 1 OOM by the power, 0.752 by two terms", "[policy][scores]") {
  CapabilityRule rule;
  CHECK(data_oom(rule, 0.1) == -1);
  CHECK(data_oom(rule, 0.37) == poldyn::log10(0.37));  // as before there was an exponent, to the bit
  rule.data_exponent = 0.75;
  CHECK_THAT(data_oom(rule, 0.01), WithinRel(-1.5, 1e-14));
  rule.data_exponent = 0;
  CHECK(data_oom(rule, 1e-6) == 0);
  CHECK_THAT(two_terms(0.1), WithinAbs(-0.752, 5e-4));
  CHECK_THAT(two_terms(0.5), WithinAbs(-0.074, 5e-4));
  CHECK_THAT(two_terms(0.25), WithinAbs(-0.289, 5e-4));
  CHECK_THAT(two_terms(0.01), WithinAbs(-2.447, 5e-4));
}

TEST_CASE("data law: two terms are the compute by which the loss is higher, with the size chosen anew",
          "[policy][scores]") {
  for (const double share : {0.9, 0.5, 0.1, 1e-3})
    CHECK_THAT(two_terms(share), WithinRel(-compute_lost(loss(1 / share, share)), 1e-12));
  // With the size as it was a tenth costs 1.211: the other end of what the exponent of the power may be.
  CHECK_THAT(compute_lost(loss(1, 0.1)), WithinAbs(1.211, 5e-4));
  CHECK(two_terms(1) == 0);
  CHECK_THAT((two_terms(1) - two_terms(1 - 1e-4)) / 1e-4, WithinAbs(0, 1e-3));  // at first it costs nothing
  CHECK_THAT(two_terms(1e-6) - two_terms(1e-7), WithinAbs(2.052, 1e-3));        // at last b/g for each decade
}

TEST_CASE("scores: the best of n attempts is off by 0.5642, 1.1630, 1.5388, 1.9983 standard deviations on average",
          "[policy][scores]") {
  ScoreRule rule;
  rule.noise = 1;
  struct Row {
    std::int64_t attempts;
    double mean;
  };
  for (const Row& row : {Row{1, 0}, {2, 0.5642}, {5, 1.1630}, {10, 1.5388}, {27, 1.9983}}) {
    rule.attempts = row.attempts;
    constexpr int cells = 200'000;  // of the uniform number: the integral of a quantile, exact to some 1e-5
    double sum = 0;
    for (int i = 0; i < cells; ++i) sum += best_error(rule, (i + 0.5) / cells);
    INFO(row.attempts);
    CHECK_THAT(sum / cells, WithinAbs(row.mean, 1e-4));
  }
  rule.attempts = 1000;
  CHECK(std::isfinite(best_error(rule, 1 - 0x1p-53)));
  const double best_of_1000 = best_error(rule, 0.3);
  rule.attempts = 999;
  CHECK(best_error(rule, 0.3) < best_of_1000);  // one more try never does harm
}

TEST_CASE("scores: trust falls by half in the time of word of mouth, and its mean is its integral",
          "[policy][scores]") {
  ScoreRule rule;
  rule.trust = 0.8;
  rule.word_of_mouth = Days{100};
  CHECK(trust_at(rule, 0) == 0.8);
  CHECK_THAT(trust_at(rule, 300), WithinRel(0.1, 1e-14));
  double sum = 0;
  constexpr int cells = 10'000;
  for (int i = 0; i < cells; ++i) sum += trust_at(rule, 250 * (i + 0.5) / cells);
  CHECK_THAT(mean_trust(rule, 250), WithinRel(sum / cells, 1e-7));
  CHECK(mean_trust(rule, 0) == 0.8);
}

TEST_CASE("tuning: 0.2647 of a project at weight and gain of a half, and nothing where it does not pay",
          "[policy][scores]") {
  ScoreRule rule;
  rule.tuning_gain = 0.5;
  rule.tuning_scale = 0.1;
  CHECK_THAT(best_tuning(rule, 0.5, 0.3), WithinAbs(0.2647, 5e-5));
  CHECK(best_tuning(rule, 0.02605, 0.3) == 0);  // the threshold is 0.3 x 0.1 / (0.5 ln 10) = 0.026058
  CHECK(best_tuning(rule, 0.0262, 0.3) > 0);
  CHECK(best_tuning(rule, 0, 0.3) == 0);
  CHECK(best_tuning(rule, 0.5, 0) == 0.99);  // where money buys no compute all of it may as well go there
  CHECK_THAT(tuned_oom(rule, 0.2647), WithinRel(0.5 * (1 - std::exp(-2.647)), 1e-12));
  CHECK_THAT(untrained_oom(0.3, 0.2647), WithinRel(-0.3 * std::log10(1 - 0.2647), 1e-12));
  CHECK(untrained_oom(0.3, 0) == 0);
}

TEST_CASE("tuning: no other share of a project sells more", "[policy][scores]") {
  ScoreRule rule;
  for (const double gain : {0.05, 0.3, 1.0})
    for (const double scale : {0.01, 0.1, 0.7})
      for (const double trust : {0.02, 0.3, 1.0}) {
        rule.tuning_gain = gain, rule.tuning_scale = scale;
        const double elasticity = 0.6, best = best_tuning(rule, trust, elasticity);
        const auto worth = [&](double y) { return trust * tuned_oom(rule, y) - untrained_oom(elasticity, y); };
        for (int i = 0; i < 99; ++i) CHECK(worth(best) >= worth(i / 100.0) - 1e-12);
      }
}
