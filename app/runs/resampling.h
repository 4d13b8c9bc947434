#pragma once

#include <string_view>

#include "analysis/bootstrap.h"

namespace poldyn::app {

/// Key of the bootstrap's random numbers. Fixed: an interval is a function of the data alone.
inline constexpr std::uint64_t resampling_seed = 20'250'101;

/// A stream of its own for each named quantity, so that one more changes no other's interval.
analysis::Resampler resampler_for(std::string_view name);

}  // namespace poldyn::app
