#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

namespace poldyn::app {

using Json = nlohmann::ordered_json;

/// Null for what does not exist; no number is infinite in JSON.
inline Json number_or_null(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

}  // namespace poldyn::app
