/// A scenario run by poldyn's kernel: draws by identity, ledger of delays, fingerprint. Prints what was done and the
/// CPU seconds as one line of JSON: of the event loop alone, as for the peers, or of all that becomes a result, with
/// samples and totals, as `poldyn run` makes it. Both have the fingerprint that `poldyn run` tells.
///
/// usage: bench_peers_poldyn loop|result SCENARIO SEED
#include <fmt/format.h>

#include <ctime>
#include <string>

#include "sim/disk/scenario_disk.h"
#include "sim/observe/recorder.h"
#include "sim/process/dispatch/dispatch.h"
#include "sim/process/dispatch/start.h"
#include "sim/results/results_format.h"
#include "sim/run/simulate.h"

namespace {
using namespace poldyn;

struct Timed {
  double seconds = 0;
  RunResult result;
};

double since(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

Timed event_loop(Simulation& sim) {
  Recorder recorder(sim.world, shape_of(sim.rules), false, false);
  const std::clock_t start = std::clock();
  run(
      sim, [&](const Event& event, const World& world) { recorder.seen(event, world); }, [] { return true; });
  const double seconds = since(start);
  return {seconds, recorder.finish(sim.end, sim.world)};
}

Timed whole_result(Simulation& sim) {
  const std::clock_t start = std::clock();
  RunResult result = record_run(sim);
  return {since(start), std::move(result)};
}

void print(const Timed& timed, const Simulation& sim) {
  const OfficeTally& office = sim.world.offices.at(0).tally;
  const double service = sim.rules.blocs[0].stages.at(0).rule.review.mean;
  results::CombinedFingerprint fingerprint;  // of a file with this run alone
  fingerprint.add(results::RunStatus::ok, timed.result.fingerprint);
  fmt::print("{{\"seconds\": {:.6f}, \"events\": {}, \"done\": {}, ", timed.seconds, timed.result.events,
             sim.rules.mechanisms.filings ? office.finished : sim.world.blocs[0].tally.releases);
  fmt::print("\"reviews\": {}, \"mean_wait\": {:.9g}, \"fingerprint\": \"{}\"}}\n", office.finished,
             office.wait_days / static_cast<double>(office.started) / service, results::hex(fingerprint.value()));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc == 4 ? argv[1] : "";
  if (what != "loop" && what != "result") {
    fmt::print(stderr, "usage: {} loop|result SCENARIO SEED\n", argv[0]);
    return 2;
  }
  const Reading reading = read_scenario(argv[2]);
  if (!reading.ok()) {
    fmt::print(stderr, "{}\n", to_text(reading.mistakes));
    return 65;
  }
  Simulation sim = start(reading.scenario, RunKey{std::stoull(argv[3]), 0});
  print(what == "loop" ? event_loop(sim) : whole_result(sim), sim);
}
