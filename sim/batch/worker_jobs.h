#pragma once

#include "sim/batch/campaign.h"
#include "sim/batch/worker_pool.h"

namespace poldyn {

/// What the threads of a pool do: unit number -> row. `campaign` must outlive them.
WorkerPool::Job job_of(const Campaign& campaign);
WorkerPool::Failed failed_of(const Campaign& campaign);

}  // namespace poldyn
