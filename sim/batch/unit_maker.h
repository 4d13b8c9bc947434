#pragma once

#include "sim/batch/campaign.h"
#include "sim/batch/crew.h"

namespace poldyn {

/// What the threads of a crew do: unit number -> row. `campaign` must outlive them.
Crew::Job job_of(const Campaign& campaign);
Crew::Failed failed_of(const Campaign& campaign);

}  // namespace poldyn
