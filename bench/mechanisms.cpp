// What each mechanism costs: the full regime with it switched off, and the first loop with it added, 300 vendors over
// 10 years. Time is relative to the scenario it is taken from or added to.
//
// usage: bench_mechanisms [ROUNDS]
// All variants run in turn, round after round, so that a machine that slows down slows them all. A figure is the median
// over rounds of the ratio within a round; rounds differ in their replicate. A mechanism changes what happens, so time
// per event stands beside time.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "bench/median.h"
#include "bench/scaled.h"
#include "sim/disk/scenario_disk.h"
#include "sim/policy/contradictions.h"
#include "sim/policy/scenario.h"
#include "sim/run/simulate.h"

namespace {
using namespace poldyn;

constexpr double vendors = 300;

struct Trial {
  Scenario scenario;
  std::vector<double> seconds{};  ///< by round
  double events = 0;              ///< of all rounds
};

Scenario load(const std::string& file) {
  const Reading reading = read_scenario(file);
  if (!reading.ok()) throw std::runtime_error(to_text(reading.mistakes));
  Scenario scenario = reading.scenario;
  scale(scenario, vendors / static_cast<double>(scenario.blocs.front().population.vendors));
  scenario.run.horizon = Days{10 * days_per_year};
  return scenario;
}

bool is_on(const Scenario& s, const ParamRow& row) { return std::get<bool>(row.get(&s.mechanisms)); }

/// The scenario with one switch turned; nothing if that contradicts its other rules.
std::vector<Trial> turned(const Scenario& from, const ParamRow& row, bool on) {
  Scenario scenario = from;
  row.set(&scenario.mechanisms, on);
  if (is_on(from, row) == on || !contradictions(scenario).empty()) return {};
  return {Trial{std::move(scenario)}};
}

void run_once(Trial& variant, std::uint32_t round) {
  const auto start = std::chrono::steady_clock::now();
  const RunResult result = simulate(variant.scenario, RunKey{1, round});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  variant.seconds.push_back(took.count());
  variant.events += static_cast<double>(result.events);
}

double ratio_of(const Trial& a, const Trial& b) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < a.seconds.size(); ++i) ratios.push_back(a.seconds[i] / b.seconds[i]);
  return bench::median(ratios);
}

/// Nanoseconds; medians, for a mean would hold what else the machine did.
double per_event(const Trial& v) {
  return bench::median(v.seconds) * 1e9 * static_cast<double>(v.seconds.size()) / v.events;
}

std::string cells(const std::vector<Trial>& variant, const Trial& base) {
  if (variant.empty()) return fmt::format("{:>8} {:>9} {:>8}", "-", "-", "-");
  const Trial& v = variant.front();
  const std::string each = v.events > 0 ? fmt::format("{:.0f}", per_event(v)) : "-";
  return fmt::format("{:>8.3f} {:>9.0f} {:>8}", ratio_of(v, base), v.events / static_cast<double>(v.seconds.size()),
                     each);
}

void line(std::string_view name, const std::string& full, const std::string& first) {
  fmt::print("{:<20} {}  {}\n", name, full, first);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::stoi(argv[1]) : 9;
  std::vector<Trial> full{{load("scenarios/regimes/regime_sovereign.toml")}}, first{{load("scenarios/sovereign.toml")}};
  std::vector<std::vector<Trial>> without, with;
  for (const ParamRow& row : param_rows<Mechanisms>) {
    without.push_back(turned(full[0].scenario, row, false));
    with.push_back(turned(first[0].scenario, row, true));
  }
  for (int round = 0; round < rounds; ++round) {
    const auto key = static_cast<std::uint32_t>(round);
    for (auto* base : {&full, &first}) run_once(base->front(), key);
    for (auto* group : {&without, &with})
      for (auto& variant : *group)
        if (!variant.empty()) run_once(variant.front(), key);
  }
  line("", fmt::format("{:>27}", "full regime, without it"), fmt::format("{:>27}", "first loop, with it"));
  const std::string head = fmt::format("{:>8} {:>9} {:>8}", "time", "events", "ns/event");
  line("mechanism", head, head);
  line("(as it is)", cells(full, full[0]), cells(first, first[0]));
  for (std::size_t i = 0; i < without.size(); ++i)
    if (!without[i].empty() || !with[i].empty())
      line(param_rows<Mechanisms>[i].key, cells(without[i], full[0]), cells(with[i], first[0]));
  fmt::print("\nfull regime: {:.0f} ms per run (target 100); time per event over the first loop's: {:.2f} (target 2)\n",
             bench::median(full[0].seconds) * 1e3, per_event(full[0]) / per_event(first[0]));
}
