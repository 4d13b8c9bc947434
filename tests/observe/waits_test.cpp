/// Every filing and every project ends in exactly one way or is under way, in every shipped scenario.

#include "sim/observe/waits.h"

#include <cmath>
#include <map>
#include <numeric>

#include "sim/disk/scenario_disk.h"
#include "sim/process/dispatch/dispatch.h"
#include "sim/process/dispatch/start.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"
#include "tests/shipped.h"

using namespace poldyn;

namespace {

double sum_of(const RunResult& run, std::string_view name, std::size_t bloc, std::size_t extent) {
  double sum = 0;
  for (std::size_t i = 0; i < extent; ++i) sum += total(run, name, bloc, i);
  return sum;
}

}  // namespace

TEST_CASE("waits: no project and no filing gets lost", "[observe]") {
  const std::string path = GENERATE(from_range(shipped_scenarios()));
  INFO(path);
  const Reading reading = read_scenario(path, {"run.horizon=\"3 y\"", "run.warmup=\"0 d\"", "record.filings=true",
                                               "mechanisms.policy=false", "run.sample_interval=\"73 d\""});
  INFO(to_text(reading.mistakes));
  REQUIRE(reading.ok());
  const Scenario& s = reading.scenario;
  const RunResult run = simulate(s, {5, 0});
  Simulation sim = start(s, {5, 0});
  std::vector<double> begun(s.blocs.size());
  poldyn::run(
      sim, [](const Event&, const World&) {}, [] { return true; });
  for (const Vendor& vendor : sim.world.vendors) begun[vendor.bloc.value] += vendor.project;
  for (std::size_t b = 0; b < s.blocs.size(); ++b) {
    INFO(s.blocs[b].name);
    const auto project = [&](ProjectEnd end) {
      return total(run, "projects_by_end", b, static_cast<std::size_t>(end));
    };
    CHECK(sum_of(run, "projects_by_end", b, names_of<ProjectEnd>.size()) == begun[b]);
    CHECK(project(ProjectEnd::deployed) == total(run, "releases", b));
    CHECK(project(ProjectEnd::no_gain) == total(run, "dropped", b));
    const auto filing = [&](FilingEnd end) { return total(run, "filings_by_end", b, static_cast<std::size_t>(end)); };
    CHECK(sum_of(run, "filings_by_end", b, names_of<FilingEnd>.size()) == total(run, "filed", b));
    CHECK(filing(FilingEnd::pending) == total(run, "pending", b));
    CHECK(filing(FilingEnd::refused) + filing(FilingEnd::turned_away) + filing(FilingEnd::withdrawn) ==
          total(run, "refused", b));
    CHECK(sum_of(run, "releases_by", b, strata) == total(run, "releases", b));
    double delay = 0;
    for (std::size_t i = 0; i < strata; ++i)
      if (total(run, "releases_by", b, i) > 0)
        delay += total(run, "releases_by", b, i) * total(run, "idea_to_deployment_by", b, i);
    if (total(run, "releases", b) > 0)
      CHECK(delay == Approx(total(run, "idea_to_deployment", b) * total(run, "releases", b)));
    const auto rows = [&](const std::vector<SpellRecord>& all) {
      return static_cast<double>(std::count_if(all.begin(), all.end(), [&](const auto& r) { return r.bloc == b; }));
    };
    CHECK(rows(run.spells.filings) == total(run, "filed", b));
    CHECK(rows(run.spells.projects) == begun[b]);
  }
}

TEST_CASE("waits: what a year holds sums to one", "[observe]") {
  const Reading reading =
      read_scenario(POLDYN_SOURCE_DIR "/scenarios/sovereign.toml", {"run.horizon=\"4 y\"", "run.warmup=\"1 y\""});
  REQUIRE(reading.ok());
  const RunResult run = simulate(reading.scenario, {5, 0});
  const std::size_t filings = row_named(total_metrics(), "filings_by_end");
  CHECK(run.totals[filings][0] > 100);
  CHECK(sum_of(run, "filing_ends_within_year", 0, names_of<FilingEnd>.size()) == Approx(1));
  CHECK(sum_of(run, "project_ends_within_year", 0, names_of<ProjectEnd>.size()) == Approx(1));
}
