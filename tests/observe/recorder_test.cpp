#include "sim/observe/recorder.h"

#include <cmath>
#include <numeric>
#include <set>
#include <string>

#include "sim/engine/stream.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/observe/hand_world.h"
#include "tests/process/lab.h"

using namespace poldyn;

namespace {

Ticks some_time(Stream& s) { return to_ticks(Days{100 * s.uniform()}); }

void fill(BlocTally& t, Stream& s) {
  t.releases = 1 + s.below(50);
  t.intervals = s.below(static_cast<std::uint32_t>(t.releases));
  for (TimeSum& part : t.delay) part = some_time(s) * static_cast<std::int64_t>(t.releases);
  t.interval = some_time(s) * static_cast<std::int64_t>(t.intervals);
  for (std::uint64_t* n : {&t.entries, &t.exits, &t.projects, &t.dropped, &t.bundled, &t.notified, &t.filed[0],
                           &t.filed[1], &t.refused, &t.expired, &t.renewed, &t.adoptions, &t.unawarded})
    *n = s.below(100);
  t.open_releases = s.below(static_cast<std::uint32_t>(t.releases) + 1);
  t.won = {s.below(9), s.below(9), 1 + s.below(9)};
  t.awards = t.won[0] + t.won[1] + t.won[2];
  t.tenders = t.awards;
  t.call_offs = s.below(static_cast<std::uint32_t>(t.tenders));
  t.won_affiliated = 1 + s.below(static_cast<std::uint32_t>(t.awards));
  t.winner_q = -s.uniform();
  t.tender_value = s.uniform();
  for (double& signal : t.signals) signal = s.uniform();
  t.use = 1 + s.uniform();
  t.vendor_days = 1000 * s.uniform();
  t.acquired = 1 + s.below(9);
  t.user_value = s.uniform();
  t.standard_switches = 1 + s.below(9);
  t.foreign_adoptions = s.below(static_cast<std::uint32_t>(t.adoptions) + 1);
  t.foreign_views = s.below(static_cast<std::uint32_t>(t.open_releases) + 1);
  t.leaks = 1 + s.below(9);
  t.leaks_from_abroad = 1 + s.below(9);
  ++t.projects;
  t.directed = 1 + s.below(static_cast<std::uint32_t>(t.projects));
  t.discoveries = 1 + s.below(9);
  t.variants_filed = 1 + s.below(9);
  t.variants_given_up = 1 + s.below(9);
  t.ordered_use = t.use * s.uniform();
  t.chosen_use = t.use - t.ordered_use;
  t.ordered_q = s.uniform();
  t.chosen_q = s.uniform();
  for (std::uint64_t* n : {&t.forks, &t.regions_entered, &t.regions_left}) *n = 1 + s.below(9);
  t.fork_time = some_time(s);
  for (double* sum : {&t.fork_cost, &t.upkeep, &t.research}) *sum = s.uniform();
}

/// Two groups of regions. Offers are at home in them by turns and every third has a fork in the other, behind its
/// product.
void spread(HandWorld& w, std::size_t b, const std::vector<std::size_t>& order) {
  Bloc& bloc = w.world.blocs[b];
  bloc.groups = {{0b01, 0.6, 0}, {0b10, 0.4, 1}};
  bloc.group_of = {0, 1};
  w.world.vendor_forks.resize(w.world.vendors.size());
  Segments& segments = bloc.market.by_region;
  const auto rows = static_cast<Eigen::Index>(bloc.market.rows), domains = static_cast<Eigen::Index>(w.world.domains);
  segments.share.setZero(rows, 2 * domains);
  segments.quality.setZero(rows, 2 * domains);
  segments.released.setConstant(rows, 2, missing_value);
  for (Eigen::Index row = 0; row < static_cast<Eigen::Index>(order.size()); ++row) {
    const std::size_t i = order[static_cast<std::size_t>(row)];
    const VendorId id = bloc.market.vendor[static_cast<std::size_t>(row)];
    const auto home = static_cast<GroupIndex>(i % 2);
    Model& product = w.world.at(w.world.at(id).product);
    product.project = 2;
    product.released = at_day(bloc.market.released_days(row));
    const auto deploy = [&](GroupIndex group, double released) {
      segments.released(row, group) = released;
      for (Eigen::Index d = 0; d < domains; ++d) {
        segments.share(row, group * domains + d) = bloc.market.share(row, d);
        segments.quality(row, group * domains + d) = bloc.market.quality(row, d) - group;
      }
    };
    deploy(home, bloc.market.released_days(row));
    if (i % 3 != 0) continue;
    Fork fork;
    fork.group = 1 - home;
    fork.live = true;
    fork.serving = {1, at_day(bloc.market.released_days(row) / 2), {}};
    w.world.vendor_forks[id.value].forks = {fork};
    deploy(fork.group, bloc.market.released_days(row) / 2);
  }
}

/// Adds to what is there: books only grow.
void add_to(Books& books, Stream& s) {
  for (Money& sum : books.paid) sum += Money::of(1 + s.uniform());
  for (Money& sum : books.received) sum += Money::of(1 + s.uniform());
  for (Money& sum : books.heading) sum += Money::of(1 + s.uniform());
  for (Money& sum : books.group) sum += Money::of(1 + s.uniform());
  for (std::uint64_t& n : books.activity) n += 1 + s.below(9);
  books.compute += 1 + s.uniform();
}

void fill(Office& office, Stream& s) {
  office.waiting = s.below(10);
  office.in_review = office.reviewers > 0 ? s.below(office.reviewers + 1) : s.below(10);
  office.decided.size = s.below(10);
  OfficeTally& t = office.tally;
  t.arrived = s.below(100);
  t.turned_away = s.below(100);
  t.withdrawn = s.below(100);
  t.abandoned = s.below(100);
  t.started = 1 + s.below(100);
  t.waited = s.below(static_cast<std::uint32_t>(t.started) + 1);
  t.passed = s.below(50);
  t.returned = s.below(50);
  t.refused = 1 + s.below(50);
  t.finished = t.passed + t.returned + t.refused;
  t.wait_days = s.uniform();
  t.stay_days = s.uniform();
  t.lost_days = s.uniform();
  t.counted_to = at_day(900);
  t.waiting_area = 900 * s.uniform();
  t.reviewer_area = 900 * office.reviewers;
  t.busy_area = s.uniform() * t.reviewer_area;
  t.awaiting_date_area = 900 * s.uniform();
}

void fill(Staff& staff, const Office& office, Stream& s) {
  staff.joining = s.below(4);
  if (office.reviewers > 1) staff.trained_at = {at_day(1100)};
  staff.cost_per_year = s.uniform();
  StaffTally& t = staff.tally;
  t.hired = 1 + s.below(9);
  t.left = s.below(9);
  t.reviews = 1 + s.below(99);
  t.speed = s.uniform() * static_cast<double>(t.reviews);
  t.vacancy_area = 900 * s.uniform();
  t.trainee_area = 900 * s.uniform() * office.reviewers;
  t.cost = s.uniform();
  t.counted_to = at_day(900);
}

/// A bloc with everything that a bloc can have, in amounts drawn from `s`. The draws do not depend on `order`, which
/// says in what order the offers are made: only the numbers of vendors, models and rows do.
void fill(HandWorld& w, std::size_t b, const std::vector<std::size_t>& order, Stream& s) {
  std::vector<HandWorld::Offer> offers(order.size());
  std::vector<double> sum(w.world.domains);
  for (HandWorld::Offer& o : offers) {
    for (std::size_t d = 0; d < w.world.domains; ++d) {
      o.share.push_back(s.uniform());
      o.q.push_back(10 * s.uniform());
      o.stock.push_back(s.uniform());
      sum[d] += o.share.back();
    }
    o.design = s.below(16);
    o.paradigm = static_cast<Paradigm>(s.below(3));
    o.lineage = std::uint64_t{s.below(6)} << 32 | 1;
    o.compute = 10 * s.uniform();
    o.robustness = s.uniform();
    o.released_day = 900 * s.uniform();
    o.derivative = s.below(2) == 1;
    o.approved = s.below(2) == 1;
    o.application = s.below(4) == 0;
    o.inherited_weights = o.derivative && !o.application;
    o.standard = static_cast<std::uint8_t>(s.below(3));
    o.root_bloc = s.below(2);
    o.cash = s.uniform();
    o.contract_rate = s.uniform();
  }
  for (HandWorld::Offer& o : offers)
    for (std::size_t d = 0; d < w.world.domains; ++d) o.share[d] /= sum[d];
  for (const std::size_t i : order) w.add_offer(b, offers[i]);
  Bloc& bloc = w.world.blocs[b];
  bloc.registry.approvals = order.size() + s.below(10);
  bloc.registry.light = 1 + s.below(4);
  bloc.registry.variants = bloc.registry.variants_listed =
      s.below(static_cast<std::uint32_t>(bloc.registry.approvals) / 2 + 1);
  bloc.registry.first = bloc.registry.approvals / 3;
  for (int i = 0; i < 5; ++i) bloc.registry.designs.add(s.below(4), static_cast<Paradigm>(s.below(2)));
  bloc.epochs = 3;
  bloc.last_epoch = at_day(800);
  bloc.profit_margin = 2 * s.uniform() - 1;
  bloc.contracts = s.below(10);
  for (TrackState& track : bloc.tracks) track.expected_days = 50 * s.uniform();
  bloc.outside_envelope[1] = true;
  bloc.standards.home = 1;
  for (std::uint8_t stage = 0; stage < 2; ++stage)
    for (std::uint32_t i = 0; i < 2; ++i) fill(w.add_office(b, stage, 1 + i), s);
  fill(bloc.tally, s);
  add_to(bloc.books, s);
  bloc.compute.price = 1 + s.uniform();
  bloc.user_utility = s.uniform();
  bloc.best_trained_q = 10 + s.uniform();  // no offer is better
  bloc.tally.flagship_interval = some_time(s);
  bloc.tally.flagship_intervals = 1 + s.below(5);
  bloc.paradigms = {1, 2, {SimTime{}, at_day(100 * s.uniform()), at_day(100 + 700 * s.uniform())}};
  for (std::size_t d = 0; d < w.world.domains; ++d) bloc.tally.incidents_in[d] = 1 + s.below(9);
  bloc.programme.running = true;
  bloc.programme.target = s.below(16);
  bloc.programme.paradigm = 1;
}

/// Two models of the bloc that come to the market now, the second with another design than the first.
void release_two(HandWorld& w, std::size_t bloc, Recorder& recorder) {
  for (const std::uint64_t design : {0b0011U, 0b0111U}) {
    const ModelId id = w.add_offer(bloc, {.share = {0, 0, 0}, .q = {1, 2, 3}, .design = design});
    w.world.at(id).released = at_day(850);
    Event event;
    event.at = at_day(850);
    event.what.kind = static_cast<std::uint8_t>(EventKind::deployed);
    event.what.subject = id.value;
    event.what.detail = w.world.at(id).generation;
    recorder.seen(event, w.world);
  }
}

/// The vendor of the bloc's weakest product leaves.
void weakest_leaves(HandWorld& w, std::size_t b, Recorder& recorder) {
  VendorId weakest;
  for (const VendorId id : w.world.blocs[b].market.vendor)
    if (!weakest || w.world.at(w.world.at(id).product).mean_q < w.world.at(w.world.at(weakest).product).mean_q)
      weakest = id;
  if (!weakest) return;
  w.world.at(weakest).active = false;
  Event event;
  event.at = at_day(950);
  event.what.kind = static_cast<std::uint8_t>(EventKind::vendor_leaves);
  event.what.subject = weakest.value;
  recorder.seen(event, w.world);
}

/// Two samples of a random world, the frontier moving in between.
RunResult watch(const std::vector<std::size_t>& order, std::uint32_t variant) {
  HandWorld w(2, {0.5, 0.3, 0.2}, 4);
  w.world.standards = 3;
  w.world.domain_kind = {DomainKind::in_distribution, DomainKind::open_ended, DomainKind::tool_use};
  w.world.later_landscapes.resize(2);
  w.world.newest_paradigm = 2;
  Stream s({30, variant}, 0, 0, 0);
  fill(w, 0, order, s);
  fill(w, 1, order, s);
  w.world.staffs.resize(w.world.offices.size());
  for (std::size_t o = 0; o < w.world.offices.size(); ++o) fill(w.world.staffs[o], w.world.offices[o], s);
  Recorder recorder(w.world, w.shape(2), false, false);
  for (std::size_t b = 0; !order.empty() && b < 2; ++b) release_two(w, b, recorder);
  for (std::size_t b = 0; b < 2; ++b) spread(w, b, order);
  recorder.sample(at_day(900), w.world);
  for (std::size_t b = 0; b < 2; ++b) weakest_leaves(w, b, recorder);
  for (Bloc& bloc : w.world.blocs) {
    const BlocTally before = bloc.tally;
    fill(bloc.tally, s);
    bloc.tally.releases += before.releases;
    bloc.tally.flagship_intervals += before.flagship_intervals;
    bloc.tally.flagship_interval += before.flagship_interval;
    bloc.tally.intervals += before.intervals;
    bloc.tally.interval += before.interval;
    for (std::size_t c = 0; c < causes; ++c) bloc.tally.delay[c] += before.delay[c];
    for (std::size_t c = 0; c < channels; ++c) bloc.tally.signals[c] += before.signals[c];
    for (auto count : {&BlocTally::entries, &BlocTally::exits, &BlocTally::bundled, &BlocTally::tenders,
                       &BlocTally::awards, &BlocTally::call_offs, &BlocTally::unawarded, &BlocTally::standard_switches,
                       &BlocTally::projects, &BlocTally::directed})
      bloc.tally.*count += before.*count;
    for (std::size_t c = 0; c < vendor_classes; ++c) bloc.tally.won[c] += before.won[c];
    for (std::size_t i = 0; i < max_tracks; ++i) bloc.tally.filed[i] += before.filed[i];
    bloc.tally.variants_filed += before.variants_filed;
    for (auto sum : {&BlocTally::ordered_use, &BlocTally::chosen_use, &BlocTally::ordered_q, &BlocTally::chosen_q})
      bloc.tally.*sum += before.*sum;
    bloc.tally.use += before.use;
    bloc.tally.user_value += before.user_value;
    bloc.tally.upkeep += before.upkeep;
    bloc.tally.research += before.research;
    bloc.tally.acquired += before.acquired;
    add_to(bloc.books, s);
    for (std::size_t d = 0; d < w.world.domains; ++d) bloc.tally.incidents_in[d] += 1 + s.below(9);
    bloc.tally.vendor_days += before.vendor_days;
    bloc.last_epoch = at_day(1000);
    bloc.market.quality += 0.5;
    bloc.market.by_region.quality += 0.5;
    for (const VendorId vendor : bloc.market.vendor) {
      w.world.at(w.world.at(vendor).product).mean_q += 0.5;
      w.world.at(w.world.at(vendor).product).standard = 0;
    }
  }
  recorder.sample(at_day(1000), w.world);
  return recorder.finish(at_day(1000), w.world);
}

std::vector<std::size_t> in_order(std::size_t n) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

std::vector<std::size_t> shuffled(std::size_t n, std::uint32_t seed) {
  Stream s({31, seed}, 0, 0, 0);
  auto order = in_order(n);
  for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[s.below(static_cast<std::uint32_t>(i))]);
  return order;
}

void check_equal(std::span<const MetricRow> rows, const std::vector<std::vector<double>>& a,
                 const std::vector<std::vector<double>>& b) {
  for (std::size_t m = 0; m < rows.size(); ++m)
    for (std::size_t i = 0; i < a[m].size(); ++i) {
      INFO(rows[m].name << " at " << i << ": " << a[m][i] << " and " << b[m][i]);
      CHECK(((std::isnan(a[m][i]) && std::isnan(b[m][i])) ||
             std::abs(a[m][i] - b[m][i]) <= 1e-12 * std::max(1.0, std::abs(a[m][i]))));
    }
}

void check_ranges(std::span<const MetricRow> rows, const std::vector<std::vector<double>>& values) {
  for (std::size_t m = 0; m < rows.size(); ++m)
    for (const double x : values[m]) {
      INFO(rows[m].name << " = " << x);
      CHECK((std::isnan(x) || rows[m].valid.has(x)));
    }
}

bool has_value(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return !std::isnan(x) && x != 0; });
}

/// In at least one of the results.
void check_written(std::span<const MetricRow> rows, const std::vector<RunResult>& results,
                   std::vector<std::vector<double>> RunResult::*values) {
  for (const RunResult& result : results) REQUIRE((result.*values).size() == rows.size());
  for (std::size_t m = 0; m < rows.size(); ++m) {
    INFO(rows[m].name);
    CHECK(std::any_of(results.begin(), results.end(), [&](const RunResult& r) { return has_value((r.*values)[m]); }));
  }
}

/// Models are held back, fail, are suspended, told to change and visited, and some of the directives lapse.
Scenario eventful() {
  Scenario s = lab::plain(40);
  lab::make_all_file(s);
  s.mechanisms.market = s.mechanisms.search = s.mechanisms.finance = true;
  s.mechanisms.incidents = s.mechanisms.directives = s.mechanisms.audits = true;
  s.technology.fitness_oom = 4;
  s.domains.push_back({"outside", {DomainKind::open_ended, 0.5, {"north"}}});
  s.run.horizon = Days{2200};
  s.incidents = {0.1, 3, 0.1, 0.7, 1000, 0.5, 0.3};
  BlocRules& b = lab::north(s);
  // Some projects are quick, and what is ready too early is held back.
  s.classes[0].training = lognormal(60, 0.8);
  s.mechanisms.bundling = true;
  b.registration.bundling = 5;
  b.stages[0].rule.review = exponential(10);
  // Fees come back after a while, and then another stage takes over.
  s.mechanisms.deadlines = true;
  b.tracks[0].rule.filing_cost = 0.01;
  b.tracks[0].rule.deadline = Days{15};
  b.tracks[0].rule.on_deadline = TrackDeadline::refund;
  b.stages.push_back({"board", b.stages[0].rule});
  b.stages[0].rule.deadline = Days{20};
  b.stages[0].rule.on_deadline = DeadlineAction::escalate;
  b.stages[0].rule.escalate_to = "board";
  b.market.demand_per_year = 100;
  b.tolerance = {0.5, constant(30), false, "full", 0.2, exponential(7), 0.1};
  b.directives = {12, {50}, lognormal(60, 1), 0.5, exponential(100), 0.9, Days{90}};
  b.audits = {15, false, 0.05, 0.05, Days{10}, Sanction::fine, 0.3};
  return s;
}

void check_declared(std::span<const MetricRow> rows) {
  std::set<std::string> names;
  for (const MetricRow& row : rows) {
    INFO(row.name);
    CHECK(names.insert(std::string(row.name)).second);
    CHECK_FALSE(row.family.empty());
    CHECK_FALSE(row.meaning.empty());
    CHECK_FALSE(row.formula.empty());
    CHECK_FALSE(row.source.empty());
    CHECK(row.meaning.back() != '.');
    CHECK(row.valid.low < row.valid.high);
    if (row.unit == Unit::share) CHECK((row.valid.low >= 0 && row.valid.high <= 1));
  }
}

}  // namespace

TEST_CASE("recorder: every metric is declared once and wholly", "[observe]") {
  check_declared(sampled_metrics());
  check_declared(total_metrics());
}

TEST_CASE("recorder: every declared metric gets written in a world that has everything", "[observe]") {
  // By hand, in a run in which what takes time to happen did, in one in which nothing goes wrong, and in one with
  // policies.
  const std::vector<RunResult> results{watch(in_order(30), 1), simulate(eventful(), {1, 0}),
                                       simulate(lab::plain(4), {1, 0}), simulate(lab::busy(), {1, 0})};
  check_written(sampled_metrics(), results, &RunResult::sampled);
  check_written(total_metrics(), results, &RunResult::totals);
}

TEST_CASE("recorder: values lie in their valid ranges in random worlds", "[observe]") {
  for (std::uint32_t variant = 0; variant < 100; ++variant) {
    const RunResult r = watch(in_order(variant % 12), variant);
    check_ranges(sampled_metrics(), r.sampled);
    check_ranges(total_metrics(), r.totals);
  }
}

TEST_CASE("recorder: renumbering vendors and rows changes no value", "[observe]") {
  const auto n = static_cast<std::size_t>(GENERATE(2, 40, 700));  // 700 goes through the radix sort
  const RunResult a = watch(in_order(n), 7);
  const RunResult b = watch(shuffled(n, 8), 7);
  check_equal(sampled_metrics(), a.sampled, b.sampled);
  check_equal(total_metrics(), a.totals, b.totals);
}

TEST_CASE("recorder: results have the shape that was asked for", "[observe]") {
  const HandWorld w(2, {0.5, 0.5});
  RunShape shape = w.shape(3);
  shape.stages = 2;
  Recorder recorder(w.world, shape, false, false);
  for (int i = 0; i < 3; ++i) recorder.sample(at_day(i), w.world);
  CHECK_THROWS_AS(recorder.sample(at_day(3), w.world), std::logic_error);
  const RunResult r = recorder.finish(at_day(3), w.world);
  CHECK(r.shape == shape);
  for (std::size_t m = 0; m < r.sampled.size(); ++m)
    CHECK(r.sampled[m].size() == 2 * 3 * shape.extent(sampled_metrics()[m].axis));
  for (std::size_t m = 0; m < r.totals.size(); ++m)
    CHECK(r.totals[m].size() == 2 * shape.extent(total_metrics()[m].axis));
  shape.blocs = 1;
  CHECK_THROWS_AS(Recorder(w.world, shape, false, false), std::logic_error);
}

TEST_CASE("recorder: a deployment is kept once, with the way it took", "[observe]") {
  HandWorld w(1, {1.0});
  const ModelId id = w.add_offer(0, {{1}, {3}, 0b0101, 77});
  Model& model = w.world.at(id);
  model.released = at_day(50);
  model.project = 4;
  model.open = true;
  model.delay = Delay::from(at_day(5));
  model.delay.charge(Cause::development, at_day(30));
  model.delay.charge(Cause::review, at_day(50));
  Event event;
  event.at = at_day(50);
  event.what.kind = static_cast<std::uint8_t>(EventKind::deployed);
  event.what.subject = id.value;
  event.what.detail = model.generation;

  Recorder recorder(w.world, w.shape(0), true, true);
  recorder.seen(event, w.world);
  event.what.detail = model.generation + 1;  // of a tenant that is gone
  recorder.seen(event, w.world);
  event.what.detail = model.generation;
  event.at = at_day(60);  // not its first deployment
  recorder.seen(event, w.world);
  event.at = at_day(50);
  event.what.kind = static_cast<std::uint8_t>(EventKind::review_ends);
  recorder.seen(event, w.world);
  event.what.kind = static_cast<std::uint8_t>(EventKind::sampled);
  recorder.seen(event, w.world);
  const RunResult r = recorder.finish(at_day(60), w.world);
  CHECK(r.events == 4);  // the sample is not one of the run's events
  REQUIRE(r.log.size() == 4);
  CHECK(r.log[2].at == at_day(60));
  REQUIRE(r.releases.size() == 1);
  const ReleaseRecord& record = r.releases[0];
  CHECK(record.bloc == 0);
  CHECK(record.vendor == 0);
  CHECK(record.vendor_key == 1000);
  CHECK(record.project == 4);
  CHECK(record.lineage == 77);
  CHECK(record.design == 0b0101);
  CHECK(record.mean_q == 3);
  CHECK(record.started == at_day(5));
  CHECK(record.deployed == at_day(50));
  CHECK(record.delay == model.delay.parts);
  CHECK(record.open);
  CHECK_FALSE(record.derivative);
}

TEST_CASE("recorder: what is not asked for is not kept, and the fingerprint is the same", "[observe]") {
  const HandWorld w(1, {1.0});
  Recorder keeps(w.world, w.shape(0), true, true), does_not(w.world, w.shape(0), false, false);
  Event event;
  event.what.kind = static_cast<std::uint8_t>(EventKind::market_epoch);
  for (Recorder* recorder : {&keeps, &does_not}) recorder->seen(event, w.world);
  const RunResult a = keeps.finish(at_day(1), w.world), b = does_not.finish(at_day(1), w.world);
  CHECK(a.log.size() == 1);
  CHECK(b.log.empty());
  CHECK(a.fingerprint == b.fingerprint);
  CHECK(b.events == 1);
}
