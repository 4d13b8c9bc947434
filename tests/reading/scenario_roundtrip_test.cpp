#include <bit>

#include "sim/disk/scenario_disk.h"
#include "sim/reading/scenario_resolver.h"
#include "sim/reading/scenario_template.h"
#include "sim/reading/scenario_writer.h"
#include "tests/catch.h"
#include "tests/reading/random_scenario.h"
#include "tests/reading/scenario_fixture.h"

namespace {

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

bool same(const poldyn::Value& a, const poldyn::Value& b) {
  if (a.index() != b.index()) return false;
  if (const auto* x = std::get_if<double>(&a)) return same_bits(*x, std::get<double>(b));
  if (const auto* x = std::get_if<poldyn::Law>(&a)) {
    const auto& y = std::get<poldyn::Law>(b);
    return x->kind == y.kind && same_bits(x->mean, y.mean) && same_bits(x->cv, y.cv);
  }
  if (const auto* x = std::get_if<std::vector<double>>(&a)) {
    const auto& y = std::get<std::vector<double>>(b);
    return std::equal(x->begin(), x->end(), y.begin(), y.end(), same_bits);
  }
  return a == b;
}

std::string difference_of_policies(const poldyn::Scenario& a, const poldyn::Scenario& b) {
  if (a.policies.size() != b.policies.size()) return "number of policies";
  for (std::size_t i = 0; i < a.policies.size(); ++i) {
    const poldyn::PolicyRule &x = a.policies[i], &y = b.policies[i];
    for (const auto& row : poldyn::param_rows<poldyn::PolicyRule>)
      if (!same(row.get(&x), row.get(&y))) return "policy." + std::string(row.key);
    if (x.when.empty() != y.condition.steps.empty()) return "policy.when is not read";
    if (x.edits.size() != y.edits.size()) return "number of edits";
    for (std::size_t k = 0; k < x.edits.size(); ++k) {
      const poldyn::Edit &e = x.edits[k], &f = y.edits[k];
      if (e.key != f.key || e.kind != f.kind || !same(e.value, f.value) || !same_bits(e.least, f.least) ||
          !same_bits(e.most, f.most))
        return e.key;
    }
  }
  return "";
}

/// The first parameter in which two scenarios differ, or an empty text.
std::string difference(poldyn::Scenario a, poldyn::Scenario b) {
  if (a.title != b.title) return "title";
  if (a.description != b.description) return "description";
  const auto left = poldyn::all_sections(a), right = poldyn::all_sections(b);
  if (left.size() != right.size()) return "number of tables";
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i].path != right[i].path) return left[i].path;
    for (const auto& row : left[i].rows)
      if (!same(row.get(left[i].object), row.get(right[i].object))) return left[i].path + "." + std::string(row.key);
  }
  return difference_of_policies(a, b);
}

/// Reads without looking for contradictions, of which a random scenario has many.
poldyn::Reading read_back(const std::string& text) {
  poldyn::Reading reading;
  const auto layers = poldyn::layers_of_text(text, "text", {});
  reading.mistakes = layers.mistakes;
  poldyn::resolve(layers, reading);
  return reading;
}

}  // namespace

TEST_CASE("scenario writer: random scenarios come back bit for bit, and write the same text", "[io]") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    INFO("seed " << seed);
    const auto scenario = RandomScenario(seed).make();
    const std::string text = write_scenario(scenario, seed % 2 ? poldyn::Comments::with : poldyn::Comments::without);
    const auto reading = read_back(text);
    INFO(poldyn::to_text(reading.mistakes));
    REQUIRE(reading.ok());
    REQUIRE(difference(scenario, reading.scenario) == "");
    REQUIRE(write_scenario(reading.scenario) == write_scenario(scenario));
  }
}

TEST_CASE("scenario writer: the smallest and the new scenario come back", "[io]") {
  const std::string text =
      GENERATE(values<std::string>({small_scenario, poldyn::new_scenario_text("a \"first\" one")}));
  const auto first = poldyn::read_scenario_text(text, "text");
  INFO(poldyn::to_text(first.mistakes));
  REQUIRE(first.ok());
  const std::string expanded = write_scenario(first.scenario);
  const auto second = poldyn::read_scenario_text(expanded, "text");
  REQUIRE(second.ok());
  CHECK(difference(first.scenario, second.scenario) == "");
  CHECK(write_scenario(second.scenario) == expanded);
}

TEST_CASE("scenario writer: units stand in the text, comments on request", "[io]") {
  const auto scenario = poldyn::read_scenario_text(small_scenario, "text").scenario;
  const std::string text = write_scenario(scenario);
  CHECK_THAT(text, ContainsSubstring("[run]\nhorizon = \"3652.5 d\"\n"));
  CHECK_THAT(text, ContainsSubstring("review = { dist = \"lognormal\", mean = \"45 d\", cv = 0.6 }\n"));
  CHECK_THAT(text, ContainsSubstring("[bloc.north.supply]\noffset_oom = \"0 OOM\"\ngrowth = \"0.653 OOM/y\"\n"));
  CHECK(text.find('#') == std::string::npos);
  const std::string commented = write_scenario(scenario, poldyn::Comments::with);
  CHECK_THAT(commented,
             ContainsSubstring("# simulated time; [0.001, 36525] d; source: setting of the experiment\nhorizon"));
}

TEST_CASE("scenario writer: a copied bloc is written in full", "[io]") {
  const auto scenario = poldyn::read_scenario_text(poldyn::new_scenario_text("x"), "text").scenario;
  const std::string text = write_scenario(scenario);
  CHECK(text.find("like =") == std::string::npos);
  CHECK_THAT(text, ContainsSubstring("[bloc.south.stage.expert_panel]\noffices = \"central\"\nreviewers = 8\n"));
}

TEST_CASE("scenarios/: every file reads without mistakes", "[io]") {
  namespace fs = std::filesystem;
  std::vector<fs::path> found;
  for (const auto* folder : {"/scenarios", "/tests/data/scenarios"}) {
    std::error_code none;
    for (fs::recursive_directory_iterator at(std::string(POLDYN_SOURCE_DIR) + folder, none), end; !none && at != end;
         ++at)
      if (at->path().extension() == ".toml" && at->path().parent_path().filename() != "layers")
        found.push_back(at->path());
  }
  CHECK_FALSE(found.empty());
  for (const auto& file : found) CHECK(poldyn::to_text(poldyn::read_scenario(file).mistakes) == "");
}

TEST_CASE("what tells scenarios apart: every parameter that is not at its default, every name and every policy",
          "[roundtrip]") {
  poldyn::Scenario plain;
  plain.domains.push_back({"general", {}});
  plain.paradigms.push_back({"first", {}});
  poldyn::BlocRules& bloc = plain.blocs.emplace_back();
  bloc.name = "north";
  bloc.stages.push_back({"desk", {}});
  bloc.rules.push_back({"rule", {}});
  const std::string none = poldyn::write_choices(plain);
  // No key of a table: one that is added to the model with a default changes nothing here.
  CHECK(none ==
        "domains \"general\"\nparadigms \"first\"\nbloc \"north\"\ntracks \"full\" \"light\"\nstages \"desk\"\n"
        "rules \"rule\"\n");
  RandomScenario random(5);
  std::size_t changed = 0;
  for (std::size_t part = 0; part < poldyn::all_sections(plain).size(); ++part) {
    const std::size_t rows = poldyn::all_sections(plain)[part].rows.size();
    for (std::size_t i = 0; i < rows; ++i) {
      poldyn::Scenario one = plain;
      const poldyn::Section section = poldyn::all_sections(one)[part];
      const poldyn::Value was = section.rows[i].get(section.object);
      for (int tries = 0; tries < 50 && section.rows[i].get(section.object) == was; ++tries)
        section.rows[i].set(section.object, random.value(section.rows[i]));
      INFO(section.path << "." << section.rows[i].key);
      const bool differs = !(section.rows[i].get(section.object) == was);
      changed += differs;
      CHECK((poldyn::write_choices(one) != none) == differs);
    }
  }
  CHECK(changed > 300);
  poldyn::Scenario other = plain;
  other.blocs[0].stages[0].name = "board";
  const std::string board = poldyn::write_choices(other);
  CHECK(board != none);
  other.blocs[0].stages.push_back({"desk", {}});
  const std::string both = poldyn::write_choices(other);
  std::swap(other.blocs[0].stages[0], other.blocs[0].stages[1]);
  CHECK(poldyn::write_choices(other) != both);  // in whatever order a run works through them
  other = plain;
  other.policies.emplace_back().edits.push_back({"bloc.north.stage.desk.reviewers", poldyn::EditKind::add, 1.0});
  const std::string adds_one = poldyn::write_choices(other);
  CHECK(adds_one != none);
  other.policies[0].edits[0].value = 2.0;
  CHECK(poldyn::write_choices(other) != adds_one);
  other.policies[0].edits[0].value = 1.0;
  CHECK(poldyn::write_choices(other) == adds_one);
  other.policies[0].edits[0].most = 9;
  CHECK(poldyn::write_choices(other) != adds_one);
  other.policies[0].edits[0] = {"bloc.north.stage.desk.reviewers", poldyn::EditKind::scale, 1.0};
  CHECK(poldyn::write_choices(other) != adds_one);
}
