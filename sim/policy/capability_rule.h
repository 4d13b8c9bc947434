#pragma once

#include "sim/base/elementary.h"
#include "sim/base/param.h"

namespace poldyn {

/// How capability follows the data: by a power of them, or by a scaling law of compute and data together.
enum class DataLaw : std::uint8_t { power, two_term };
template <>
inline constexpr std::array<std::string_view, 2> names_of<DataLaw>{"power", "two_term"};

/// From compute, design and experience to capability per domain, in OOM of effective compute.
struct CapabilityRule {
  double use_oom = 1;
  double release_gain_oom = 0.05;
  DataLaw data_law = DataLaw::power;
  double data_exponent = 1;

  static constexpr auto params() {
    using C = CapabilityRule;
    return std::to_array<ParamRow>({
        row<&C::use_oom>("use_oom", Unit::oom, {0, 10}, "capability that saturated learning from use adds",
                         assumed(0.2, 2)),
        row<&C::release_gain_oom>("release_gain_oom", Unit::oom, {0, 10},
                                  "mean gain over its product below which a vendor drops a candidate", assumed(0, 0.3)),
        row<&C::data_law>("data_law",
                          "power: capability follows a power of the data; two_term: a scaling law of compute and data, "
                          "which has no parameters of its own",
                          by_design("Kaplan et al. 2020; Hoffmann et al. 2022")),
        row<&C::data_exponent>("data_exponent", Unit::none, {0, 5},
                               "decades of compute that a decade of data is worth by the power; 0 makes data count for "
                               "nothing",
                               sourced("a tenth of the data costs 0.75 (size chosen anew) to 1.21 OOM (size as it was) "
                                       "by Besiroglu et al. 2024, up to 2.05 per decade at the last; repetition "
                                       "(Muennighoff et al. 2023) and transfer (Hernandez et al. 2021) lower it",
                                       0.2, 2.1)),
    });
  }
};

/// Exponents of the loss L = E + A/N^a + B/D^b in parameters N and tokens D: Besiroglu et al. 2024, arXiv 2404.10102,
/// table 1, a refit of Hoffmann et al. 2022.
inline constexpr double loss_per_size = 0.3478, loss_per_data = 0.3658;

/// What a share of the data, in (0, 1], adds to capability, in OOM of compute; 0 for all of the data, and never above.
/// With two terms the size of the model is chosen anew for the same compute: with all of the data the best size has
/// shares b/(a + b) and a/(a + b) in the loss that can be reduced, which falls with compute by a b/(a + b) per decade.
inline double data_oom(const CapabilityRule& rule, double share) {
  constexpr double a = loss_per_size, b = loss_per_data;
  if (rule.data_law == DataLaw::power) return rule.data_exponent * log10(share);
  return -(a + b) / (a * b) * log10((b * pow(share, a) + a * pow(share, -b)) / (a + b));
}

}  // namespace poldyn
