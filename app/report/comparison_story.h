#pragma once

#include "app/report/exhibit.h"
#include "app/report/report_options.h"
#include "sim/hdf5/h5_reader.h"

namespace poldyn::app {

/// The report of what `poldyn compare -o` wrote: the runs of its rows are compared again as they were, so that the same
/// sentences and charts come out as from the result files; curves over time it cannot have. Throws h5::NotReadable for
/// arrays that do not fit, Failure for a bloc that is not there.
ReportStory comparison_story(const h5::Reader& file, const ReportOptions& options, const std::string& command_line);

}  // namespace poldyn::app
