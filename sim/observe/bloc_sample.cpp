#include "sim/observe/bloc_sample.h"

namespace poldyn {

std::array<StageAreas, max_stages> stage_areas(const World& world, const Bloc& bloc, SimTime now) {
  std::array<StageAreas, max_stages> sum{};
  for (const OfficeId id : bloc.offices) {
    const Office& office = world.at(id);
    const double rest = in_days(now - office.tally.counted_to);
    StageAreas& stage = sum[office.stage];
    stage.waiting += office.warmup.waiting_area + office.tally.waiting_area + rest * office.waiting;
    stage.in_review += office.warmup.busy_area + office.tally.busy_area + rest * office.in_review;
    stage.decided += office.warmup.awaiting_date_area + office.tally.awaiting_date_area + rest * office.decided.size;
  }
  return sum;
}

}  // namespace poldyn
