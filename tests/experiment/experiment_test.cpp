#include "sim/experiment/experiment.h"

#include <set>

#include "tests/experiment/experiment_fixture.h"

using namespace poldyn;

namespace {

const std::string head = "[experiment]\nbase = \"base.toml\"\n";
const std::string vendors = "[factor.vendors]\nkey = \"bloc.*.population.vendors\"\nvalues = [4, 8, 16]\n";
const std::string review = "[factor.review]\nkey = \"bloc.north.stage.expert.review.mean\"\n";

std::set<std::uint64_t> run_ids(const Experiment& experiment) {
  std::set<std::uint64_t> ids;
  for (std::size_t p = 0; p < experiment.points(); ++p)
    for (std::uint32_t r = 0; r < experiment.replicates; ++r) {
      const std::uint64_t id = experiment.point_id(p);
      ids.insert(Experiment::run_id(id, experiment.seed_of(p, id), r));
    }
  return ids;
}

bool holds(const std::set<std::uint64_t>& all, const std::set<std::uint64_t>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

}  // namespace

TEST_CASE("experiment: factors set what their keys name, and nothing else", "[experiment]") {
  const ExperimentFolder folder;
  const Experiment made = folder.read(head + vendors + review + "log_range = [\"10 d\", \"40 d\"]\nlevels = 3\n");
  REQUIRE(made.points() == 9);
  const Scenario base = made.bases.front().scenario;
  for (std::size_t p = 0; p < 9; ++p) {
    const Scenario point = made.scenario(p);
    const auto wanted = std::vector<std::int64_t>{4, 8, 16}[p / 3];
    CHECK(point.blocs[0].population.vendors == wanted);
    CHECK(point.blocs[1].population.vendors == wanted);
    CHECK(point.blocs[0].stages[0].rule.review.mean == Approx(std::vector<double>{10, 20, 40}[p % 3]));
    CHECK(point.blocs[0].stages[0].rule.review.cv == 0.6);
    CHECK(point.blocs[1].stages[0].rule.review == base.blocs[1].stages[0].rule.review);
    CHECK(std::get<double>(made.value(p, 0)) == static_cast<double>(wanted));
  }
  // 8 vendors is what the base has: the point differs from it in the review alone.
  CHECK(made.settings(3) == std::vector<Setting>{{"bloc.north.stage.expert.review",
                                                  "{ dist = \"lognormal\", mean = \"10 d\", cv = 0.6 }"}});
}

TEST_CASE("experiment: what is added neither renumbers nor changes what was there", "[experiment]") {
  const ExperimentFolder folder;
  const auto ids = run_ids(folder.read(head + "replicates = 3\n" + vendors));
  REQUIRE(ids.size() == 9);
  const auto keeps = [&](const std::string& text) { return holds(run_ids(folder.read(text)), ids); };
  CHECK(keeps(head + "replicates = 5\n" + vendors));
  CHECK(keeps(head + "replicates = 3\n[factor.size]\nkey = \"bloc.*.population.vendors\"\nvalues = [2, 16, 4, 8]\n"));
  // A new factor that takes the base's value too, another spelling, a comment, another title.
  CHECK(keeps(head + "title = \"x\"\nreplicates = 3\n" + vendors + review + "values = [\"10 d\", \"45 d\"]  # new\n"));
  CHECK(keeps(head + "replicates = 3\n[factor.v]\nkey = \"bloc.*.population.vendors\"\nvalues = [\"4\", 8.0, 16]\n"));
  // And what would be another run is another one.
  CHECK_FALSE(keeps(head + "replicates = 3\nseed = 2\n" + vendors));
  CHECK_FALSE(keeps(head + "replicates = 3\n" + vendors + "[set]\nrun.horizon = \"0.3 y\"\n"));
  CHECK(keeps(head + "replicates = 3\n" + vendors + "[set]\nrun.horizon = \"0.4 y\"\n"));
}

TEST_CASE("experiment: common random numbers give all points one seed, own ones each its own", "[experiment]") {
  const ExperimentFolder folder;
  const Experiment common = folder.read(head + "seed = 5\n" + vendors);
  const Experiment own = folder.read(head + "seed = 5\ncommon_random_numbers = false\n" + vendors);
  std::set<std::uint64_t> seeds;
  for (std::size_t p = 0; p < 3; ++p) {
    CHECK(common.seed_of(p, common.point_id(p)) == 5);
    CHECK(common.point_id(p) == own.point_id(p));
    seeds.insert(own.seed_of(p, own.point_id(p)));
  }
  CHECK(seeds.size() == 3);
  CHECK(*seeds.rbegin() < 9'200'000'000'000'000'000ULL);
}

TEST_CASE("experiment: factors in lockstep and constraints", "[experiment]") {
  const ExperimentFolder folder;
  const Experiment lockstep =
      folder.read(head + vendors + review + "with = \"vendors\"\nvalues = [\"10 d\", \"20 d\", \"30 d\"]\n");
  REQUIRE(lockstep.points() == 3);
  for (std::size_t p = 0; p < 3; ++p) {
    CHECK(std::get<double>(lockstep.value(p, 0)) == std::vector<double>{4, 8, 16}[p]);
    CHECK(std::get<double>(lockstep.value(p, 1)) == std::vector<double>{10, 20, 30}[p]);
    CHECK(lockstep.scenario(p).blocs[0].stages[0].rule.review.mean == std::vector<double>{10, 20, 30}[p]);
  }
  const Experiment ranges = folder.read(
      head + "design = \"random\"\npoints = 20\n[factor.share]\nkey = \"bloc.north.procurement.preference\"\n" +
      "range = [0, 1]\n" + review + "with = \"share\"\nrange = [\"10 d\", \"40 d\"]\n");
  for (std::size_t p = 0; p < 20; ++p)
    CHECK(std::get<double>(ranges.value(p, 1)) == Approx(10 + 30 * std::get<double>(ranges.value(p, 0))));
  const Experiment bound =
      folder.read(head + "constraints = [\"vendors * 2 <= review\"]\n" + vendors + review + "values = [10, 20]\n");
  REQUIRE(bound.points() == 3);
  for (std::size_t p = 0; p < 3; ++p) {
    CHECK(std::get<double>(bound.value(p, 0)) == std::vector<double>{4, 4, 8}[p]);
    CHECK(std::get<double>(bound.value(p, 1)) == std::vector<double>{10, 20, 20}[p]);
  }
  CHECK(bound.dropped() == 3);
}

TEST_CASE("experiment: several bases, and a factor that one of them has not", "[experiment]") {
  const ExperimentFolder folder;
  folder.write("free.toml", "extends = \"base.toml\"\n[bloc.north.registration]\nwho = \"nobody\"\n");
  const std::string two = "[experiment]\nbase = [\"base.toml\", \"free.toml\"]\n";
  const Experiment made = folder.read(two + vendors + review + "bases = [\"base\"]\nvalues = [10, 20]\n");
  REQUIRE(made.points() == 9);
  CHECK(made.base_of(5) == 0);
  CHECK(made.base_of(6) == 1);
  CHECK(std::holds_alternative<std::monostate>(made.value(6, 1)));
  CHECK_THAT(folder.messages(two + vendors + review + "bases = [\"bas\"]\nvalues = [10, 20]\n"),
             ContainsSubstring("did you mean 'base'?"));
}

TEST_CASE("experiment: a CSV table gives the points, by factors' names or by keys", "[experiment]") {
  const ExperimentFolder folder;
  folder.write("points.csv",
               "# from R\nvendors,bloc.north.registration.who,review\n4,nobody,\"10 d\"\n6,all,20\n8,all,45\n");
  const Experiment made = folder.read(
      head + "design = \"table\"\ntable = \"points.csv\"\n[factor.vendors]\nkey = \"bloc.*.population.vendors\"\n" +
      review);
  REQUIRE(made.points() == 3);
  for (std::size_t p = 0; p < 3; ++p) {
    CHECK(made.scenario(p).blocs[1].population.vendors == std::vector<std::int64_t>{4, 6, 8}[p]);
    CHECK(made.scenario(p).blocs[0].stages[0].rule.review.mean == std::vector<double>{10, 20, 45}[p]);
    CHECK(made.settings(p).size() == std::vector<std::size_t>{4, 3, 0}[p]);  // what the base has is no setting
  }
  folder.write("points.csv", "vendors,review\n4,10\n6,\"-3 d\"\n7\n");
  const std::string said = folder.messages(head +
                                           "design = \"table\"\ntable = \"points.csv\"\n[factor.vendors]\nkey = "
                                           "\"bloc.*.population.vendors\"\n" +
                                           review);
  CHECK_THAT(said, ContainsSubstring("points.csv:4:1") && ContainsSubstring("1 fields, the header has 2"));
}

TEST_CASE("experiment: a table that cannot be meant is refused", "[experiment]") {
  const ExperimentFolder folder;
  const std::string text = head +
                           "design = \"table\"\ntable = \"points.csv\"\n[factor.vendors]\nkey = "
                           "\"bloc.*.population.vendors\"\n";
  const auto said = [&](const char* table, const std::string& more = "") {
    folder.write("points.csv", table);
    return folder.messages(text + more);
  };
  CHECK_THAT(said("vendors\n4\n", "values = [7, 8]\n"), ContainsSubstring("the table says what vendors can be"));
  CHECK_THAT(said("vendors,vendors\n4,5\n"), ContainsSubstring("points.csv:1:9") && ContainsSubstring("two columns"));
  const char* twice = "vendors,run.horizon,run.horizon\n4,9,9\n";
  CHECK_THAT(said(twice), ContainsSubstring("points.csv:1:21") && ContainsSubstring("two columns"));
  CHECK_THAT(said("vendors\n4\n\"5\n6\n"), ContainsSubstring("points.csv:3:1") && ContainsSubstring("quote"));
}

TEST_CASE("experiment: mean and cv of one law may vary each for itself", "[experiment]") {
  const ExperimentFolder folder;
  const Experiment made = folder.read(
      head + review + "values = [10, 20]\n[factor.cv]\nkey = \"bloc.north.stage.expert.review.cv\"\nvalues = [0.5]\n");
  CHECK(made.points() == 2);
}

TEST_CASE("experiment: names may begin as inf and nan do", "[experiment]") {
  const ExperimentFolder folder;
  const std::string two =
      "[factor.influence]\nkey = \"bloc.*.population.vendors\"\nvalues = [2, 6]\n"
      "[factor.nanny]\nkey = \"bloc.north.stage.expert.review.mean\"\nvalues = [3, 7]\n";
  CHECK(folder.read(head + "constraints = [\"influence <= 3\", \"nanny > influence + 1e0\"]\n" + two).dropped() == 3);
}

TEST_CASE("experiment: bases whose samples lie at other times cannot share an axis", "[experiment]") {
  const ExperimentFolder folder;
  folder.write("often.toml", "extends = \"base.toml\"\n[run]\nsample_interval = \"7 d\"\n");
  const std::string two = "[experiment]\nbase = [\"base.toml\", \"often.toml\"]\n" + vendors + "[record]\nsampled = ";
  CHECK_THAT(folder.messages(two + "[\"registered\"]\n"), ContainsSubstring("another run.sample_interval"));
  CHECK(folder.read(two + "[]\n").points() == 6);
}

TEST_CASE("experiment: mistakes name file, line, key and remedy", "[experiment]") {
  const ExperimentFolder folder;
  struct Case {
    std::string text, place, words;
  };
  const std::string normal = "design = \"random\"\npoints = 2\n" + review + "dist = \"normal\"\n";
  const auto k = GENERATE_COPY(
      Case{head + "replicats = 3\n" + vendors, "exp.toml:3:1", "did you mean 'replicates'?"},
      Case{head + "replicates = 0\n" + vendors, "exp.toml:3:14", "outside [1, 1000000]"},
      Case{head + "design = \"sobel\"\n", "exp.toml:3:10", "did you mean 'sobol'?"},
      Case{head + "design = \"sobol\"\n" + vendors, "exp.toml:1:2", "needs experiment.points"},
      Case{head + "points = 3\n" + vendors, "exp.toml:3:10", "has no meaning in a design \"full_factorial\""},
      Case{head + "[factor.x]\nkey = \"bloc.north.population.vendor\"\nvalues = [1]\n", "exp.toml:4:7",
           "did you mean 'bloc.north.population.vendors'?"},
      Case{head + "[factor.x]\nkey = \"bloc.north.population.vendors\"\nvalues = [1, -4]\n", "exp.toml:5:14",
           "is outside"},
      Case{head + "[factor.x]\nkey = \"bloc.north.population.vendors\"\nrange = [1, 9]\n", "exp.toml:3:9", "levels"},
      Case{head + "[factor.x]\nkey = \"run.seed\"\nvalues = [1, 2]\n", "exp.toml:4:7", "cannot be a factor"},
      Case{head + "[factor.x]\nvalues = [1, 2]\n", "exp.toml:3:9", "says no key"},
      Case{head + "[factor.x]\nkey = \"bloc.north.stage.expert.review\"\nrange = [1, 2]\nlevels = 2\n", "exp.toml:3:9",
           ".mean or .cv"},
      Case{head + vendors + "[record]\ntotals = [\"relaeses\"]\n", "exp.toml:7:10", "did you mean 'releases'?"},
      Case{head + vendors + "[set]\nrun.horizn = 3\n", "exp.toml:7:5", "did you mean 'horizon'?"},
      Case{"[experiment]\nbase = \"bas.toml\"\n", "exp.toml:2:8", "did you mean"},
      Case{"[experiment]\ndesign = \"sobol\"\n", "exp.toml", "experiment.base is missing"},
      Case{head + "constraints = [\"vendors < cap\"]\n" + vendors, "exp.toml:3:15",
           "names no factor with numbers 'cap'"},
      Case{head + "design = \"fractional_factorial\"\ngenerators = [\"a = b\"]\n" + vendors, "exp.toml",
           "has two of each"},
      Case{head + "design = \"morris\"\ntrajectories = 2\nlevels = 3\n" + vendors, "exp.toml:5:10", "odd"},
      Case{head + vendors + "[factor.n]\nkey = \"bloc.north.population.vendors\"\nvalues = [3]\n", "exp.toml:6:9",
           "factor.vendors and factor.n both set bloc.north.population.vendors"},
      Case{head + review + "values = [10]\n[factor.r]\nkey = \"bloc.*.stage.*.review\"\nvalues = [20]\n", "factor.r",
           "both set"},
      Case{head + "design = \"random\"\npoints = 1000\nreplicates = 1000000\n" + review + "range = [1, 2]\n",
           "exp.toml:1:2", "1e+09 runs"},
      Case{head + vendors + "levels = 3\n", "exp.toml:6:10", "no meaning beside values"},
      Case{head + "design = \"random\"\npoints = 2\n" + review + "range = [1, 2]\nlevels = 3\n", "levels",
           "only a full factorial has levels"},
      Case{head + "design = \"random\"\npoints = 2\n" + review + "range = [1, 2]\nmean = 3\n", "factor.review.mean",
           "no meaning beside range"},
      Case{head + normal + "sd = 1\n", "factor.review.mean", "is missing"},
      Case{head + normal + "mean = 20\nsd = 1\ncv = 0.1\n", "factor.review.cv", "twice"},
      Case{head + normal + "mean = 20\nsd = 1\nmode = 3\n", "factor.review.mode", "beside dist = 'normal'"},
      Case{head + vendors +
               "[factor.i]\nkey = \"run.sample_interval\"\nvalues = [\"10 d\", \"20 d\"]\n[record]\nsampled = "
               "[\"registered\"]\n",
           "exp.toml:6:9", "run.sample_interval varies"});
  const std::string said = folder.messages(k.text);
  INFO(k.text);
  CHECK_THAT(said, ContainsSubstring(k.place));
  CHECK_THAT(said, ContainsSubstring(k.words));
}

TEST_CASE("experiment: mistakes that do not follow from each other are told at once", "[experiment]") {
  const ExperimentFolder folder;
  folder.write("bad.toml", "[run]\nhorizn = 3\n[domain.general]\n[bloc.north]\n[bloc.south]\n");
  const std::string said = folder.messages(R"([experiment]
base = { good = "base.toml", bad = "bad.toml", gone = "gone.toml" }
design = "sobol"
levels = 3
constraints = ["vendors < cap", "1 <", "spoilt < vendors"]
[set]
"run.sample_intervall" = "10 d"
run.seed = 4
[factor.spoilt]
key = "bloc.north.population.vendor"
values = [1]
[factor.vendors]
key = "bloc.north.population.vendors"
range = [1, 5]
with = "nobody"
[factor.unsaid]
key = "bloc.north.market.demand"
rnage = [1, 2]
[factor.silent]
key = "bloc.south.market.demand"
[factor.reversed]
key = "bloc.south.population.vendors"
range = [9, 2]
bases = ["good", "bad", "none"]
[factor.beyond]
key = "bloc.north.population.regions"
values = [1, -4]
[record]
totals = ["relaeses"]
)");
  INFO(said);
  for (const auto* place : {"bad.toml:2:1: unknown key 'run.horizn'", "exp.toml:2:55: base 'gone.toml'",
                            "exp.toml:4:10: experiment.levels has no", "exp.toml:1:2: a design \"sobol\" needs",
                            "'vendors < cap' names no factor with numbers 'cap'", "constraint '1 <'",
                            "exp.toml:7:1: unknown key 'run.sample_intervall'", "exp.toml:8:12: 'run.seed' in [set]",
                            "exp.toml:10:7: the base 'good' has no parameter", "exp.toml:15:8: factor.vendors.with",
                            "exp.toml:18:1: unknown key 'factor.unsaid.rnage'", "exp.toml:19:9: factor.silent says not",
                            "exp.toml:21:9: no base is called 'none'", "bloc.north.population.regions = -4 is outside",
                            "'relaeses' matches no metric"})
    CHECK_THAT(said, ContainsSubstring(place));
  for (const auto* consequence : {"factor.unsaid says not", "'spoilt'", "'spoilt < vendors'", "no base is called 'bad'",
                                  "the base 'bad' has no", "two bases"})
    CHECK_THAT(said, !ContainsSubstring(consequence));
  for (const auto* once : {"unknown key 'run.sample_intervall'", "'run.seed' in [set]"})  // read with every base
    CHECK(said.find(once) == said.rfind(once));
}

TEST_CASE("experiment: without a base that can be read, what factors say is looked at all the same", "[experiment]") {
  const ExperimentFolder folder;
  const std::string said = folder.messages(
      "[experiment]\nbase = \"gone.toml\"\n[factor.a]\nkey = \"x.y\"\n[factor.b]\nkey = \"x.z\"\nrange = [1, "
      "2]\nlevels = 2\n");
  INFO(said);
  CHECK_THAT(said, ContainsSubstring("base 'gone.toml'"));
  CHECK_THAT(said, ContainsSubstring("factor.a says not what it can be"));
  CHECK_THAT(said, !ContainsSubstring("factor.b"));
}

TEST_CASE("experiment: keys of [set] may stand in quotes, as those of factors do", "[experiment]") {
  const ExperimentFolder folder;
  const Experiment made = folder.read(
      head + vendors + "[set]\n\"run.horizon\" = \"0.3 y\"\n\"bloc.north.stage.expert.review.mean\" = \"20 d\"\n");
  CHECK(made.bases.front().scenario.run.horizon.count() == 0.3 * days_per_year);
  CHECK(made.bases.front().scenario.blocs.front().stages.front().rule.review == lognormal(20, 0.6));
}

TEST_CASE("experiment: a stored one is the same without its files", "[experiment]") {
  const ExperimentFolder folder;
  folder.write("points.csv", "vendors\n4\n6\n");
  const std::string text =
      head +
      "design = \"table\"\ntable = \"points.csv\"\nreplicates = 2\n[set]\nrun.horizon = \"0.3 y\"\n"
      "[factor.vendors]\nkey = \"bloc.*.population.vendors\"\n";
  const Experiment made = folder.read(text);
  const auto again =
      read_experiment(StoredExperiment{"stored", made.text, made.table, {made.bases[0].name}, {made.bases[0].text}});
  INFO(to_text(again.mistakes));
  REQUIRE(again.ok());
  CHECK(run_ids(again.experiment) == run_ids(made));
  CHECK(again.experiment.bases[0].text == made.bases[0].text);
}

TEST_CASE("experiment: a point that contradicts itself says so when it is run", "[experiment]") {
  const ExperimentFolder folder;
  const Experiment made = folder.read(head + "[factor.warmup]\nkey = \"run.warmup\"\nvalues = [\"0 d\", \"1 y\"]\n");
  CHECK_NOTHROW(made.scenario(0));
  CHECK_THROWS_AS(made.scenario(1), std::runtime_error);
}
