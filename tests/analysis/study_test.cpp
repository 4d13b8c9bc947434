#include "analysis/study.h"

#include <cmath>

#include "sim/batch/merge.h"
#include "sim/batch/sweep.h"
#include "tests/experiment/experiment_fixture.h"

using namespace poldyn;
using analysis::Study;
using analysis::study_of;

namespace {

/// A campaign of runs of a moment's length, made and merged.
results::Reader made(const ExperimentFolder& folder, const std::string& text) {
  Campaign campaign(folder.folder() / "runs", folder.read(text), "1", "abc");
  campaign.open(Extend::no);
  sweep(campaign, {});
  merge(campaign, folder.folder() / "all.h5", {});
  return results::Reader(folder.folder() / "all.h5");
}

const std::string record = "[record]\ntotals = [\"releases\", \"delay_by_cause\"]\nsampled = [\"frontier\"]\n";

const std::string head = "[experiment]\nbase = \"base.toml\"\nreplicates = 2\n";

const std::string who =
    "[factor.who]\nkey = \"bloc.north.registration.who\"\nvalues = [\"nobody\", \"all\"]\n"
    "[factor.review]\nkey = \"bloc.*.stage.*.review.mean\"\nrange = [\"10 d\", \"40 d\"]\n"
    "[factor.idle]\nkey = \"bloc.*.population.vendors\"\nvalues = [8]\n";

}  // namespace

TEST_CASE("study: factors that vary, their levels in the order of the experiment, and responses by point", "[study]") {
  const ExperimentFolder folder;
  const results::Reader file = made(folder, head + "design = \"morris\"\ntrajectories = 3\n" + who + record);
  const Study study = study_of(file);
  CHECK(study.design == "morris");
  CHECK(study.grid_levels == 4);
  CHECK(study.points == 3 * 4);
  CHECK(study.replicates == 2);
  CHECK(study.bases == std::vector<std::string>{"base"});
  CHECK(study.common_random_numbers);
  REQUIRE(study.factors.size() == 2);  // "idle" has one value
  CHECK(study.factors[0].levels == std::vector<std::string>{"nobody", "all"});
  CHECK(study.factors[1].unit == "d");
  CHECK(study.factors[1].is_number);
  for (std::size_t p = 0; p < study.points; ++p) {
    const auto scenario = file.point_scenario(p);
    const bool nobody = std::find(scenario.settings.begin(), scenario.settings.end(),
                                  "bloc.north.registration.who=\"nobody\"") != scenario.settings.end();
    CHECK(study.factors[0].shown(p) == (nobody ? "nobody" : "all"));
  }
  const auto releases = file.values("totals/iteration/releases");
  const auto south = study.response("totals/iteration/releases", 1);
  REQUIRE(south.size() == study.points * 2);
  for (std::size_t run = 0; run < south.size(); ++run) CHECK(south[run] == releases[run * 2 + 1]);
}

TEST_CASE("study: the mean of samples weighs the time that each stands for; a label that is not there is NaN",
          "[study]") {
  const ExperimentFolder folder;
  const results::Reader file =
      made(folder, head + "design = \"random\"\npoints = 3\ncommon_random_numbers = false\n" + who + record);
  const Study study = study_of(file);
  CHECK_FALSE(study.common_random_numbers);
  const auto times = file.file().read<double>("time");
  const auto all = file.values("metrics/capability/frontier");
  const auto means = study.response("metrics/capability/frontier", 0);
  REQUIRE(means.size() == 6);
  for (std::size_t run = 0; run < 6; ++run) {
    double sum = 0, weight = 0;
    for (std::size_t t = 1; t < times.size(); ++t)
      if (const double x = all[(run * 2 + 0) * times.size() + t]; !std::isnan(x))
        sum += x * (times[t] - times[t - 1]), weight += times[t] - times[t - 1];
    CHECK_THAT(means[run], WithinRel(sum / weight, 1e-12));
  }
  const auto delays = file.values("totals/iteration/delay_by_cause");
  const auto names_of_causes = file.file().read<std::string>("cause");
  const auto third = study.response("totals/iteration/delay_by_cause", 1, names_of_causes[2]);
  for (std::size_t run = 0; run < 6; ++run) {
    const double there = delays[(run * 2 + 1) * names_of_causes.size() + 2];
    CHECK((third[run] == there || (std::isnan(third[run]) && std::isnan(there))));
  }
  const auto none = study.response("totals/iteration/delay_by_cause", 1, "no such cause");
  CHECK(std::all_of(none.begin(), none.end(), [](double x) { return std::isnan(x); }));
}
