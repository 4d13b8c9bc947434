#include <algorithm>
#include <atomic>
#include <limits>

#include "capi/buffers.h"
#include "capi/guard.h"
#include "capi/handle.h"
#include "sim/run/simulate.h"
#if !defined(__wasm__)
#include "sim/batch/replicates.h"
#endif

namespace {

using namespace poldyn;
using namespace poldyn::capi;

/// Where the results of a call go.
class Buffers {
 public:
  Buffers(const poldyn_request& request, const RunShape& shape)
      : request_(request), totals_(totals_of(shape)), series_(series_of(shape)) {}

  void put(std::uint32_t run, const RunResult& result) const {
    if (request_.totals != nullptr) copy(result.totals, request_.totals + run * totals_);
    if (request_.series != nullptr) copy(result.sampled, request_.series + run * series_);
    if (request_.fingerprints != nullptr) request_.fingerprints[run] = result.fingerprint;
    if (request_.events != nullptr) request_.events[run] = result.events;
  }

  void put_nothing(std::uint32_t run) const {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (request_.totals != nullptr) std::fill_n(request_.totals + run * totals_, totals_, none);
    if (request_.series != nullptr) std::fill_n(request_.series + run * series_, series_, none);
    if (request_.fingerprints != nullptr) request_.fingerprints[run] = 0;
    if (request_.events != nullptr) request_.events[run] = 0;
  }

 private:
  static void copy(const std::vector<std::vector<double>>& metrics, double* to) {
    for (const std::vector<double>& values : metrics) to = std::copy(values.begin(), values.end(), to);
  }

  const poldyn_request& request_;
  std::size_t totals_, series_;
};

#if defined(__wasm__)

/// One after the other; nothing can be caught.
int run_all(const Scenario& scenario, poldyn_request& request) {
  const Buffers buffers(request, shape_of(scenario));
  for (; request.done < request.count; ++request.done) {
    if (request.progress != nullptr && request.progress(request.context, request.done, request.count, 0) != 0)
      return fail(POLDYN_CANCELLED, "cancelled");
    buffers.put(request.done, simulate(scenario, {request.seed, request.first + request.done}));
  }
  return POLDYN_OK;
}

#else

int run_all(const Scenario& scenario, poldyn_request& request) {
  const Buffers buffers(request, shape_of(scenario));
  std::atomic<bool> stop{false};
  std::string fault;
  Batch batch;
  batch.runs = request.count;
  batch.jobs = request.threads;
  batch.horizon_ticks = later(SimTime{}, scenario.run.horizon.count()).time_since_epoch().count();
  batch.run = [&](std::uint32_t run, const RunSlot& slot) {
    return simulate(scenario, {request.seed, request.first + run}, &slot.stop, &slot.now);
  };
  batch.sink = [&](Outcome&& outcome) {
    if (outcome.ok) return buffers.put(outcome.replicate, outcome.result);
    buffers.put_nothing(outcome.replicate);
    if (fault.empty())
      fault = "replicate " + std::to_string(request.first + outcome.replicate) + ": " + outcome.message;
  };
  batch.progress = [&](const BatchState& state) {
    request.done = state.done;
    if (request.progress != nullptr && !stop &&
        request.progress(request.context, state.done, request.count, state.under_way) != 0)
      stop = true;
  };
  batch.stop = &stop;
  request.done = run_batch(batch).done;
  if (request.done < request.count) return fail(POLDYN_CANCELLED, "cancelled");
  return fault.empty() ? POLDYN_OK : fail(POLDYN_BUG, fault);
}

#endif

}  // namespace

int poldyn_run(const poldyn_scenario* scenario, poldyn_request* request) {
  return guarded([&]() -> int {
    if (scenario == nullptr) return fail(POLDYN_USAGE, "no scenario was handed over");
    if (request == nullptr) return fail(POLDYN_USAGE, "nothing is asked for");
    if (request->size != sizeof(poldyn_request))
      return fail(POLDYN_USAGE, "request.size is not that of this version; write sizeof(poldyn_request)");
    request->done = 0;
    if (request->count == 0) return fail(POLDYN_USAGE, "request.count is 0: nothing is to be run");
    if (request->count > std::numeric_limits<std::uint32_t>::max() - request->first)
      return fail(POLDYN_USAGE, "request.first + request.count is beyond the last replicate, 4294967295");
    return run_all(scenario->reading.scenario, *request);
  });
}
