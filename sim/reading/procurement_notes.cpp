#include "sim/reading/procurement_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "sim/base/elementary.h"
#include "sim/policy/policy_edit.h"
#include "sim/policy/tender_pace.h"

namespace poldyn {
namespace {

/// What changes of growth have added to the curves of a bloc.
struct Shifts {
  double tenders = 0;
  double demand = 0;
};

/// What holds from a time on, and what held until then.
struct Phase {
  const Scenario& rules;
  const Scenario& before;
  double since = 0;  ///< years
  std::vector<Shifts> shifts, shifts_before;
};

std::vector<Shifts> turned_by(const Phase& phase) {
  std::vector<Shifts> shifts = phase.shifts_before;
  for (std::size_t b = 0; b < shifts.size(); ++b) {
    const BlocRules &was = phase.before.blocs[b], &is = phase.rules.blocs[b];
    shifts[b].tenders += turned(was.procurement.growth_per_year, is.procurement.growth_per_year, phase.since);
    shifts[b].demand += turned(was.market.demand_growth_per_year, is.market.demand_growth_per_year, phase.since);
  }
  return shifts;
}

/// Under a policy new contracts may fall with the limit, as it is meant to; from so many times as much on it is said.
constexpr double great_fall = 3;
/// What tenders begin with may differ by so much from what is written without a word.
constexpr double as_written = 0.01;

class ProcurementNotes {
 public:
  explicit ProcurementNotes(const Phase& phase) : s_(phase.rules), phase_(phase) {}

  std::vector<Fault> all() {
    if (!s_.mechanisms.procurement || !s_.mechanisms.projects) return {};
    for (std::size_t b = 0; b < s_.blocs.size(); ++b) {
      const BlocRules &bloc = s_.blocs[b], &before = phase_.before.blocs[b];
      if (!(bloc.procurement.tenders_per_year > 0)) continue;
      const Curve now{bloc, phase_.shifts[b]}, until_now{before, phase_.shifts_before[b]};
      limit(now, until_now);
      overtaking(now, until_now);
      beginning(now, until_now);
      invitations(bloc);
    }
    return std::move(notes_);
  }

 private:
  void add(const BlocRules& bloc, std::string_view key, std::string message, std::string remedy) {
    notes_.push_back({fmt::format("bloc.{}.{}", bloc.name, key), std::move(message), std::move(remedy)});
  }

  struct Curve {
    const BlocRules& bloc;
    Shifts shifts;

    /// What a year's new contracts are worth beside what users spend in it.
    double share_at(double years) const { return worth_at(years) / demand_at(years); }
    double worth_at(double years) const {
      return contract_rate(bloc.procurement, bloc.market, years, shifts.tenders, shifts.demand);
    }
    double demand_at(double years) const {
      return bloc.market.demand_per_year * exp(bloc.market.demand_growth_per_year * years + shifts.demand);
    }
    double tenders_at(double years) const {
      return trend_at(tender_pace(bloc.procurement, bloc.market, shifts.tenders, shifts.demand), years);
    }
  };

  void limit(const Curve& now, const Curve& until_now) {
    const BlocRules& bloc = now.bloc;
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
    const bool at_start = phase_.since <= 0;
    const Curve otherwise = at_start ? Curve{unlimited, now.shifts} : until_now;
    const double held = now.share_at(phase_.since), wished = otherwise.share_at(phase_.since);
    if (held < wished / (at_start ? 1 : great_fall))
      add(bloc, "procurement.saturation",
          fmt::format(
              "new contracts would be {:.2g} of what users spend and are held to {:.2g}: {:.0f} tenders a year, "
              "not {:.0f}",
              wished, held, now.tenders_at(phase_.since), otherwise.tenders_at(phase_.since)),
          at_start ? fmt::format("take a limit above {:.2g}, or fewer tenders", wished)
                   : "take a higher limit, if this fall is not meant");
    else if (p.growth_per_year <= bloc.market.demand_growth_per_year)
      add(bloc, "procurement.saturation",
          fmt::format("tenders grow by {:g} a year and demand by {:g}: contracts never come nearer to it",
                      p.growth_per_year, bloc.market.demand_growth_per_year),
          "write growth above market.demand_growth, or saturation = 0");
  }

  /// The state outgrows all other buyers within the run.
  void overtaking(const Curve& now, const Curve& until_now) {
    const BlocRules& bloc = now.bloc;
    if (!s_.mechanisms.market || bloc.procurement.saturation > 0 || !(bloc.market.demand_per_year > 0)) return;
    const double horizon = s_.run.horizon.count() / days_per_year;
    if ((phase_.since <= 0 && now.share_at(0) > 1) || until_now.share_at(phase_.since) > 1) return;
    if (!(now.share_at(horizon) > 1)) return;
    double low = phase_.since, high = horizon;
    for (int i = 0; i < 50; ++i) {
      const double middle = (low + high) / 2;
      (now.share_at(middle) > 1 ? high : low) = middle;
    }
    add(bloc, "procurement.growth",
        fmt::format("from year {:.1f} on, a year's new contracts are worth more than all that users spend in it", high),
        "write saturation, a share of demand that contracts tend to, as 0.3; or lower growth");
  }

  /// Growth goes on where there is nothing that grows yet.
  void beginning(const Curve& now, const Curve& until_now) {
    const auto& p = now.bloc.procurement;
    if (phase_.since <= 0 || until_now.bloc.procurement.tenders_per_year > 0) return;
    const double begins = now.tenders_at(phase_.since);
    if (std::abs(begins / p.tenders_per_year - 1) < as_written) return;
    add(now.bloc, "procurement.tenders",
        fmt::format("tenders are counted as at the start of the run: by now {:g} a year have become {:.3g}",
                    p.tenders_per_year, begins),
        fmt::format("write {:.3g} /y for {:g} a year now", p.tenders_per_year * p.tenders_per_year / begins,
                    p.tenders_per_year));
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

/// The edit of a policy that a note is laid to: of the parameter itself, or the first that is about buying. None if it
/// has neither.
std::optional<std::string> key_of(const PolicyRule& policy, const Fault& note) {
  for (const Edit& edit : policy.edits)
    if (edit.key == note.path) return edit.key;
  for (const Edit& edit : policy.edits)
    if (is_about_buying(edit.key)) return edit.key;
  return std::nullopt;
}

/// Follows a scenario through the dates of its policies, and each triggered one on top of what is dated.
class Following {
 public:
  explicit Following(const Scenario& scenario) : s_(scenario), copy_(scenario) {}

  std::vector<Fault> all() {
    std::vector<Shifts> shifts(s_.blocs.size());
    std::vector<Fault> here = ProcurementNotes({s_, s_, 0, shifts, shifts}).all();
    start_ = here;
    if (!s_.mechanisms.policy) return start_;
    Scenario before = s_;
    for (const double day : dates()) {
      const Scenario then = under(dated_on(s_, day));
      Phase phase{then, before, day / days_per_year, {}, shifts};
      shifts = phase.shifts = turned_by(phase);
      const std::vector<Fault> last = std::exchange(here, ProcurementNotes(phase).all());
      told(here, last, day, on(day));
      before = then;
    }
    for (std::size_t i = 0; i < s_.policies.size(); ++i)
      if (s_.policies[i].triggered()) triggered(i);
    std::vector<Fault> all = std::move(start_);
    all.insert(all.end(), under_policies_.begin(), under_policies_.end());
    return all;
  }

 private:
  static bool is_about_buying_at_all(const PolicyRule& p) {
    return std::any_of(p.edits.begin(), p.edits.end(), [](const Edit& edit) { return is_about_buying(edit.key); });
  }

  /// Days on which a policy about buying begins or ends.
  std::set<double> dates() const {
    std::set<double> days;
    for (const PolicyRule& p : s_.policies) {
      if (p.triggered() || !is_about_buying_at_all(p)) continue;
      if (p.at <= s_.run.horizon) days.insert(p.at.count());
      if (p.until > p.at && p.until <= s_.run.horizon) days.insert(p.until.count());
    }
    return days;
  }

  Scenario under(const std::vector<std::size_t>& order) {
    std::vector<PolicyLayer> layers;
    for (const std::size_t i : order) layers.push_back({static_cast<std::uint32_t>(i)});
    Scenario then = s_;
    put_in_force(then, copy_, layers);
    return then;
  }

  /// Policies about buying that begin or end on a day.
  std::vector<std::size_t> on(double day) const {
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < s_.policies.size(); ++i) {
      const PolicyRule& p = s_.policies[i];
      if (!p.triggered() && is_about_buying_at_all(p) && (p.at.count() == day || p.until.count() == day))
        some.push_back(i);
    }
    return some;
  }

  /// On top of what is dated when it may fire first.
  void triggered(std::size_t i) {
    const PolicyRule& p = s_.policies[i];
    if (p.at > s_.run.horizon || !is_about_buying_at_all(p)) return;
    std::vector<std::size_t> order = dated_on(s_, p.at.count());
    const Scenario before = under(order);
    order.push_back(i);
    const Scenario then = under(order);
    const std::vector<Shifts> none(s_.blocs.size());
    const double years = p.at.count() / days_per_year;
    Phase phase{then, before, years, {}, none};
    phase.shifts = turned_by(phase);
    told(ProcurementNotes(phase).all(), ProcurementNotes({before, before, years, none, none}).all(), p.at.count(), {i});
  }

  /// Tells what is new, at the first of the policies that speaks of it, and takes back what is gone: that may be as it
  /// is for the policy's sake.
  void told(const std::vector<Fault>& here, const std::vector<Fault>& last, double day,
            const std::vector<std::size_t>& policies) {
    for (const Fault& note : here) {
      if (is_among(last, note.path)) continue;
      for (const std::size_t i : policies)
        if (const auto key = key_of(s_.policies[i], note)) {
          const bool over = !s_.policies[i].triggered() && s_.policies[i].at.count() < day;
          under_policies_.push_back(
              {fmt::format("policy.{}.{}", i + 1, *key),
               fmt::format("{} {}: {}", over ? "once it is over" : "under it", note.path, note.message), note.remedy});
          break;
        }
    }
    std::erase_if(start_, [&](const Fault& note) { return !is_among(here, note.path); });
  }

  const Scenario& s_;
  Scenario copy_;  // to look parameters up in
  std::vector<Fault> start_, under_policies_;
};

}  // namespace

void add_procurement_notes(const Scenario& scenario, std::vector<Fault>& notes) {
  const std::vector<Fault> all = Following(scenario).all();
  notes.insert(notes.end(), all.begin(), all.end());
}

}  // namespace poldyn
