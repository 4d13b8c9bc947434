#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sim/policy/accounts_rule.h"
#include "sim/policy/acquisition_rule.h"
#include "sim/policy/audit_rule.h"
#include "sim/policy/capability_rule.h"
#include "sim/policy/compliance_rule.h"
#include "sim/policy/curation_rule.h"
#include "sim/policy/directive_rule.h"
#include "sim/policy/domain_rule.h"
#include "sim/policy/filing_rule.h"
#include "sim/policy/finance_rule.h"
#include "sim/policy/funding_rule.h"
#include "sim/policy/incident_rule.h"
#include "sim/policy/learning_rule.h"
#include "sim/policy/mandate_rule.h"
#include "sim/policy/market_rule.h"
#include "sim/policy/mechanisms.h"
#include "sim/policy/openness_rule.h"
#include "sim/policy/paradigm_rule.h"
#include "sim/policy/policy_rule.h"
#include "sim/policy/population_rule.h"
#include "sim/policy/procurement_rule.h"
#include "sim/policy/programme_rule.h"
#include "sim/policy/recognition_rule.h"
#include "sim/policy/record_rule.h"
#include "sim/policy/registration_rule.h"
#include "sim/policy/run_settings.h"
#include "sim/policy/score_rule.h"
#include "sim/policy/spillover_rule.h"
#include "sim/policy/stage_rule.h"
#include "sim/policy/standards_rule.h"
#include "sim/policy/stress_rule.h"
#include "sim/policy/subsidy_rule.h"
#include "sim/policy/supply_rule.h"
#include "sim/policy/technology_rule.h"
#include "sim/policy/tolerance_rule.h"
#include "sim/policy/variant_rule.h"
#include "sim/policy/vendor_class_rule.h"
#include "sim/policy/vendor_rule.h"

namespace poldyn {

template <class Rule>
struct Named {
  std::string name;
  Rule rule;
};

/// A bloc's regime: every rule that may differ between blocs.
struct BlocRules {
  std::string name;
  PopulationRule population;
  SupplyRule supply;
  OpennessRule openness;
  RegistrationRule registration;
  std::vector<Named<TrackRule>> tracks{{std::string(given_tracks[0]), {}}, {std::string(given_tracks[1]), {}}};
  std::vector<Named<StageRule>> stages;
  std::vector<Named<FilingRule>> rules;
  std::vector<Named<VendorClassRule>> classes;  ///< those of which the bloc's vendors are other than the scenario says
  ExternalArrivalRule filings;
  ProcurementRule procurement;
  TransmissionRule transmission;
  MarketRule market;
  SubsidyRule subsidies;
  std::array<FundingRule, funding_pools> funding;  ///< by pool
  AcquisitionRule acquisitions;
  BlocStandardsRule standards;
  SpilloverRule spillover;
  CurationRule curation;
  DiffusionRule diffusion;
  ProgrammeRule programmes;
  ToleranceRule tolerance;
  DirectiveRule directives;
  AuditRule audits;
  VariantRule variants;
  MandateRule mandates;
  RecognitionRule recognition;
  RegionalComplianceRule compliance;
};

/// Whether the bloc's tables of rules are asked, and not its registration alone.
inline bool has_rules(const Mechanisms& on, const BlocRules& bloc) { return on.rules && !bloc.rules.empty(); }
/// The rules that are asked: the tables, or the one that registration.who makes.
std::vector<Named<FilingRule>> rules_asked(const Mechanisms& on, const BlocRules& bloc);
/// Places in a list of rules, in alphabetical order of the names: that in which a run works through them.
std::vector<std::size_t> places_by_name(const std::vector<Named<FilingRule>>& rules);
/// Name of the family that a rule belongs to.
inline const std::string& family_of(const std::string& name, const FilingRule& rule) {
  return rule.family.empty() ? name : rule.family;
}

/// The track of that name, if there is one.
const TrackRule* find_track(const BlocRules& bloc, std::string_view name);
/// Its place. Throws std::logic_error if there is none: a checked scenario names no other.
Track track_named(const BlocRules& bloc, std::string_view name);
inline const TrackRule& rule_of(const BlocRules& bloc, Track track) {
  return bloc.tracks[static_cast<std::size_t>(track)].rule;
}

/// Everything a run depends on besides seed and replicate.
struct Scenario {
  std::string title;
  std::string description;
  RunSettings run;
  RecordRule record;
  Mechanisms mechanisms;
  TechnologyRule technology;
  CapabilityRule capability;
  VendorRule vendors;
  FinanceRule finance;
  AccountsRule accounts;
  LearningRule learning;
  StandardsRule standards;
  IncidentRule incidents;
  StressRule stress;
  ScoreRule scores;
  std::array<ChannelRule, channels> channel;
  std::array<VendorClassRule, vendor_classes> classes;
  std::vector<Named<DomainRule>> domains;
  std::vector<Named<ParadigmRule>> paradigms;  ///< the ladder, from below
  std::vector<BlocRules> blocs;
  std::vector<PolicyRule> policies;
};

/// The tables every scenario has, in the order in which they are written. Their objects point into `scenario`.
std::vector<Section> sections(Scenario& scenario);
/// The tables of one bloc, its tracks, stages and rules excepted.
std::vector<Section> sections(BlocRules& bloc);
/// The tables of a stage at its path: its own, and those below it.
std::vector<Section> sections(const std::string& path, StageRule& stage);
/// The one table of another thing with a name.
template <class Rule>
std::vector<Section> sections(const std::string& path, Rule& rule) {
  return {section(path, rule)};
}
/// All of it: fixed tables, domains, paradigms, blocs, tracks, stages and rules.
std::vector<Section> all_sections(Scenario& scenario);

/// Place of the bloc's own table for a class, if it has one.
std::optional<std::size_t> own_class(const BlocRules& bloc, VendorClass cls);
/// What the vendors of a class are in a bloc: as its own table says, or as the scenario's does.
const VendorClassRule& class_rule(const Scenario& scenario, const BlocRules& bloc, VendorClass cls);

/// Names of the rules of all blocs, each once, in alphabetical order.
std::vector<std::string> rule_names(const Scenario& scenario);

/// What no single parameter's range can say: rules that contradict each other. `path` is a section's path followed by
/// ".key", so that a reader can find the line.
struct Fault {
  std::string path;
  std::string message;
  std::string remedy;  ///< what to write instead; may be empty
};

}  // namespace poldyn
