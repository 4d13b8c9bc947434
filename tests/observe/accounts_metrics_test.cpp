/// Metrics of accounts, ledger and welfare against books written by hand.

#include <cmath>

#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

std::size_t at(Heading heading) { return static_cast<std::size_t>(heading); }
std::size_t at(LedgerGroup group) { return static_cast<std::size_t>(group); }

void enter(Books& books, Heading heading, double millions, LedgerGroup group = LedgerGroup::none) {
  books.heading[at(heading)] += Money::of(millions);
  books.group[at(group)] += Money::of(millions);
}

}  // namespace

TEST_CASE("accounts metrics: flows since the previous sample, and totals since the warm-up", "[observe]") {
  HandWorld w(1, {1.0});
  Bloc& bloc = w.world.blocs[0];
  Recorder recorder(w.world, w.shape(3), false, false);
  enter(bloc.books, Heading::hardware, 7, LedgerGroup::infrastructure_vendors);
  recorder.sample(at_day(0), w.world);
  bloc.books_before = bloc.books;  // the warm-up ends here
  enter(bloc.books, Heading::hardware, 30, LedgerGroup::infrastructure_vendors);
  enter(bloc.books, Heading::cloud, 20, LedgerGroup::cloud);
  enter(bloc.books, Heading::state_contracts, 25, LedgerGroup::government_integrators);
  enter(bloc.books, Heading::subsidised_compute, 15, LedgerGroup::cloud);
  enter(bloc.books, Heading::duplicated_teams, 10);
  enter(bloc.books, Heading::teams, 40, LedgerGroup::open_ended_research);
  enter(bloc.books, Heading::sales, 300, LedgerGroup::startups);
  enter(bloc.books, Heading::grants, 5);
  bloc.books.activity[at(LedgerGroup::grassroots)] += 4;
  bloc.books.paid[static_cast<std::size_t>(Account::investors)] += Money::of(11);
  bloc.books.compute += 50;
  bloc.compute.price = 1.5;
  bloc.user_utility = 3;
  bloc.tally.user_value += 900;
  bloc.tally.acquired += 2;
  recorder.sample(at_day(30), w.world);
  recorder.sample(at_day(60), w.world);
  const RunResult r = recorder.finish(at_day(60), w.world);

  CHECK(sampled(r, "flow", 0, 0, at(Heading::hardware)) == 7);
  CHECK(sampled(r, "flow", 0, 1, at(Heading::hardware)) == 30);
  CHECK(sampled(r, "flow", 0, 2, at(Heading::hardware)) == 0);
  CHECK(sampled(r, "industry_size", 0, 1) == 100);
  CHECK(sampled(r, "sales_per_input", 0, 1) == 3);
  CHECK(sampled(r, "support", 0, 1) == 20);
  CHECK(sampled(r, "compute_bought", 0, 1) == 50);
  CHECK(sampled(r, "compute_price", 0, 1) == 1.5);
  CHECK(sampled(r, "capital_flow", 0, 1) == 11);
  CHECK(sampled(r, "acquired", 0, 1) == 2);
  CHECK(sampled(r, "group_money", 0, 1, at(LedgerGroup::cloud)) == 35);
  CHECK(sampled(r, "group_activity", 0, 1, at(LedgerGroup::grassroots)) == 4);
  CHECK(sampled(r, "user_utility", 0, 1) == 3);
  CHECK(sampled(r, "user_value", 0, 1) == 900);
  CHECK(sampled(r, "profit", 0, 1) == 300 + 25 + 5 - 30 - 20 - 10 - 40);
  CHECK(sampled(r, "total_surplus", 0, 1) == 900 + 230 - 20);

  CHECK(total(r, "flow", 0, at(Heading::hardware)) == 30);
  CHECK(total(r, "industry_size") == 100);
  CHECK_THAT(total(r, "input_share", 0, at(Heading::state_contracts)), WithinRel(0.25, 1e-12));
  CHECK(std::isnan(total(r, "input_share", 0, at(Heading::teams))));
  CHECK(total(r, "group_money", 0, at(LedgerGroup::startups)) == 300);
  CHECK_THAT(total(r, "group_money_share", 0, at(LedgerGroup::startups)), WithinRel(300.0 / 430, 1e-12));
  CHECK(total(r, "total_surplus") == 1110);
  CHECK(total(r, "sales_per_input") == 3);
  CHECK(total(r, "user_value_per_input") == 9);
  CHECK(std::isnan(total(r, "frontier_per_input")));  // no model was ever deployed
  CHECK(total(r, "acquired") == 2);
  CHECK(total(r, "mean_compute_price") == Approx((1 + 1.5 + 1.5) / 3));
}
