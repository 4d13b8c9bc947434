/// Whatever the rules, the world hangs together after every event: random scenarios and the shipped ones.

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "sim/disk/scenario_disk.h"
#include "sim/engine/sample.h"
#include "sim/policy/contradictions.h"
#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;

namespace {

/// Draws every parameter: of flags and names any, of numbers within the declared range and a sober one, often at its
/// ends.
class Dice {
 public:
  explicit Dice(std::uint32_t which) : stream_(RunKey{2026, 0}, 1, 0, which) {}

  double between(double low, double high) { return low + (high - low) * stream_.uniform(); }
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    return low + stream_.below(static_cast<std::uint32_t>(high - low + 1));
  }
  bool flip(double p = 0.5) { return stream_.uniform() < p; }

  Law law_or_nothing(double mean) { return flip(0.1) ? constant(0) : law(mean); }
  Law law(double mean) {
    switch (whole(0, 4)) {
      case 0:
        return constant(mean);
      case 1:
        return exponential(mean);
      case 2:
        return lognormal(mean, between(0.1, 2));
      case 3:
        return {LawKind::gamma, mean, between(0.2, 2)};
      default:
        return {LawKind::inverse_gaussian, mean, between(0.2, 2)};
    }
  }

 private:
  Stream stream_;
};

StaffingRule random_staffing(Dice& dice) {
  StaffingRule r;
  r.follows = static_cast<StaffingTarget>(dice.whole(0, 3));
  r.every = Days{dice.between(1, 200)};
  r.memory = Days{dice.between(1, 400)};
  r.load = dice.between(0.1, 1);
  r.usual_backlog = static_cast<double>(dice.whole(0, 5));
  r.clear_in = Days{dice.between(1, 400)};
  r.usual_wait = Days{dice.between(0.1, 100)};
  r.gain = dice.between(0, 5);
  r.hire_lag = dice.law_or_nothing(dice.between(1, 300));
  r.training = Days{dice.flip(0.3) ? 0 : dice.between(1, 400)};
  r.trainee_speed = dice.between(0.05, 1);
  r.attrition_per_year = dice.flip(0.3) ? 0 : dice.between(0, 2);
  r.lets_go = dice.flip();
  r.leave_lag = dice.law_or_nothing(dice.between(1, 200));
  r.least = dice.whole(1, 3);
  r.most = r.least + dice.whole(0, 9);
  r.cost_per_year = dice.flip(0.2) ? 0 : dice.between(0, 1);
  r.budgeted = dice.flip(0.3);
  r.budget_per_year = dice.between(0, 3);
  r.fee_share = dice.between(0, 1);
  return r;
}

StageRule random_stage(Dice& dice) {
  StageRule s;
  s.offices = dice.flip() ? OfficeLevel::central : OfficeLevel::region;
  s.reviewers = dice.whole(0, 3);
  s.review = dice.law_or_nothing(dice.between(1, 120));
  s.discipline = dice.flip() ? Discipline::fifo : Discipline::priority;
  s.capacity = dice.flip(0.3) ? dice.whole(1, 4) : 0;
  s.patience = dice.flip(0.3) ? dice.law(dice.between(5, 200)) : constant(0);
  if (dice.flip()) {
    s.window = Days{dice.between(1, 100)};
    s.window_offset = Days{dice.flip() ? 0 : dice.between(0, s.window.count())};
    s.decisions_per_window = dice.flip() ? dice.whole(1, 3) : 0;
  }
  s.pass_probability = dice.flip(0.3) ? 1 : dice.flip(0.1) ? 0 : dice.between(0.2, 0.9);
  s.safety_slope = dice.flip() ? 0 : dice.between(0, 10);
  s.rectification = dice.law_or_nothing(dice.between(1, 60));
  s.resubmit = dice.flip() ? QueueEnd::back : QueueEnd::front;
  s.max_attempts = dice.whole(1, 4);
  if (dice.flip()) {
    s.deadline = Days{dice.between(std::max(5.0, s.window.count()), 150)};
    s.on_deadline = dice.flip(0.3)   ? DeadlineAction::refuse
                    : dice.flip(0.3) ? DeadlineAction::refund
                                     : DeadlineAction::approve;
    s.clock_stops = dice.flip();
    s.deadline_review = dice.flip() ? DeadlineReview::stops : DeadlineReview::finishes;
  }
  if (dice.flip(0.3)) s.discipline = dice.flip() ? Discipline::due : Discipline::shortest;
  s.practice = {dice.flip() ? 0 : dice.between(0, 1), dice.between(1, 100), dice.between(0.05, 1)};
  if (s.reviewers > 0 && dice.flip()) s.staffing = random_staffing(dice);
  return s;
}

RegistrationRule random_registration(Dice& dice) {
  RegistrationRule r;
  r.who = static_cast<WhoFiles>(dice.whole(0, 3));
  r.threshold_oom = dice.between(-1, 2);
  r.light_track = dice.flip();
  r.approved_bases_only = dice.flip();
  r.change_bits = static_cast<double>(dice.whole(0, 6));
  r.change_oom = dice.between(0, 0.5);
  r.change_track = dice.flip() ? "full" : "light";
  r.notification = Days{dice.flip() ? 0 : dice.between(0, 200)};
  r.validity = Days{dice.flip(0.4) ? 0 : dice.between(100, 600)};
  r.renewal_lead = Days{dice.between(0, 0.99) * r.validity.count()};
  r.renewal_track = dice.flip() ? "full" : "light";
  r.pending_limit = dice.whole(1, 3);
  r.bundling = dice.flip() ? 0 : dice.between(0, 3);
  return r;
}

FilingRule random_rule(Dice& dice, const RegistrationRule& common) {
  FilingRule r = common_part(common);
  r.in_force = dice.flip(0.9);
  r.duty = dice.flip(0.6) ? Duty::approval : dice.flip() ? Duty::notice : Duty::registration;
  if (dice.flip(0.3)) r.classes = {dice.flip() ? "frontier" : "integrator", "derivative"};
  r.affiliation = static_cast<RuleAffiliation>(dice.flip(0.7) ? 0 : dice.whole(1, 2));
  r.public_facing = static_cast<RuleFacing>(dice.flip(0.7) ? 0 : dice.whole(1, 2));
  r.origin = static_cast<RuleOrigin>(dice.flip(0.8) ? 0 : dice.whole(1, 2));
  r.kind = static_cast<RuleKind>(dice.flip(0.8) ? 0 : dice.whole(1, 2));
  if (dice.flip(0.3)) r.compute_above = dice.between(-3, 1);
  if (dice.flip(0.3)) r.compute_below = r.compute_above + dice.between(0.1, 4);
  r.takes_part = dice.flip(0.7) ? 1 : dice.between(0, 1);
  r.exempt_until = Days{dice.flip() ? 0 : dice.between(0, 900)};
  r.grace = Days{dice.flip() ? 0 : dice.between(0, 600)};
  r.light_track = dice.flip() ? "light" : "full";
  r.validity = Days{dice.flip(0.4) ? 0 : dice.between(100, 600)};
  r.renewal_lead = Days{dice.between(0, 0.99) * r.validity.count()};
  r.renewal_track = dice.flip() ? "own" : "light";
  r.track = dice.flip() ? "own" : "full";
  r.existing = dice.flip() ? Existing::must_file : Existing::grandfathered;
  r.transition = Days{dice.between(0, 300)};
  r.covers_weights = dice.flip();
  return r;
}

void add_rules(Dice& dice, BlocRules& b) {
  b.tracks.push_back({"own", b.tracks[0].rule});
  b.tracks.back().rule.stages = {dice.flip() ? "second" : "first"};
  if (!b.stages[1].rule.return_to.empty()) b.tracks.back().rule.stages = {"first"};
  for (std::int64_t i = dice.whole(0, 3); i > 0; --i)
    b.rules.push_back({"rule" + std::to_string(i), random_rule(dice, b.registration)});
  if (b.rules.size() > 1 && dice.flip()) {  // one filing for two of them
    b.rules[1].rule.family = b.rules[0].name;
    b.rules[1].rule.duty = b.rules[0].rule.duty;
  }
}

/// A rule of one bloc comes into force, or its grace, its date or what it asks changes.
void change_rules(Dice& dice, Scenario& s) {
  const BlocRules& bloc = s.blocs.front();
  if (bloc.rules.empty() || dice.flip(0.4)) return;
  const std::string path = "bloc." + bloc.name + ".rule." + bloc.rules.front().name + ".";
  PolicyRule change;
  change.at = Days{dice.between(50, 700)};
  if (dice.flip()) change.until = change.at + Days{dice.between(1, 400)};
  change.edits.push_back({path + "in_force", EditKind::set, dice.flip()});
  change.edits.push_back({path + "existing", EditKind::set, std::string(dice.flip() ? "must_file" : "grandfathered")});
  if (dice.flip()) change.edits.push_back({path + "grace", EditKind::set, dice.between(0, 500)});
  if (dice.flip()) change.edits.push_back({path + "exempt_until", EditKind::set, dice.between(0, 900)});
  if (dice.flip()) change.edits.push_back({path + "takes_part", EditKind::set, dice.between(0, 1)});
  s.policies.push_back(change);
}

BlocRules random_bloc(Dice& dice, const char* name) {
  BlocRules b;
  b.name = name;
  b.population = {dice.whole(0, 12),
                  {0.3, 0.4, 0.3},
                  0.3,
                  dice.whole(1, 3),
                  {},
                  dice.between(0, 4),
                  dice.between(0, 3),
                  dice.flip() ? 0 : dice.between(0, 0.3),
                  dice.flip() ? 0 : dice.between(0, 2)};
  b.population.spinoff_size = dice.between(0, 2);
  b.population.spinoff_inherits = dice.between(0, 1);
  for (FundingRule& pool : b.funding)
    pool = {dice.flip() ? 0 : dice.between(0, 1000),
            dice.between(-2, 2),
            dice.between(0.01, 5),
            dice.between(0, 3),
            dice.between(1e-3, 10),
            dice.between(0, 3),
            dice.between(0, 2),
            static_cast<Eligible>(dice.whole(0, 3)),
            dice.between(0, 3),
            dice.between(0, 3)};
  b.supply.growth_oom_per_year = dice.between(-0.5, 1);
  b.openness = {dice.between(0, 3),
                Days{dice.flip() ? 0 : dice.between(0, 300)},
                dice.between(0, 1),
                dice.flip(),
                dice.between(0, 1),
                {},
                {}};
  b.registration = random_registration(dice);
  b.stages.push_back({"first", random_stage(dice)});
  b.stages.push_back({"second", random_stage(dice)});
  if (dice.flip(0.3)) b.stages[1].rule.return_to = "first";
  b.tracks[0].rule.stages = {"first", "second"};
  b.tracks[1].rule.stages = {dice.flip() ? "second" : "first"};
  if (!b.stages[1].rule.return_to.empty()) b.tracks[1].rule.stages = {"first"};
  for (auto& [track_name, track] : b.tracks) {
    if (dice.flip(0.6)) continue;
    track.deadline = Days{dice.between(100, 400)};
    track.on_deadline = static_cast<TrackDeadline>(dice.whole(0, 2));
    track.clock_stops = dice.flip();
    track.deadline_review = dice.flip() ? DeadlineReview::stops : DeadlineReview::finishes;
  }
  if (dice.flip(0.3)) {  // what the first has no time for the second takes over, also where it is no part of the track
    b.stages[0].rule.on_deadline = DeadlineAction::escalate;
    b.stages[0].rule.escalate_to = "second";
  }
  b.filings.interarrival = exponential(dice.between(10, 100));
  b.filings.batch = dice.whole(1, 3);
  b.filings.priority_weights = {1, 1, 1};
  b.procurement.tenders_per_year = dice.between(0, 30);
  b.procurement.growth_per_year = dice.between(-0.5, 0.5);
  b.procurement.seasonal_amplitude = dice.between(0, 1);
  b.procurement.length = dice.law(dice.between(10, 800));
  b.procurement.bidders = dice.whole(1, 8);
  b.procurement.registered_only = b.registration.who != WhoFiles::nobody && dice.flip();
  b.procurement.preference = dice.between(0, 1);
  if (dice.flip()) b.procurement.saturation = dice.between(0.01, 2);
  if (dice.flip()) b.procurement.awareness = dice.between(0, 2), b.procurement.known_floor = dice.between(1e-6, 0.1);
  if (dice.flip()) b.procurement.framework_share = dice.between(0, 1);
  if (dice.flip()) b.procurement.lots = dice.whole(1, 5);
  b.transmission = {dice.between(0, 1), dice.between(0, 1), dice.between(0, 1), dice.between(0, 1)};
  b.market.rule = dice.flip() ? ShareRule::logit : ShareRule::replicator;
  b.market.epoch = Days{dice.between(5, 200)};
  b.market.demand_per_year = dice.between(0, 100);
  b.market.demand_growth_per_year = dice.between(-0.5, 0.5);
  b.market.quality_weight = dice.between(0, 10);
  b.market.switching_rate_per_year = dice.between(0, 50);
  for (auto& [track_name, track] : b.tracks) track.filing_cost = dice.flip() ? 0 : dice.between(0, 2);
  if (dice.flip()) b.supply.capacity_per_year = dice.between(0.5, 50);
  b.supply.capacity_growth_per_year = dice.flip() ? 0 : dice.between(-0.5, 0.5);
  b.subsidies = {static_cast<Eligible>(dice.whole(0, 3)), dice.between(0, 0.9),
                 dice.flip() ? 0 : dice.between(0, 10),   Days{dice.flip() ? 0 : dice.between(1, 600)},
                 dice.flip() ? 0 : dice.between(0, 5),    dice.between(0, 1)};
  b.acquisitions = {dice.flip() ? 1 : dice.between(0, 1), dice.between(0, 1), dice.between(0, 1), dice.flip(),
                    dice.between(0, 2)};
  b.curation = {dice.between(0.01, 1), dice.between(0, 1), dice.between(0.1, 1), dice.between(0.01, 1)};
  b.diffusion = {Days{dice.flip(0.3) ? 0 : dice.between(1, 400)}, Days{dice.flip(0.3) ? 0 : dice.between(1, 800)}};
  b.programmes = {dice.flip(0.3) ? 0 : dice.between(0, 1),
                  static_cast<Eligible>(dice.whole(0, 3)),
                  Days{dice.between(0, 600)},
                  Days{dice.flip(0.3) ? 0 : dice.between(20, 900)},
                  Days{dice.flip(0.2) ? 0 : dice.between(20, 900)},
                  dice.between(0, 1),
                  dice.between(0, 1)};
  b.variants = {dice.whole(0, 3),
                dice.between(0, 1),
                dice.between(0, 1),
                dice.flip() ? 0 : dice.between(0, 1),
                Days{dice.between(20, 600)},
                dice.whole(1, 4),
                dice.flip() ? 0 : dice.between(0, 2)};
  b.mandates = {dice.flip(0.3) ? 1 : dice.between(0, 1),
                dice.flip() ? std::vector<std::string>{"inside"} : std::vector<std::string>{},
                static_cast<MandateFor>(dice.whole(b.registration.who == WhoFiles::nobody ? 1 : 0, 2)),
                dice.flip() ? MandateSplit::equal : MandateSplit::contracts};
  b.recognition.interfaces = dice.flip();
  b.compliance.requirements = dice.whole(0, 64);
  b.compliance.heterogeneity = dice.flip(0.2) ? 0 : dice.between(0, 1);
  if (dice.flip(0.3)) b.compliance.zones.assign(static_cast<std::size_t>(b.population.regions), 2);
  b.compliance.fork_time = dice.law_or_nothing(dice.between(1, 200));
  b.compliance.time_per_bit = Days{dice.flip() ? 0 : dice.between(0, 10)};
  b.compliance.fork_cost = dice.flip() ? 0 : dice.between(0, 1);
  b.compliance.rebuild_share = dice.between(0, 1);
  b.compliance.upkeep_per_year = dice.flip() ? 0 : dice.between(0, 1);
  b.compliance.choice_noise = dice.flip() ? 0 : dice.between(0, 2);
  b.population.subsidy_response = dice.flip() ? 0 : dice.between(0, 2);
  b.standards = {dice.flip() ? "beta" : "", false, dice.between(-2, 2), dice.between(0, 1),
                 dice.flip() ? 0 : dice.between(0, 3)};
  b.standards.mandate = !b.standards.home.empty() && dice.flip(0.3);
  b.spillover.leak_rate_per_year = dice.flip() ? 0 : dice.between(0, 5);
  b.tolerance = {dice.flip() ? 0.2 : dice.between(0, 5),
                 dice.law_or_nothing(dice.between(1, 200)),
                 dice.flip(),
                 dice.flip() ? "full" : "light",
                 dice.flip() ? 0 : dice.between(0, 2),
                 dice.law_or_nothing(dice.between(1, 30)),
                 dice.flip() ? 0 : dice.between(0, 1)};
  b.directives = {dice.flip(0.3) ? 100 : dice.between(0, 10),
                  {dice.between(0, 900), 100},
                  dice.law_or_nothing(dice.between(1, 60)),
                  dice.between(0, 1),
                  dice.law_or_nothing(dice.between(1, 200)),
                  dice.between(0.3, 1),
                  Days{dice.between(100, 1500)}};
  b.audits = {dice.between(0, 60),
              dice.flip(),
              dice.flip() ? 0 : dice.between(0, 1),
              dice.between(0, 1),
              Days{dice.between(0, 200)},
              dice.flip() ? Sanction::fine : Sanction::suspension,
              dice.between(0, 3)};
  return b;
}

/// An office of one bloc, or that of its first region, begins nothing between two dates.
void shut_for_a_while(Dice& dice, Scenario& s) {
  if (!dice.flip(0.4)) return;
  PolicyRule shut;
  shut.at = Days{dice.between(50, 700)};
  shut.until = shut.at + Days{dice.between(1, 300)};
  const StageRule& stage = s.blocs.back().stages[0].rule;
  const std::string path = "bloc." + s.blocs.back().name + ".stage.first.";
  if (stage.offices == OfficeLevel::region)
    shut.edits.push_back({path + "closed_regions", EditKind::set, std::vector<double>{1}});
  else
    shut.edits.push_back({path + "open", EditKind::set, false});
  if (dice.flip()) shut.edits.push_back({path + "deadline", EditKind::set, std::max(60.0, stage.window.count())});
  s.policies.push_back(shut);
}

/// One bloc buys otherwise between two dates.
void buy_otherwise_for_a_while(Dice& dice, Scenario& s) {
  if (!dice.flip(0.4)) return;
  PolicyRule change;
  change.at = Days{dice.between(50, 700)};
  change.until = change.at + Days{dice.between(1, 600)};
  const std::string path = "bloc." + s.blocs.back().name + ".";
  const auto set = [&](const char* key, Value value) {
    if (dice.flip()) change.edits.push_back({path + key, EditKind::set, std::move(value)});
  };
  set("procurement.saturation", dice.flip(0.3) ? 0 : dice.between(0.01, 2));
  set("procurement.awareness", dice.flip(0.3) ? 0 : dice.between(0, 2));
  set("procurement.framework_share", dice.between(0, 1));
  set("procurement.growth", dice.between(-2, 2));
  set("market.demand_growth", dice.between(-0.5, 0.5));
  set("market.demand", dice.between(0.1, 100));
  if (!change.edits.empty()) s.policies.push_back(change);
}

/// Tests of any difficulty, errors and trust; tuning that pays, or does not.
void add_tests(Dice& dice, Scenario& s) {
  ScoreRule& rule = s.scores;
  rule.discrimination = dice.between(0.1, 10);
  rule.difficulty = dice.between(-10, 5);
  rule.step = dice.between(0.1, 4);
  rule.retire_at = dice.flip(0.2) ? 1 : dice.between(0.5, 0.99);
  if (s.domains.size() > 1 && dice.flip(0.3)) rule.covered = {"outside"};
  rule.noise = dice.flip(0.3) ? 0 : dice.between(0, 5);
  rule.attempts = dice.whole(1, 30);
  rule.attempt_cost = dice.flip() ? 0 : dice.between(0, 0.1);
  rule.trust = dice.flip(0.3) ? 0 : dice.between(0, 1);
  rule.word_of_mouth = Days{dice.between(1, 800)};
  rule.tuning_gain = dice.flip(0.3) ? 0 : dice.between(0, 5);
  rule.tuning_scale = dice.between(0.001, 1);
  s.capability.data_law = dice.flip() ? DataLaw::power : DataLaw::two_term;
  s.capability.data_exponent = dice.between(0, 5);
  if (!dice.flip(0.4)) return;
  PolicyRule change;
  change.at = Days{dice.between(50, 700)};
  change.until = change.at + Days{dice.between(1, 600)};
  change.edits.push_back({"scores.trust", EditKind::set, dice.flip() ? 0 : dice.between(0, 1)});
  change.edits.push_back({"scores.tuning_gain", EditKind::set, dice.between(0, 5)});
  change.edits.push_back({"scores.attempts", EditKind::set, dice.whole(1, 1000)});
  s.policies.push_back(change);
}

Scenario random_scenario(std::uint32_t which) {
  Dice dice(which);
  Scenario s;
  s.run.horizon = Days{dice.between(800, 2500)};
  s.run.warmup = Days{dice.flip(0.3) ? dice.between(0, 500) : 0};
  for (const ParamRow& row : param_rows<Mechanisms>) row.set(&s.mechanisms, dice.flip(0.85));
  s.technology.bits = dice.whole(1, 24);
  s.technology.epistasis = dice.whole(0, std::min<std::int64_t>(5, s.technology.bits - 1));
  s.vendors = {dice.flip(), dice.between(-0.5, 0.5), dice.flip() ? 0 : dice.between(0, 1), dice.between(0, 0.3),
               dice.between(0, 1)};
  s.capability.release_gain_oom = dice.flip() ? 0 : dice.between(0, 0.3);
  s.finance.shock_sd = dice.flip() ? 0 : dice.between(0, 0.5);
  s.incidents = {dice.flip(0.1) ? 0 : dice.between(0, 0.5),
                 dice.between(0.1, 5),
                 0.1,
                 dice.between(0.3, 3),
                 1000,
                 dice.between(0, 1),
                 dice.between(0, 1)};
  for (ChannelRule& channel : s.channel) channel = {dice.between(0, 5), Days{dice.flip() ? 0 : dice.between(0, 200)}};
  for (VendorClassRule& cls : s.classes) {
    cls.training = dice.law(dice.between(20, 200));
    cls.capital = dice.law_or_nothing(dice.between(1, 200));
    cls.open_release = dice.between(0, 1);
    cls.operating_cost_per_year = dice.between(0, 20);
    cls.adopt = dice.between(0, 1);
  }
  s.classes[2].unmodified = dice.flip();
  s.accounts.project_hardware = dice.between(0, 0.5);
  s.accounts.project_cloud = dice.between(0, 0.5);
  s.accounts.surveillance_share = dice.flip() ? 0 : dice.between(0, 1);
  s.standards.network_strength = dice.between(0, 10);
  s.standards.conversion_oom = dice.flip() ? 0 : dice.between(0, 1);
  for (std::int64_t i = dice.whole(0, 4); i > 0; --i)
    s.paradigms.push_back({"paradigm" + std::to_string(i),
                           {dice.between(0, 4), dice.between(1, 8), dice.between(0, 1), dice.between(0.3, 1),
                            dice.between(0, 0.3), dice.between(0, 0.3)}});
  s.domains.push_back({"inside", {}});
  if (dice.flip()) s.domains.push_back({"outside", {DomainKind::tool_use, 0.5, {"north"}}});
  s.blocs.push_back(random_bloc(dice, "north"));
  if (dice.flip()) s.blocs.push_back(random_bloc(dice, "south"));
  for (BlocRules& bloc : s.blocs) add_rules(dice, bloc);
  shut_for_a_while(dice, s);
  buy_otherwise_for_a_while(dice, s);
  change_rules(dice, s);
  add_tests(dice, s);
  if (s.blocs.size() > 1 && dice.flip()) s.blocs[0].recognition.blocs = {"south"};
  if (s.blocs.size() > 1 && dice.flip()) s.blocs[1].recognition.blocs = {"north"};
  return s;
}

void check_random_scenarios(std::uint32_t from, std::uint32_t to) {
  std::uint64_t events = 0, runs = 0;
  for (std::uint32_t i = from; i < to; ++i) {
    const Scenario scenario = random_scenario(i);
    const auto faults = contradictions(scenario);
    if (!faults.empty()) continue;
    INFO("random scenario " << i);
    Simulation sim = start(scenario, {i, 0});
    const std::string problem = lab::run_and_look(sim);
    CHECK(problem == "");
    events += sim.queue.size() + sim.current_event;
    ++runs;
  }
  std::printf("  %llu random scenarios, about %llu events\n", static_cast<unsigned long long>(runs),
              static_cast<unsigned long long>(events));
  CHECK(runs > (to - from) / 2);  // the dice make scenarios that can be run
}

}  // namespace

TEST_CASE("random scenarios keep the world in order after every event", "[process][fuzz]") {
  check_random_scenarios(0, 1'000);
}

TEST_CASE("many random scenarios keep the world in order after every event", "[process][fuzz][slow]") {
  check_random_scenarios(1'000, 15'000);
}

namespace {

/// Shipped scenarios, those in subfolders too; layers are parts of scenarios.
std::vector<std::filesystem::path> shipped() {
  std::vector<std::filesystem::path> made;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(POLDYN_SOURCE_DIR "/scenarios"))
    if (entry.path().extension() == ".toml" && entry.path().parent_path().filename() != "layers")
      made.push_back(entry.path());
  std::sort(made.begin(), made.end());
  return made;
}

/// How long a scenario is run and after how many events it is looked at, besides its market epochs: so that each takes
/// about a second. With fewer vendors the rules are the same.
struct Look {
  std::vector<std::string> settings;
  int every;
};
Look look_of(const std::filesystem::path& file) {
  const auto folder = file.parent_path().filename();
  if (folder == "scenarios") return {{"run.horizon=\"4 y\""}, 23};
  if (folder != "large") return {{"run.horizon=\"2 y\""}, 997};
  return {{"run.horizon=\"2 y\"", "bloc.main.population.vendors=300", "bloc.main.population.entry_rate=\"30 /y\"",
           "bloc.main.market.demand=\"20000 M$/y\""},
          997};
}

}  // namespace

TEST_CASE("the shipped scenarios keep the world in order, their books balanced and their ledgers whole",
          "[process][fuzz]") {
  const auto files = shipped();
  CHECK(files.size() > 30);
  for (const auto& file : files) {
    const Look look = look_of(file);
    const Reading reading = read_scenario(file, look.settings);
    INFO(file << "\n" << to_text(reading.mistakes));
    REQUIRE(reading.ok());
    Simulation sim = start(reading.scenario, {1, 0});
    CHECK(lab::run_and_look(sim, look.every) == "");
    CHECK(sim.now() > at_day(days_per_year));
  }
}
