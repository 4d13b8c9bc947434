#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// State tenders of a bloc. `preference` moves the score from merit (0) to preference (1); both sums of weights are
/// the regime's own.
struct ProcurementRule {
  double tenders_per_year = 100;
  double growth_per_year = 0;
  double seasonal_amplitude = 0;
  double saturation = 0;
  Law value = lognormal(0.6, 1.5);
  Law length = lognormal(365, 0.5);
  std::int64_t bidders = 8;
  double awareness = 0;
  double known_floor = 1e-3;
  double framework_share = 0;
  std::int64_t lots = 1;
  bool registered_only = false;
  double preference = 0;
  double quality = 4;
  double price = 1;
  double registration = 1;
  double domestic = 1;
  double local = 1;
  double affiliation = 1;
  double incumbency = 1;
  double noise = 1;

  static constexpr auto params() {
    using P = ProcurementRule;
    constexpr Range weight{0, 100};
    return std::to_array<ParamRow>({
        row<&P::tenders_per_year>("tenders", Unit::per_year, {0, 1e6}, "tenders of all regions at the start",
                                  sourced("92 won projects in 2023, 1,520 in 2024, data/figures.csv", 50, 2000)),
        row<&P::growth_per_year>("growth", Unit::per_year, {-5, 5}, "continuous growth of the tender rate",
                                 assumed(0, 1)),
        row<&P::seasonal_amplitude>("seasonal_amplitude", Unit::share, {0, 1},
                                    "relative swing of the tender rate over the year", assumed(0, 0.8)),
        row<&P::saturation>("saturation", Unit::share, {0, 100},
                            "share of what users spend that contracts tend to; 0 has no limit",
                            by_design("no figure to mid-2025 tells it; vary it from 0.05 to 0.5")),
        row<&P::value>("value", Unit::money_per_year, {0, 1e6}, "value rate of a contract",
                       sourced("6.467 billion yuan over 1,520 projects in 2024, data/figures.csv", 0.3, 1.5)),
        row<&P::length>("length", Unit::day, {1e-3, 36525}, "length of a contract", assumed(90, 1000)),
        row<&P::bidders>("bidders", Unit::count, {1, 1000}, "vendors invited to a tender", assumed(3, 20)),
        row<&P::awareness>("awareness", Unit::none, {0, 3},
                           "exponent of the share of use in the chance of being invited; 0 invites evenly",
                           assumed(0, 1)),
        row<&P::known_floor>("known_floor", Unit::share, {1e-12, 1},
                             "share of use that everybody counts as having, so that nobody is unknown",
                             assumed(1e-5, 1e-2)),
        row<&P::framework_share>("framework_share", Unit::share, {0, 1},
                                 "share of tenders that call off from a running contract of the region, without bids",
                                 assumed(0, 0.6)),
        row<&P::lots>("lots", Unit::count, {1, 50}, "best bidders that an open tender is split among", assumed(1, 5)),
        row<&P::registered_only>("registered_only", "only vendors with an approved model may bid", by_design()),
        row<&P::preference>("preference", Unit::share, {0, 1}, "preference strength: 0 scores merit only",
                            by_design("the regime dimension under study")),
        row<&P::quality>("quality", Unit::none, weight, "merit per OOM of capability", assumed(1, 10)),
        row<&P::price>("price", Unit::none, weight, "merit lost per unit of relative price", assumed(0, 3)),
        row<&P::registration>("registration", Unit::none, weight, "preference for an approved model", assumed(0, 3)),
        row<&P::domestic>("domestic", Unit::none, weight, "preference for a domestic design lineage", assumed(0, 3)),
        row<&P::local>("local", Unit::none, weight, "preference for a vendor of the region", assumed(0, 3)),
        row<&P::affiliation>("affiliation", Unit::none, weight, "preference for a state-linked vendor", assumed(0, 3)),
        row<&P::incumbency>("incumbency", Unit::none, weight, "preference for a vendor under contract in the region",
                            assumed(0, 3)),
        row<&P::noise>("noise", Unit::none, {0, 100}, "scale of the Gumbel noise of a score; 0 takes the best",
                       assumed(0.2, 3)),
    });
  }
};

/// What a buyer sees of a bidder.
struct Bid {
  double behind_oom = 0;  ///< capability below that of the best bidder; >= 0
  double price = 1;       ///< relative to the market's reference
  bool registered = false;
  bool domestic = false;
  bool local = false;
  bool affiliated = false;
  bool incumbent = false;
};

/// Score without its noise: merit at preference 0, preference at preference 1, a mixture between.
constexpr double score(const ProcurementRule& rule, const Bid& bid) {
  const double merit = -rule.quality * bid.behind_oom - rule.price * bid.price;
  const double favour = rule.registration * bid.registered + rule.domestic * bid.domestic + rule.local * bid.local +
                        rule.affiliation * bid.affiliated + rule.incumbency * bid.incumbent;
  return (1 - rule.preference) * merit + rule.preference * favour;
}

}  // namespace poldyn
