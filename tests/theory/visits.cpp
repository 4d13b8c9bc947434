#include "tests/theory/visits.h"

#include <map>

namespace poldyn::theory {
namespace {

class VisitLog {
 public:
  void before(const Event& event, const World& world) {
    if (kind_of(event) == EventKind::review_ends) begin(event, world);
    if (kind_of(event) == EventKind::window_opens) {
      listed_.clear();
      for (FilingId id = world.offices[event.what.subject].decided.first; id; id = world.at(id).next)
        listed_.push_back(id.value);
    }
  }

  void after(const Event& event, const World& world) {
    if (kind_of(event) == EventKind::review_ends && awaits(world.at(FilingId{event.what.subject})))
      open_[event.what.subject] = visits.size() - 1, visits.back().decided = end_of_time;
    if (kind_of(event) == EventKind::window_opens)  // those decided stood first in the list
      for (std::int64_t i = 0; i < world.offices[event.what.subject].decided_on_date; ++i)
        visits[open_.at(listed_[static_cast<std::size_t>(i)])].decided = event.at;
  }

  std::vector<Visit> visits;

 private:
  static bool awaits(const Filing& filing) { return filing.state == FilingState::awaiting_window; }

  void begin(const Event& event, const World& world) {
    const Filing& filing = world.at(FilingId{event.what.subject});
    visits.push_back({filing.key, filing.ordinal, filing.visit, world.at(filing.office).stage, filing.priority,
                      filing.arrived, filing.review_started, event.at, event.at});
  }

  std::map<std::uint32_t, std::size_t> open_;  ///< slot of a filing that awaits a date -> its visit
  std::vector<std::uint32_t> listed_;
};

}  // namespace

std::vector<Visit> visits_of(const Scenario& scenario, RunKey key) {
  Simulation sim = start(scenario, key);
  VisitLog log;
  watch(
      sim, [&](const Event& event, const World& world) { log.before(event, world); },
      [&](const Event& event, const World& world) { log.after(event, world); });
  return log.visits;
}

}  // namespace poldyn::theory
