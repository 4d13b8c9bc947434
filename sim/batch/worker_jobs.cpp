#include "sim/batch/worker_jobs.h"

#include "sim/run/simulate.h"

namespace poldyn {

WorkerPool::Job job_of(const Campaign& campaign) {
  return [&campaign](std::size_t number, const std::atomic<bool>& stop) {
    const PlannedRun unit = campaign.planned_run(number);
    const Experiment& experiment = campaign.experiment();
    const Scenario scenario = experiment.scenario(unit.point);
    const std::uint64_t seed = experiment.seed_of(unit.point, campaign.point_id(unit.point));
    return campaign.row_of(unit, seed, simulate(scenario, RunKey{seed, unit.replicate}, &stop));
  };
}

WorkerPool::Failed failed_of(const Campaign& campaign) {
  return [&campaign](std::size_t number, const std::string& message) {
    const PlannedRun unit = campaign.planned_run(number);
    parts::Row row;
    row.id = unit.id;
    row.seed = campaign.experiment().seed_of(unit.point, campaign.point_id(unit.point));
    row.replicate = unit.replicate;
    row.status = results::RunStatus::failed;
    row.message = message.empty() ? "unknown error" : message;
    return row;
  };
}

}  // namespace poldyn
