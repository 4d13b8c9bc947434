#pragma once

#include <span>
#include <string_view>
#include <type_traits>

#include "sim/process/core/clocks.h"
#include "sim/process/core/simulation.h"

namespace poldyn {

/// Handles one event of a kind.
using Handler = void (*)(Simulation&, const Event&);

struct EventHandler {
  EventKind kind;
  Handler handle;
  bool of_bloc = false;  ///< the event's subject is a bloc
};

/// What a mechanism is to a run, said in one row of sim/process/dispatch/mechanism_table.cpp. Set-up, dispatch, changes
/// of rules, the arrival of vendors and the notes on policies walk the rows; nothing else lists mechanisms.
struct Mechanism {
  bool Mechanisms::*on;          ///< its switch, for names and notes; the functions below ask it themselves
  std::string_view alone_reads;  ///< parameters that nothing else reads, "*" for one name, blanks between them
  std::span<const EventHandler> events = {};        ///< kinds that come only while it is on
  std::span<const BlocClock> clocks = {};           ///< of each bloc; their paces follow changes of the rules
  std::span<const VendorClock> vendor_clocks = {};  ///< of each vendor, likewise; enter() starts them
  void (*start)(Simulation&, BlocId) = nullptr;     ///< schedules a bloc's first events
  void (*make_room)(Simulation&) = nullptr;         ///< for its state of each vendor, when there is one more
  /// What it does when rules have changed, after its clocks have followed.
  void (*follow)(Simulation&, BlocId, const Scenario& before) = nullptr;
};

/// Calls a handler with what its parameters say: the subject as an id, then the detail, then the extra.
template <auto handler>
struct Unpacked;

template <class Subject, void (*handler)(Simulation&, Subject)>
struct Unpacked<handler> {
  using Id = Subject;
  static void handle(Simulation& sim, const Event& event) { handler(sim, Subject{event.what.subject}); }
};

template <class Subject, class Detail, void (*handler)(Simulation&, Subject, Detail)>
struct Unpacked<handler> {
  using Id = Subject;
  static void handle(Simulation& sim, const Event& event) {
    handler(sim, Subject{event.what.subject}, Detail{event.what.detail});
  }
};

template <class Subject, class Detail, class Extra, void (*handler)(Simulation&, Subject, Detail, Extra)>
struct Unpacked<handler> {
  using Id = Subject;
  static void handle(Simulation& sim, const Event& event) {
    handler(sim, Subject{event.what.subject}, Detail{event.what.detail},
            static_cast<Extra>(static_cast<std::uint16_t>(event.what.extra)));
  }
};

template <auto handler>
constexpr EventHandler on(EventKind kind) {
  return {kind, &Unpacked<handler>::handle, std::is_same_v<typename Unpacked<handler>::Id, BlocId>};
}

}  // namespace poldyn
