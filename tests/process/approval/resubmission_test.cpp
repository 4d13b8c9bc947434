/// Where a returned filing stands when it comes back.

#include <vector>

#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Who left the only reviewer's desk, in order: three filings come at once, each fails twice and is then refused.
std::vector<std::uint32_t> order_of_reviews(QueueEnd where, Law rectification) {
  Scenario s = plain(3);
  make_all_file(s);
  s.mechanisms.returns = true;
  s.run.horizon = Days{100 + 6 * 30 + 10};
  StageRule& desk = north(s).stages[0].rule;
  desk.reviewers = 1;
  desk.unlimited = false;
  desk.pass_probability = 0;
  desk.max_attempts = 2;
  desk.resubmit = where;
  desk.rectification = rectification;
  s.vendors.works_ahead = false;
  Simulation sim = start(s, {1, 0});
  std::vector<std::uint32_t> order;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) == EventKind::review_ends) order.push_back(event.what.subject);
  });
  return order;
}

using Order = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("resubmission: what is mended on the spot and goes to the front is served before those who wait",
          "[process]") {
  CHECK(order_of_reviews(QueueEnd::front, constant(0)) == Order{0, 0, 1, 1, 2, 2});
}

TEST_CASE("resubmission: mending takes time, or the back of the queue, and others go first", "[process]") {
  CHECK(order_of_reviews(QueueEnd::front, constant(10)) == Order{0, 1, 0, 1, 2, 2});
  CHECK(order_of_reviews(QueueEnd::back, constant(0)) == Order{0, 1, 2, 0, 1, 2});
}
