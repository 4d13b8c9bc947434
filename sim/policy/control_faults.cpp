#include "sim/policy/control_faults.h"

#include <algorithm>

#include "sim/base/elementary.h"
#include "sim/policy/fault_text.h"
#include "sim/policy/rule_faults.h"

namespace poldyn {
namespace {

/// More than this in one run is a mistaken rate, which should be said and not fill memory or run for days.
constexpr double most_events = 5e7;
/// Directives have 15 bits of a key; half of them leave room for luck.
constexpr double most_directives_at_random = 16'384;

std::string at(const BlocRules& bloc, const char* key) { return "bloc." + bloc.name + "." + key; }
double years(const Scenario& s) { return s.run.horizon.count() / days_per_year; }

void incidents(const Scenario& s, std::vector<Fault>& faults) {
  const IncidentRule& rule = s.incidents;
  if (!s.mechanisms.incidents) return;
  if (rule.least_harm > rule.most_harm)
    faults.push_back({"incidents.most_harm", "is below incidents.least_harm = " + text(rule.least_harm) + " M$",
                      "raise it, or lower least_harm"});
  if (!s.mechanisms.market) return;
  double sold = 0;
  for (const BlocRules& bloc : s.blocs) {
    const double growth = bloc.market.demand_growth_per_year * years(s);
    sold += bloc.market.demand_per_year * years(s) * (growth == 0 ? 1 : expm1(growth) / growth);
  }
  const double most = rule.rate * std::max(1.0, rule.outside_factor) * sold;
  if (most > most_events)
    faults.push_back({"incidents.rate", "could make " + text(most) + " incidents over the horizon",
                      "lower rate, or demand of the blocs"});
}

void tracks_of(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  const Mechanisms& on = s.mechanisms;
  const bool suspends = on.incidents || (on.audits && bloc.audits.sanction == Sanction::suspension);
  if (!suspends || !on.approval || !bloc.tolerance.reapproval || !gives_approvals(on, bloc)) return;
  const TrackRule* track = find_track(bloc, bloc.tolerance.reapproval_track);  // an unknown one is told elsewhere
  if (track && track->stages.empty())
    faults.push_back(
        {at(bloc, "tolerance.reapproval_track"),
         "the track " + bloc.tolerance.reapproval_track + " has no stages, so nothing would be approved again",
         "give the track stages, or set tolerance.reapproval = false"});
}

void directives(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  if (!s.mechanisms.directives) return;
  const double issued = bloc.directives.rate_per_year * years(s);
  if (issued > most_directives_at_random)
    faults.push_back({at(bloc, "directives.rate"), "would issue " + text(issued) + " directives over the horizon",
                      "lower rate or run.horizon"});
  if (static_cast<double>(bloc.directives.days.size()) > most_directives_at_random)
    faults.push_back({at(bloc, "directives.days"), "lists more than " + text(most_directives_at_random) + " directives",
                      "shorten the list, or use rate"});
}

void audits(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  const double visits = bloc.audits.visits_per_year * years(s);
  if (s.mechanisms.audits && visits > most_events)
    faults.push_back({at(bloc, "audits.visits"), "would make " + text(visits) + " visits over the horizon",
                      "lower visits or run.horizon"});
}

}  // namespace

void find_control_faults(const Scenario& scenario, std::vector<Fault>& faults) {
  incidents(scenario, faults);
  for (const BlocRules& bloc : scenario.blocs) {
    tracks_of(scenario, bloc, faults);
    directives(scenario, bloc, faults);
    audits(scenario, bloc, faults);
  }
}

}  // namespace poldyn
