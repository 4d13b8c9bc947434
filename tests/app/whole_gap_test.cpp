/// A distance between blocs is shown by scores, by ratings and in days, whichever of them was asked for.

#include "app/metrics/whole_gap.h"

#include <string>
#include <vector>

#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;

namespace {

results::MetricInfo total(const std::string& name) {
  return {"totals/scores/" + name, name, "", "", {"point", "replicate", "bloc"}};
}
results::MetricInfo sampled(const std::string& name) {
  return {"metrics/scores/" + name, name, "", "", {"point", "replicate", "bloc", "time"}};
}

std::vector<std::string> shown(const std::vector<results::MetricInfo>& asked,
                               const std::vector<analysis::Side>& sides) {
  std::vector<analysis::LabelledMetric> rows;
  for (const auto& about : asked) rows.push_back({about, ""});
  std::vector<std::string> paths;
  for (const auto& row : with_whole_gaps(rows, sides)) paths.push_back(row.about.path.substr(row.about.path.find('/')));
  return paths;
}

}  // namespace

TEST_CASE("gaps: one number of a distance brings the others, next to it and once", "[app][scores]") {
  analysis::Side side;
  side.totals = {total("releases"), total("mean_score_gap"), total("mean_rating_gap"), total("mean_score_lag")};
  side.sampled = {sampled("score_gap"), sampled("rating_gap"), sampled("score_lag")};
  using Paths = std::vector<std::string>;
  CHECK(shown({total("mean_score_gap"), total("releases")}, {side}) ==
        Paths{"/scores/mean_score_gap", "/scores/mean_rating_gap", "/scores/mean_score_lag", "/scores/releases"});
  CHECK(shown({total("mean_score_lag"), total("mean_score_gap")}, {side}) ==
        Paths{"/scores/mean_score_lag", "/scores/mean_score_gap", "/scores/mean_rating_gap"});
  CHECK(shown({sampled("rating_gap")}, {side}) ==
        Paths{"/scores/rating_gap", "/scores/score_gap", "/scores/score_lag"});
  CHECK(shown({total("releases")}, {side}) == Paths{"/scores/releases"});
  side.totals = {total("mean_score_gap")};  // a file that kept no more
  CHECK(shown({total("mean_score_gap")}, {side}) == Paths{"/scores/mean_score_gap"});
}
