// Share of a run's time by part: each kind of event, the queue, the observer; and what engine plus randomness cost per
// event.
//
// usage: bench_parts [SCENARIO]
// A clock is read around each part; its own cost is measured and taken off.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "sim/disk/scenario_disk.h"
#include "sim/engine/sample.h"
#include "sim/observe/recorder.h"
#include "sim/process/dispatch/dispatch.h"
#include "sim/process/dispatch/start.h"
#include "sim/run/simulate.h"

namespace {
using namespace poldyn;
using Watch = std::chrono::steady_clock;

double nanoseconds(Watch::duration d) { return std::chrono::duration<double, std::nano>(d).count(); }

double clock_cost() {
  const auto began = Watch::now();
  Watch::time_point last;
  for (int i = 0; i < 100'000; ++i) last = Watch::now();
  return nanoseconds(last - began) / 100'000;
}

struct Part {
  std::string name;
  double ns = 0;
  std::uint64_t calls = 0;
};

/// Cost of one identity-keyed draw: a new stream and one exponential variate.
double draw_cost() {
  double sum = 0;
  const auto began = Watch::now();
  for (std::uint32_t i = 0; i < 1'000'000; ++i) {
    Stream stream(RunKey{1, 0}, 1, i, 0);
    sum += exponential_variate(stream);
  }
  const double ns = nanoseconds(Watch::now() - began) / 1'000'000;
  return sum > 0 ? ns : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string file = argc > 1 ? argv[1] : "scenarios/sovereign.toml";
  const Reading reading = read_scenario(file);
  if (!reading.ok()) {
    fmt::print(stderr, "{}\n", to_text(reading.mistakes));
    return 65;
  }
  const Scenario& scenario = reading.scenario;
  const double clock = clock_cost();
  const auto began = Watch::now();
  Simulation sim = start(scenario, RunKey{1, 0});
  std::vector<Part> parts(event_kinds + 3);
  for (std::size_t k = 0; k < event_kinds; ++k) parts[k].name = event_names[k];
  Part& queue = parts[event_kinds] = {"(queue: pop)"};
  Part& observer = parts[event_kinds + 1] = {"(observer)"};
  parts[event_kinds + 2] = {"(set-up)", nanoseconds(Watch::now() - began), 1};
  Recorder recorder(sim.world, shape_of(scenario), false, false);
  const Ticks step = to_ticks(scenario.run.sample_interval);
  sim.schedule(SimTime{}, phase::observes, EventKind::sampled, 0);
  Event event;
  std::uint64_t events = 0;
  for (auto t0 = Watch::now(); sim.queue.pop_until(sim.end, event); t0 = Watch::now()) {
    const auto t1 = Watch::now();
    sim.current_event = event.seq;
    handle(sim, event);
    const auto t2 = Watch::now();
    recorder.seen(event, sim.world);
    if (static_cast<EventKind>(event.what.kind) == EventKind::sampled) {
      recorder.sample(event.at, sim.world);
      sim.schedule(event.at + step, phase::observes, EventKind::sampled, 0);
    }
    const auto t3 = Watch::now();
    queue.ns += std::max(0.0, nanoseconds(t1 - t0) - clock);
    parts[event.what.kind].ns += std::max(0.0, nanoseconds(t2 - t1) - clock);
    observer.ns += std::max(0.0, nanoseconds(t3 - t2) - clock);
    ++queue.calls, ++parts[event.what.kind].calls, ++observer.calls, ++events;
  }
  double sum = 0;
  for (const Part& part : parts) sum += part.ns;
  std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.ns > b.ns; });
  fmt::print("{}: {} events, {:.1f} ms without the clock's own {:.0f} ns per reading\n\n", file, events, sum / 1e6,
             clock);
  fmt::print("{:<20} {:>8} {:>10} {:>10}\n", "part", "share", "calls", "ns/call");
  for (const Part& part : parts)
    if (part.calls > 0)
      fmt::print("{:<20} {:>7.1f}% {:>10} {:>10.0f}\n", part.name, 100 * part.ns / sum, part.calls,
                 part.ns / static_cast<double>(part.calls));
  fmt::print("\none draw (stream and exponential variate): {:.0f} ns\n", draw_cost());
}
