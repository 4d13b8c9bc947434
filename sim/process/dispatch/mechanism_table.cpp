#include "sim/process/dispatch/mechanism_table.h"

#include <algorithm>
#include <array>

#include "sim/policy/policy_edit.h"
#include "sim/process/approval/approvals.h"
#include "sim/process/approval/arrivals.h"
#include "sim/process/approval/office_staff.h"
#include "sim/process/approval/staffing.h"
#include "sim/process/approval/variants.h"
#include "sim/process/core/binding.h"
#include "sim/process/core/tallies.h"
#include "sim/process/designs/leaks.h"
#include "sim/process/designs/paradigms.h"
#include "sim/process/designs/programmes.h"
#include "sim/process/designs/search_mode.h"
#include "sim/process/market/awareness.h"
#include "sim/process/market/compute.h"
#include "sim/process/market/epoch.h"
#include "sim/process/market/forks.h"
#include "sim/process/market/funding.h"
#include "sim/process/market/scoring.h"
#include "sim/process/oversight/audits.h"
#include "sim/process/oversight/incidents.h"
#include "sim/process/oversight/suspension.h"
#include "sim/process/procurement/contracts.h"
#include "sim/process/procurement/tenders.h"
#include "sim/process/rule_changes/follow_filing_rules.h"
#include "sim/process/rule_changes/policy.h"
#include "sim/process/service/directives.h"
#include "sim/process/service/incident_clock.h"
#include "sim/process/vendors/decision_followup.h"
#include "sim/process/vendors/entry_exit.h"
#include "sim/process/vendors/release.h"
#include "sim/process/vendors/training.h"
#include "sim/process/vendors/tuning.h"

namespace poldyn {
namespace {

using M = Mechanisms;
using E = EventKind;

// ---- what more than one mechanism schedules, or none ---------------------------------------------------------------

constexpr EventHandler shared[]{
    on<&end_review>(E::review_ends),  // of filings from outside, too
    on<&end_patience>(E::patience_ends),
    on<&end_patch>(E::patched),  // after an incident or an audit
    on<&end_suspension>(E::suspension_ends),
    {E::warmup_ends,
     [](Simulation& sim, const Event&) {
       settle_all_staff(sim);
       reset_tallies(sim.world, sim.now());
     }},
    {E::sampled, [](Simulation& sim, const Event&) { pay_all_reviewers(sim, sim.now()); }},  // sim/run schedules it
};

// ---- events and clocks of each --------------------------------------------------------------------------------------

constexpr EventHandler of_projects[]{on<&enter>(E::vendor_enters), on<&end_training>(E::training_ends),
                                     on<&deploy>(E::deployed), on<&turn_epoch>(E::market_epoch)};
constexpr EventHandler of_exit[]{on<&leave_by_hazard>(E::vendor_leaves), on<&leave>(E::vendor_fails)};
constexpr EventHandler of_entry[]{on<&try_entry>(E::entry_tried), on<&spin_off>(E::vendor_spins_off)};
constexpr EventHandler of_procurement[]{on<&open_tender>(E::tender_opens), on<&end_contract>(E::contract_ends)};
constexpr EventHandler of_filings[]{on<&take_outside_filings>(E::filings_arrive)};
constexpr EventHandler of_programmes[]{on<&start_programme>(E::programme_starts),
                                       on<&end_programme>(E::programme_ends)};
constexpr EventHandler of_directives[]{on<&issue_directive>(E::directive_issued), on<&comply>(E::model_complies)};
constexpr EventHandler of_audits[]{on<&audit>(E::audit)};
constexpr EventHandler of_approval[]{on<&file_renewal>(E::renewal_due), on<&expire>(E::approval_expires)};
constexpr EventHandler of_returns[]{on<&resubmit>(E::rectified)};
constexpr EventHandler of_windows[]{on<&reach_decision_date>(E::window_opens)};
constexpr EventHandler of_bundling[]{on<&end_hold>(E::hold_ends)};
constexpr EventHandler of_spillover[]{on<&leak>(E::design_leaks)};
constexpr EventHandler of_paradigms[]{on<&learn_paradigm>(E::paradigm_known)};
constexpr EventHandler of_incidents[]{on<&have_incident>(E::incident)};
constexpr EventHandler of_variants[]{on<&end_term>(E::variant_due)};
constexpr EventHandler of_policy[]{on<&change_policy>(E::policy_changes)};
constexpr EventHandler of_compliance[]{on<&finish_fork>(E::fork_done)};
constexpr EventHandler of_rules[]{on<&end_exemption>(E::rule_binds), on<&end_grace>(E::grace_ends)};
constexpr EventHandler of_staffing[]{on<&compare_staff>(E::staff_compared), on<&join_staff>(E::reviewer_joins),
                                     on<&finish_training>(E::reviewer_trained), on<&leave_staff>(E::reviewer_leaves)};
constexpr EventHandler of_funding[]{on<&hold_round>(E::round_held)};
constexpr EventHandler of_deadlines[]{on<&reach_deadline>(E::deadline_passes)};

constexpr BlocClock entry_clocks[]{entry_clock}, tender_clocks[]{tender_clock}, arrival_clocks[]{arrival_clock},
    directive_clocks[]{directive_clock}, audit_clocks[]{audit_clock};
constexpr VendorClock exit_clocks[]{exit_clock}, spinoff_clocks[]{spinoff_clock};

// ---- the rows -------------------------------------------------------------------------------------------------------

constexpr Mechanism table[]{
    {.on = &M::projects, .alone_reads = "", .events = of_projects, .start = &schedule_initial},
    {.on = &M::exit,
     .alone_reads = "bloc.*.population.exit_hazard",
     .events = of_exit,
     .vendor_clocks = exit_clocks,
     .make_room = &make_room_for_clocks},
    {.on = &M::entry,
     .alone_reads = "bloc.*.population.entry_rate bloc.*.population.spinoff_rate",
     .events = of_entry,
     .clocks = entry_clocks,
     .vendor_clocks = spinoff_clocks,
     .start = &schedule_entry},
    {.on = &M::procurement,
     .alone_reads = "bloc.*.procurement.*",
     .events = of_procurement,
     .clocks = tender_clocks,
     .start = &schedule_tenders,
     .follow = &follow_awareness},
    {.on = &M::filings,
     .alone_reads = "bloc.*.filings.*",
     .events = of_filings,
     .clocks = arrival_clocks,
     .start = &schedule_arrivals},
    {.on = &M::programmes,
     .alone_reads = "bloc.*.programmes.*",
     .events = of_programmes,
     .start = &schedule_programme,
     .make_room = &make_room_for_directed_work},
    {.on = &M::directives,
     .alone_reads = "bloc.*.directives.*",
     .events = of_directives,
     .clocks = directive_clocks,
     .start = &schedule_directives,
     .make_room = &make_room_for_compliance,
     .follow = &redate_directives},
    {.on = &M::audits,
     .alone_reads = "bloc.*.audits.*",
     .events = of_audits,
     .clocks = audit_clocks,
     .start = &schedule_audits},
    {.on = &M::market, .alone_reads = "", .start = &schedule_epoch},  // epochs are for money, too
    {.on = &M::search, .alone_reads = ""},
    {.on = &M::approval, .alone_reads = "", .events = of_approval},
    {.on = &M::returns,
     .alone_reads = "bloc.*.stage.*.pass_probability bloc.*.stage.*.rectification bloc.*.stage.*.max_attempts",
     .events = of_returns},
    {.on = &M::windows, .alone_reads = "bloc.*.stage.*.window bloc.*.stage.*.window_offset", .events = of_windows},
    {.on = &M::material_change, .alone_reads = "bloc.*.registration.notification"},
    {.on = &M::renewal,
     .alone_reads = "bloc.*.registration.validity bloc.*.registration.renewal_lead bloc.*.registration.renewal_track"},
    {.on = &M::bundling, .alone_reads = "bloc.*.registration.bundling", .events = of_bundling},
    {.on = &M::rapid_deployment, .alone_reads = "channel.rapid_deployment.* bloc.*.transmission.rapid_deployment"},
    {.on = &M::public_failure, .alone_reads = "channel.public_failure.* bloc.*.transmission.public_failure"},
    {.on = &M::iterative_correction,
     .alone_reads = "channel.iterative_correction.* bloc.*.transmission.iterative_correction"},
    {.on = &M::adversarial_use, .alone_reads = "channel.adversarial_use.* bloc.*.transmission.adversarial_use"},
    {.on = &M::finance, .alone_reads = "finance.*"},
    {.on = &M::openness, .alone_reads = "bloc.*.openness.release_factor"},
    {.on = &M::adoption, .alone_reads = ""},
    {.on = &M::supply_limit, .alone_reads = "bloc.*.supply.capacity", .make_room = &make_room_for_compute_accounts},
    {.on = &M::subsidies, .alone_reads = "bloc.*.subsidies.* bloc.*.population.subsidy_response"},
    {.on = &M::acquisitions, .alone_reads = "bloc.*.acquisitions.*"},
    {.on = &M::standards, .alone_reads = "standards.* bloc.*.standards.*"},
    {.on = &M::spillover, .alone_reads = "bloc.*.spillover.*", .events = of_spillover},
    {.on = &M::curation, .alone_reads = "bloc.*.curation.* capability.data_law capability.data_exponent"},
    {.on = &M::paradigms, .alone_reads = "bloc.*.diffusion.*", .events = of_paradigms},
    // What follows an incident follows an audit, too, but for these.
    {.on = &M::incidents,
     .alone_reads =
         "bloc.*.tolerance.tolerance bloc.*.tolerance.fine bloc.*.tolerance.patch bloc.*.tolerance.patch_cost",
     .events = of_incidents,
     .make_room = &make_room_for_incidents},
    {.on = &M::variants,
     .alone_reads = "bloc.*.variants.*",
     .events = of_variants,
     .make_room = &make_room_for_variants},
    {.on = &M::mandates, .alone_reads = "bloc.*.mandates.*"},
    {.on = &M::recognition, .alone_reads = "bloc.*.recognition.*"},
    {.on = &M::policy, .alone_reads = "", .events = of_policy},
    {.on = &M::compliance,
     .alone_reads = "bloc.*.compliance.*",
     .events = of_compliance,
     .make_room = &make_room_for_forks},
    {.on = &M::adaptive_search,
     .alone_reads = "vendors.mode_sensitivity vendors.mode_memory",
     .make_room = &make_room_for_modes},
    {.on = &M::deadlines,
     .alone_reads = "bloc.*.stage.*.deadline bloc.*.stage.*.on_deadline bloc.*.stage.*.escalate_to "
                    "bloc.*.stage.*.clock_stops bloc.*.stage.*.deadline_review bloc.*.track.*.deadline "
                    "bloc.*.track.*.on_deadline bloc.*.track.*.clock_stops bloc.*.track.*.deadline_review",
     .events = of_deadlines},
    {.on = &M::rules,
     .alone_reads = "bloc.*.rule.*.*",
     .events = of_rules,
     .start = &schedule_exemptions,
     .make_room = &make_room_for_grace},
    {.on = &M::staffing,
     .alone_reads = "bloc.*.stage.*.staffing.*",
     .events = of_staffing,
     .start = &schedule_comparisons,
     .follow = &follow_staffing},
    {.on = &M::reviewer_learning, .alone_reads = "bloc.*.stage.*.practice.*", .start = &open_staffs},
    {.on = &M::funding,
     .alone_reads = "bloc.*.funding.*.*",
     .events = of_funding,
     .make_room = &make_room_for_backing,
     .follow = &follow_funding},
    {.on = &M::spinoff_by_size,
     .alone_reads = "bloc.*.population.spinoff_size bloc.*.population.spinoff_floor bloc.*.population.spinoff_inherits",
     .make_room = &make_room_for_backing},
    // Tuning reads trust and word_of_mouth, too, but only while models are scored.
    {.on = &M::scores,
     .alone_reads = "scores.rating_slope scores.discrimination scores.difficulty scores.step scores.retire_at "
                    "scores.covered scores.noise scores.attempts scores.attempt_cost scores.trust scores.word_of_mouth",
     .start = &open_board,
     .make_room = &make_room_for_entries},
    {.on = &M::tuning, .alone_reads = "scores.tuning_gain scores.tuning_scale", .make_room = &make_room_for_tuning},
};

constexpr bool has_one_row_each() {
  for (const Mechanism& a : table)
    if (std::count_if(std::begin(table), std::end(table), [&](const Mechanism& b) { return a.on == b.on; }) != 1)
      return false;
  return std::size(table) == param_rows<Mechanisms>.size();
}
static_assert(has_one_row_each(), "every switch has one row");

/// By kind. That one is there is counted, since under -fsanitize=undefined g++ 12 compares no address of a function in
/// a constant.
struct HandlersByKind {
  std::array<EventHandler, event_kinds> rows{};
  std::array<int, event_kinds> counts{};

  constexpr void put(const EventHandler& row) {
    const auto place = static_cast<std::size_t>(row.kind);
    rows[place] = row;
    ++counts[place];
  }
};

constexpr HandlersByKind handlers = [] {
  HandlersByKind made;
  for (const EventHandler& row : shared) made.put(row);
  for (const Mechanism& mechanism : table)
    for (const EventHandler& row : mechanism.events) made.put(row);
  return made;
}();
constexpr bool is_one(int count) { return count == 1; }
static_assert(std::all_of(handlers.counts.begin(), handlers.counts.end(), is_one),
              "every kind of event has one handler");

}  // namespace

std::span<const Mechanism> mechanism_table() { return table; }

Handler handler_of(EventKind kind) { return handlers.rows[static_cast<std::size_t>(kind)].handle; }

bool is_of_bloc(EventKind kind) { return handlers.rows[static_cast<std::size_t>(kind)].of_bloc; }

std::string_view name_of(const Mechanism& mechanism) {
  Mechanisms only;
  for (const ParamRow& row : param_rows<Mechanisms>) row.set(&only, false);
  only.*mechanism.on = true;
  for (const ParamRow& row : param_rows<Mechanisms>)
    if (std::get<bool>(row.get(&only))) return row.key;
  throw std::logic_error("a mechanism has no switch");
}

std::string_view mechanism_of(std::string_view key) {
  for (const Mechanism& mechanism : table) {
    std::string_view patterns = mechanism.alone_reads;
    while (!patterns.empty()) {
      const std::string_view pattern = patterns.substr(0, patterns.find(' '));
      if (matches_key(pattern, key)) return name_of(mechanism);
      patterns.remove_prefix(std::min(pattern.size() + 1, patterns.size()));
    }
  }
  return {};
}

}  // namespace poldyn
