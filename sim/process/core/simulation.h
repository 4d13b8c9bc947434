#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/event_queue.h"
#include "sim/engine/stream.h"
#include "sim/policy/contradictions.h"
#include "sim/policy/scenario.h"
#include "sim/process/core/identities.h"
#include "sim/process/core/rule_list.h"
#include "sim/world/events.h"
#include "sim/world/world.h"

namespace poldyn {

struct Mechanism;

inline EventKind kind_of(const Event& event) { return static_cast<EventKind>(event.what.kind); }

/// What a handler can reach: the rules, the world, the agenda and the run's randomness. State are `rules`, with
/// `filing_rules`, `unamended`, `world`, `queue` and `current_event`; all else is fixed at the start.
///
/// Order of calls: start() of sim/process/dispatch makes one and schedules its first events; from then on only the
/// handlers that dispatch calls change it, one event at a time.
struct Simulation {
  /// An empty world under these rules. `scenario` has no contradictions(); the random numbers are those that belong to
  /// the names that `identities` were made of. `table`: every mechanism, which outlives the run.
  Simulation(const Scenario& scenario, RunKey run_key, Identities identities, std::span<const Mechanism> table);

  Scenario rules;                                        ///< as they are now
  std::vector<RuleList> filing_rules;                    ///< copy of `rules`: by bloc, as they are asked
  std::vector<std::pair<std::string, Value>> unamended;  ///< what parameters that policies change are without them
  RunKey key;
  Identities identities;
  std::vector<RunKey> bloc_keys;  ///< `key` of each bloc's own streams
  World world;
  EventQueue queue;
  SimTime end;
  EventSeq current_event = 0;  ///< the event being handled: parent of what it schedules
  std::span<const Mechanism> mechanisms;

  SimTime now() const { return queue.now(); }
  const BlocRules& rules_of(BlocId bloc) const { return rules.blocs[bloc.value]; }
  const RuleList& filing_rules_of(BlocId bloc) const { return filing_rules[bloc.value]; }
  const VendorClassRule& class_of(const Vendor& vendor) const {
    const auto cls = static_cast<std::size_t>(vendor.cls);
    const std::optional<std::uint8_t> own = world.at(vendor.bloc).own_class[cls];
    return own ? rules_of(vendor.bloc).classes[*own].rule : rules.classes[cls];
  }

  /// The stream of one decision of a vendor; see events.h for Purpose.
  Stream draw(Purpose purpose, const Vendor& vendor, std::uint32_t ordinal = 0, std::uint16_t sub = 0) const {
    return {bloc_keys[vendor.bloc.value], static_cast<std::uint8_t>(purpose), within_bloc(vendor.key), ordinal, sub};
  }
  /// Of one that is about something with a name: another bloc, a paradigm.
  Stream draw_about(std::uint64_t identity, Purpose purpose, const Vendor& vendor, std::uint32_t ordinal,
                    std::uint16_t sub = 0) const {
    return {bloc_keys[vendor.bloc.value].of(identity), static_cast<std::uint8_t>(purpose), within_bloc(vendor.key),
            ordinal, sub};
  }
  /// Of one of a bloc.
  Stream draw(Purpose purpose, BlocId bloc, std::uint32_t ordinal, std::uint16_t sub = 0) const {
    return {bloc_keys[bloc.value], static_cast<std::uint8_t>(purpose), within_bloc(entity_key(0, Birth::bloc)), ordinal,
            sub};
  }
  /// Of one about a filing in the office where it is; `visit` counts its reviews at that stage.
  /// Several filings of one model, under several families of rules, differ by the family.
  Stream draw(Purpose purpose, const Filing& filing, std::uint16_t visit) const {
    const std::uint64_t stage = identities.stages[filing.bloc.value][world.at(filing.office).stage];
    RunKey own = bloc_keys[filing.bloc.value].of(stage);
    if (filing.family > 0) own = own.of(filing_rules[filing.bloc.value].families[filing.family]);
    return {own, static_cast<std::uint8_t>(purpose), within_bloc(filing.key), filing.ordinal, visit};
  }

  /// What would happen after the horizon is not scheduled at all.
  void schedule(SimTime at, Phase phase, EventKind kind, std::uint32_t subject, std::uint32_t detail = 0,
                std::uint16_t extra = 0) {
    if (at > end) return;
    Payload what{subject, detail};
    what.parent = current_event & 0xFFFFFFFFFFULL;
    what.kind = static_cast<std::uint8_t>(kind);
    what.extra = extra;
    queue.push(at, phase, what);
  }
};

/// `days` after `now`, at most the end of time. Throws std::logic_error if `days` is negative or not a number: no law
/// of a checked scenario gives that.
inline SimTime later(SimTime now, double days) {
  if (!(days >= 0)) throw std::logic_error("a length of time came out negative or not a number");
  constexpr double most = 800'000;  // days; more than the horizon can be, and far from overflow
  return days > most ? end_of_time : now + to_ticks(Days{days});
}

}  // namespace poldyn
