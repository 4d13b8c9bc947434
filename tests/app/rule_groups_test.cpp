#include "app/attribute/rule_groups.h"

#include <algorithm>
#include <map>

#include "app/console/failure.h"
#include "app/runs/scenario_mixture.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;

namespace {

const std::map<std::string, std::string> texts{
    {"world.toml", "[domain.general]\nkind = \"in_distribution\"\n[bloc.main.population]\nvendors = 20\nregions = 2\n"},
    {"layers/buying.toml",
     "[bloc.main.procurement]\npreference = 0.7\ntenders = \"200 /y\"\n[bloc.main.mandates]\nshare = 0.2\n"},
    {"layers/search.toml", "[technology]\njump_bits = 4\n"},
    {"a.toml", "extends = \"world.toml\"\ntitle = \"a\"\n"},
    {"layers/mandates.toml", "[technology]\njump_bits = 4\n"},
    {"named.toml", "extends = [\"world.toml\", \"layers/mandates.toml\"]\n[bloc.main.mandates]\nshare = 0.2\n"},
    {"loose.toml",
     "extends = [\"world.toml\", \"layers/search.toml\"]\n[bloc.main.mandates]\nshare = 0.2\n"
     "[bloc.main.curation]\nkept_outside = 0.5\n[bloc.main.procurement]\npreference = 0.7\n"
     "[bloc.main.population]\nentry_rate = \"9 /y\"\n[bloc.main.directives]\nvoluntary_share = 0.3\n"
     "[bloc.main.market]\nswitching_rate = \"3 /y\"\n[bloc.main.spillover]\nleak_rate = \"0.5 /y\"\n"
     "[incidents]\nrate = 0.02\n"},
    {"b.toml",
     "extends = [\"world.toml\", \"layers/buying.toml\", \"layers/search.toml\"]\n[bloc.main.curation]\n"
     "kept_outside = 0.5\n"}};

struct Case {
  Reading a, b;
  std::vector<RuleDifference> differences;
};

Case made(const std::string& a = "a.toml", const std::string& b = "b.toml") {
  const MemoryTexts store(texts);
  Case made{read_scenario(store, a), read_scenario(store, b), {}};
  INFO(to_text(made.a.mistakes) << to_text(made.b.mistakes));
  REQUIRE((made.a.ok() && made.b.ok()));
  made.differences = ScenarioMixture(made.a.scenario, made.b.scenario).differences();
  return made;
}

/// "buying: mandates procurement; search: technology": groups with the tables of their parts.
std::string told(const Grouping& grouping, const std::vector<RuleDifference>& differences) {
  std::string text;
  for (const auto& group : grouping.groups) {
    text += (text.empty() ? "" : "; ") + group.name + ":";
    for (const auto& part : group.parts) {
      if (group.parts.size() > 1) text += " (" + part.name + ")";
      for (const std::size_t i : part.differences)
        text += " " + differences[i].name.substr(differences[i].name.rfind('.') + 1);
    }
  }
  return text;
}

std::string grouped(const GroupingOptions& options, const Case& is = made()) {
  return told(group_rules(is.differences, is.a, is.b, options), is.differences);
}

std::string refusal(const GroupingOptions& options) {
  try {
    grouped(options);
  } catch (const Failure& failure) {
    CHECK(failure.exit() == Exit::usage);
    return failure.what();
  }
  return "";
}

}  // namespace

TEST_CASE("rule groups: layers by their names, and tables of what no layer sets", "[app]") {
  CHECK(grouped({}) == "search: jump_bits; buying: tenders preference share; curation: kept_outside");
  const Case is = made();
  const Grouping grouping = group_rules(is.differences, is.a, is.b, {});
  REQUIRE(grouping.notes.size() == 1);
  CHECK(grouping.notes[0] == "1 rule that no layer of A or B alone sets (curation): grouped by table");
  const Case back = made("b.toml", "a.toml");  // what only A's layers set belongs to them
  CHECK(grouped({}, back) == "search: jump_bits; buying: tenders preference share; curation: kept_outside");
}

TEST_CASE("rule groups: a layer and a table of one name are two groups", "[app]") {
  const Case is = made("a.toml", "named.toml");
  CHECK(grouped({}, is) == "mandates: jump_bits; mandates (no layer): share");
}

TEST_CASE("rule groups: what no layer sets is one group where tables are too many", "[app]") {
  const Case is = made("a.toml", "loose.toml");
  const Grouping grouping = group_rules(is.differences, is.a, is.b, {});
  REQUIRE(grouping.groups.size() == 2);
  CHECK(grouping.groups[0].name == "search");
  CHECK(grouping.groups[1].name == "other rules");
  CHECK(grouping.groups[1].differences().size() == 8);
  CHECK_THAT(grouping.notes.at(0), StartsWith("8 rules that no layer of A or B alone sets"));
  CHECK_THAT(grouping.notes.at(0), ContainsSubstring("one group, 'other rules'"));
  CHECK(group_rules(is.differences, is.a, is.b, {.by = GroupBy::table}).groups.size() == 9);
  CHECK(group_rules(is.differences, is.a, is.b, {.by = GroupBy::table}).notes.empty());
}

TEST_CASE("rule groups: by table, by parameter", "[app]") {
  CHECK(grouped({.by = GroupBy::table}) ==
        "technology: jump_bits; procurement: tenders preference; curation: kept_outside; mandates: share");
  const std::string each = grouped({.by = GroupBy::parameter});
  CHECK_THAT(each, ContainsSubstring("bloc.main.procurement.preference: preference"));
  CHECK(std::count(each.begin(), each.end(), ';') == 4);
}

TEST_CASE("rule groups: those that the user names, and the rest", "[app]") {
  CHECK(grouped({.named = {"state = bloc.*.procurement, bloc.main.mandates.share"}}) ==
        "state: tenders preference share; other rules: jump_bits kept_outside");
  const Case is = made();
  const Grouping grouping = group_rules(is.differences, is.a, is.b, {.named = {"all=*"}});
  CHECK(grouping.groups.size() == 1);
  CHECK(grouping.notes.empty());
}

TEST_CASE("rule groups: joined, and divided again", "[app]") {
  CHECK(grouped({.joined = {"search+curation"}}) ==
        "search+curation: jump_bits kept_outside; buying: tenders preference share");
  CHECK(grouped({.inside = {"buying"}}) ==
        "search: jump_bits; buying: (procurement) tenders preference (mandates) share; curation: kept_outside");
  CHECK_THAT(grouped({.inside = {"*"}, .by = GroupBy::table}),
             ContainsSubstring("(bloc.main.procurement.preference) preference; curation: kept_outside"));
}

TEST_CASE("rule groups: what finds nothing is told with what is near", "[app]") {
  CHECK_THAT(refusal({.named = {"x=bloc.*.registration"}}), ContainsSubstring("in which A and B do not differ"));
  CHECK_THAT(refusal({.named = {"x=technology.jump_bit"}}), ContainsSubstring("did you mean 'technology.jump_bits'?"));
  CHECK_THAT(refusal({.named = {"bloc.*"}}), ContainsSubstring("is not NAME=RULES"));
  CHECK_THAT(refusal({.named = {"x=bloc.*", "y=bloc.main.mandates"}}),
             ContainsSubstring("which is in group 'x' already"));
  CHECK_THAT(refusal({.joined = {"serch+buying"}}), ContainsSubstring("did you mean 'search'?"));
  CHECK_THAT(refusal({.joined = {"search"}}), ContainsSubstring("GROUP+GROUP"));
  CHECK_THAT(refusal({.inside = {"buyng"}}), ContainsSubstring("did you mean 'buying'?"));
}
