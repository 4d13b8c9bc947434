/// Spells that compete to end, some of them still under way: against tables from the literature and closed forms.

#include "sim/observe/life_table.h"

#include <algorithm>
#include <cmath>

#include "sim/engine/stream.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"

using namespace poldyn;

namespace {

constexpr std::uint8_t relapsed = 0, died = 1, open = 6;

Ticks ticks_of(double days) { return to_ticks(Days{days}); }

/// Spells that began `followed` days ago or later; by default as long ago as the longest is.
ChosenSpells table_of(const std::vector<std::pair<double, std::uint8_t>>& rows, double followed = 0) {
  SpellLog log;
  std::vector<Spell> under_way;
  double longest = followed;
  for (const auto& row : rows) longest = std::max(longest, row.first);
  const SimTime now{ticks_of(longest)};
  for (const auto& [length, end] : rows) {
    const Spell one = spell_of(ticks_of(length), end, 0);
    end == open ? under_way.push_back(one) : log.add(one, followed > 0 ? SimTime{} : now - ticks_of(length));
  }
  return chosen(sorted_spells(log, under_way, now), std::bitset<256>().set());
}

/// Weeks of remission of 21 patients under 6-mercaptopurine (Freireich et al. 1963, Blood 21: 699), here as days; the
/// curve is in Cox & Oakes 1984, Analysis of Survival Data, table 1.1 and section 4.2.
const std::vector<std::pair<double, std::uint8_t>> remissions{
    {6, relapsed},  {6, relapsed},  {6, relapsed},  {6, open},      {7, relapsed}, {9, open},  {10, relapsed},
    {10, open},     {11, open},     {13, relapsed}, {16, relapsed}, {17, open},    {19, open}, {20, open},
    {22, relapsed}, {23, relapsed}, {25, open},     {32, open},     {32, open},    {34, open}, {35, open}};

}  // namespace

TEST_CASE("life table: remissions of leukaemia, as in the books", "[observe]") {
  const ChosenSpells spells = table_of(remissions);
  const LifeTable found = life_table(spells, open);
  CHECK(found.spells == 21);
  CHECK(found.count[relapsed] == 9);
  CHECK(found.count[open] == 12);
  // S(22) = 0.538, S(23) = 0.448: three decimals in the book, here from the product
  const double at_23 = 18. / 21 * 16 / 17 * 14 / 15 * 11 / 12 * 10 / 11 * 6 / 7 * 5 / 6;
  CHECK(found.incidence[0][relapsed] == Approx(1 - at_23).epsilon(1e-14));
  CHECK_THAT(1 - found.incidence[0][relapsed], WithinAbs(0.448, 0.0005));
  CHECK(std::isnan(found.incidence[1][relapsed]));  // nobody was followed for 90 days
  CHECK(found.at_last[relapsed] == found.incidence[0][relapsed]);
  CHECK(waiting(spells, open, 1).median == 23);
  CHECK(std::isnan(waiting(spells, open, 1).p90));
  CHECK(std::isnan(waiting(spells, open, 1).restricted_mean));
}

TEST_CASE("life table: ends that compete share out what has ended", "[observe]") {
  // By hand: 6 at risk, one relapses at 10; 5 at risk, one dies at 20 and one relapses; 2 at risk (one was censored at
  // 20), one dies at 40; the last is followed to 400.
  const ChosenSpells spells =
      table_of({{10, relapsed}, {20, died}, {20, relapsed}, {20, open}, {40, died}, {400, open}});
  const LifeTable found = life_table(spells, open);
  CHECK(found.incidence[0][relapsed] == Approx(1. / 6 + 5. / 6 / 5));
  CHECK(found.incidence[0][died] == Approx(5. / 6 / 5));
  CHECK(found.incidence[1][died] == Approx(5. / 6 / 5 + 5. / 6 * 3 / 5 / 2));
  CHECK(found.incidence[3][died] == found.incidence[1][died]);
  CHECK(found.area[relapsed] == Approx(1. / 6 * 10 + 1. / 3 * (365 - 20)));
  // The deaths leave the sample: product limit of relapse alone.
  const Waiting relapse = waiting(spells, open, 1U << relapsed);
  CHECK(relapse.restricted_mean == Approx(10 + 5. / 6 * 10 + 5. / 6 * 4 / 5 * 345));
  IncidenceCurve curve;
  life_table(spells, open, relapsed, curve);
  CHECK(curve.reaches({1. / 6, 1. / 3}) == std::array{10., 20.});
}

TEST_CASE("life table: at one length who ends comes before who is censored", "[observe]") {
  const LifeTable found = life_table(table_of({{30, relapsed}, {30, open}, {30, open}, {30, open}}), open);
  CHECK(found.incidence[0][relapsed] == 0.25);  // on the day itself, to the tick
  CHECK(std::isnan(found.incidence[1][relapsed]));
}

TEST_CASE("life table: when all have ended it is the plain share, however far one looks", "[observe]") {
  const ChosenSpells spells = table_of({{10, relapsed}, {100, died}, {170, relapsed}, {400, relapsed}});
  const LifeTable found = life_table(spells, open);
  CHECK(found.incidence[0][relapsed] == Approx(0.25));
  CHECK(found.incidence[2][relapsed] == Approx(0.5));
  CHECK(found.incidence[3][died] == Approx(0.25));
  CHECK(found.at_last[relapsed] == Approx(0.75));
  CHECK(waiting(spells, open, 1U << relapsed | 1U << died).restricted_mean == Approx((10 + 100 + 170 + 365) / 4.));
  const LifeTable early = life_table(table_of({{10, relapsed}, {20, relapsed}}), open);
  CHECK(early.incidence[3][relapsed] == Approx(1));
  CHECK(early.area[relapsed] == Approx(350));
}

TEST_CASE("life table: a straggler leaves the curve where it was", "[observe]") {
  // Of four, three end by day 50; the last was begun 60 days ago, the first 500 days ago.
  const std::vector<std::pair<double, std::uint8_t>> rows{{10, relapsed}, {30, died}, {50, relapsed}, {60, open}};
  const LifeTable found = life_table(table_of(rows, 500), open);
  CHECK(found.incidence[3][relapsed] == Approx(0.5));
  CHECK(found.area[relapsed] == Approx(0.25 * 40 + 0.5 * 315));
  CHECK(std::isnan(life_table(table_of(rows, 300), open).incidence[3][relapsed]));  // nobody began early enough
  CHECK(life_table(table_of(rows, 300), open).incidence[2][relapsed] == Approx(0.5));
  CHECK(waiting(table_of(rows, 500), open, 1).restricted_mean == Approx(10 + 0.75 * 40 + 0.375 * 315));
}

TEST_CASE("life table: nothing is said of nothing", "[observe]") {
  const LifeTable found = life_table({}, open);
  CHECK(found.spells == 0);
  CHECK(std::isnan(found.incidence[0][relapsed]));
  CHECK(std::isnan(found.at_last[relapsed]));
  CHECK(std::isnan(waiting({}, open, 1).median));
}

TEST_CASE("life table: constant hazards that compete, with late entries censored", "[observe]") {
  // Hazards 1/100 and 1/200 per day; follow-up is uniform on 0 to 500 d. Incidence after t is
  // h_k / h (1 - exp(-h t)), the product limit of the first alone 1 - exp(-t / 100).
  constexpr double first = 1 / 100., second = 1 / 200., both = first + second;
  lab::Moments incidence, wait;
  for (std::uint32_t run = 0; run < 400; ++run) {
    Stream stream({11, run}, 250, 0, 0);
    std::vector<std::pair<double, std::uint8_t>> rows;
    for (int i = 0; i < 400; ++i) {
      const double ends = -std::log(stream.uniform()) / both;
      const std::uint8_t how = stream.uniform() < first / both ? relapsed : died;
      const double followed = 500 * stream.uniform();
      rows.push_back(ends <= followed ? std::pair{ends, how} : std::pair{followed, open});
    }
    const ChosenSpells spells = table_of(rows, 500);
    incidence.add(life_table(spells, open).incidence[2][relapsed]);
    wait.add(waiting(spells, open, 1U << relapsed).restricted_mean);
  }
  const double expected = first / both * (1 - std::exp(-both * 180));
  CHECK(std::abs(incidence.mean() - expected) < lab::most_z * incidence.mean_se());
  CHECK(lab::most_z * incidence.mean_se() < 0.01);  // those under way left out would be 0.07 more
  const double mean = 100 * (1 - std::exp(-3.65));
  CHECK(std::abs(wait.mean() - mean) < lab::most_z * wait.mean_se());
  CHECK(lab::most_z * wait.mean_se() < 0.03 * mean);
}

TEST_CASE("spells: memory is bounded, nothing is lost and lengths are right to the resolution", "[observe]") {
  SpellLog log;
  constexpr std::uint64_t n = SpellLog::most_distinct + 3 * SpellLog::most_recent + 5;
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::uint64_t length = i * 0x9E3779B97F4A7C15U >> 20;  // scattered over 2^44 ticks, half a year
    sum += length >> 12;
    log.add(spell_of(Ticks{static_cast<std::int64_t>(length)}, 0, static_cast<std::uint8_t>(i % 7)), SimTime{});
  }
  CHECK(log.folded().size() <= SpellLog::most_distinct);
  CHECK(log.recent().size() < SpellLog::most_recent);
  CHECK(log.resolution() > Ticks{1});
  CHECK(log.resolution() < std::chrono::hours(1));
  const std::vector<SpellCount> spells = sorted_spells(log, {}, SimTime{}).all;
  std::uint64_t all = 0;
  double rounded = 0;
  bool ascending = true;
  for (std::size_t i = 0; i < spells.size(); ++i) {
    all += spells[i].times;
    rounded += static_cast<double>(spells[i].times) * static_cast<double>(length_of(spells[i].spell).count() >> 12);
    ascending &= i == 0 || spells[i - 1].spell < spells[i].spell;
  }
  CHECK(all == n);
  CHECK(ascending);
  const double off = (rounded - static_cast<double>(sum)) / static_cast<double>(n);  // in 4096 ticks
  CHECK(off >= 0);
  CHECK(off < static_cast<double>(log.resolution().count() >> 12));
}

namespace {

/// What a log holds, said from all that was added at once.
struct Held {
  int shift = 0;
  std::vector<SpellCount> folded;
};

std::vector<SpellCount> sorted(const std::vector<Spell>& added, int shift = 0) {
  const std::uint64_t rest = (std::uint64_t{1} << shift) - 1;
  std::vector<SpellCount> made;
  for (const Spell one : added)
    made.push_back({(((one >> length_shift) + rest) & ~rest) << length_shift | (one & 0xFFF), 1});
  std::sort(made.begin(), made.end(), comes_before);
  add_up(made);
  return made;
}

/// Rounded up to the finest resolution that leaves no more than can be kept.
Held held(const std::vector<Spell>& added) {
  Held made;
  for (;; ++made.shift) {
    made.folded = sorted(added, made.shift);
    if (made.folded.size() <= SpellLog::most_distinct) return made;
  }
}

}  // namespace

TEST_CASE("spells: when they are merged shows in none of them", "[observe]") {
  const std::uint64_t n = GENERATE(3 * SpellLog::most_recent + 7,  // exact, some merged and some not
                                   SpellLog::most_distinct + 3 * SpellLog::most_recent + 5);
  SpellLog log;
  std::vector<Spell> added;
  for (std::uint64_t i = 0; i < n; ++i) {
    const auto length = static_cast<std::int64_t>(i * 0x9E3779B97F4A7C15U >> 44);
    added.push_back(spell_of(Ticks{length}, static_cast<std::uint8_t>(i % 3), static_cast<std::uint8_t>(i % 7)));
    log.add(added.back(), SimTime{});
  }
  // Only whole batches are ever rounded: the rest is as it came.
  std::vector<Spell> rounded = added;
  rounded.resize(n - n % SpellLog::most_recent);
  const Held expected = held(rounded);
  CHECK(log.resolution() == Ticks{std::int64_t{1} << expected.shift});
  // In brackets, or a failure would print a million of them.
  if (expected.shift == 0) {
    CHECK((sorted_spells(log, {}, SimTime{}).all == sorted(added)));
  } else {
    const std::vector<Spell> rest(added.begin() + static_cast<std::ptrdiff_t>(rounded.size()), added.end());
    CHECK((log.folded() == expected.folded));
    CHECK((log.recent() == rest));
  }
}

TEST_CASE("spells: few of them are kept to the tick", "[observe]") {
  SpellLog log;
  for (int i = 0; i < 200'000; ++i) log.add(spell_of(Ticks{i % 1000 + 1}, 1, 3), SimTime{});
  CHECK(log.resolution() == Ticks{1});
  const std::vector<SpellCount> spells = sorted_spells(log, {}, SimTime{}).all;
  CHECK(spells.size() == 1000);
  CHECK(spells.front() == SpellCount{spell_of(Ticks{1}, 1, 3), 200});
}
