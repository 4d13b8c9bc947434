#include "sim/policy/scenario.h"

namespace poldyn {

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
                            section("stress", s.stress)};
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
  for (std::size_t i = 0; i < tracks; ++i)
    made.push_back(section(at + "track." + std::string(names_of<Track>[i]), b.track[i]));
  return made;
}

std::vector<Section> all_sections(Scenario& s) {
  std::vector<Section> made = sections(s);
  for (auto& domain : s.domains) made.push_back(section("domain." + domain.name, domain.rule));
  for (auto& paradigm : s.paradigms) made.push_back(section("paradigm." + paradigm.name, paradigm.rule));
  for (auto& bloc : s.blocs) {
    for (auto& part : sections(bloc)) made.push_back(part);
    for (auto& stage : bloc.stages) made.push_back(section("bloc." + bloc.name + ".stage." + stage.name, stage.rule));
  }
  return made;
}

}  // namespace poldyn
