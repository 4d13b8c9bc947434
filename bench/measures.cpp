// What the measures of waits and awards cost of a run: life tables at its end, spells that are noted on the way, awards
// of a year at each sample. Each is made once more from the world in which the run ended, within the same round, so a
// figure is a share of that run's own time. Aim: 5 % of scenarios/sovereign.toml.
//
// usage: bench_measures [ROUNDS [SCENARIO]]
#include <fmt/format.h>

#include <chrono>
#include <string>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "bench/median.h"
#include "sim/disk/scenario_disk.h"
#include "sim/observe/award_year.h"
#include "sim/observe/waits.h"
#include "sim/process/dispatch/dispatch.h"
#include "sim/process/dispatch/start.h"
#include "sim/run/simulate.h"

namespace {
using namespace poldyn;

template <class Work>
double seconds(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return took.count();
}

/// Notes again what a log holds.
void note_again(const SpellLog& log, std::size_t& noted) {
  SpellLog again;
  for (const Spell spell : log.recent()) again.add(spell, SimTime{});
  for (const SpellCount& one : log.folded())
    for (std::uint64_t i = 0; i < one.times; ++i) again.add(one.spell, SimTime{});
  noted += again.recent().size() + again.folded().size();
}

struct Round {
  double run, tables, notes, awards;
};

Round measured(const Scenario& scenario, std::uint32_t replicate, std::size_t& kept) {
  Simulation sim = start(scenario, RunKey{1, replicate});
  std::size_t samples = 0;
  Round made{};
  made.run = seconds([&] { samples = record_run(sim).shape.times; });
  const World& world = sim.world;
  made.tables = seconds([&] { kept += waits_of(world, sim.end).size(); });
  made.notes = seconds([&] {
    for (const Bloc& bloc : world.blocs)
      for (const SpellLog* log :
           {&bloc.spells.filings, &bloc.spells.projects, &bloc.spells.visits, &bloc.spells.intervals})
        note_again(*log, kept);
  });
  AwardYearTaker taker;
  made.awards = seconds([&] {
    for (std::size_t i = 0; i < samples; ++i)
      for (const Bloc& bloc : world.blocs) kept += taker.take(bloc, sim.end).awards > 0 ? 1 : 0;
  });
  return made;
}

double percent(const std::vector<Round>& rounds, double Round::*part) {
  std::vector<double> shares;
  for (const Round& round : rounds) shares.push_back(100 * round.*part / round.run);
  return bench::median(shares);
}

}  // namespace

int main(int argc, char** argv) {
#ifdef __GLIBC__
  // A run has its memory at hand when it ends. Here the C library would give it back before each part is made again,
  // and fresh pages cost more than the tables.
  ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
  const int rounds = argc > 1 ? std::stoi(argv[1]) : 30;
  const Reading reading = read_scenario(argc > 2 ? argv[2] : "scenarios/sovereign.toml");
  if (!reading.ok()) throw std::runtime_error(to_text(reading.mistakes));
  std::vector<Round> made;
  std::size_t kept = 0;
  for (int round = 0; round < rounds; ++round)
    made.push_back(measured(reading.scenario, static_cast<std::uint32_t>(round), kept));
  std::vector<double> sums;
  for (const Round& r : made) sums.push_back(100 * (r.tables + r.notes + r.awards) / r.run);
  fmt::print(
      "of a run, per cent (medians of {} rounds): life tables {:.2f}, noting spells {:.2f}, awards {:.2f}; all "
      "{:.2f}\n",
      rounds, percent(made, &Round::tables), percent(made, &Round::notes), percent(made, &Round::awards),
      bench::median(sums));
  return kept > 0 ? 0 : 1;
}
