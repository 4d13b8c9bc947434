#pragma once

#include <string>

#include "app/report/finding.h"

namespace poldyn::app {

/// One sentence about one finding, by the kind of thing that it is; without its full stop.
std::string sentence_of(const ReportMaterial& material, const Finding& finding);

/// "95 %" of 0.95, as sentences have it.
std::string level_text(double level);

}  // namespace poldyn::app
