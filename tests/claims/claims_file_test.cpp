#include "claims/claims_file.h"

#include <filesystem>
#include <fstream>

#include "tests/catch.h"

using namespace poldyn;

namespace {

const std::string world = "[world.one]\nscenario = \"one.toml\"\nset = [\"run.horizon=1 y\"]\n";
const std::string sound_effect =
    "[[claim.effect]]\nname = \"n\"\nmeasure = \"totals/a/b@main\"\ndirection = \"up\"\nsmallest = 0.1\nbecause = "
    "\"b\"\n";
const std::string claim = "[[claim]]\nid = \"X1\"\ntitle = \"t\"\nstatement = \"s\"\nworld = \"one\"\non = \"law\"\n";
const std::string rules = "[rules.law]\nmeaning = \"m\"\nset = [\"a.b=1\"]\n";

ClaimsFile read_text(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / "poldyn_claims_file_test.toml";
  std::ofstream(path) << text;
  ClaimsFile made = read_claims(path);
  std::filesystem::remove(path);
  return made;
}

std::string mistakes(const std::string& text) { return to_text(read_text(text).mistakes); }

}  // namespace

TEST_CASE("claims file: what it says is read", "[claims]") {
  const ClaimsFile file =
      read_text("[campaign]\nseed = 7\npoints = 32\n[campaign.quick]\npoints = 8\n" + world +
                "[uncertain.u]\nkey = \"x.*.y\"\nlog_range = [\"1 d\", \"10 d\"]\n" + rules +
                "[rules.both]\nmeaning = \"m\"\nof = \"law\"\nset = [\"c.d=2\"]\n" + claim + sound_effect +
                "[claim.without.search]\nmeaning = \"m\"\nset = [\"mechanisms.search=false\"]\n");
  REQUIRE(file.ok());
  CHECK(file.seed == 7);
  CHECK(file.full.points == 32);
  CHECK(file.quick.points == 8);
  CHECK(file.full.most_points == 32);  // without more, there is one round
  CHECK(file.factors.front().from == "\"1 d\"");
  CHECK_FALSE(file.factors.front().strength);
  CHECK(file.factors.front().logarithmic);
  CHECK(file.rule("both")->set.size() == 2);
  const Claim& read = file.claims.front();
  CHECK(read.effects.front().on == "law");
  CHECK(read.effects.front().off.empty());
  CHECK(read.counting() == 1);
  CHECK(sides_of(read, read.effects.front()) == std::vector<std::string>{"", "law"});
  CHECK(arm_name("law", read, read.ablations.front()) == "law | X1 without search");
}

TEST_CASE("claims file: mistakes are told at their place, with what may have been meant", "[claims]") {
  CHECK_THAT(mistakes(world + rules + "[[claim]]\nid = \"X1\"\ntitel = \"t\"\nstatement = \"s\"\nworld = \"one\"\n" +
                      sound_effect),
             ContainsSubstring("claim.X1.titel is no known key") && ContainsSubstring("did you mean 'title'?") &&
                 ContainsSubstring("claim.X1.title is missing"));
  CHECK_THAT(mistakes(world + rules + "[[claim]]\nid = \"X1\"\ntitle = \"t\"\nstatement = \"s\"\nworld = \"on\"\n" +
                      sound_effect),
             ContainsSubstring("'on' is no world") && ContainsSubstring("did you mean 'one'?"));
  CHECK_THAT(mistakes(world + "[rules.laws]\nmeaning = \"m\"\nset = [\"a.b=1\"]\n" + claim + sound_effect),
             ContainsSubstring("names no rules 'law'") && ContainsSubstring("did you mean 'laws'?"));
  CHECK_THAT(mistakes(world + rules + claim), ContainsSubstring("claim.X1.effect is missing"));
  CHECK_THAT(mistakes(world + rules + claim + sound_effect + claim + sound_effect),
             ContainsSubstring("'X1' stands twice"));
  CHECK_THAT(mistakes(world + "[uncertain.u]\nkey = \"x\"\n" + rules + claim + sound_effect),
             ContainsSubstring("uncertain.u.range must be there once"));
}

TEST_CASE("claims file: a plan has rounds up to its most points", "[claims]") {
  const ClaimsFile file =
      read_text("[campaign]\npoints = 32\nmost_points = 256\n" + world +
                "[uncertain.u]\nkey = \"a.b\"\nrange = [1, 0]\nstrength = true\n" + rules + claim + sound_effect);
  REQUIRE(file.ok());
  CHECK(file.full.most_points == 256);
  CHECK(file.factors.front().strength);
  CHECK(file.factors.front().from == "1");
  CHECK_THAT(mistakes("[campaign]\npoints = 32\nmost_points = 16\n" + world + rules + claim + sound_effect),
             ContainsSubstring("most_points"));
}

TEST_CASE("claims file: an effect that cannot be judged is refused", "[claims]") {
  const auto with = [&](const std::string& line, const std::string& other) {
    std::string text = sound_effect;
    text.replace(text.find(line), line.size(), other);
    return mistakes(world + rules + claim + text);
  };
  CHECK_THAT(with("smallest = 0.1", "smallest = 0"), ContainsSubstring("smallest = 0 must be above 0"));
  CHECK_THAT(with("smallest = 0.1\n", ""), ContainsSubstring("smallest is missing"));
  CHECK_THAT(with("direction = \"up\"", "direction = \"upp\""), ContainsSubstring("did you mean 'up'?"));
  CHECK_THAT(with("because = \"b\"\n", ""), ContainsSubstring("because is missing"));
  CHECK_THAT(with("smallest = 0.1", "smallest = 0.1\nas = \"ranks\""), ContainsSubstring("against"));
  CHECK_THAT(with("smallest = 0.1", "smallest = \"big\""), ContainsSubstring("is no number"));
  CHECK_THAT(with("smallest = 0.1", "smallest = 0.1\nas = \"tail\"\ntail = 0.7"),
             ContainsSubstring("outside ]0, 0.5]"));
  CHECK(with("smallest = 0.1", "smallest = 0.1\nas = \"median\"").empty());
}

TEST_CASE("claims file: a claim that cannot be tested needs no experiment", "[claims]") {
  const ClaimsFile file =
      read_text(world + "[[claim]]\nid = \"X1\"\ntitle = \"t\"\nstatement = \"s\"\nneeds = \"a metric\"\n");
  CHECK(file.ok());
}

TEST_CASE("claims file: missing and damaged files", "[claims]") {
  CHECK(read_claims("no/such/file.toml").mistakes.front().blame == Blame::no_input);
  CHECK_THAT(mistakes("[world"), ContainsSubstring(":1:"));
  CHECK_THAT(mistakes(""), ContainsSubstring("holds no [[claim]]"));
  CHECK_THAT(mistakes("claim = 3\n[world]\none = 1\n"), ContainsSubstring("[world.NAME]"));
}
