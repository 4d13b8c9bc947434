#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "sim/base/param.h"

namespace poldyn {

/// How a factor's positions become numbers.
enum class InputKind : std::uint8_t { uniform, log_uniform, normal, lognormal, triangular };
template <>
inline constexpr auto names_of<InputKind> = std::to_array<std::string_view>({"uniform", "log_uniform", "normal",
                                                                             "lognormal", "triangular"});

/// The distribution of a factor. `low` and `high` bound it: uniform and triangular laws end there, normal and lognormal
/// ones are cut there.
struct InputLaw {
  InputKind kind = InputKind::uniform;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  double mean = 0;  ///< of a normal or lognormal law before it is cut
  double sd = 0;
  double mode = 0;  ///< of a triangular law
};

/// Why no such law exists, or an empty text.
std::string_view fault(const InputLaw& law);

/// The value below which a share `at` in [0, 1] lies. Infinite at 0 or 1 if the law has no end there.
double quantile(const InputLaw& law, double at);

}  // namespace poldyn
