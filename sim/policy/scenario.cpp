#include "sim/policy/scenario.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace poldyn {

const TrackRule* find_track(const BlocRules& bloc, std::string_view name) {
  for (const auto& track : bloc.tracks)
    if (track.name == name) return &track.rule;
  return nullptr;
}

std::vector<Named<FilingRule>> rules_asked(const Mechanisms& on, const BlocRules& bloc) {
  if (has_rules(on, bloc)) return bloc.rules;
  return {{"registration", registration_as_rule(bloc.registration)}};
}

std::vector<std::size_t> places_by_name(const std::vector<Named<FilingRule>>& rules) {
  std::vector<std::size_t> made(rules.size());
  std::iota(made.begin(), made.end(), std::size_t{0});
  std::sort(made.begin(), made.end(), [&](std::size_t a, std::size_t b) { return rules[a].name < rules[b].name; });
  return made;
}

Track track_named(const BlocRules& bloc, std::string_view name) {
  for (std::size_t t = 0; t < bloc.tracks.size(); ++t)
    if (bloc.tracks[t].name == name) return static_cast<Track>(t);
  throw std::logic_error("no such track: " + std::string(name));
}

std::optional<std::size_t> own_class(const BlocRules& bloc, VendorClass cls) {
  for (std::size_t i = 0; i < bloc.classes.size(); ++i)
    if (bloc.classes[i].name == names_of<VendorClass>[static_cast<std::size_t>(cls)]) return i;
  return std::nullopt;
}

const VendorClassRule& class_rule(const Scenario& scenario, const BlocRules& bloc, VendorClass cls) {
  const auto own = own_class(bloc, cls);
  return own ? bloc.classes[*own].rule : scenario.classes[static_cast<std::size_t>(cls)];
}

std::vector<std::string> rule_names(const Scenario& scenario) {
  std::vector<std::string> made;
  for (const BlocRules& bloc : scenario.blocs)
    for (const auto& rule : bloc.rules) made.push_back(rule.name);
  std::sort(made.begin(), made.end());
  made.erase(std::unique(made.begin(), made.end()), made.end());
  return made;
}

std::vector<Section> sections(Scenario& s) {
  std::vector<Section> made{section("run", s.run),
                            section("record", s.record),
                            section("mechanisms", s.mechanisms),
                            section("technology", s.technology),
                            section("capability", s.capability),
                            section("vendors", s.vendors),
                            section("finance", s.finance),
                            section("accounts", s.accounts),
                            section("learning", s.learning),
                            section("standards", s.standards),
                            section("incidents", s.incidents),
                            section("stress", s.stress),
                            section("scores", s.scores)};
  for (std::size_t i = 0; i < channels; ++i)
    made.push_back(section("channel." + std::string(names_of<Channel>[i]), s.channel[i]));
  for (std::size_t i = 0; i < vendor_classes; ++i)
    made.push_back(section("class." + std::string(names_of<VendorClass>[i]), s.classes[i]));
  return made;
}

std::vector<Section> sections(BlocRules& b) {
  const std::string at = "bloc." + b.name + ".";
  std::vector<Section> made{section(at + "population", b.population),     section(at + "supply", b.supply),
                            section(at + "openness", b.openness),         section(at + "registration", b.registration),
                            section(at + "filings", b.filings),           section(at + "procurement", b.procurement),
                            section(at + "transmission", b.transmission), section(at + "market", b.market),
                            section(at + "subsidies", b.subsidies),       section(at + "acquisitions", b.acquisitions),
                            section(at + "standards", b.standards),       section(at + "spillover", b.spillover),
                            section(at + "curation", b.curation),         section(at + "diffusion", b.diffusion),
                            section(at + "programmes", b.programmes),     section(at + "tolerance", b.tolerance),
                            section(at + "directives", b.directives),     section(at + "audits", b.audits),
                            section(at + "variants", b.variants),         section(at + "mandates", b.mandates),
                            section(at + "recognition", b.recognition),   section(at + "compliance", b.compliance)};
  for (std::size_t i = 0; i < funding_pools; ++i)
    made.push_back(section(at + "funding." + std::string(names_of<FundingPool>[i]), b.funding[i]));
  return made;
}

std::vector<Section> sections(const std::string& path, StageRule& stage) {
  return {section(path, stage), section(path + ".staffing", stage.staffing),
          section(path + ".practice", stage.practice)};
}

std::vector<Section> all_sections(Scenario& s) {
  std::vector<Section> made = sections(s);
  for (auto& domain : s.domains) made.push_back(section("domain." + domain.name, domain.rule));
  for (auto& paradigm : s.paradigms) made.push_back(section("paradigm." + paradigm.name, paradigm.rule));
  for (auto& bloc : s.blocs) {
    for (auto& part : sections(bloc)) made.push_back(part);
    for (auto& track : bloc.tracks) made.push_back(section("bloc." + bloc.name + ".track." + track.name, track.rule));
    for (auto& stage : bloc.stages)
      for (auto& part : sections("bloc." + bloc.name + ".stage." + stage.name, stage.rule)) made.push_back(part);
    for (auto& rule : bloc.rules) made.push_back(section("bloc." + bloc.name + ".rule." + rule.name, rule.rule));
    for (auto& cls : bloc.classes) made.push_back(section("bloc." + bloc.name + ".class." + cls.name, cls.rule));
  }
  return made;
}

}  // namespace poldyn
