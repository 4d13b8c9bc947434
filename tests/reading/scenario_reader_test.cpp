#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

using poldyn::Blame;

namespace {

std::vector<std::string> names(const auto& list) {
  std::vector<std::string> made;
  for (const auto& each : list) made.push_back(each.name);
  return made;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("scenario reader: values arrive in their declared units", "[io]") {
  ScenarioFolder files;
  files.write("a.toml", small_scenario + R"(population.entry_rate = "1 /mo"
population.affiliated_share = "25 %"
market.demand = "250 k$/mo"
supply.growth = "0.05 OOM/mo"
filings.interarrival = { dist = "exponential", rate = "2 /d" }
[run]
horizon = "3 mo"
seed = 9007199254740993
replicates = 1e2
[technology]
bits = "16 bit"
)");
  const auto reading = files.read("a.toml");
  INFO(poldyn::to_text(reading.mistakes));
  REQUIRE(reading.ok());
  const auto& s = reading.scenario;
  CHECK(s.run.horizon.count() == 91.3125);
  CHECK(s.run.seed == 9007199254740993);
  CHECK(s.run.replicates == 100);
  CHECK(s.technology.bits == 16);
  const auto& south = s.blocs.at(1);
  CHECK(south.population.entry_rate_per_year == 12);
  CHECK(south.population.affiliated_share == 0.25);
  CHECK(south.market.demand_per_year == 3);
  CHECK(south.supply.growth_oom_per_year == Approx(0.6));
  CHECK(south.filings.interarrival == poldyn::exponential(0.5));
  CHECK(reading.files == Names{(files.folder() / "a.toml").string()});
}

TEST_CASE("scenario reader: the order of blocs, domains and stages is that of first appearance", "[io]") {
  ScenarioFolder files;
  files
      .write("base.toml",
             "[bloc.zeta.market]\n[domain.z]\n[bloc.alpha]\n[domain.b]\n[bloc.zeta.stage.z]\n[bloc.zeta.stage.a]\n")
      .write("a.toml",
             "extends = \"base.toml\"\n[domain.a]\n[domain.b]\n[bloc.mid]\nnew = true\n[bloc.alpha]\n"
             "[bloc.zeta.stage.m]\n");
  const auto reading = files.read("a.toml");
  INFO(poldyn::to_text(reading.mistakes));
  REQUIRE(reading.ok());
  CHECK(names(reading.scenario.domains) == Names{"z", "b", "a"});
  CHECK(names(reading.scenario.blocs) == Names{"zeta", "alpha", "mid"});
  CHECK(names(reading.scenario.blocs[0].stages) == Names{"z", "a", "m"});
}

TEST_CASE("scenario reader: later layers win, and a message names the file that holds the value", "[io]") {
  ScenarioFolder files;
  std::filesystem::create_directory(files.folder() / "sub");
  files.write("base.toml", small_scenario + "[run]\nhorizon = \"4 y\"\nwarmup = \"1 y\"\n")
      .write("sub/mid.toml", "title = \"mid\"\nextends = \"../base.toml\"\n[run]\nhorizon = \"3 y\"\n")
      .write("top.toml", "extends = \"sub/mid.toml\"\n[bloc.north.stage.expert]\nreviewers = 3\n");
  const auto reading = files.read("top.toml", {"run.horizon=2 y", "run.horizon=\"900 d\""});
  REQUIRE(reading.ok());
  CHECK(reading.scenario.title == "mid");
  CHECK(reading.scenario.run.horizon.count() == 900);
  CHECK(reading.scenario.run.warmup.count() == 365.25);
  CHECK(reading.scenario.blocs[0].stages[0].rule.reviewers == 3);
  CHECK(reading.scenario.blocs[0].stages[0].rule.review.mean == 45);
  CHECK(reading.files.size() == 3);
  CHECK(to_text(reading.set_at.at("run.horizon")) == "--set 'run.horizon=\"900 d\"'");
  CHECK_THAT(to_text(reading.set_at.at("run.warmup")), EndsWith("base.toml:12:10"));
  // A contradiction between two files names the file of the value that it is about.
  CHECK_THAT(files.messages("top.toml", {"run.horizon=0.5 y"}),
             StartsWith("base.toml:12:10: run.warmup = \"365.25 d\""));
}

TEST_CASE("scenario reader: `like` copies a bloc, then the bloc's own keys count", "[io]") {
  ScenarioFolder files;
  files
      .write("base.toml", R"([domain.d]
[bloc.copy]
like = "north"
market.epoch = "7 d"
[bloc.copy.stage.second]
review = "2 d"
[bloc.copy.stage.first]
reviewers = 5
[bloc.north.market]
epoch = "10 d"
demand_growth = 0.1
[bloc.north.stage.first]
reviewers = 2
window = "90 d"
[bloc.north.track.full]
stages = ["first"]
[bloc.third]
like = "copy"
)")
      .write("a.toml", "extends = \"base.toml\"\n[bloc.north.market]\ndemand_growth = 0.2\n");
  const auto reading = files.read("a.toml", {"bloc.third.stage.second.remove=true"});
  INFO(poldyn::to_text(reading.mistakes));
  REQUIRE(reading.ok());
  const auto& blocs = reading.scenario.blocs;
  CHECK(names(blocs) == Names{"copy", "north", "third"});
  CHECK(blocs[0].market.epoch.count() == 7);
  CHECK(blocs[0].market.demand_growth_per_year == 0.2);  // the model's value after all layers
  CHECK(blocs[1].market.epoch.count() == 10);
  CHECK(names(blocs[0].stages) == Names{"first", "second"});
  CHECK(blocs[0].stages[0].rule.reviewers == 5);
  CHECK(blocs[0].stages[0].rule.window.count() == 90);
  CHECK(blocs[0].tracks[0].rule.stages == Names{"first"});
  CHECK(names(blocs[2].stages) == Names{"first"});
  CHECK(blocs[2].market.epoch.count() == 7);
  CHECK_THAT(to_text(reading.set_at.at("bloc.third.market.demand_growth")), EndsWith("a.toml:3:17"));
  CHECK(reading.set_at.count("bloc.third.stage.second.review") == 0);
}

TEST_CASE("scenario reader: remove takes away what was inherited, a later layer may start anew", "[io]") {
  ScenarioFolder files;
  files.write("base.toml", small_scenario + "[bloc.north.stage.extra]\nwindow = \"9 d\"\n[domain.x]\n[bloc.last]\n")
      .write("mid.toml",
             "extends = \"base.toml\"\n[bloc.south]\nremove = true\n[domain.x]\nremove = true\n"
             "[bloc.north.stage.extra]\nremove = true\n")
      .write("top.toml", "extends = \"mid.toml\"\n[bloc.north.stage.extra]\nreviewers = 7\n[bloc.south.market]\n");
  auto reading = files.read("mid.toml");
  REQUIRE(reading.ok());
  CHECK(names(reading.scenario.blocs) == Names{"north", "last"});
  CHECK(names(reading.scenario.domains) == Names{"general"});
  CHECK(names(reading.scenario.blocs[0].stages) == Names{"expert"});
  reading = files.read("top.toml");
  REQUIRE(reading.ok());
  CHECK(names(reading.scenario.blocs) == Names{"north", "last", "south"});
  CHECK(reading.scenario.blocs[0].stages.at(1).rule.window.count() == 0);
  CHECK(reading.scenario.blocs[0].stages.at(1).rule.reviewers == 7);
}

TEST_CASE("scenario reader: one bloc of a base becomes two that are like it", "[io]") {
  ScenarioFolder files;
  files.write("base.toml", small_scenario + "remove = false\nmarket.epoch = \"9 d\"\n")
      .write("a.toml",
             "extends = \"base.toml\"\n[bloc.south]\nremove = true\n[bloc.east]\nlike = \"south\"\n"
             "[bloc.west]\nlike = \"south\"\nmarket.demand_growth = 0\n");
  const auto reading = files.read("a.toml");
  INFO(poldyn::to_text(reading.mistakes));
  REQUIRE(reading.ok());
  CHECK(names(reading.scenario.blocs) == Names{"north", "east", "west"});
  CHECK(reading.scenario.blocs[1].market.epoch.count() == 9);
  CHECK(reading.scenario.blocs[2].market.epoch.count() == 9);
  CHECK(reading.scenario.blocs[2].market.demand_growth_per_year == 0);
  CHECK_THAT(to_text(reading.set_at.at("bloc.west.market.epoch")), EndsWith("base.toml:11:16"));
  CHECK(reading.set_at.count("bloc.south.market.epoch") == 0);
}

TEST_CASE("scenario reader: a bloc that no extended file has must say that it is meant", "[io]") {
  ScenarioFolder files;
  files.write("base.toml", small_scenario).write("empty.toml", "[domain.general]\n");
  const auto derived = [&](const std::string& text, const std::string& base = "base.toml") {
    files.write("a.toml", "extends = \"" + base + "\"\n" + text);
    return files.messages("a.toml");
  };
  CHECK_THAT(derived("[bloc.sotuh.market]\nepoch = \"9 d\"\n"),
             StartsWith("a.toml:2:7: bloc 'sotuh' stands in no file that this one extends") &&
                 ContainsSubstring("did you mean 'south'? a new bloc says new = true, or what it is like"));
  CHECK_THAT(derived("[bloc.elsewhere]\n"),
             ContainsSubstring("a new bloc says new = true") && !ContainsSubstring("did you mean"));
  CHECK_THAT(derived("[bloc.sotuh]\nnew = false\n"), ContainsSubstring("stands in no file"));
  CHECK_THAT(derived("[bloc.sotuh]\nnew = 1\n"), ContainsSubstring("bloc.sotuh.new = 1 is no switch"));
  CHECK_THAT(derived("[bloc.south]\nnew = true\n"),
             ContainsSubstring("bloc 'south' is not new: it stands at base.toml"));
  // Wrong keys in it are reported too, and a later layer that goes on with it is not wrong again.
  files.write("mid.toml", "extends = \"base.toml\"\n[bloc.sotuh.market]\nepock = 1\n");
  files.write("top.toml", "extends = \"mid.toml\"\n[bloc.sotuh.market]\nepoch = \"9 d\"\n");
  CHECK(files.read("top.toml").mistakes.size() == 2);
  CHECK(derived("[bloc.sotuh]\nnew = true\n") == "");
  CHECK(derived("[bloc.sotuh]\nlike = \"south\"\n") == "");
  CHECK(derived("[bloc.one]\n[bloc.two]\n", "empty.toml") == "");  // there is none to be mistaken for
}

TEST_CASE("scenario reader: a bloc that a later layer defines anew is the one to be like", "[io]") {
  ScenarioFolder files;
  files.write("base.toml", small_scenario + "market.epoch = \"9 d\"\n")
      .write("mid.toml", "extends = \"base.toml\"\n[bloc.south]\nremove = true\n")
      .write("top.toml",
             "extends = \"mid.toml\"\n[bloc.east]\nlike = \"south\"\n[bloc.south.market]\nepoch = \"5 d\"\n");
  const auto reading = files.read("top.toml");
  REQUIRE(reading.ok());
  CHECK(names(reading.scenario.blocs) == Names{"north", "east", "south"});
  CHECK(reading.scenario.blocs[1].market.epoch.count() == 5);
}

TEST_CASE("scenario reader: --set takes TOML, bare words and quantities", "[io]") {
  ScenarioFolder files;
  files.write("a.toml", small_scenario);
  const auto reading = files.read(
      "a.toml",
      {"bloc.north.registration.who=all", "run.horizon= 5 y ", "title=Fewer reviewers, \"longer\" queues",
       "bloc.north.population.class_shares=[1, 0, 0]", "bloc.north.stage.expert.review.mean=20 d",
       "bloc.north.procurement.length={ dist = \"gamma\", mean = \"1 y\", cv = 0.5 }", "mechanisms.entry=false"});
  INFO(poldyn::to_text(reading.mistakes));
  REQUIRE(reading.ok());
  const auto& s = reading.scenario;
  CHECK(s.blocs[0].registration.who == poldyn::WhoFiles::all);
  CHECK(s.run.horizon.count() == 5 * 365.25);
  CHECK(s.title == "Fewer reviewers, \"longer\" queues");
  CHECK(s.blocs[0].stages[0].rule.review == poldyn::lognormal(20, 0.6));
  CHECK(s.blocs[0].procurement.length == poldyn::Law{poldyn::LawKind::gamma, 365.25, 0.5});
  CHECK(s.blocs[0].population.class_shares == std::vector<double>{1, 0, 0});
  CHECK_FALSE(s.mechanisms.entry);
}

TEST_CASE("scenario reader: what is wrong with a --set", "[io]") {
  struct Case {
    std::string text, fragment;
  };
  const auto each = GENERATE(values<Case>({
      {"run.horizon", "--set 'run.horizon': is not of the form key=value"},
      {"=3", "--set '=3': is not of the form"},
      {"run..horizon=3", "is not of the form"},
      {"run.horizon=", "--set 'run.horizon=': has no value"},
      {"run.horizon=[1", "--set 'run.horizon=[1': has a value that is not valid TOML"},
      {"run.horizn=3", "--set 'run.horizn=3': unknown key 'run.horizn'\n  remedy: did you mean 'horizon'?"},
      {"run.horizon=3\nseed = 4", R"(--set 'run.horizon=3\nseed = 4': run.horizon = '3\nseed = 4')"},
      {"bloc.noth.market.epoch=3",
       "bloc 'noth' is in no file: --set changes what is there\n  remedy: did you mean 'north'?"},
      {"bloc.north.stage.exprt.reviewers=3", "did you mean 'expert'?"},
      {"extends=a.toml", "extends works only in a file"},
      {"bloc.south.remove=1", "bloc.south.remove = 1 is no switch"},
      {"run.warmup=100 y", "--set 'run.warmup=100 y': run.warmup = \"36525 d\": leaves nothing of run.horizon"},
  }));
  ScenarioFolder files;
  files.write("a.toml", small_scenario);
  CHECK_THAT(files.messages("a.toml", {each.text}), ContainsSubstring(each.fragment));
  CHECK(files.read("a.toml", {each.text}).mistakes.at(0).blame == Blame::usage);
}

TEST_CASE("scenario reader: files that cannot be read", "[io]") {
  ScenarioFolder files;
  std::filesystem::create_directory(files.folder() / "folder");
  files.write("good.toml", small_scenario).write("empty.toml", "").write("blank.toml", " \n\t\n");
  files.write("huge.toml", std::string(10'000'001, '\n')).write("utf16.toml", "\xFF\xFE[\0r\0");
  files.write("circle.toml", "extends = \"round.toml\"\n").write("round.toml", "\nextends = \"./circle.toml\"\n");
  files.write("lost.toml", "extends = \"goood.toml\"\n").write("deep.toml", "extends = \"lost.toml\"\n");
  files.write("none.toml", "extends = []\n").write("two.toml", "extends = [\"good.toml\", 1, \"goood.toml\"]\n");
  files.write("onempty.toml", "extends = \"empty.toml\"\n");
  struct Case {
    std::string name, fragment;
  };
  const auto each = GENERATE(values<Case>({
      {"god.toml", "god.toml: no such file\n  remedy: did you mean 'good.toml'?"},
      {"good", "did you mean 'good.toml'?"},
      {"nowhere/good.toml", "its folder does not exist"},
      {"folder", "folder: is a folder, not a file"},
      {"empty.toml", "empty.toml: the file is empty"},
      {"blank.toml", "blank.toml: the file is empty"},
      {"huge.toml", "huge.toml: is larger than 10 MB"},
      {"utf16.toml", "utf16.toml: is no text file"},
      {"circle.toml", "round.toml:2:11: extends in a circle: circle.toml -> round.toml -> circle.toml"},
      {"lost.toml", "lost.toml:1:11: extends 'goood.toml': no such file\n    extends = \"goood.toml\"\n"},
      {"lost.toml", "did you mean 'good.toml'?"},
      {"deep.toml", "lost.toml:1:11: extends 'goood.toml': no such file (extended by deep.toml)"},
      {"none.toml", "none.toml:1:11: extends = [] names no file"},
      {"two.toml", "two.toml:1:25: extends = 1 names no file"},
      {"two.toml", "two.toml:1:28: extends 'goood.toml': no such file"},
      {"onempty.toml", "empty.toml: the file is empty (extended by onempty.toml)"},
  }));
  CHECK_THAT(files.messages(each.name), ContainsSubstring(each.fragment));
}

TEST_CASE("scenario reader: of several files extended the later win, and one reached twice is read once", "[io]") {
  ScenarioFolder files;
  files.write("base.toml", small_scenario + "[run]\nhorizon = \"4 y\"\nwarmup = \"1 y\"\nseed = 7\n")
      .write("mid.toml", "extends = \"base.toml\"\n[run]\nwarmup = \"2 y\"\nseed = 8\n")
      .write("layer.toml", "extends = \"base.toml\"\n[run]\nseed = 9\n")
      .write("top.toml", "extends = [\"mid.toml\", \"layer.toml\"]\n[run]\nhorizon = \"3 y\"\n");
  const auto reading = files.read("top.toml", {});
  REQUIRE(reading.ok());
  CHECK(reading.scenario.run.horizon.count() == 3 * 365.25);
  CHECK(reading.scenario.run.warmup.count() == 2 * 365.25);  // base, come to again by way of layer, does not undo mid
  CHECK(reading.scenario.run.seed == 9);
  CHECK(reading.files.size() == 4);
}

TEST_CASE("scenario reader: a missing file and a bad one differ in their blame", "[io]") {
  ScenarioFolder files;
  files.write("bad.toml", "[run]\nx = 1\n").write("lost.toml", "extends = \"none.toml\"\n");
  CHECK(files.read("none.toml").mistakes.at(0).blame == Blame::no_input);
  CHECK(files.read("lost.toml").mistakes.at(0).blame == Blame::no_input);
  CHECK(files.read("bad.toml").mistakes.at(0).blame == Blame::data);
}

TEST_CASE("scenario reader: all mistakes are told, in the order of the files", "[io]") {
  ScenarioFolder files;
  files.write("base.toml", "[bloc.b.market]\nepoch = 0\n[run]\nhorizon = 0\n")
      .write("a.toml", "extends = \"base.toml\"\n[run]\nx = 1\nwarmup = -1\n[domain.d]\nkind = 1\n");
  const auto reading = files.read("a.toml", {"run.seed=x"});
  std::vector<std::string> keys;
  for (const auto& mistake : reading.mistakes) keys.push_back(mistake.key);
  CHECK(keys == Names{"bloc.b.market.epoch", "run.horizon", "run.x", "run.warmup", "domain.d.kind", "run.seed"});
}

TEST_CASE("scenario reader: hostile files end in a message, not in a crash", "[io]") {
  std::string dots = "a", quoted = "\"a\"", nested = "x = ", many;
  for (int i = 0; i < 1'000'000; ++i) dots += ".a";
  for (int i = 0; i < 1'000'000; ++i) quoted += " . \"a\"";
  for (int i = 0; i < 120; ++i) nested += "[{ a.a.a.a.a.a.a.a.a = \n";
  for (int i = 0; i < 120; ++i) nested = "y.y.y.y.y.y.y.y = 1\n" + nested;
  for (int i = 0; i < 20'000; ++i) many += "[bloc.b" + std::to_string(i) + "]\nx = 1\n";
  std::string inner = "1";
  for (int i = 0; i < 100; ++i) inner = "[{ a.a.a.a.a.a.a.a.a = " + inner + " }]";
  ScenarioFolder files;
  files.write("dots.toml", "# a.b.c\n\n" + dots + " = 1\n").write("quoted.toml", "[" + quoted + "]\n");
  files.write("nested.toml", nested).write("inner.toml", "x = " + inner + "\n");
  files.write("many.toml", many).write("bell.toml", "\"\\u001b[31m\" = 1\n");
  CHECK_THAT(files.messages("dots.toml"), ContainsSubstring("dots.toml:3:1: a key has more than 10 parts"));
  CHECK_THAT(files.messages("quoted.toml"), ContainsSubstring("quoted.toml:1:1: a key has more than 10 parts"));
  CHECK_THAT(files.messages("nested.toml"), ContainsSubstring("not valid TOML"));
  CHECK_THAT(files.messages("inner.toml"), ContainsSubstring("unknown key 'x'"));
  CHECK_THAT(files.messages("many.toml"), ContainsSubstring("more than 32 blocs"));
  CHECK_THAT(files.messages("bell.toml"), ContainsSubstring(R"(unknown key '\x1b[31m')"));
}

TEST_CASE("scenario reader: dots in texts, lists and comments make no long key", "[io]") {
  const std::string dots = " . . . . . . . . . . . . . . . a.b.c.d.e.f.g.h.i.j.k.l.m.n ";
  const auto reading =
      poldyn::read_scenario_text("title = \"" + dots + "\\\"" + dots + "\"  #" + dots + "\ndescription = \"\"\"\n\"" +
                                     dots + "\n'" + dots + "\"\"\"\n" + small_scenario +
                                     "population.region_weights = [0.1]\npopulation.class_shares = [0.1, 0.2, 0.3]\n",
                                 "text");
  CHECK(poldyn::to_text(reading.mistakes) == "");
}

TEST_CASE("scenario reader: a text from a result file is read like a file but cannot extend", "[io]") {
  CHECK(poldyn::read_scenario_text(small_scenario, "results.h5:/scenario").ok());
  const auto reading = poldyn::read_scenario_text("extends = \"a.toml\"\n", "results.h5:/scenario");
  CHECK_THAT(poldyn::to_text(reading.mistakes), StartsWith("results.h5:/scenario:1:11: extends works only in a file"));
}
