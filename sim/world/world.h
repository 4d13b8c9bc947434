#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/sim_time.h"
#include "sim/world/backing.h"
#include "sim/world/bloc.h"
#include "sim/world/contract.h"
#include "sim/world/deadline.h"
#include "sim/world/directives.h"
#include "sim/world/experience.h"
#include "sim/world/filing.h"
#include "sim/world/incident_clock.h"
#include "sim/world/kinds.h"
#include "sim/world/landscape.h"
#include "sim/world/mode_gains.h"
#include "sim/world/model.h"
#include "sim/world/office.h"
#include "sim/world/policy_state.h"
#include "sim/world/regions.h"
#include "sim/world/scoreboard.h"
#include "sim/world/slots.h"
#include "sim/world/staff.h"
#include "sim/world/stress.h"
#include "sim/world/variant.h"
#include "sim/world/vendor.h"

namespace poldyn {

/// State of everything, and no behaviour. Only sim/process changes it. A list "by vendor, if" is empty in a run without
/// that mechanism and else as long as `vendors`; Simulation's entry of a vendor makes them grow together. Nothing here
/// is a cache but what says so (Bloc, Market).
struct World {
  std::uint32_t domains = 0;
  std::array<DomainKind, max_domains> domain_kind{};
  std::uint32_t bits = 0;                   ///< length of a design
  Landscape landscape;                      ///< of the first paradigm
  std::vector<Landscape> later_landscapes;  ///< of the others
  Paradigm newest_paradigm = 0;             ///< that anybody has found
  std::vector<Bloc> blocs;
  std::vector<Office> offices;
  std::vector<Staff> staffs;  ///< by office, if its reviewers change by themselves or learn
  std::vector<Vendor> vendors;
  Slots<Model, ModelId> models;
  std::vector<Clearance> further_clearances;  ///< by place in `models`, of every rule after the first: see clearance_of
  std::size_t further_rules = 0;              ///< most of those that any bloc has
  std::vector<SimTime> under_rule;            ///< by vendor and rule, if any rule gives grace: see binding.h
  std::size_t rules_with_grace = 0;           ///< rules of a vendor there; 0 if none gives any
  Slots<Filing, FilingId> filings;
  std::vector<FilingDeadlines> deadlines;  ///< by place in `filings`, if the law sets any
  Slots<Contract, ContractId> contracts;
  Slots<Experience, ExperienceId> experiences;
  std::vector<ComputeAccount> compute_accounts;  ///< by vendor, if compute is subsidised or its supply limited
  std::uint32_t standards = 0;                   ///< how many there are to choose from; 0 if none
  double design_scale = 1;                       ///< distance at which designs are 37 % as interoperable as alike ones
  std::vector<DirectedWork> directed;            ///< by vendor, if there are programmes
  std::vector<IncidentClock> incident_clocks;    ///< by vendor, if there are incidents
  std::vector<DirectiveCompliance> directive_compliance;  ///< by vendor, if there are directives
  Stress stress;                                          ///< for observers
  Slots<Variant, VariantId> variants;
  std::vector<VendorVariants> vendor_variants;  ///< by vendor, if vendors file variants
  std::vector<VendorClocks> clocks;             ///< by vendor, if a policy changes a rate of theirs
  std::vector<PolicyState> policies;            ///< by position in the scenario
  std::vector<PolicyLayer> in_force;
  std::vector<VendorForks> vendor_forks;  ///< by vendor, if regions of any bloc differ
  std::vector<ModeGains> mode_gains;      ///< by vendor, if search is adaptive
  std::vector<Backing> backing;           ///< by vendor, if pools of money pay or spin-offs go by size
  Scoreboard board;
  std::vector<double> tuned_shares;  ///< by vendor, of its present project, if vendors work on the test alone
  SimTime warm_since{};              ///< tallies count from here
  SpellRecords records;

  const Landscape& landscape_of(Paradigm paradigm) const {
    return paradigm == 0 ? landscape : later_landscapes[paradigm - std::size_t{1}];
  }
  Vendor& at(VendorId id) { return vendors[id.value]; }
  const Vendor& at(VendorId id) const { return vendors[id.value]; }
  /// Of a vendor that lies in `vendors`: its place in every list that goes by vendor.
  std::size_t row_of(const Vendor& vendor) const { return static_cast<std::size_t>(&vendor - vendors.data()); }
  Model& at(ModelId id) { return models[id]; }
  const Model& at(ModelId id) const { return models[id]; }
  Filing& at(FilingId id) { return filings[id]; }
  const Filing& at(FilingId id) const { return filings[id]; }
  Bloc& at(BlocId id) { return blocs[id.value]; }
  const Bloc& at(BlocId id) const { return blocs[id.value]; }
  Office& at(OfficeId id) { return offices[id.value]; }
  const Office& at(OfficeId id) const { return offices[id.value]; }
};

}  // namespace poldyn
