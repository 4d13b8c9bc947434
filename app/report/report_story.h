#pragma once

#include <string>

#include "app/report/exhibit.h"
#include "app/report/report_options.h"

namespace poldyn::app {

/// What a file holds that a report is made from.
enum class ReportKind { runs, campaign, comparison, attribution, claims };

/// By what is in it. Throws Failure for what no report is made from, with what to do instead; h5::NotReadable.
ReportKind report_kind(const std::filesystem::path& file);

/// The story that the options' files make, each kind its own. Throws Failure for kinds that do not go together, or
/// options that are of another kind.
ReportStory report_story(const ReportOptions& options, const std::string& command_line);

}  // namespace poldyn::app
