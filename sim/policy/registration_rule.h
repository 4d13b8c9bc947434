#pragma once

#include "sim/base/param.h"
#include "sim/policy/stage_rule.h"

namespace poldyn {

enum class WhoFiles : std::uint8_t { nobody, all, public_facing, above_threshold };
template <>
inline constexpr std::array<std::string_view, 4> names_of<WhoFiles>{"nobody", "all", "public_facing",
                                                                    "above_threshold"};

/// What becomes of models in service that a change of the rules would make file.
enum class Existing : std::uint8_t { grandfathered, must_file };
template <>
inline constexpr std::array<std::string_view, 2> names_of<Existing>{"grandfathered", "must_file"};

/// Who must file what, again when, and how vendors plan around it. Where a bloc has tables of rules (FilingRule), they
/// start from this one, which then says only how vendors plan and what applications may call.
struct RegistrationRule {
  WhoFiles who = WhoFiles::nobody;
  double threshold_oom = 0;
  bool light_track = true;
  bool approved_bases_only = true;
  double change_bits = 0;
  double change_oom = 0.3;
  std::string change_track = "full";
  Days notification{0};
  Days validity{0};
  Days renewal_lead{180};
  std::string renewal_track = "light";
  std::int64_t pending_limit = 1;
  double bundling = 1;
  Existing existing = Existing::grandfathered;
  Days transition{180};

  static constexpr auto params() {
    using R = RegistrationRule;
    return std::to_array<ParamRow>({
        row<&R::who>("who", "who needs approval before deployment", by_design("the regime dimension under study")),
        row<&R::threshold_oom>("threshold_oom", Unit::compute, {-100, 100},
                               "training compute above which who = \"above_threshold\" needs approval", by_design()),
        row<&R::light_track>("light_track", "applications on an approved base take the light track",
                             sourced("calling an unmodified filed model needs registration only, "
                                     "data/figures.csv",
                                     0, 1)),
        row<&R::approved_bases_only>("approved_bases_only",
                                     "applications that must be filed may call approved bases only",
                                     sourced("registration presupposes a filed base, data/figures.csv", 0, 1)),
        row<&R::change_bits>("change_bits", Unit::bit, {0, 64},
                             "changed bits of the design above which an update is material", assumed(0, 8)),
        row<&R::change_oom>("change_oom", Unit::oom, {0, 100},
                            "gain in mean capability above which an update is material", assumed(0.1, 1)),
        row<&R::change_track>("change_track", "track of a material change to an approved model",
                              sourced("a fine-tuned base needs full filing again; FDA supplements are decided in 29 "
                                      "days against 128, data/figures.csv",
                                      0, 1)),
        row<&R::notification>("notification", Unit::day, {0, 36525},
                              "wait after notifying a change that is not material", assumed(0, 30)),
        row<&R::validity>(
            "validity", Unit::day, {0, 36525}, "time until an approval expires; 0 never",
            sourced("12 months (FedRAMP 20x) to 5 years (conformity certificates), data/figures.csv", 365, 1826)),
        row<&R::renewal_lead>("renewal_lead", Unit::day, {0, 36525}, "time before expiry at which renewal is filed",
                              assumed(30, 365)),
        row<&R::renewal_track>("renewal_track", "track of a renewal", assumed(0, 1)),
        row<&R::pending_limit>("pending_limit", Unit::count, {1, 250}, "filings a vendor may have pending",
                               assumed(1, 5)),
        row<&R::bundling>("bundling", Unit::none, {0, 100},
                          "a vendor files again only this many times the expected review after its last filing",
                          assumed(0, 2)),
        row<&R::existing>("existing",
                          "models in service when a change of the rules makes them file: they stay, or file",
                          by_design()),
        row<&R::transition>("transition", Unit::day, {0, 36525},
                            "time after such a change until models without approval leave the market", assumed(0, 730)),
    });
  }
};

/// Filings from outside any vendor: the arrivals of a queueing study.
struct ExternalArrivalRule {
  Law interarrival = exponential(1);
  std::int64_t batch = 1;
  double seasonal_amplitude = 0;
  Days season{days_per_year};
  std::vector<double> priority_weights{1};
  std::string track = "full";

  static constexpr auto params() {
    using F = ExternalArrivalRule;
    return std::to_array<ParamRow>({
        row<&F::interarrival>("interarrival", Unit::day, {1e-6, 36525}, "time between arrivals (mean rate if seasonal)",
                              by_design()),
        row<&F::batch>("batch", Unit::count, {1, 1e6}, "filings per arrival", by_design()),
        row<&F::seasonal_amplitude>("seasonal_amplitude", Unit::share, {0, 1},
                                    "relative swing of the rate; needs exponential interarrival times", by_design()),
        row<&F::season>("season", Unit::day, {1e-3, 36525}, "period of the swing", by_design()),
        row<&F::priority_weights>("priority_weights", Unit::none, {0, 1e6},
                                  "weights of the priority classes, most urgent first", by_design()),
        row<&F::track>("track", "track of the filings", by_design()),
    });
  }
};

}  // namespace poldyn
