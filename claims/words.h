#pragma once

#include <string>

#include "claims/claims.h"

/// What came out of claims, in words that fit into a line.
namespace poldyn::app {

/// "+12.3 %", "-0.21 OOM", "x 3.77": an effect's size. Without `unit` the number alone.
std::string effect_text(double x, const ClaimEffect& effect, bool unit = true);
/// "+41.7 % [+40.4, +42.9]", "-0.021 [-0.023, -0.020] share"
std::string interval_text(double mean, double low, double high, const ClaimEffect& effect);
/// "shown, by construction (kept_outside)", "not decided (needs about 900 runs)"
std::string word_text(const analysis::EffectResult& effect);
/// "2 of 3 shown, 0 opposite, 1 open"
std::string tally_text(const analysis::ClaimResult& claim);
/// "fails", "as good as none": what the interval at the baseline says.
const char* outcome_text(analysis::Outcome outcome);
/// "+0.96 OOM per decade of kept_outside, steady; +0.12, +0.61, +1.20 where it is weak, middling, strong; ..."
std::string dose_text(const analysis::DoseResponse& dose, const ClaimEffect& effect);
/// "4,100": two digits of a rough number.
std::string rough(std::size_t n);

}  // namespace poldyn::app
