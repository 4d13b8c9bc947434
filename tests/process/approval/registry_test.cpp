/// What a registry of services counts: first approvals, updates of what stands on one, and variants.

#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

struct Counts {
  std::uint64_t all, first, variants;
  friend bool operator==(const Counts&, const Counts&) = default;
};

Counts counts_after(const Scenario& s) {
  Simulation sim = start(s, {1, 0});
  finish(sim);
  const Registry& r = sim.world.blocs[0].registry;
  return {r.approvals, r.first, r.variants};
}

}  // namespace

TEST_CASE("registry: of a vendor that updates, the first approval is a service and the others are not", "[process]") {
  Scenario s = plain(3);
  make_all_file(s);
  s.run.horizon = Days{1000};
  // Released each 100 days and approved 30 days later, so nine times by the horizon.
  CHECK(counts_after(s) == Counts{27, 3, 0});
}

TEST_CASE("registry: after a lapse the next approval is a first one again", "[process]") {
  Scenario s = plain(1);
  make_all_file(s);
  s.mechanisms.renewal = true;
  s.run.horizon = Days{1000};
  north(s).registration.validity = Days{60};  // off the market before the next one is approved
  north(s).registration.renewal_lead = Days{0};
  north(s).stages[0].rule.review = constant(200);  // longer than it holds, so that none is renewed in time either
  const Counts made = counts_after(s);
  CHECK(made.first == made.all);
  CHECK(made.all >= 3);
}

TEST_CASE("registry: filings from outside are each another's", "[process]") {
  Scenario s = plain(0);
  s.mechanisms.filings = true;
  north(s).filings.interarrival = constant(50);
  s.run.horizon = Days{1000};
  const Counts made = counts_after(s);
  CHECK(made.all > 15);
  CHECK(made.first == made.all);
}
