#include "sim/policy/standards_faults.h"

#include <algorithm>

#include "sim/base/identity.h"
#include "sim/policy/fault_text.h"

namespace poldyn {
namespace {

using Names = std::vector<std::string>;

bool is_among(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The first name that random streams cannot tell from one before it: the same, but for chance. Or nothing.
std::string twice(const Names& names) {
  for (auto here = names.begin(); here != names.end(); ++here)
    if (std::any_of(names.begin(), here, [&](const auto& n) { return identity_of(n) == identity_of(*here); }))
      return *here;
  return {};
}

void names_of_standards(const Scenario& s, std::vector<Fault>& faults) {
  const Names& names = s.standards.names;
  if (names.empty() && s.mechanisms.standards)
    faults.push_back({"standards.names", "there is no standard to choose", "write names = [\"alpha\", \"beta\"]"});
  if (names.size() > max_standards)
    faults.push_back({"standards.names", "there are more than " + std::to_string(max_standards) + " standards",
                      "leave out the least important ones"});
  if (is_among(names, ""))
    faults.push_back({"standards.names", "a standard has no name", "name it or leave it out"});
  else if (const std::string name = twice(names); !name.empty())
    faults.push_back({"standards.names", "'" + name + "' stands twice", "give one of them another name"});
}

void home_standard(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  const BlocStandardsRule& rule = bloc.standards;
  const std::string path = "bloc." + bloc.name + ".standards.";
  if (rule.home.empty() && rule.mandate)
    faults.push_back({path + "mandate", "there is no home standard to mandate", "name one: home = \"alpha\""});
  if (!rule.home.empty() && !is_among(s.standards.names, rule.home))
    faults.push_back({path + "home", "there is no standard '" + rule.home + "'",
                      "standards of the scenario: " + joined(s.standards.names)});
}

void sources(const Scenario& s, const BlocRules& bloc, std::vector<Fault>& faults) {
  const OpennessRule& rule = bloc.openness;
  const std::string path = "bloc." + bloc.name + ".openness.";
  if (rule.source_blocs.size() != rule.source_visibility.size())
    faults.push_back({path + "source_visibility",
                      "has " + std::to_string(rule.source_visibility.size()) + " values for " +
                          std::to_string(rule.source_blocs.size()) + " source_blocs",
                      "give each of source_blocs a value"});
  Names known;
  for (const BlocRules& other : s.blocs)
    if (other.name != bloc.name) known.push_back(other.name);
  for (const std::string& name : rule.source_blocs)
    if (!is_among(known, name))
      faults.push_back(
          {path + "source_blocs", "'" + name + "' is not another bloc", "the other blocs: " + joined(known)});
  if (const std::string name = twice(rule.source_blocs); !name.empty())
    faults.push_back({path + "source_blocs", "'" + name + "' stands twice", "leave one of them out"});
}

}  // namespace

void find_standards_faults(const Scenario& scenario, std::vector<Fault>& faults) {
  names_of_standards(scenario, faults);
  for (const BlocRules& bloc : scenario.blocs) {
    home_standard(scenario, bloc, faults);
    sources(scenario, bloc, faults);
  }
}

}  // namespace poldyn
