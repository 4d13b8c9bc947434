#include "sim/process/core/rule_list.h"

#include <algorithm>

#include "sim/base/identity.h"

namespace poldyn {
namespace {

/// Of a family, which is entered if it is new.
std::uint8_t place_of(std::vector<std::uint64_t>& families, std::uint64_t family) {
  const auto at = std::find(families.begin(), families.end(), family);
  const auto place = static_cast<std::uint8_t>(at - families.begin());
  if (at == families.end()) families.push_back(family);
  return place;
}

}  // namespace

RuleList rule_list(const Mechanisms& on, const BlocRules& bloc) {
  RuleList made;
  const auto add = [&](const std::string& name, const FilingRule& rule, std::size_t place) {
    ListedRule listed;
    listed.place = place;
    listed.rule = rule;
    listed.identity = identity_of(name);
    listed.family = place_of(made.families, identity_of(family_of(name, rule)));
    listed.track = track_named(bloc, rule.track);
    listed.light_track = track_named(bloc, rule.light_track);
    listed.change_track = track_named(bloc, rule.change_track);
    listed.renewal_track = track_named(bloc, rule.renewal_track);
    made.rules.push_back(std::move(listed));
  };
  const auto asked = rules_asked(on, bloc);
  for (const std::size_t place : places_by_name(asked)) add(asked[place].name, asked[place].rule, place);
  return made;
}

}  // namespace poldyn
