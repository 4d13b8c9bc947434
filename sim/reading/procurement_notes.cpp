#include "sim/reading/procurement_notes.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "sim/base/elementary.h"
#include "sim/policy/edited_keys.h"
#include "sim/policy/tender_pace.h"

namespace poldyn {
namespace {

/// What says how large contracts are beside demand; if a policy changes one of these, the start tells little.
constexpr auto sizes = std::to_array<std::string_view>(
    {"procurement.tenders", "procurement.growth", "procurement.value", "procurement.length", "procurement.saturation",
     "market.demand", "market.demand_growth"});

class Noting {
 public:
  Noting(const Scenario& scenario, std::vector<Fault>& notes) : s_(scenario), notes_(notes) {}

  void all() {
    if (!s_.mechanisms.procurement || !s_.mechanisms.projects) return;
    for (const BlocRules& bloc : s_.blocs) {
      if (!(bloc.procurement.tenders_per_year > 0) && !edited(bloc, "procurement.tenders")) continue;
      size(bloc);
      invitations(bloc);
    }
  }

 private:
  void add(const BlocRules& bloc, std::string_view key, std::string message, std::string remedy) {
    notes_.push_back({fmt::format("bloc.{}.{}", bloc.name, key), std::move(message), std::move(remedy)});
  }
  bool edited(const BlocRules& bloc, std::string_view key) const {
    return is_edited(s_, fmt::format("bloc.{}.{}", bloc.name, key));
  }

  /// What a year's new contracts are worth beside what users spend in it.
  static double share_at(const BlocRules& bloc, double years) {
    return contract_rate(bloc.procurement, bloc.market, years, 0, 0) /
           (bloc.market.demand_per_year * exp(bloc.market.demand_growth_per_year * years));
  }

  void size(const BlocRules& bloc) {
    const auto& p = bloc.procurement;
    for (const std::string_view key : sizes)
      if (edited(bloc, key)) return;
    if (!(bloc.market.demand_per_year > 0)) return;
    const double start = contracts_of_start(p, bloc.market);
    if (p.saturation > 0 && start > p.saturation)
      add(bloc, "procurement.saturation",
          fmt::format("contracts would begin at {:.2g} of what users spend and are held to this: {:.3g} tenders a year "
                      "at the start, not {:.3g}",
                      start, p.tenders_per_year * p.saturation / start, p.tenders_per_year),
          fmt::format("take one above {:.2g}, or fewer tenders", start));
    if (s_.mechanisms.market) overtaking(bloc);
  }

  /// The state outgrows all other buyers within the run.
  void overtaking(const BlocRules& bloc) {
    const double horizon = s_.run.horizon.count() / days_per_year;
    if (share_at(bloc, 0) > 1 || !(share_at(bloc, horizon) > 1)) return;
    double before = 0, after = horizon;
    for (int i = 0; i < 50; ++i) {
      const double middle = (before + after) / 2;
      (share_at(bloc, middle) > 1 ? after : before) = middle;
    }
    add(bloc, "procurement.growth",
        fmt::format("from year {:.1f} on, a year's new contracts are worth more than all that users spend in it",
                    after),
        "write saturation, a share of demand that contracts tend to, as 0.3; or lower growth");
  }

  void invitations(const BlocRules& bloc) {
    const auto& p = bloc.procurement;
    const bool aware = p.awareness > 0 || edited(bloc, "procurement.awareness");
    if (aware && !s_.mechanisms.market)
      add(bloc, "procurement.awareness", "without a market no vendor is better known: all are invited evenly",
          "switch mechanisms.market on, or write awareness = 0");
    if (!aware && p.known_floor != ProcurementRule{}.known_floor)
      add(bloc, "procurement.known_floor", "nothing reads it at awareness = 0", "write awareness above 0");
    if (p.lots > p.bidders && !edited(bloc, "procurement.bidders"))
      add(bloc, "procurement.lots",
          fmt::format("more than the {} that are invited: no tender is split among more than these", p.bidders),
          "invite more bidders, or take fewer lots");
  }

  const Scenario& s_;
  std::vector<Fault>& notes_;
};

}  // namespace

void add_procurement_notes(const Scenario& scenario, std::vector<Fault>& notes) { Noting(scenario, notes).all(); }

}  // namespace poldyn
