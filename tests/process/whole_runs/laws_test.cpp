/// A run finds once what the draws of a law have in common.

#include "sim/engine/sample.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

TEST_CASE("laws: a run's Weibull laws have their shape, wherever they stand", "[process]") {
  Scenario s = plain();
  int laws = 0;
  for (const Section& part : all_sections(s))
    for (const ParamRow& row : part.rows)
      if (row.kind == Kind::law) row.set(part.object, Law{LawKind::weibull, 20.0 + ++laws, 0.6});
  REQUIRE(laws > 8);
  Simulation sim = start(s, {1, 0});
  for (const Section& part : all_sections(sim.rules))
    for (const ParamRow& row : part.rows) {
      if (row.kind != Kind::law) continue;
      INFO(part.path << "." << row.key);
      CHECK(std::get<Law>(row.get(part.object)).shape == weibull_shape(0.6));
    }
}
