/// Where the time of each release went: the ledger against books kept from outside, to the tick.

#include <map>

#include "sim/policy/contradictions.h"
#include "tests/catch.h"
#include "tests/theory/random_chain.h"

namespace poldyn::theory {
namespace {

using Release = std::pair<std::uint32_t, std::uint32_t>;  ///< vendor, project

/// Watches a run and books the time of every project from what happens, not from the ledger.
class Books {
 public:
  void before(const Event& event, const World& world) {
    if (kind_of(event) == EventKind::training_ends) end_training(event, world);
    if (kind_of(event) == EventKind::review_ends) end_review(event, world.at(FilingId{event.what.subject}));
    if (kind_of(event) == EventKind::rectified) mend(event, world.at(FilingId{event.what.subject}));
    if (kind_of(event) != EventKind::window_opens) return;
    listed_.clear();
    for (FilingId id = world.offices[event.what.subject].decided.first; id; id = world.at(id).next)
      listed_.push_back(release_of(world.at(id)));
  }

  void after(const Event& event, const World& world) {
    if (kind_of(event) == EventKind::window_opens)
      for (std::int64_t i = 0; i < world.offices[event.what.subject].decided_on_date; ++i)
        book(listed_[static_cast<std::size_t>(i)], Cause::window, event.at);
    if (kind_of(event) == EventKind::deployed) deploy(event, world.at(ModelId{event.what.subject}));
  }

  std::size_t checked = 0;
  std::array<TimeSum, causes> total;

 private:
  static Release release_of(const Filing& filing) { return {filing.vendor.value, filing.ordinal}; }

  void book(const Release& release, Cause cause, SimTime now) {
    Delay& page = pages_[release];
    page.parts[static_cast<std::size_t>(cause)] += now - page.mark;
    page.mark = now;
  }

  void end_training(const Event& event, const World& world) {
    const Vendor& vendor = world.at(VendorId{event.what.subject});
    if (vendor.project != event.what.detail) return;
    pages_[{event.what.subject, vendor.project}] = Delay::from(vendor.project_start);
    book({event.what.subject, vendor.project}, Cause::development, event.at);
  }

  void end_review(const Event& event, const Filing& filing) {
    if (filing.purpose != FilingPurpose::release || filing.state == FilingState::withdrawn) return;
    if (filing.visit == 1) book(release_of(filing), Cause::bundling, filing.filed);
    // What passed since the filing was last seen and before it joined this office belongs to nobody: it must be
    // nothing.
    CHECK(pages_[release_of(filing)].mark == filing.arrived);
    book(release_of(filing), Cause::queue, filing.review_started);
    book(release_of(filing), Cause::review, event.at);
  }

  void mend(const Event& event, const Filing& filing) {
    if (filing.generation == event.what.detail && filing.purpose == FilingPurpose::release)
      book(release_of(filing), Cause::rework, event.at);
  }

  void deploy(const Event& event, const Model& model) {
    if (model.generation != event.what.detail || model.released != event.at) return;
    const Release release{model.vendor.value, model.project};
    book(release, Cause::window, event.at);  // the wait after a notification
    const Delay& page = pages_.at(release);
    INFO("vendor " << release.first << ", project " << release.second << ", day " << in_days(event.at));
    Ticks sum{};
    for (const Ticks part : model.delay.parts) sum += part;
    CHECK(sum == event.at - page.start);
    CHECK(model.delay.start == page.start);
    CHECK(model.delay.parts == page.parts);
    for (std::size_t c = 0; c < causes; ++c) total[c] += model.delay.parts[c];
    ++checked;
  }

  std::map<Release, Delay> pages_;
  std::vector<Release> listed_;
};

/// Books a run; returns how many releases were checked.
std::size_t audit(const Scenario& scenario, RunKey key) {
  if (const auto faults = contradictions(scenario); !faults.empty()) FAIL(faults[0].path << ": " << faults[0].message);
  Simulation sim = start(scenario, key);
  Books books;
  watch(
      sim, [&](const Event& event, const World& world) { books.before(event, world); },
      [&](const Event& event, const World& world) { books.after(event, world); });
  std::array<TimeSum, causes> tallied;
  for (const Bloc& bloc : sim.world.blocs)
    for (std::size_t c = 0; c < causes; ++c) tallied[c] += bloc.tally.delay[c];
  CHECK(tallied == books.total);
  return books.checked;
}

/// Vendors that search, bundle, notify, renew, leave and enter before a random chain of offices.
Scenario random_loop(RunKey key) {
  Stream dice(key, 0, 0, 0);
  const auto chain = random_chain(dice);
  Scenario made = closed_loop(chain, one_of(dice, 3, 10, 30), random_law(dice, one_of(dice, 3.0, 20.0)), {400, 0});
  made.technology.bits = made.technology.jump_bits = 12;
  made.technology.epistasis = 3;
  made.vendors.works_ahead = one_of(dice, false, true);
  Mechanisms& on = made.mechanisms;
  for (bool* mechanism :
       {&on.search, &on.bundling, &on.material_change, &on.renewal, &on.entry, &on.exit, &on.openness, &on.adoption})
    *mechanism = dice.below(3) > 0;
  BlocRules& bloc = made.blocs[0];
  bloc.population.class_shares = {1, 1, 0};
  bloc.population.entry_rate_per_year = bloc.population.exit_hazard_per_year = 2;
  bloc.supply.growth_oom_per_year = 1;
  RegistrationRule& rule = bloc.registration;
  rule.pending_limit = one_of(dice, 1, 1, 2, 4);
  rule.change_bits = one_of(dice, 0.0, 2.0);
  rule.notification = Days{one_of(dice, 0.0, 5.0)};
  rule.validity = Days{90};
  rule.renewal_lead = Days{40};
  rule.renewal_track = rule.change_track = "light";
  bloc.tracks[static_cast<std::size_t>(Track::light)].rule.stages = {"1"};
  return made;
}

TEST_CASE("the parts of every release's delay are what happened to it, and sum to the whole", "[theory]") {
  std::size_t checked = 0;
  for (std::uint32_t r = 0; r < 150; ++r) {
    INFO("random loop " << r);
    checked += audit(random_loop({31, r}), {31, r});
  }
  CHECK(checked > 20'000);  // power: something was checked
}

TEST_CASE("with every mechanism on, the parts of every delay sum to the whole", "[theory]") {
  Scenario all;
  all.domains = {{"chat", {}}, {"tools", {}}};
  all.run.horizon = Days{6 * days_per_year};
  for (const char* name : {"north", "south"}) {
    BlocRules& bloc = all.blocs.emplace_back();
    bloc.name = name;
    bloc.registration.who = WhoFiles::all;
    bloc.registration.validity = Days{400};
    bloc.registration.notification = Days{10};
    bloc.openness.foreign_visibility = 0.5;
    StageRule paper = desk(3, lognormal(20, 0.6));
    paper.pass_probability = 0.8;
    paper.rectification = exponential(15);
    StageRule board = desk(0, constant(5));
    board.window = Days{30};
    board.decisions_per_window = 12;
    bloc.stages = {{"paper", paper}, {"board", board}};
    bloc.tracks[0].rule.stages = {"paper", "board"};
    bloc.tracks[1].rule.stages = {"paper"};
  }
  CHECK(audit(all, {32, 0}) > 300);
}

}  // namespace
}  // namespace poldyn::theory
