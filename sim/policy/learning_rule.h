#pragma once

#include "sim/base/param.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// What one channel yields: signals per unit of use, before the bloc's transmission.
struct ChannelRule {
  double yield = 1;
  Days delay{30};

  static constexpr auto params() {
    using C = ChannelRule;
    return std::to_array<ParamRow>({
        row<&C::yield>("yield", Unit::none, {0, 1e6}, "signals per unit of use (million dollars of demand)",
                       assumed(0.2, 5)),
        row<&C::delay>("delay", Unit::day, {0, 36525}, "mean delay before a signal has its effect", assumed(0, 180)),
    });
  }
};

/// How signals add up.
struct LearningRule {
  Days half_life{2 * days_per_year};
  double feedback_scale = 100;
  Days freshness{90};
  double outside_factor = 2;
  double robustness_scale = 100;
  double robustness_loss_per_oom = 0.3;
  double tested_share_spared = 1;

  static constexpr auto params() {
    using L = LearningRule;
    return std::to_array<ParamRow>({
        row<&L::half_life>("half_life", Unit::day, {1, 1e6}, "time in which a stock of feedback halves",
                           assumed(180, 1826)),
        row<&L::feedback_scale>("feedback_scale", Unit::none, {1e-9, 1e12},
                                "stock of signals at which learning reaches 63 % of its limit", assumed(10, 1000)),
        row<&L::freshness>("freshness", Unit::day, {1e-3, 36525},
                           "age at which a release teaches its users' maker 37 % as much as a new one",
                           assumed(30, 365)),
        row<&L::outside_factor>("outside_factor", Unit::none, {0, 1e3},
                                "unexpected use outside the approved envelope relative to inside it", assumed(1, 10)),
        row<&L::robustness_scale>("robustness_scale", Unit::none, {1e-9, 1e12},
                                  "stock of failure and misuse signals at which robustness reaches 63 %",
                                  assumed(10, 1000)),
        row<&L::robustness_loss_per_oom>("robustness_loss", Unit::none, {0, 100},
                                         "relative loss of that stock per OOM of new capability in an untested domain",
                                         assumed(0, 1)),
        row<&L::tested_share_spared>("tested_spared", Unit::share, {0, 1},
                                     "share of that loss which a domain is spared where use has taught all it can",
                                     assumed(0, 1)),
    });
  }
};

/// Weight of growth in a domain for the loss of robustness: 1 where nothing is tested. `learned` in [0, 1].
constexpr double untested(const LearningRule& rule, double learned) { return 1 - rule.tested_share_spared * learned; }

/// How much of each signal a bloc lets through: 1 is all of it.
struct TransmissionRule {
  double rapid_deployment = 1;
  double public_failure = 1;
  double iterative_correction = 1;
  double adversarial_use = 1;

  static constexpr auto params() {
    using T = TransmissionRule;
    return std::to_array<ParamRow>({
        row<&T::rapid_deployment>("rapid_deployment", Unit::share, {0, 1}, "share of signals from fresh releases",
                                  assumed(0, 1)),
        row<&T::public_failure>("public_failure", Unit::share, {0, 1},
                                "share of signals from public failure and critique", assumed(0, 1)),
        row<&T::iterative_correction>("iterative_correction", Unit::share, {0, 1}, "share of users' corrections",
                                      assumed(0, 1)),
        row<&T::adversarial_use>("adversarial_use", Unit::share, {0, 1}, "share of signals from unexpected misuse",
                                 assumed(0, 1)),
    });
  }

  constexpr std::array<double, channels> shares() const {
    return {rapid_deployment, public_failure, iterative_correction, adversarial_use};
  }
};

}  // namespace poldyn
