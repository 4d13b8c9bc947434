/// The unit of time is a convention: a world in which everything takes twice as long, and comes half as often, is the
/// same world, seen at half the speed.

#include <cmath>
#include <cstdio>
#include <vector>

#include "sim/disk/scenario_disk.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;

namespace {

/// Power of time in the unit.
int power_of_time(Unit unit) {
  switch (unit) {
    case Unit::day:
      return 1;
    case Unit::per_day:
    case Unit::per_year:
    case Unit::oom_per_year:
    case Unit::money_per_year:
      return -1;
    case Unit::none:
    case Unit::share:
    case Unit::count:
    case Unit::bit:
    case Unit::oom:
    case Unit::compute:
    case Unit::flop:
    case Unit::money:
      return 0;
  }
  return 0;
}

Value scaled(const Value& value, double factor) {
  if (const auto* number = std::get_if<double>(&value)) return *number * factor;
  if (const auto* list = std::get_if<std::vector<double>>(&value)) {
    std::vector<double> made = *list;
    for (double& x : made) x *= factor;
    return made;
  }
  Law law = std::get<Law>(value);
  law.mean *= factor;
  return law;
}

/// A factor of two is exact in binary, so nothing but the rounding of times to ticks tells the two worlds apart.
Scenario slowed(Scenario s) {
  for (const Section& section : all_sections(s))
    for (const ParamRow& row : section.rows)
      if (const int power = power_of_time(row.unit); power != 0)
        row.set(section.object, scaled(row.get(section.object), power > 0 ? 2 : 0.5));
  for (BlocRules& bloc : s.blocs) bloc.acquisitions.price_years *= 2;  // years, declared as a plain number
  return s;
}

std::vector<Event> events_of(const Scenario& scenario) {
  std::vector<Event> made;
  Simulation sim = start(scenario, {11, 0});
  lab::watch(sim, [&](const Event& event, const World&) { made.push_back(event); });
  return made;
}

bool same(const Event& a, const Event& b) {
  return a.what.kind == b.what.kind && a.what.subject == b.what.subject && a.what.detail == b.what.detail &&
         a.what.extra == b.what.extra;
}

}  // namespace

TEST_CASE("time: twice as long and half as often is the same history at half the speed", "[process]") {
  const std::string file = GENERATE("sovereign", "open", "two_blocs", "regimes/world", "regimes/conformity",
                                    "regimes/diverging_blocs", "regimes/stage_gates");
  Reading reading = read_scenario(POLDYN_SOURCE_DIR "/scenarios/" + file + ".toml", {"run.horizon=\"3 y\""});
  INFO(file << "\n" << to_text(reading.mistakes));
  REQUIRE(reading.ok());
  Scenario s = std::move(reading.scenario);
  s.policies.clear();                                                       // their values have units, too
  for (BlocRules& bloc : s.blocs) bloc.procurement.seasonal_amplitude = 0;  // the season of tenders is the year's
  const std::vector<Event> once = events_of(s), twice = events_of(slowed(s));
  REQUIRE(once.size() > 1'000);
  CHECK(once.size() == twice.size());
  double apart = 0;
  for (std::size_t i = 0; i < std::min(once.size(), twice.size()); ++i) {
    INFO("event " << i << " on day " << in_days(once[i].at) << ": " << event_names[once[i].what.kind] << ", and "
                  << event_names[twice[i].what.kind]);
    REQUIRE(same(once[i], twice[i]));
    apart = std::max(apart, std::abs(in_days(twice[i].at) - 2 * in_days(once[i].at)));
  }
  std::printf("  %s: %zu events, at most %.3g s apart\n", file.c_str(), once.size(), apart * 86'400);
  CHECK(apart < 1e-8);  // days; each step is rounded to a microsecond
}
