/// The pipeline equals a second, naive writing of it, visit by visit, for hundreds of random pipelines.

#include <algorithm>
#include <sstream>
#include <string>

#include "tests/catch.h"
#include "tests/theory/naive_pipeline.h"
#include "tests/theory/random_chain.h"

namespace poldyn::theory {
namespace {

Scenario random_pipeline(RunKey key) {
  Stream dice(key, 0, 0, 0);
  const auto chain = random_chain(dice);
  Scenario lab = pipeline(chain, random_law(dice, 1), {150, 0});
  lab.blocs[0].filings.batch = one_of(dice, 1, 1, 1, 3);
  lab.blocs[0].filings.priority_weights = {1, 0.5, 2};
  return lab;
}

std::string told(std::vector<Visit>::const_iterator at, std::vector<Visit>::const_iterator end) {
  if (at == end) return "none\n";
  std::ostringstream text;
  text << "filing " << at->ordinal << ", visit " << at->number << ", stage " << int{at->stage} << ", class "
       << int{at->priority} << ", arrived " << in_days(at->arrived) << ", started " << in_days(at->started)
       << ", ended " << in_days(at->ended) << ", decided " << in_days(at->decided) << '\n';
  return text.str();
}

TEST_CASE("every visit of 400 random pipelines equals a naive second writing", "[theory]") {
  std::size_t compared = 0;
  for (std::uint32_t r = 0; r < 400; ++r) {
    const RunKey key{15, r};
    const Scenario lab = random_pipeline(key);
    const auto seen = visits_of(lab, key), known = naive_visits(lab, key);
    const auto where = std::mismatch(seen.begin(), seen.end(), known.begin(), known.end());
    INFO("random pipeline " << r << ": " << seen.size() << " visits, " << known.size() << " known");
    INFO("first difference: " << told(where.first, seen.end()) << "known: " << told(where.second, known.end()));
    CHECK((where.first == seen.end() && where.second == known.end()));
    compared += seen.size();
  }
  CHECK(compared > 50'000);  // power: something was compared
}

TEST_CASE("a filing that fails at one stage as often as the rule allows is refused, wherever it is sent back to",
          "[theory]") {
  StageRule last = desk(0, constant(1));
  last.pass_probability = 0;
  last.return_to = GENERATE("", "1");
  last.max_attempts = 5;
  const Scenario lab = pipeline({desk(0, constant(1)), last}, exponential(1), {2'000, 0});
  const OfficeTally tally = finished(lab, {16, 0}).world.offices[1].tally;
  INFO("sent back to \"" << last.return_to << "\"");
  CHECK(tally.passed == 0);
  CHECK(tally.refused > 1'500);
  CHECK(tally.returned <= 4 * (tally.refused + 20));
}

}  // namespace
}  // namespace poldyn::theory
