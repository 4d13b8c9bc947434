/// NK landscapes against closed forms (Kauffman 1993, Weinberger 1990) and independent Monte Carlo.

#include "sim/world/landscape.h"

#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "sim/process/designs/landscape_draw.h"
#include "sim/process/designs/search.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"

using poldyn::Landscape;
using poldyn::RunKey;
using poldyn::Stream;
namespace lab = poldyn::lab;

namespace {

Landscape draw(std::int64_t n, std::int64_t k, std::uint32_t replicate,
               poldyn::Neighbours neighbours = poldyn::Neighbours::random) {
  poldyn::TechnologyRule rule;
  rule.bits = n;
  rule.epistasis = k;
  rule.neighbours = neighbours;
  return poldyn::draw_landscape(rule, {77, replicate});
}

/// The definition, read word for word, with doubles.
double naive_fitness(const Landscape& land, std::uint64_t design) {
  const std::size_t width = land.epistasis + 1;
  double sum = 0;
  for (std::size_t i = 0; i < land.bits; ++i) {
    std::size_t state = 0;
    for (std::size_t j = 0; j < width; ++j) state += ((design >> land.reads[i * width + j]) & 1U) << j;
    sum += (land.contribution[(i << width) + state] + 0.5) / 4294967296.0;
  }
  return sum / land.bits;
}

std::uint64_t naive_local_search(const Landscape& land, std::uint64_t design, int steps, Stream& stream) {
  for (int i = 0; i < steps; ++i) {
    const std::uint64_t tried = design ^ std::uint64_t{1} << stream.below(land.bits);
    if (naive_fitness(land, tried) > naive_fitness(land, design)) design = tried;
  }
  return design;
}

bool is_optimum(const Landscape& land, std::uint64_t design) {
  for (std::uint32_t bit = 0; bit < land.bits; ++bit)
    if (land.worth(design ^ std::uint64_t{1} << bit) > land.worth(design)) return false;
  return true;
}

struct Optima {
  double number = 0, mean_fitness = 0, best = 0;
};

Optima exhaust(const Landscape& land) {
  const std::uint64_t designs = std::uint64_t{1} << land.bits;
  std::vector<std::uint64_t> worth(designs);
  for (std::uint64_t x = 0; x < designs; ++x) worth[x] = land.worth(x);
  Optima found;
  for (std::uint64_t x = 0; x < designs; ++x) {
    bool top = true;
    for (std::uint32_t bit = 0; top && bit < land.bits; ++bit) top = worth[x ^ std::uint64_t{1} << bit] <= worth[x];
    if (!top) continue;
    found.number += 1;
    found.mean_fitness += land.fitness_of(worth[x]);
    found.best = std::max(found.best, land.fitness_of(worth[x]));
  }
  found.mean_fitness /= found.number;
  return found;
}

struct Many {
  lab::Moments number, mean_fitness, best;
};

Many exhaust(std::int64_t n, std::int64_t k, std::uint32_t landscapes) {
  Many many;
  for (std::uint32_t i = 0; i < landscapes; ++i) {
    const Optima found = exhaust(draw(n, k, i));
    many.number.add(found.number);
    many.mean_fitness.add(found.mean_fitness);
    many.best.add(found.best);
  }
  return many;
}

struct Walk {
  double fitness = 0;
  int distance = 0;
};

/// The process's own step until no neighbour is fitter, from a random start.
Walk walk(const Landscape& land, std::uint32_t ordinal) {
  Stream stream(RunKey{78, 0}, 1, land.bits * 100 + land.epistasis, ordinal);
  const std::uint64_t start = stream() & poldyn::design_mask(land.bits);
  std::uint64_t design = start;
  while (!is_optimum(land, design)) design = poldyn::local_search(land, design, land.bits, stream).design;
  return {land.fitness(design), std::popcount(design ^ start)};
}

void check_walks(std::int64_t n, std::int64_t k, double expected, double reference_se, std::uint32_t walks) {
  lab::Moments fitness;
  for (std::uint32_t i = 0; i < walks; ++i) fitness.add(walk(draw(n, k, i), i).fitness);
  const std::string name = "NKWALK-" + std::to_string(n) + "-" + std::to_string(k) + "-fit";
  const double se = std::hypot(fitness.mean_se(), reference_se);
  CHECK(std::abs(lab::z_score(name.c_str(), fitness.mean(), se, expected)) < lab::most_z);
  CHECK(4 * se < 0.02 * expected);  // power: 2 %; the worst against the mean of all designs is 30 %
}

}  // namespace

TEST_CASE("landscape: fitness and local search equal the definition bit for bit", "[process]") {
  struct Size {
    std::int64_t n, k;
  };
  const auto [n, k] = GENERATE(Size{1, 0}, Size{2, 1}, Size{5, 4}, Size{8, 0}, Size{13, 3}, Size{17, 16}, Size{32, 6},
                               Size{33, 2}, Size{63, 5}, Size{64, 8});
  const auto neighbours = GENERATE(poldyn::Neighbours::random, poldyn::Neighbours::adjacent);
  const Landscape land = draw(n, k, 3, neighbours);
  Stream designs(RunKey{79, 0}, 1, 2, 3);
  for (std::uint32_t i = 0; i < 200; ++i) {
    const std::uint64_t design = designs() & poldyn::design_mask(land.bits);
    CHECK_THAT(land.fitness(design), WithinRel(naive_fitness(land, design), 1e-14));
    if (i % 10 != 0) continue;
    Stream one(RunKey{80, 0}, 1, 2, i), other = one;
    const poldyn::Reached reached = poldyn::local_search(land, design, 60, one);
    CHECK(reached.design == naive_local_search(land, design, 60, other));
    CHECK(reached.worth == land.worth(reached.design));
    CHECK(one() == other());  // and both drew as much
  }
}

TEST_CASE("landscape: each contribution reads itself and K distinct others", "[process]") {
  const auto neighbours = GENERATE(poldyn::Neighbours::random, poldyn::Neighbours::adjacent);
  const Landscape land = draw(20, 6, 1, neighbours);
  for (std::size_t i = 0; i < 20; ++i) {
    std::uint64_t seen = 0;
    for (std::size_t j = 0; j < 7; ++j) seen |= std::uint64_t{1} << land.reads[i * 7 + j];
    CHECK(land.reads[i * 7] == i);
    CHECK(std::popcount(seen) == 7);
    if (neighbours == poldyn::Neighbours::adjacent) CHECK(land.reads[i * 7 + 3] == (i + 3) % 20);
  }
}

TEST_CASE("landscape: bits beyond its length have no worth", "[process]") {
  const Landscape land = draw(10, 4, 1);
  CHECK(land.worth(0x155) == land.worth(0x155 | 0xfffffffffffffc00ULL));
}

TEST_CASE("landscape: the other blocs' and replicates' tables differ, one bit's table is uniform", "[process]") {
  std::vector<double> values;
  for (std::uint32_t i = 0; i < 40; ++i)
    for (const std::uint32_t m : draw(16, 5, i).contribution) values.push_back((m + 0.5) / 4294967296.0);
  CHECK(lab::kolmogorov(values, [](double u) { return u; }) < lab::most_kolmogorov);
}

TEST_CASE("NK with K = N-1 has 2^N/(N+1) local optima in the mean", "[process]") {
  const Many six = exhaust(6, 5, 4'000), ten = exhaust(10, 9, 1'000);
  CHECK(std::abs(lab::z_score("NK-MAX-6", six.number.mean(), six.number.mean_se(), 9.14285714285714)) < lab::most_z);
  CHECK(std::abs(lab::z_score("NK-MAX-10", ten.number.mean(), ten.number.mean_se(), 93.0909090909091)) < lab::most_z);
  CHECK(4 * six.number.mean_se() < 0.02 * 9.14);
  CHECK(4 * ten.number.mean_se() < 0.02 * 93.1);
}

TEST_CASE("NK with K = 0 has one optimum, N/2 bits from a random start", "[process]") {
  lab::Moments steps;
  for (std::uint32_t i = 0; i < 3'000; ++i) {
    const Landscape land = draw(16, 0, i);
    if (i < 200) CHECK(exhaust(draw(10, 0, i)).number == 1);  // NK-0
    steps.add(walk(land, i).distance);                        // each step to a better neighbour mends one bit
  }
  CHECK(std::abs(lab::z_score("NK-0W", steps.mean(), steps.mean_se(), 8)) < lab::most_z);
  CHECK(4 * steps.mean_se() < 0.25);
}

TEST_CASE("NK: one mutant's fitness correlates with its parent's by 1 - (K+1)/N", "[process]") {
  struct Row {
    const char* id;
    std::int64_t n, k;
    double expected;
  };
  const auto row = GENERATE(Row{"NK-AC-10-4", 10, 4, 0.5}, Row{"NK-AC-16-8", 16, 8, 0.4375});
  std::vector<double> here, there;
  for (std::uint32_t i = 0; i < 4'000; ++i) {
    const Landscape land = draw(row.n, row.k, i);
    Stream stream(RunKey{81, 0}, 1, 2, i);
    for (int j = 0; j < 20; ++j) {
      const std::uint64_t x = stream();
      here.push_back(land.fitness(x) - 0.5);  // the mean over landscapes is known
      there.push_back(land.fitness(x ^ std::uint64_t{1} << stream.below(land.bits)) - 0.5);
    }
  }
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < here.size(); ++i)
    xy += here[i] * there[i], xx += here[i] * here[i], yy += there[i] * there[i];
  const double r = xy / std::sqrt(xx * yy);
  // Twenty designs of a landscape are nearly independent: two of them share few states.
  const double se = (1 - r * r) / std::sqrt(static_cast<double>(here.size()));
  CHECK(std::abs(lab::z_score(row.id, r, se, row.expected)) < lab::most_z);
  CHECK_THAT(r, WithinAbs(row.expected, 0.01));
}

TEST_CASE("NK: number of optima and global optimum agree with an independent Monte Carlo", "[process]") {
  struct Row {
    std::int64_t n, k;
    double number, number_se, best, best_se;
    std::uint32_t landscapes;
  };
  // NKMC-N-K-num and NKMC-N-K-glob
  const auto row = GENERATE(
      Row{8, 7, 28.504167, 0.0432, 0.77722967, 0.000426, 2'000}, Row{10, 9, 93.088, 0.0799, 0.78440199, 0.000339, 800},
      Row{10, 1, 3.4408333, 0.0271, 0.71243669, 0.000748, 3'000},
      Row{10, 2, 7.7066667, 0.0397, 0.74321953, 0.000594, 3'000},
      Row{10, 4, 21.9795, 0.0512, 0.77238361, 0.000418, 2'000}, Row{12, 2, 11.393, 0.0854, 0.74453762, 0.000747, 1'000},
      Row{12, 4, 39.484333, 0.123, 0.77442252, 0.000525, 600}, Row{12, 8, 160.479, 0.17, 0.78795955, 0.000404, 300});
  const Many many = exhaust(row.n, row.k, row.landscapes);
  const std::string name = "NKMC-" + std::to_string(row.n) + "-" + std::to_string(row.k);
  const double number_se = std::hypot(many.number.mean_se(), row.number_se);
  const double best_se = std::hypot(many.best.mean_se(), row.best_se);
  CHECK(std::abs(lab::z_score((name + "-num").c_str(), many.number.mean(), number_se, row.number)) < lab::most_z);
  CHECK(std::abs(lab::z_score((name + "-glob").c_str(), many.best.mean(), best_se, row.best)) < lab::most_z);
  CHECK(4 * number_se < 0.07 * row.number);  // power
  CHECK(4 * best_se < 0.01 * row.best);
}

TEST_CASE("NK with K = 0: mean fitness of the optimum", "[process]") {
  const Many many = exhaust(10, 0, 3'000);
  const double se = std::hypot(many.mean_fitness.mean_se(), 0.000956);
  CHECK(std::abs(lab::z_score("NKMC-10-0-fit", many.mean_fitness.mean(), se, 0.66758203)) < lab::most_z);
  CHECK(std::abs(lab::z_score("  E max of two uniforms", many.best.mean(), many.best.mean_se(), 2.0 / 3)) <
        lab::most_z);
}

TEST_CASE("NK: local search ends at optima of the known mean fitness", "[process]") {
  check_walks(8, 0, 0.665414, 0.00132, 2'000);
  check_walks(8, 2, 0.701594, 0.00105, 2'000);
  check_walks(8, 4, 0.696802, 0.000963, 2'000);
  check_walks(16, 0, 0.666501, 0.000955, 2'000);
  check_walks(16, 2, 0.70575, 0.000748, 2'000);
  check_walks(16, 4, 0.707735, 0.000684, 1'500);
  check_walks(16, 8, 0.684755, 0.000651, 600);
}

TEST_CASE("NK: local search on long designs ends at optima of the known mean fitness", "[process][slow]") {
  check_walks(24, 4, 0.711935, 0.000558, 2'000);
  check_walks(48, 4, 0.717479, 0.000403, 1'500);
  check_walks(48, 8, 0.705309, 0.000387, 1'000);
}

TEST_CASE("NK with K = N-1 and 16 bits", "[process][slow]") {
  const Many many = exhaust(16, 15, 40);
  CHECK(std::abs(lab::z_score("NK-MAX-16", many.number.mean(), many.number.mean_se(), 3855.05882352941)) < lab::most_z);
}
