#include "sim/reading/procurement_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "sim/base/elementary.h"
#include "sim/policy/policy_edit.h"
#include "sim/policy/tender_pace.h"

namespace poldyn {
namespace {

/// What holds from a time on, and what held until then: growth rates turn their curves where these are.
struct Phase {
  const Scenario& rules;
  const Scenario& before;
  double since = 0;  ///< years
};

/// Under a policy new contracts may fall with the limit, as it is meant to; from so many times as much on it is said.
constexpr double great_fall = 3;

class Noting {
 public:
  explicit Noting(const Phase& phase) : s_(phase.rules), phase_(phase) {}

  std::vector<Fault> all() {
    if (!s_.mechanisms.procurement || !s_.mechanisms.projects) return {};
    for (std::size_t b = 0; b < s_.blocs.size(); ++b) {
      const BlocRules &bloc = s_.blocs[b], &before = phase_.before.blocs[b];
      if (!(bloc.procurement.tenders_per_year > 0)) continue;
      limit(bloc, before);
      overtaking(bloc, before);
      invitations(bloc);
    }
    return std::move(notes_);
  }

 private:
  void add(const BlocRules& bloc, std::string_view key, std::string message, std::string remedy) {
    notes_.push_back({fmt::format("bloc.{}.{}", bloc.name, key), std::move(message), std::move(remedy)});
  }

  /// What a year's new contracts are worth beside what users spend in it.
  double share_at(const BlocRules& bloc, const BlocRules& before, double years) const {
    const ProcurementRule& p = bloc.procurement;
    const MarketRule& m = bloc.market;
    const double tenders = (before.procurement.growth_per_year - p.growth_per_year) * phase_.since;
    const double demand = (before.market.demand_growth_per_year - m.demand_growth_per_year) * phase_.since;
    return contract_rate(p, m, years, tenders, demand) /
           (m.demand_per_year * exp(m.demand_growth_per_year * years + demand));
  }

  void limit(const BlocRules& bloc, const BlocRules& before) {
    const auto& p = bloc.procurement;
    if (p.saturation <= 0 || !(bloc.market.demand_per_year > 0)) return;
    if (!s_.mechanisms.market)
      add(bloc, "procurement.saturation", "without a market users spend nothing, and it is a share of market.demand",
          "switch mechanisms.market on, or write saturation = 0");
    if (p.saturation > 1)
      add(bloc, "procurement.saturation",
          fmt::format("contracts may come to {:g} times all that users spend", p.saturation),
          "write 0.25, or \"25 %\", for a quarter of it");
    BlocRules unlimited = bloc;
    unlimited.procurement.saturation = 0;
    const double held = share_at(bloc, before, phase_.since);
    const double otherwise = phase_.since > 0 ? share_at(before, before, phase_.since) : share_at(unlimited, before, 0);
    if (held < otherwise / (phase_.since > 0 ? great_fall : 1))
      add(bloc, "procurement.saturation",
          fmt::format(
              "new contracts would be {:.2g} of what users spend and are held to {:.2g}: {:.0f} tenders a year, "
              "not {:.0f}",
              otherwise, held, tenders_at(bloc, before, held), tenders_at(bloc, before, otherwise)),
          phase_.since > 0 ? "take a higher limit, if this fall is not meant"
                           : fmt::format("take a limit above {:.2g}, or fewer tenders", otherwise));
    else if (p.growth_per_year <= bloc.market.demand_growth_per_year)
      add(bloc, "procurement.saturation",
          fmt::format("tenders grow by {:g} a year and demand by {:g}: contracts never come nearer to it",
                      p.growth_per_year, bloc.market.demand_growth_per_year),
          "write growth above market.demand_growth, or saturation = 0");
  }

  /// Tenders a year at which new contracts are this share of demand at the time of the phase.
  double tenders_at(const BlocRules& bloc, const BlocRules& before, double share) const {
    const auto& p = bloc.procurement;
    const double demand = bloc.market.demand_per_year * exp(before.market.demand_growth_per_year * phase_.since);
    return share * demand / (p.value.mean * p.length.mean / days_per_year);
  }

  /// The state outgrows all other buyers within the run.
  void overtaking(const BlocRules& bloc, const BlocRules& before) {
    if (!s_.mechanisms.market || bloc.procurement.saturation > 0 || !(bloc.market.demand_per_year > 0)) return;
    const double horizon = s_.run.horizon.count() / days_per_year;
    if (share_at(before, before, 0) > 1 || !(share_at(bloc, before, horizon) > 1)) return;
    double low = phase_.since, high = horizon;
    for (int i = 0; i < 50; ++i) {
      const double middle = (low + high) / 2;
      (share_at(bloc, before, middle) > 1 ? high : low) = middle;
    }
    add(bloc, "procurement.growth",
        fmt::format("from year {:.1f} on, a year's new contracts are worth more than all that users spend in it", high),
        "write saturation, a share of demand that contracts tend to, as 0.3; or lower growth");
  }

  void invitations(const BlocRules& bloc) {
    const auto& p = bloc.procurement;
    if (p.awareness > 0 && !s_.mechanisms.market)
      add(bloc, "procurement.awareness", "without a market no vendor is better known: all are invited evenly",
          "switch mechanisms.market on, or write awareness = 0");
    if (p.awareness <= 0 && p.known_floor != ProcurementRule{}.known_floor)
      add(bloc, "procurement.known_floor", "nothing reads it at awareness = 0", "write awareness above 0");
    if (p.lots > p.bidders)
      add(bloc, "procurement.lots",
          fmt::format("more than the {} that are invited: no tender is split among more than these", p.bidders),
          "invite more bidders, or take fewer lots");
    if (p.lots > 1 && p.framework_share >= 1)
      add(bloc, "procurement.lots",
          "call-offs are not split, and all tenders are called off where somebody has a contract",
          "write framework_share below 1, or lots = 1");
  }

  const Scenario& s_;
  Phase phase_;
  std::vector<Fault> notes_;
};

bool is_about_buying(const std::string& key) {
  return key.find(".procurement.") != key.npos || key.find(".market.demand") != key.npos;
}

bool is_among(const std::vector<Fault>& notes, const std::string& path) {
  return std::any_of(notes.begin(), notes.end(), [&](const Fault& note) { return note.path == path; });
}

/// The rules once a policy alone is wholly in force.
Scenario under(const Scenario& scenario, const PolicyRule& policy) {
  Scenario then = scenario;
  for (const Edit& edit : policy.edits)
    if (const EditTarget target = find_parameter(then, edit.key))
      target.row->set(target.object, edited(*target.row, target.get(), edit, 1));
  return then;
}

/// The edit that a note under a policy is laid to: of the parameter itself, or the first that is about buying.
std::string key_of(const PolicyRule& policy, const Fault& note) {
  for (const Edit& edit : policy.edits)
    if (edit.key == note.path) return edit.key;
  const auto first = std::find_if(policy.edits.begin(), policy.edits.end(),
                                  [](const Edit& edit) { return is_about_buying(edit.key); });
  return first->key;
}

}  // namespace

void add_procurement_notes(const Scenario& scenario, std::vector<Fault>& notes) {
  std::vector<Fault> at_start = Noting({scenario, scenario, 0}).all(), under_policies;
  for (std::size_t i = 0; scenario.mechanisms.policy && i < scenario.policies.size(); ++i) {
    const PolicyRule& policy = scenario.policies[i];
    const auto buys = [](const Edit& edit) { return is_about_buying(edit.key); };
    if (policy.at > scenario.run.horizon || std::none_of(policy.edits.begin(), policy.edits.end(), buys)) continue;
    const Scenario then = under(scenario, policy);
    const std::vector<Fault> here = Noting({then, scenario, policy.at.count() / days_per_year}).all();
    for (const Fault& note : here)
      if (!is_among(at_start, note.path))
        under_policies.push_back({fmt::format("policy.{}.{}", i + 1, key_of(policy, note)),
                                  fmt::format("under it {}: {}", note.path, note.message), note.remedy});
    // What a policy makes good may be as it is for the policy's sake.
    std::erase_if(at_start, [&](const Fault& note) { return !is_among(here, note.path); });
  }
  notes.insert(notes.end(), at_start.begin(), at_start.end());
  notes.insert(notes.end(), under_policies.begin(), under_policies.end());
}

}  // namespace poldyn
