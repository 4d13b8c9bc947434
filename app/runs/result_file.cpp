#include "app/runs/result_file.h"

#include <optional>

#include "app/console/interrupt.h"
#include "app/runs/run_scenario.h"
#include "poldyn_version.h"
#include "sim/reading/scenario_writer.h"
#include "sim/results/results_writer.h"
#include "sim/run/simulate.h"

namespace poldyn::app {
namespace {

results::Header plan_for(const Scenario& scenario, const std::string& command_line) {
  return {.scenarios = {write_scenario(scenario)},
          .replicates = static_cast<std::uint32_t>(scenario.run.replicates),
          .base_seed = static_cast<std::uint64_t>(scenario.run.seed),
          .title = scenario.title,
          .version = version,
          .git_commit = git_commit,
          .command_line = command_line,
          .shape = shape_of(scenario),
          .times = sample_times(scenario),
          .names = axis_names(scenario),
          .releases = scenario.record.releases,
          .filings = scenario.record.filings,
          .events = scenario.record.events};
}

}  // namespace

BatchState run_to_file(const Scenario& scenario, unsigned jobs, bool bar, const std::filesystem::path& output,
                       h5::IfExists if_exists, const std::string& command_line) {
  watch_interrupts();
  BatchState state;
  {
    std::optional<RemoveIfKilled> guard;
    std::optional<HoldInterrupts> held(std::in_place);  // until the file that there is now is guarded
    results::Writer file(output, if_exists, plan_for(scenario, command_line));
    guard.emplace(file.partial_path());
    held.reset();
    state = run_scenario(scenario, jobs, bar, [&](Outcome&& outcome) {
      if (outcome.ok)
        file.add(outcome.result);
      else
        file.add_failed(outcome.message);
    });
    if (state.done == state.runs) file.commit();
  }
  if (state.done < state.runs) fail_interrupted(state);
  return state;
}

}  // namespace poldyn::app
