#include "sim/policy/contradictions.h"
#include "tests/catch.h"
#include "tests/reading/scenario_fixture.h"

namespace {

/// In this scenario every mechanism that can need something has what it needs.
const std::string sound = R"([mechanisms]
filings = true
variants = true
mandates = true
recognition = true
[domain.general]
[domain.agents]
outside_envelope_of = ["north"]
[paradigm.first]
[paradigm.second]
[class.integrator]
unmodified = true
[bloc.north.registration]
who = "all"
validity = "3 y"
[bloc.north.mandates]
share = 0.1
domains = ["agents"]
[bloc.north.track.full]
stages = ["desk", "panel", "board"]
[bloc.north.track.light]
stages = ["desk"]
[bloc.north.stage.desk]
[bloc.north.stage.panel]
return_to = "desk"
window = "30 d"
window_offset = "30 d"
decisions_per_window = 5
[bloc.north.stage.board]
return_to = "board"
)";

struct Case {
  std::vector<std::string> changes;
  std::string path;
  std::string fragment;
};

}  // namespace

TEST_CASE("contradictions: a sound scenario has none, with any mechanism switched off", "[policy]") {
  CHECK(poldyn::to_text(poldyn::read_scenario_text(sound, "text").mistakes) == "");
  for (const auto& row : poldyn::param_rows<poldyn::Mechanisms>) {
    const auto reading = poldyn::read_scenario_text(sound, "text", {"mechanisms." + std::string(row.key) + "=false"});
    CHECK(poldyn::to_text(reading.mistakes) == "");
  }
}

TEST_CASE("contradictions: each is found at the value that it is about", "[policy]") {
  const auto each = GENERATE(values<Case>({
      {{"accounts.project_hardware=0.8"}, "accounts.project_cloud", "more than the whole"},
      {{"accounts.serving_hardware=0.8"}, "accounts.serving_cloud", "more than the whole"},
      {{"bloc.north.market.demand_growth=3 /y"}, "bloc.north.market.demand_growth", "would make users spend"},
      {{"mechanisms.subsidies=true", "bloc.north.subsidies.voucher=1 M$", "accounts.project_hardware=0",
        "accounts.project_cloud=0"},
       "bloc.north.subsidies.subsidised_share",
       "no compute to pay"},
      {{"bloc.north.standards.home=\"delta\""}, "bloc.north.standards.home", "no standard 'delta'"},
      {{"bloc.north.standards.mandate=true"}, "bloc.north.standards.mandate", "no home standard"},
      {{"mechanisms.standards=true", "standards.names=[]"}, "standards.names", "no standard to choose"},
      {{"standards.names=[\"a\", \"b\", \"a\"]"}, "standards.names", "'a' stands twice"},
      {{"bloc.north.openness.source_visibility=[0.5]"},
       "bloc.north.openness.source_visibility",
       "has 1 values for 0 source_blocs"},
      {{"bloc.north.openness.source_blocs=[\"north\"]", "bloc.north.openness.source_visibility=[0.5]"},
       "bloc.north.openness.source_blocs",
       "'north' is not another bloc"},
      {{"bloc.north.mandates.domains=[\"offices\"]"}, "bloc.north.mandates.domains", "there is no domain 'offices'"},
      {{"bloc.north.recognition.blocs=[\"east\"]"}, "bloc.north.recognition.blocs", "there is no bloc 'east'"},
      {{"bloc.north.recognition.blocs=[\"north\"]"}, "bloc.north.recognition.blocs", "hold there anyway"},
      {{"mechanisms.mandates=true", "bloc.north.mandates.share=0.5", "bloc.north.registration.who=nobody"},
       "bloc.north.mandates.eligible",
       "no model is eligible"},
      {{"mechanisms.compliance=true", "bloc.north.compliance.zones=[1, 2]"},
       "bloc.north.compliance.zones",
       "has 2 zones for population.regions = 1"},
      {{"mechanisms.compliance=true", "bloc.north.compliance.zones=[0.5]"},
       "bloc.north.compliance.zones",
       "a whole number, not 0.5"},
      {{"run.horizon=10 d"}, "run.sample_interval", "longer than run.horizon (10 d)"},
      {{"run.warmup=10 y"}, "run.warmup", "leaves nothing of run.horizon"},
      {{"mechanisms.paradigms=true", "technology.bits=62"}, "technology.bits", "at most 61 bits"},
      {{"mechanisms.programmes=true", "bloc.north.programmes.share=0.5", "bloc.north.programmes.interval=0.5 d"},
       "bloc.north.programmes.interval",
       "more often than daily"},
      {{"technology.bits=6"}, "technology.epistasis", "only bits - 1 = 5 others"},
      {{"technology.bits=7"}, "technology.jump_bits", "technology.bits = 7 bits to redraw"},
      {{"domain.general.demand_weight=0", "domain.agents.demand_weight=0"},
       "domain.general.demand_weight",
       "no domain has any demand: domain.general.demand_weight and domain.agents.demand_weight are 0"},
      {{"domain.agents.outside_envelope_of=[\"nord\"]"}, "domain.agents.outside_envelope_of", "no bloc 'nord'"},
      {{"class.frontier.local=0", "class.frontier.long_jump=0", "class.frontier.imitate=0", "class.frontier.adopt=0"},
       "class.frontier.local",
       "no way to search"},
      {{"bloc.north.population.vendors=0", "bloc.north.population.entry_rate=0", "mechanisms.filings=false"},
       "bloc.north.population.vendors",
       "nothing would happen"},
      {{"bloc.north.population.class_shares=[1, 1]"},
       "bloc.north.population.class_shares",
       "one weight for each of the classes"},
      {{"bloc.north.population.class_shares=[0, 0, 0]"}, "bloc.north.population.class_shares", "all weights are 0"},
      {{"bloc.north.population.regions=3", "bloc.north.population.region_weights=[1, 2]"},
       "bloc.north.population.region_weights",
       "2 weights for regions = 3"},
      {{"bloc.north.population.region_weights=[0]"}, "bloc.north.population.region_weights", "all weights are 0"},
      {{"bloc.north.stage.panel.window=0"}, "bloc.north.stage.panel.decisions_per_window", "no decision dates"},
      {{"bloc.north.stage.panel.window=0"}, "bloc.north.stage.panel.window_offset", "no decision dates"},
      {{"bloc.north.stage.panel.window_offset=31"},
       "bloc.north.stage.panel.window_offset",
       "beyond the first window of 30 d"},
      {{"bloc.north.stage.desk.return_to=bord"}, "bloc.north.stage.desk.return_to", "no stage 'bord'"},
      {{"bloc.north.stage.panel.return_to=board"},
       "bloc.north.stage.panel.return_to",
       "'board' does not come before 'panel' in track.full (desk, panel, board)"},
      {{"bloc.north.track.light.stages=[\"panel\"]"}, "bloc.north.stage.panel.return_to", "in track.light (panel)"},
      {{"bloc.north.track.full.stages=[\"desk\", \"pannel\"]"}, "bloc.north.track.full.stages", "no stage 'pannel'"},
      {{"bloc.north.track.full.stages=[\"desk\", \"desk\"]"}, "bloc.north.track.full.stages", "'desk' stands twice"},
      {{"bloc.north.track.full.stages=[]", "mechanisms.filings=false"},
       "bloc.north.track.full.stages",
       "who = \"all\" files there"},
      {{"bloc.north.track.light.stages=[]", "bloc.north.registration.renewal_track=full"},
       "bloc.north.track.light.stages",
       "applications on an approved base"},
      {{"bloc.north.track.light.stages=[]", "bloc.north.registration.light_track=false"},
       "bloc.north.track.light.stages",
       "renewals file there"},
      {{"bloc.north.track.light.stages=[]", "bloc.north.registration.light_track=false",
        "bloc.north.registration.validity=0", "bloc.north.registration.change_track=light"},
       "bloc.north.track.light.stages",
       "registration.change_track files there"},
      {{"bloc.north.track.full.stages=[]", "bloc.north.registration.who=nobody"},
       "bloc.north.track.full.stages",
       "mechanisms.filings sends filings there"},
      {{"bloc.north.registration.validity=180 d"},
       "bloc.north.registration.renewal_lead",
       "approval, which holds for 180 d"},
      {{"bloc.north.filings.seasonal_amplitude=0.5", "bloc.north.filings.interarrival=3 d"},
       "bloc.north.filings.seasonal_amplitude",
       "exponential"},
      {{"bloc.north.filings.priority_weights=[]"},
       "bloc.north.filings.priority_weights",
       "no class of priority has any weight"},
      {{"bloc.north.procurement.noise=0", "bloc.north.procurement.quality=0", "bloc.north.procurement.price=0"},
       "bloc.north.procurement.noise",
       "noise, quality and price are 0 at preference = 0: all scores would be equal"},
      {{"bloc.north.procurement.noise=0", "bloc.north.procurement.preference=1",
        "bloc.north.procurement.registration=0", "bloc.north.procurement.domestic=0", "bloc.north.procurement.local=0",
        "bloc.north.procurement.affiliation=0", "bloc.north.procurement.incumbency=0"},
       "bloc.north.procurement.noise",
       "noise, registration, domestic, local, affiliation and incumbency are 0 at preference = 1"},
      {{"mechanisms.entry=true", "bloc.north.population.spinoff_rate=30 /y"},
       "bloc.north.population.spinoff_rate",
       "each vendor could become e^"},
      {{"bloc.north.procurement.growth=5"}, "bloc.north.procurement.growth", "tenders over the horizon"},
      {{"bloc.north.procurement.saturation=0.3", "bloc.north.market.demand=0"},
       "bloc.north.procurement.saturation",
       "a share of nothing"},
      {{"bloc.north.procurement.registered_only=true", "bloc.north.registration.who=nobody"},
       "bloc.north.procurement.registered_only",
       "nobody can bid"},
      {{"mechanisms.incidents=true", "incidents.most_harm=1 M$", "incidents.least_harm=2 M$"},
       "incidents.most_harm",
       "below incidents.least_harm = 2 M$"},
      {{"mechanisms.incidents=true", "incidents.rate=10000"}, "incidents.rate", "incidents over the horizon"},
      {{"mechanisms.incidents=true", "bloc.north.tolerance.reapproval=true",
        "bloc.north.tolerance.reapproval_track=light", "bloc.north.track.light.stages=[]"},
       "bloc.north.tolerance.reapproval_track",
       "nothing would be approved again"},
      {{"mechanisms.directives=true", "bloc.north.directives.rate=5000 /y"},
       "bloc.north.directives.rate",
       "would issue 50000 directives"},
      {{"mechanisms.audits=true", "run.horizon=100 y", "bloc.north.audits.visits=1000000 /y",
        "bloc.north.market.demand_growth=0", "bloc.north.procurement.growth=0"},
       "bloc.north.audits.visits",
       "visits over the horizon"},
  }));
  const auto reading = poldyn::read_scenario_text(sound, "text", each.changes);
  const std::string messages = poldyn::to_text(reading.mistakes);
  INFO(each.changes.back() << "\n" << messages);
  CHECK(std::any_of(reading.mistakes.begin(), reading.mistakes.end(), [&](const auto& mistake) {
    return mistake.key == each.path && mistake.problem.find(each.fragment) != std::string::npos;
  }));
}

TEST_CASE("contradictions: a value that nobody set is called a default of the file", "[policy]") {
  ScenarioFolder files;
  files.write("base.toml", sound).write("top.toml", "extends = \"base.toml\"\n[technology]\nbits = 6\n");
  const std::string messages = files.messages("top.toml");
  CHECK_THAT(messages,
             ContainsSubstring("top.toml: technology.epistasis = 6 (default): a bit has only bits - 1 = 5 others"));
  CHECK_THAT(messages, ContainsSubstring("remedy: lower epistasis or raise technology.bits"));
}

TEST_CASE("contradictions: nothing in a scenario", "[policy]") {
  const auto faults = contradictions(poldyn::Scenario{});
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].path == "bloc");
  CHECK(faults[1].path == "domain");
  const auto text = poldyn::to_text(poldyn::read_scenario_text("title = \"x\"", "a.toml").mistakes);
  CHECK_THAT(text, StartsWith("a.toml: bloc: a scenario needs a bloc\n  remedy: add a table [bloc.north]\n"));
}

TEST_CASE("contradictions: limits and names that only a program can break", "[policy]") {
  poldyn::Scenario s;
  for (int i = 0; i < 40; ++i) s.blocs.emplace_back().name = "same";
  for (int i = 0; i < 9; ++i) s.domains.push_back({"d" + std::to_string(i), {}});
  for (int i = 0; i < 9; ++i) s.blocs[0].stages.push_back({"s" + std::to_string(i), {}});
  s.run.horizon = poldyn::Days{0};
  const auto faults = contradictions(s);
  const auto has = [&](const std::string& path, const std::string& message) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](const auto& f) { return f.path == path && f.message.find(message) != std::string::npos; });
  };
  CHECK(has("bloc", "more than 32 blocs"));
  CHECK(has("bloc.same", "stands twice"));
  CHECK(has("domain", "more than 8 domains"));
  CHECK(has("bloc.same.stage", "at most 8 stages"));
  CHECK(has("run.horizon", "nothing would be simulated"));
}

TEST_CASE("contradictions: names that random streams would take for one", "[policy]") {
  // A pair with one 64-bit FNV-1a: found by search, and no chance of it in names that mean something.
  const std::string a = "8yn0iYCKYHlIj4-BwPqk", b = "GReLUrM4wMqfg9yzV3KQ";
  const auto reading = poldyn::read_scenario_text(sound, "text", {"standards.names=[\"" + a + "\", \"" + b + "\"]"});
  CHECK_THAT(poldyn::to_text(reading.mistakes), ContainsSubstring("'" + b + "' stands twice"));
  poldyn::Scenario s;
  s.blocs.resize(2);
  s.blocs[0].name = a;
  s.blocs[1].name = b;
  const auto faults = contradictions(s);
  CHECK(std::any_of(faults.begin(), faults.end(), [&](const auto& fault) {
    return fault.path == "bloc." + b && fault.message == "random streams cannot tell the name from '" + a + "'";
  }));
}
