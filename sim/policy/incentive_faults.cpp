#include "sim/policy/incentive_faults.h"

#include <algorithm>

#include "sim/policy/fault_text.h"
#include "sim/policy/rule_faults.h"

namespace poldyn {
namespace {

std::string path(const BlocRules& bloc, const char* key) { return "bloc." + bloc.name + "." + key; }

template <class List>
bool has_named(const List& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const auto& item) { return item.name == name; });
}

void mandates(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  const MandateRule& rule = bloc.mandates;
  for (const std::string& name : rule.domains)
    if (!has_named(s.domains, name))
      faults.push_back({path(bloc, "mandates.domains"), "there is no domain '" + name + "'",
                        "domains of the scenario: " + joined(names_in(s.domains))});
  // With approval switched off for attribution nobody is eligible, which is the answer that was asked for.
  if (s.mechanisms.mandates && s.mechanisms.approval && rule.share > 0 && rule.eligible == MandateFor::approved &&
      !gives_approvals(s.mechanisms, bloc))
    faults.push_back({path(bloc, "mandates.eligible"),
                      "no model is eligible, since " + none_approved(s.mechanisms, bloc),
                      "set registration.who, or eligible = \"domestic\""});
}

void recognition(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  for (const std::string& name : bloc.recognition.blocs) {
    if (!has_named(s.blocs, name))
      faults.push_back({path(bloc, "recognition.blocs"), "there is no bloc '" + name + "'",
                        "blocs of the scenario: " + joined(names_in(s.blocs))});
    if (name == bloc.name)
      faults.push_back(
          {path(bloc, "recognition.blocs"), "a bloc's own approvals hold there anyway", "name other blocs only"});
  }
}

}  // namespace

void find_incentive_faults(const Scenario& scenario, std::vector<Fault>& faults) {
  for (const BlocRules& bloc : scenario.blocs) {
    mandates(scenario, bloc, faults);
    recognition(scenario, bloc, faults);
  }
}

}  // namespace poldyn
