/// A mechanism that is off leaves no trace: the run is, to the bit, the run whose parameters make the mechanism
/// impossible, and parameters that only it reads change nothing. Draws come from streams of their own, so one too many
/// would not shift others; what shows is that no parameter of the mechanism can reach the run.

#include <algorithm>
#include <cstring>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "sim/policy/contradictions.h"
#include "sim/process/dispatch/mechanism_table.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace poldyn::lab {

Scenario busy() {
  Scenario s = plain(14);
  s.mechanisms = Mechanisms{};
  s.mechanisms.filings = s.mechanisms.supply_limit = s.mechanisms.subsidies = s.mechanisms.acquisitions = true;
  s.mechanisms.standards = s.mechanisms.spillover = true;
  s.mechanisms.curation = s.mechanisms.paradigms = s.mechanisms.programmes = true;
  s.mechanisms.incidents = s.mechanisms.directives = s.mechanisms.audits = true;
  s.mechanisms.variants = s.mechanisms.mandates = s.mechanisms.recognition = true;
  s.mechanisms.compliance = s.mechanisms.adaptive_search = s.mechanisms.deadlines = true;
  s.mechanisms.rules = s.mechanisms.staffing = s.mechanisms.reviewer_learning = true;
  s.mechanisms.funding = s.mechanisms.spinoff_by_size = true;
  s.mechanisms.scores = s.mechanisms.tuning = true;
  s.capability.data_exponent = 0.8;
  s.scores.difficulty = -3;
  s.scores.step = 0.5;
  s.scores.noise = 0.2;
  s.scores.attempts = 3;
  s.scores.attempt_cost = 0.02;
  s.scores.trust = 0.6;
  s.scores.tuning_gain = 1;
  s.run.horizon = Days{2200};
  s.capability.release_gain_oom = 0.02;
  s.vendors.choice_noise_oom = 0.1;
  give_choices(s);
  for (VendorClassRule& cls : s.classes) cls.public_facing = 0.9;
  s.domains.push_back({"outside", {DomainKind::open_ended, 0.5, {"north"}}});
  BlocRules& b = north(s);
  b.population.class_shares = {1, 1, 1};
  b.population.affiliated_share = 0.3;
  b.population.entry_rate_per_year = 3;
  b.population.spinoff_rate_per_year = 0.05;
  b.population.exit_hazard_per_year = 0.1;
  b.supply.growth_oom_per_year = 0.5;
  b.openness.foreign_visibility = 0.5;
  b.registration.who = WhoFiles::all;
  b.registration.change_bits = 1;
  b.registration.notification = Days{5};
  b.registration.validity = Days{300};
  b.registration.renewal_lead = Days{50};
  StageRule& desk = b.stages[0].rule;
  desk.reviewers = 2;
  desk.unlimited = false;
  desk.review = lognormal(20, 0.5);
  desk.window = Days{14};
  desk.pass_probability = 0.7;
  desk.max_attempts = 2;
  desk.deadline = Days{45};
  StaffingRule& staffing = desk.staffing;
  staffing.follows = StaffingTarget::backlog;
  staffing.every = Days{60};
  staffing.usual_backlog = 3;
  staffing.gain = 0.5;
  staffing.hire_lag = exponential(90);
  staffing.training = Days{120};
  staffing.attrition_per_year = 0.3;
  staffing.lets_go = true;
  staffing.most = 6;
  desk.practice = {0.2, 20, 0.6};
  b.filings.interarrival = exponential(30);
  b.procurement.tenders_per_year = 20;
  b.procurement.growth_per_year = 0.5;
  b.procurement.saturation = 0.6;
  b.procurement.awareness = 0.7;
  b.procurement.framework_share = 0.2;
  b.procurement.lots = 2;
  b.market.demand_per_year = 100;
  b.supply.capacity_per_year = 10;
  b.funding[0] = {20, 0.3, 0.8, 0.7, 0.5, 1.5, 0.2, Eligible::all, 2, 1};
  b.funding[1] = {5, 0, 0.4, 0, 0.5, 0, 0, Eligible::affiliated, 1, 1};
  b.population.spinoff_size = 1;
  b.population.spinoff_inherits = 1;
  b.subsidies = {Eligible::affiliated, 0.4, 0.5, Days{400}, 0.3, 0.5};
  b.population.subsidy_response = 0.5;
  b.acquisitions = {0.95, 1, 0.5, true, 0.5};
  b.standards.home = "beta";
  b.standards.home_bonus = 0.5;
  b.spillover.leak_rate_per_year = 0.5;
  b.curation = {0.3, 0.5, 0.9, 0.2};
  b.diffusion = {Days{60}, Days{120}};
  b.programmes = {0.5, Eligible::affiliated, Days{300}, Days{900}, Days{600}, 0.3, 0.5};
  s.paradigms = {{"first", {}}, {"second", {}}, {"third", {}}};
  for (auto& paradigm : s.paradigms) paradigm.rule.discovery = paradigm.rule.directed_discovery = 0.2;
  s.paradigms[1].rule.base_oom = 2;
  s.paradigms[2].rule.base_oom = 4;
  s.incidents = {0.1, 3, 0.1, 0.7, 1000, 0.5, 0.3};
  b.tolerance = {0.5, constant(30), true, "full", 0.2, exponential(7), 0.1};
  b.directives = {2, {50}, lognormal(20, 0.5), 0.5, exponential(100), 0.9, Days{700}};
  b.audits = {15, false, 0.05, 0.05, Days{60}, Sanction::suspension, 0.3};
  b.variants = {2, 0.3, 0.7, 0.05, Days{200}, 1, 0.1};
  b.mandates = {0.05, {}, MandateFor::approved, MandateSplit::equal};
  b.population.regions = 3;
  b.population.region_weights = {2, 1, 1};
  b.compliance.heterogeneity = 0.6;
  b.compliance.fork_time = constant(10);
  b.compliance.fork_cost = b.compliance.upkeep_per_year = 0.02;
  b.compliance.cost_per_bit = 0;
  FilingRule large = common_part(b.registration);  // beside the first, at the same desk
  large.compute_above = 1;
  large.classes = {"frontier", "derivative"};
  large.change_bits = 3;
  large.takes_part = 0.5;
  large.track = "own";
  b.tracks.push_back({"own", b.tracks[0].rule});
  FilingRule notice = large;
  notice.duty = Duty::notice;
  notice.compute_above = 0;
  notice.notification = Days{15};
  notice.exempt_until = Days{250};
  notice.grace = Days{100};
  b.rules = {{"all", registration_as_rule(b.registration)}, {"large", large}, {"notice", notice}};
  s.blocs.push_back(b);
  s.blocs[1].name = "south";
  s.blocs[1].stages[0].rule.deadline = Days{0};  // there filings are refused
  s.blocs[1].recognition = {{"north"}, true};
  north(s).classes = {{"frontier", s.classes[0]}};
  north(s).classes[0].rule.margin = 0.65;
  PolicyRule reform;
  reform.at = Days{900};
  reform.edits.push_back({"bloc.north.procurement.preference", EditKind::set, 0.8});
  s.policies.push_back(reform);
  return s;
}

}  // namespace poldyn::lab

namespace {

struct Switch {
  const char* name;                           ///< field of Mechanisms
  std::function<void(Scenario&)> impossible;  ///< with this the mechanism has nothing to do
  std::function<void(Scenario&)> twist;       ///< changes what only the mechanism reads
  std::set<EventKind> kinds;                  ///< that it alone schedules
};

void each_bloc(Scenario& s, const std::function<void(BlocRules&)>& change) {
  for (BlocRules& bloc : s.blocs) change(bloc);
}
void each_rule_of(Scenario& s, const std::function<void(FilingRule&)>& change) {
  for (BlocRules& bloc : s.blocs)
    for (auto& [name, rule] : bloc.rules) change(rule);
}
void each_class(Scenario& s, const std::function<void(VendorClassRule&)>& change) {
  for (VendorClassRule& cls : s.classes) change(cls);
  for (BlocRules& bloc : s.blocs)
    for (auto& [name, rule] : bloc.classes) change(rule);
}

Switch learning_channel(const char* name, std::size_t c) {
  return {name, [c](Scenario& s) { s.channel[c].yield = 0; }, [c](Scenario& s) { s.channel[c] = {7, Days{3}}; }, {}};
}

std::vector<Switch> switches() {
  using E = EventKind;
  return {
      {"projects",
       [](Scenario& s) {
         each_bloc(s, [](BlocRules& b) { b.population.vendors = 0, b.population.entry_rate_per_year = 0; });
         s.mechanisms.procurement = s.mechanisms.market = s.mechanisms.finance = s.mechanisms.programmes = false;
         s.mechanisms.procurement = s.mechanisms.market = s.mechanisms.finance = false;
         s.mechanisms.directives = s.mechanisms.audits = false;
       },
       [](Scenario& s) { each_class(s, [](VendorClassRule& c) { c.training = constant(33); }); },
       {E::vendor_enters, E::entry_tried, E::vendor_spins_off, E::vendor_leaves, E::training_ends, E::deployed,
        E::market_epoch, E::tender_opens}},
      {"search",
       nullptr,  // what is off keeps its share of projects, so no propensity of 0 is the same
       [](Scenario& s) {
         s.technology.search_steps = 9, s.technology.jump_bits = 2, s.technology.imitated_share = 0.1;
       },
       {}},
      {"approval",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.registration.who = WhoFiles::nobody, b.rules.clear(); }); },
       [](Scenario& s) { each_rule_of(s, [](FilingRule& r) { r.change_bits = 9; }); },
       {E::hold_ends, E::renewal_due, E::approval_expires}},
      {"returns",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.stages[0].rule.pass_probability = 1; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.stages[0].rule.rectification = constant(3); }); },
       {E::rectified}},
      {"windows",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.stages[0].rule.window = Days{0}; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.stages[0].rule.window_offset = Days{4}; }); },
       {E::window_opens}},
      {"material_change",
       [](Scenario& s) { each_rule_of(s, [](FilingRule& r) { r.change_bits = -1; }); },  // all are material
       [](Scenario& s) {
         each_rule_of(s, [](FilingRule& r) {
           if (r.duty == Duty::approval) r.notification = Days{50};
         });
       },
       {}},
      {"renewal",
       [](Scenario& s) { each_rule_of(s, [](FilingRule& r) { r.validity = Days{0}; }); },
       [](Scenario& s) { each_rule_of(s, [](FilingRule& r) { r.renewal_lead = Days{10}; }); },
       {E::renewal_due, E::approval_expires}},
      {"bundling",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.registration.bundling = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.registration.bundling = 3; }); },
       {E::hold_ends}},
      {"procurement",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.procurement.tenders_per_year = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.procurement.value = constant(3); }); },
       {E::tender_opens, E::contract_ends}},
      // Users that never come: without shares there are neither sales nor signals.
      {"market", nullptr, [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.market.quality_weight = 1; }); }, {}},
      learning_channel("rapid_deployment", 0),
      learning_channel("public_failure", 1),
      learning_channel("iterative_correction", 2),
      learning_channel("adversarial_use", 3),
      {"finance",
       nullptr,  // money is not made impossible by parameters: cash would still be counted
       [](Scenario& s) {
         s.finance = {0.6, 0.4};
         each_class(s, [](VendorClassRule& c) { c.capital = constant(3), c.margin = 0.2; });
         each_bloc(s, [](BlocRules& b) { b.openness.api_fee = 0.9, b.population.profit_response = 3; });
       },
       {}},
      {"entry",
       [](Scenario& s) {
         each_bloc(s, [](BlocRules& b) { b.population.entry_rate_per_year = b.population.spinoff_rate_per_year = 0; });
       },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.population.entry_rate_per_year = 50; }); },
       {E::entry_tried, E::vendor_spins_off}},
      {"exit",
       nullptr,  // with cash below 0 a vendor would still be asked to leave
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.population.exit_hazard_per_year = 3; }); },
       {E::vendor_leaves, E::vendor_fails}},
      {"openness",
       [](Scenario& s) { each_class(s, [](VendorClassRule& c) { c.open_release = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.openness.release_factor = 2; }); },
       {}},
      {"adoption",
       nullptr,  // applications and the propensity to adopt share their place with search
       [](Scenario& s) { s.vendors.adoption_gain_oom = -50; },
       {}},
      {"filings",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.filings.interarrival = constant(36525); }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.filings.batch = 3; }); },
       {E::filings_arrive}},
      {"supply_limit",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.supply.capacity_per_year = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.supply.capacity_per_year = 3; }); },
       {}},
      {"subsidies",
       [](Scenario& s) {
         each_bloc(s, [](BlocRules& b) {
           b.subsidies.eligible = Eligible::nobody;
           b.subsidies.voucher = b.subsidies.grant = b.population.subsidy_response = 0;
         });
       },
       [](Scenario& s) {
         each_bloc(s, [](BlocRules& b) { b.subsidies.subsidised_share = 0.8, b.population.subsidy_response = 2; });
       },
       {}},
      {"acquisitions",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.acquisitions.probability = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.acquisitions.users_kept = 0; }); },
       {}},
      {"standards",
       [](Scenario& s) {
         s.standards.names = {"alpha"};
         each_bloc(s, [](BlocRules& b) { b.standards = {"", false, 0, 1, 0}; });
       },
       [](Scenario& s) {
         s.standards.conversion_oom = 0.4;
         each_bloc(s, [](BlocRules& b) { b.standards.home = "gamma", b.standards.home_bonus = 3; });
       },
       {}},
      {"spillover",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.spillover.leak_rate_per_year = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.spillover.leak_rate_per_year = 4; }); },
       {E::design_leaks}},
      {"curation",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.curation = {}; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.curation.kept_outside = 0.02; }); },
       {}},
      {"paradigms",
       [](Scenario& s) { s.paradigms.resize(1); },
       [](Scenario& s) { s.paradigms[1].rule.base_oom = 3; },
       {E::paradigm_known}},
      {"programmes",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.programmes.share = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.programmes.copied_share = 0.9; }); },
       {E::programme_starts, E::programme_ends}},
      {"incidents",
       [](Scenario& s) { s.incidents.rate = 0; },
       [](Scenario& s) { s.incidents.learned_share = 0.1, s.incidents.rate = 0.2; },
       {E::incident, E::patched}},
      {"directives",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.directives.rate_per_year = 0, b.directives.days = {}; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.directives.compulsory = constant(3); }); },
       {E::directive_issued, E::model_complies}},
      {"audits",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.audits.visits_per_year = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.audits.grace = Days{10}; }); },
       {E::audit}},
      {"variants",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.variants.reward_share = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.variants.considered = 7; }); },
       {E::variant_due}},
      {"mandates",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.mandates.share = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.mandates.eligible = MandateFor::affiliated; }); },
       {}},
      {"recognition",
       [](Scenario& s) { s.blocs[1].recognition.blocs.clear(); },
       [](Scenario& s) { s.blocs[1].recognition.interfaces = false; },
       {}},
      {"policy",
       [](Scenario& s) { s.policies.clear(); },
       [](Scenario& s) { s.policies[0].at = Days{300}; },
       {E::policy_changes}},
      {"compliance",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.compliance.heterogeneity = 0; }); },
       [](Scenario& s) {
         each_bloc(s, [](BlocRules& b) { b.compliance.fork_time = constant(9), b.compliance.upkeep_per_year = 0.3; });
       },
       {E::fork_done}},
      {"adaptive_search",
       [](Scenario& s) { s.vendors.mode_sensitivity = 0; },
       [](Scenario& s) { s.vendors.mode_memory = 0.9, s.vendors.mode_sensitivity = 30; },
       {}},
      {"deadlines",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.stages[0].rule.deadline = Days{0}; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.tracks[0].rule.deadline = Days{30}; }); },
       {E::deadline_passes}},
      {"rules",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.rules.clear(); }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.rules[0].rule.change_bits = 9; }); },
       {E::rule_binds, E::grace_ends}},
      {"staffing",
       [](Scenario& s) {
         each_bloc(s, [](BlocRules& b) { b.stages[0].rule.staffing.follows = StaffingTarget::none; });
       },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.stages[0].rule.staffing.gain = 3; }); },
       {E::staff_compared, E::reviewer_joins, E::reviewer_trained, E::reviewer_leaves}},
      {"reviewer_learning",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.stages[0].rule.practice.exponent = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.stages[0].rule.practice.floor = 0.9; }); },
       {}},
      {"funding",
       [](Scenario& s) {
         each_bloc(s, [](BlocRules& b) { b.funding[0].budget_per_year = b.funding[1].budget_per_year = 0; });
       },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.funding[0].rounds_per_year = 3; }); },
       {E::round_held}},
      {"spinoff_by_size",
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.population.spinoff_inherits = 0; }); },
       [](Scenario& s) { each_bloc(s, [](BlocRules& b) { b.population.spinoff_inherits = 0.5; }); },
       {}},
      {"scores",
       [](Scenario& s) { s.scores.trust = s.scores.attempt_cost = 0; },
       [](Scenario& s) { s.scores.trust = 0.9, s.scores.noise = 1, s.scores.covered = {"outside"}; },
       {}},
      {"tuning",
       [](Scenario& s) { s.scores.tuning_gain = 0; },
       [](Scenario& s) { s.scores.tuning_gain = 2, s.scores.tuning_scale = 0.2; },
       {}},
  };
}

void set(Mechanisms& on, const std::string& name, bool value) {
  for (const ParamRow& row : param_rows<Mechanisms>)
    if (row.key == name) return row.set(&on, value);
  FAIL("no mechanism " << name);
}

std::set<EventKind> kinds_in(const Scenario& scenario) {
  Simulation sim = start(scenario, {1, 0});
  std::set<EventKind> kinds;
  watch(sim, [&](const Event& event, const World&) { kinds.insert(kind_of(event)); });
  return kinds;
}

}  // namespace

TEST_CASE("switches: the busy scenario uses all of them, and each makes a difference", "[process]") {
  const Scenario s = busy();
  REQUIRE(contradictions(s).empty());
  CHECK(switches().size() == param_rows<Mechanisms>.size());
  const std::uint64_t all = fingerprint(s);
  const auto kinds = kinds_in(s);
  for (const Switch& one : switches()) {
    INFO(one.name);
    Scenario off = s;
    set(off.mechanisms, one.name, false);
    CHECK(fingerprint(off) != all);
    Scenario twisted = s;
    one.twist(twisted);
    CHECK(fingerprint(twisted) != all);  // power: what the next test changes matters while the mechanism is on
    for (const EventKind kind : one.kinds) CHECK(kinds.contains(kind));
  }
}

TEST_CASE("switches: off means no event of its kinds and no reach of its parameters", "[process]") {
  for (const Switch& one : switches()) {
    INFO(one.name);
    Scenario off = busy();
    set(off.mechanisms, one.name, false);
    const auto kinds = kinds_in(off);
    for (const EventKind kind : one.kinds) {
      INFO(event_names[static_cast<std::size_t>(kind)]);
      CHECK(!kinds.contains(kind));
    }
    Scenario twisted = off;
    one.twist(twisted);
    CHECK(fingerprint(twisted) == fingerprint(off));
  }
}

TEST_CASE("switches: off is the run whose parameters make it impossible, event for event", "[process]") {
  for (const Switch& one : switches()) {
    if (!one.impossible) continue;
    INFO(one.name);
    Scenario off = busy(), never = busy();
    set(off.mechanisms, one.name, false);
    one.impossible(never);
    if (std::strcmp(one.name, "projects") == 0) one.impossible(off), never.mechanisms.projects = true;
    CHECK(fingerprint(off) == fingerprint(never));
  }
}

TEST_CASE("switches: without search every vendor keeps its first design", "[process]") {
  Scenario s = busy();
  s.mechanisms.search = s.mechanisms.adoption = s.mechanisms.acquisitions = false;  // who buys a vendor buys its design
  Simulation sim = start(s, {1, 0});
  std::vector<std::uint64_t> first;
  watch(sim, [&](const Event&, const World& world) {
    for (std::size_t i = first.size(); i < world.vendors.size(); ++i) first.push_back(world.vendors[i].design);
  });
  REQUIRE(first.size() > 30);
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(sim.world.vendors[i].design == first[i]);
}

TEST_CASE("switches: learning off altogether is all yields at 0", "[process]") {
  Scenario off = busy(), barren = busy();
  Mechanisms& on = off.mechanisms;
  on.rapid_deployment = on.public_failure = on.iterative_correction = on.adversarial_use = false;
  for (ChannelRule& rule : barren.channel) rule.yield = 0;
  CHECK(fingerprint(off) == fingerprint(barren));
}

TEST_CASE("common random numbers: rules of approval and procurement leave all training times as they were",
          "[process]") {
  const auto ends_of = [](const Scenario& s) {
    Simulation sim = start(s, {1, 0});
    std::vector<std::vector<double>> days(14);
    watch(sim, [&](const Event& event, const World&) {
      if (kind_of(event) == EventKind::training_ends) days.at(event.what.subject).push_back(in_days(event.at));
    });
    return days;
  };
  Scenario s = busy();
  s.blocs.pop_back();
  s.mechanisms.exit = s.mechanisms.entry = false;
  const auto ends = ends_of(s);
  CHECK(ends[3].size() > 20);
  north(s).procurement.preference = 1;
  CHECK(ends_of(s) == ends);
  north(s).registration.who = WhoFiles::nobody;
  CHECK(ends_of(s) == ends);
  s.mechanisms.procurement = false;
  CHECK(ends_of(s) == ends);
  s.blocs[0].population.vendors = 13;  // one fewer
  auto fewer = ends_of(s);
  CHECK(fewer.back().empty());
  fewer.back() = ends.back();
  CHECK(fewer == ends);
}

namespace {

/// Mechanisms of a table that `switches()` does not test whole: no row of that name, or kinds of events that it leaves
/// out.
std::vector<std::string> untested(std::span<const Mechanism> table) {
  const std::vector<Switch> tested = switches();
  std::vector<std::string> found;
  for (const Mechanism& mechanism : table) {
    const std::string_view name = name_of(mechanism);
    const auto test = std::find_if(tested.begin(), tested.end(), [&](const Switch& one) { return one.name == name; });
    const auto is_looked_for = [&](const EventHandler& event) { return test->kinds.contains(event.kind); };
    if (test == tested.end() || !std::all_of(mechanism.events.begin(), mechanism.events.end(), is_looked_for))
      found.emplace_back(name);
  }
  return found;
}

}  // namespace

TEST_CASE("switches: every mechanism of the table is tested to be off when it is off", "[process]") {
  CHECK(mechanism_table().size() == switches().size());
  CHECK(untested(mechanism_table()) == std::vector<std::string>{});
  // Planted: a mechanism with an event that no test of its switch looks for.
  const EventHandler more[]{{EventKind::sampled, nullptr}};
  const Mechanism planted[]{{.on = &Mechanisms::curation, .alone_reads = "", .events = more}};
  CHECK(untested(planted) == std::vector<std::string>{"curation"});
}
