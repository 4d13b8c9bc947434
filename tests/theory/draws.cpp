#include "tests/theory/draws.h"

#include "sim/engine/sample.h"

namespace poldyn::theory {
namespace {

Stream stream_of(RunKey key, Purpose purpose, std::uint32_t ordinal, std::uint16_t sub = 0) {
  return {key, static_cast<std::uint8_t>(purpose), outside_key(), ordinal, sub};
}

Ticks drawn(const Law& law, Stream stream) { return to_ticks(Days{sample(law, stream)}); }

}  // namespace

std::uint32_t outside_key() { return entity_key(0, Birth::bloc); }

std::vector<SimTime> arrival_times(const Scenario& scenario, RunKey key) {
  const FilingRule& rule = scenario.blocs[0].filings;
  std::vector<SimTime> times;
  SimTime at{};
  for (std::uint32_t n = 0;; ++n) {
    at += drawn(rule.interarrival, stream_of(key, Purpose::arrival, n));
    if (at > SimTime{to_ticks(scenario.run.horizon)}) return times;
    times.insert(times.end(), static_cast<std::size_t>(rule.batch), at);
  }
}

std::vector<std::uint8_t> priorities(const Scenario& scenario, RunKey key, std::size_t count) {
  const std::vector<double>& weights = scenario.blocs[0].filings.priority_weights;
  double sum = 0;
  for (const double weight : weights) sum += weight;
  std::vector<std::uint8_t> classes(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    double left = stream_of(key, Purpose::arrival, i, 1).uniform() * sum;
    while (classes[i] + 1U < weights.size() && left >= weights[classes[i]]) left -= weights[classes[i]++];
  }
  return classes;
}

Ticks length_of(const Law& law, RunKey key, Purpose purpose, std::uint32_t filing, std::uint16_t visit) {
  return drawn(law, stream_of(key, purpose, filing, visit));
}

std::vector<Ticks> review_times(const Law& law, RunKey key, std::size_t count, std::uint16_t number) {
  std::vector<Ticks> times;
  for (std::uint32_t i = 0; i < count; ++i) times.push_back(length_of(law, key, Purpose::review, i, number));
  return times;
}

bool passes(double pass, RunKey key, std::uint32_t filing, std::uint16_t visit) {
  return stream_of(key, Purpose::verdict, filing, visit).uniform() < pass;
}

}  // namespace poldyn::theory
