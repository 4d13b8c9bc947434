#include "tests/theory/draws.h"

#include <cmath>
#include <limits>

#include "sim/base/identity.h"
#include "sim/engine/sample.h"

namespace poldyn::theory {
namespace {

Stream stream_of(RunKey key, Purpose purpose, std::uint32_t ordinal, std::uint16_t sub = 0) {
  return {key, static_cast<std::uint8_t>(purpose), within_bloc(outside_key()), ordinal, sub};
}

Ticks drawn(const Law& law, Stream stream) { return to_ticks(Days{sample(law, stream)}); }

}  // namespace

std::uint32_t outside_key() { return entity_key(0, Birth::bloc); }

RunKey key_of_bloc(const Scenario& scenario, RunKey key) { return key.of(identity_of(scenario.blocs[0].name)); }

RunKey key_of_stage(const Scenario& scenario, RunKey key, std::size_t stage) {
  return key_of_bloc(scenario, key).of(identity_of(scenario.blocs[0].stages[stage].name));
}

std::vector<SimTime> arrival_times(const Scenario& scenario, RunKey key) {
  const ExternalArrivalRule& rule = scenario.blocs[0].filings;
  const RunKey bloc = key_of_bloc(scenario, key);
  std::vector<SimTime> times;
  SimTime at{};
  for (std::uint32_t n = 0;; ++n) {
    at += drawn(rule.interarrival, stream_of(bloc, Purpose::arrival, n));
    if (at > SimTime{to_ticks(scenario.run.horizon)}) return times;
    times.insert(times.end(), static_cast<std::size_t>(rule.batch), at);
  }
}

std::vector<std::uint8_t> priorities(const Scenario& scenario, RunKey key, std::size_t count) {
  const std::vector<double>& weights = scenario.blocs[0].filings.priority_weights;
  std::vector<std::uint8_t> classes(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    Stream stream = stream_of(key_of_bloc(scenario, key), Purpose::arrival, i, 1);
    double first = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < weights.size(); ++c)
      if (const double at = -std::log(stream.uniform()) / weights[c]; at < first)
        first = at, classes[i] = static_cast<std::uint8_t>(c);
  }
  return classes;
}

Ticks length_of(const Law& law, RunKey stage, Purpose purpose, std::uint32_t filing, std::uint16_t visit) {
  return drawn(law, stream_of(stage, purpose, filing, visit));
}

std::vector<Ticks> review_times(const Law& law, RunKey stage, std::size_t count) {
  std::vector<Ticks> times;
  for (std::uint32_t i = 0; i < count; ++i) times.push_back(length_of(law, stage, Purpose::review, i, 1));
  return times;
}

bool passes(double pass, RunKey stage, std::uint32_t filing, std::uint16_t visit) {
  return stream_of(stage, Purpose::verdict, filing, visit).uniform() < pass;
}

}  // namespace poldyn::theory
