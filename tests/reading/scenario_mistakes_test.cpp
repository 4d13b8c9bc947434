#include <algorithm>

#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

namespace {

/// What is appended to small_scenario (so its first line is line 10), and what the message must hold.
struct Case {
  std::string text;
  std::vector<std::string> fragments;
};

void check(const Case& each) {
  ScenarioFolder files;
  files.write("a.toml", small_scenario + each.text);
  INFO("input:\n" << each.text);
  const std::string messages = files.messages("a.toml");
  INFO("messages:\n" << messages);
  CHECK_FALSE(messages.empty());
  for (const auto& fragment : each.fragments) CHECK_THAT(messages, ContainsSubstring(fragment));
}

}  // namespace

TEST_CASE("scenario mistakes: a key that is not known names its place and its neighbour", "[io]") {
  check(GENERATE(values<Case>({
      {"[run]\nhorizn = 3\n",
       {"a.toml:11:1: unknown key 'run.horizn'", "did you mean 'horizon'?", "    horizn = 3\n    ^"}},
      {"  [rum]\n", {"a.toml:10:4: unknown key 'rum'", "did you mean 'run'?"}},
      {"[run]\nvendors = 3\n", {"a.toml:11:1", "'vendors' belongs in [bloc.<name>.population]"}},
      {"procurment.preference = 1\n",
       {"a.toml:10:1: unknown key 'bloc.south.procurment'", "did you mean 'procurement'?"}},
      {"preference = 0.5\n", {"a.toml:10:1", "'preference' belongs in [bloc.<name>.procurement]"}},
      {"[chanel.x]\n", {"a.toml:10:2: unknown key 'chanel'", "did you mean 'channel'?"}},
      {"[channel.rapid]\n", {"a.toml:10:10: unknown key 'channel.rapid'", "did you mean 'rapid_deployment'?"}},
      {"[class.fronteer]\n", {"unknown key 'class.fronteer'", "did you mean 'frontier'?"}},
      {"[bloc.south.track.ful]\n",
       {"a.toml:10:19: bloc.south.track.ful: nothing names this track", "did you mean 'full'?"}},
      {"[bloc.north.stage.expert.extra]\n", {"unknown key 'bloc.north.stage.expert.extra'"}},
      {"[domain.x]\nkinds = \"tool_use\"\n", {"a.toml:11:1: unknown key 'domain.x.kinds'", "did you mean 'kind'?"}},
      {"[qqqq]\n", {"unknown key 'qqqq'", "known here: accounts, bloc, capability, channel, class,"}},
      {"[run]\n\"ho\\nri\" = 1\n", {R"(unknown key 'run.ho\nri')"}},
  })));
}

TEST_CASE("scenario mistakes: wrong types", "[io]") {
  check(GENERATE(values<Case>({
      {"[mechanisms]\nsearch = \"true\"\n",
       {"a.toml:11:10: mechanisms.search = 'true' is no switch", "without quotes"}},
      {"[mechanisms]\nsearch = 1\n", {"mechanisms.search = 1 is no switch"}},
      {"[technology]\nbits = 3.5\n", {"a.toml:11:8: technology.bits = 3.5 is no whole number", "[1, 64] bit"}},
      {"[run]\nreplicates = true\n", {"run.replicates = true is true or false, not a quantity"}},
      {"[run]\nhorizon = [1]\n", {"a.toml:11:11: run.horizon = [...] is a list, not a quantity", "\"60 d\""}},
      {"[run]\nhorizon = 2024-01-01\n", {"run.horizon = a date is of a calendar", "such as \"3 y\""}},
      {"[run]\nhorizon = { mean = 3 }\n", {"run.horizon = {...} is a table, not a quantity"}},
      {"registration.who = 1\n",
       {"a.toml:10:20: bloc.south.registration.who = 1 is no choice", "choose one of nobody, all"}},
      {"registration.who = \"al\"\n", {"bloc.south.registration.who = 'al' is no choice", "did you mean 'all'?"}},
      {"[bloc.north.stage.expert2]\nreturn_to = 3\n", {"return_to = 3 is a whole number, not a text", "in quotes"}},
      {"population.class_shares = 0.3\n", {"is a number, not a list", "write class_shares = [1, 2]"}},
      {"population.class_shares = [0.3, \"x\", 1]\n",
       {"a.toml:10:33: bloc.south.population.class_shares[1] = 'x' is no quantity"}},
      {"track.full.stages = [1]\n",
       {"a.toml:10:22: bloc.south.track.full.stages[0] = 1 is a whole number, not a text"}},
      {"track.full.stages = \"expert\"\n", {"not a list", "write stages = [\"one\", \"two\"]"}},
      {"population = 3\n",
       {"a.toml:10:1: bloc.south.population = 3 is a whole number, not a table", "write [bloc.south.population]"}},
      {"[[channel]]\n", {"[[channel]] is a list of tables", "single brackets"}},
      {"stage.paper = 3\n", {"bloc.south.stage.paper = 3 is a whole number, not a table"}},
      {"like = 3\n", {"a.toml:10:8: bloc.south.like = 3 names no bloc"}},
      {"[domain.x]\nremove = \"yes\"\n", {"domain.x.remove = 'yes' is no switch"}},
  })));
}

TEST_CASE("scenario mistakes: values outside their range", "[io]") {
  check(GENERATE(values<Case>({
      {"procurement.preference = 1.8\n", {"a.toml:10:26: bloc.south.procurement.preference = 1.8 is outside [0, 1]"}},
      {"procurement.preference = \"180 %\"\n", {"preference = '180 %' is outside [0, 1]"}},
      {"[run]\nhorizon = \"500 y\"\n", {"a.toml:11:11: run.horizon = '500 y' is outside [0.001, 36525] d"}},
      {"[run]\nhorizon = -3\n", {"run.horizon = -3 is outside [0.001, 36525] d"}},
      {"[run]\nseed = -1\n", {"run.seed = -1 is outside [0, 9.2e+18]"}},
      {"[run]\nreplicates = 1e300\n", {"run.replicates = 1e+300 is outside [1, 1000000]"}},
      {"[run]\nhorizon = nan\n", {"run.horizon = nan is not a finite number"}},
      {"[run]\nhorizon = -inf\n", {"run.horizon = -inf is not a finite number"}},
      {"[run]\nhorizon = \"inf d\"\n", {"run.horizon = 'inf d' is not a finite number"}},
      {"[run]\nhorizon = \"1e999 d\"\n", {"run.horizon = '1e999 d' is too large"}},
      {"population.class_shares = [1, -2, 3]\n", {"class_shares[1] = -2 is outside [0, 1000000]"}},
      {"population.class_shares = [1, nan, 3]\n", {"class_shares[1] = nan is not a finite number"}},
      {"[technology]\nbits = 100000000000\n", {"technology.bits = 100000000000 is outside [1, 64] bit"}},
  })));
}

TEST_CASE("scenario mistakes: units", "[io]") {
  check(GENERATE(values<Case>({
      {"[run]\nhorizon = \"3 dya\"\n", {"a.toml:11:11: run.horizon = '3 dya'", "unit 'dya'", "did you mean \"d\"?"}},
      {"[run]\nhorizon = \"3 years\"\n", {"did you mean \"y\"?"}},
      {"[run]\nhorizon = \"3 m\"\n", {"did you mean \"min\" or \"mo\"?"}},
      {"[run]\nhorizon = \"3 M$\"\n", {"unfitting unit 'M$'", "units: d, us, ms, s, min, h, wk, mo, y"}},
      {"[run]\nhorizon = \"3 /y\"\n", {"unfitting unit '/y'"}},
      {"[run]\nhorizon = \"long\"\n", {"run.horizon = 'long' is no quantity", "write a time such as \"60 d\""}},
      {"[run]\nhorizon = \"\"\n", {"run.horizon = '' is no quantity"}},
      {"[run]\nhorizon = \"1,5 d\"\n", {"it has a comma", "decimal point"}},
      {"[run]\nhorizon = \"+-3 d\"\n", {"is no quantity"}},
      {"supply.growth = \"3 /y\"\n", {"supply.growth = '3 /y'", "\"0.6 OOM/y\""}},
      {"market.demand = \"3 M$\"\n", {"market.demand = '3 M$'", "\"5 M$/y\""}},
      {"market.quality_weight = \"3 d\"\n", {"has the unit 'd', but is a plain number"}},
      {"market.switching_rate = \"2 per year\"\n", {"unfitting unit 'per year'"}},
  })));
}

TEST_CASE("scenario mistakes: distributions", "[io]") {
  const std::string at = "procurement.length = ";  // 21 characters
  const auto each = GENERATE(values<Case>({
      {"{ dist = \"lognorml\", mean = 3, cv = 1 }",
       {"a.toml:10:31: bloc.south.procurement.length: dist = 'lognorml' is no distribution",
        "did you mean 'lognormal'?"}},
      {"{ dist = 3 }", {"dist = 3 is no distribution"}},
      {"{ dist = \"gamma\", mean = \"3 d\" }", {"a.toml:10:22", "lacks cv or shape"}},
      {"{ dist = \"gamma\", shape = 3 }", {"lacks mean"}},
      {"{ dist = \"gamma\", mean = 3, cv = 1, shape = 1 }", {"has both cv and shape", "give one of the two"}},
      {"{ dist = \"gamma\", mean = 3, cv = 0 }", {"cv must be above zero"}},
      {"{ dist = \"gamma\", mean = 3, cv = -1 }", {"cv must be zero or more"}},
      {"{ dist = \"gamma\", mean = 3, shap = 1 }", {"unknown key 'shap' of the gamma law", "did you mean 'shape'?"}},
      {"{ dist = \"gamma\", mean = \"3 M$\", cv = 1 }", {"a.toml:10:47: bloc.south.procurement.length.mean = '3 M$'"}},
      {"{ dist = \"exponential\", mean = 3, cv = 1 }",
       {"unknown key 'cv' of the exponential law", "known here: mean, rate"}},
      {"{ dist = \"exponential\", rate = 0 }", {"rate = 0 must be above 0"}},
      {"{ dist = \"erlang\", mean = 3, k = 2.5 }", {"k = 2.5 must be a whole number", "gamma"}},
      {"{ dist = \"erlang\", mean = 3, cv = 0.6 }", {"cv = 1/sqrt(k)"}},
      {"{ dist = \"pareto\", xm = 3, alpha = 2 }", {"alpha = 2 must be above 2", "infinite"}},
      {"{ dist = \"uniform\", min = 3, max = 1 }", {"0 <= min < max"}},
      {"{ dist = \"uniform\", min = 3 }", {"min and max, or mean and cv"}},
      {"{ dist = \"uniform\", mean = 3, cv = 0.7 }", {"cv <= 0.5774"}},
      {"{ dist = \"hyperexponential\", mean = 3, cv = 0.7 }", {"cv >= 1"}},
      {"{ dist = \"constant\", mean = \"200 y\" }", {"has the mean 73050 d, outside [0.001, 36525] d"}},
      {"{ dist = \"lognormal\", median = \"1 d\", sigma = 30 }", {"has no finite mean and spread"}},
      {"{ shape = 3 }", {"unknown key 'shape' of a law without dist", "name its dist"}},
      {"{ dist = \"gamma\", mean = nan, cv = 1 }", {"length.mean = nan is not a finite number"}},
      {"\"200 y\"", {"has the mean 73050 d, outside"}},
      {"\"lognormal\"", {"length = 'lognormal' is no quantity"}},
  }));
  check({at + each.text + "\n", each.fragments});
}

TEST_CASE("scenario mistakes: a bad part of a distribution hides no other, and none is reported for it", "[io]") {
  const std::string at = "procurement.length = ";
  struct Several {
    std::string text;
    std::vector<std::string> fragments;  ///< each in a message of its own, and there are no others
  };
  const auto each = GENERATE(values<Several>({
      {"{ dist = \"gamma\", mean = -3, cv = -1 }", {"mean must be zero or more", "cv must be zero or more"}},
      {"{ dist = \"gamma\", mean = \"3 M$\", cv = -1 }", {"length.mean = '3 M$'", "cv must be zero or more"}},
      {"{ dist = \"gamma\", mean = \"200 y\", cv = -1 }", {"outside [0.001, 36525] d", "cv must be zero or more"}},
      {"{ dist = \"gamma\", mean = \"3 M$\", cv = \"x\" }", {"length.mean = '3 M$'", "length.cv = 'x'"}},
      {"{ dist = \"gamma\", mean = \"3 M$\", shape = -1 }", {"length.mean = '3 M$'", "shape = -1 must be above 0"}},
      {"{ dist = \"gamma\", mean = \"3 M$\" }", {"length.mean = '3 M$'", "lacks cv or shape"}},
      {"{ dist = \"gamma\", cv = \"x\" }", {"length.cv = 'x'", "lacks mean"}},
      {"{ dist = \"gamma\", mean = -3, cv = 1, shape = 1 }", {"mean must be zero or more", "has both cv and shape"}},
      {"{ dist = \"gamma\", mean = -3, shap = 1 }", {"mean must be zero or more", "unknown key 'shap'"}},
      {"{ dist = \"erlang\", mean = -3, k = 2.5 }", {"mean must be zero or more", "k = 2.5 must be a whole number"}},
      {"{ dist = \"uniform\", min = \"x\", max = 1 }", {"length.min = 'x'"}},
      {"{ dist = \"lognormal\", median = \"200 y\", sigma = \"x\" }", {"length.sigma = 'x'"}},
      {"{ dist = \"pareto\", xm = 3, alpha = 2 }", {"alpha = 2 must be above 2"}},
      {"{ dist = \"exponential\", rate = -1 }", {"rate = -1 must be above 0"}},
      {"{ mean = \"x\", cv = -1 }", {"length.mean = 'x'", "cv must be zero or more"}},
  }));
  INFO(each.text);
  const auto reading = poldyn::read_scenario_text(small_scenario + at + each.text + "\n", "a.toml");
  INFO(poldyn::to_text(reading.mistakes));
  CHECK(reading.mistakes.size() == each.fragments.size());
  for (const auto& fragment : each.fragments)
    CHECK(std::count_if(reading.mistakes.begin(), reading.mistakes.end(),
                        [&](const poldyn::Mistake& m) { return m.problem.find(fragment) != std::string::npos; }) == 1);
}

TEST_CASE("scenario mistakes: TOML's own", "[io]") {
  check(GENERATE(values<Case>({
      {"[run]\nhorizon = 60 d\n",
       {"a.toml:11:14: not valid TOML", "    horizon = 60 d\n                 ^", "stands in quotes"}},
      {"[run]\nhorizon = 1\nhorizon = 2\n", {"a.toml:12:", "cannot redefine existing integer 'horizon'", "keep one"}},
      {"[run]\nseed = 1\n[run]\n", {"a.toml:12:1", "cannot redefine existing table 'run'", "write each [table] once"}},
      {"[run]\nhorizon = \n", {"a.toml:11:11", "expected value"}},
      {"[run\n", {"a.toml:10:5", "expected ']'"}},
      {"title = \"\xff\"\n", {"a.toml:10:", "utf-8", "UTF-8"}},
      {"x = " + std::string(1'000, '['), {"a.toml:10:", "exceeded maximum nested value depth"}},
  })));
}

TEST_CASE("scenario mistakes: names of blocs, domains and stages", "[io]") {
  check(GENERATE(values<Case>({
      {"[bloc.North]\n", {"a.toml:10:7: 'North' is no name for a bloc", "lower-case letters"}},
      {"[bloc.\"\"]\n", {"'' is no name for a bloc"}},
      {"[domain.2d]\n", {"'2d' is no name for a domain", "begins with a letter"}},
      {"[bloc.south.stage.a-b]\n", {"'a-b' is no name for a stage"}},
      {"like = \"nort\"\n", {"a.toml:10:8: bloc.south.like = 'nort' names no bloc", "did you mean 'north'?"}},
      {"like = \"south\"\n", {"in a circle: south -> south"}},
      {"like = \"west\"\n[bloc.west]\nlike = \"south\"\n", {"in a circle: south -> west -> south"}},
      {"remove = true\n", {"a.toml:9:7: bloc 'south' is not there to be removed"}},
      {"[domain.x]\nremove = true\nkind = \"tool_use\"\n", {"a.toml:11:1: domain.x has remove = true and other keys"}},
      {"[domain.a]\n[domain.b]\n[domain.c]\n[domain.d]\n[domain.e]\n[domain.f]\n[domain.g]\n[domain.h]\n",
       {"a.toml:17:9: more than 8 domains"}},
      {"[paradigm.a]\n[paradigm.b]\n[paradigm.c]\n[paradigm.d]\n[paradigm.e]\n[paradigm.f]\n[paradigm.g]\n"
       "[paradigm.h]\n[paradigm.i]\n",
       {"a.toml:18:11: more than 8 paradigms"}},
      {"[paradigm.a]\nbase_om = 1\n", {"a.toml:11:1: unknown key 'paradigm.a.base_om'", "did you mean 'base_oom'?"}},
  })));
}
