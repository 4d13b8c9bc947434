#include "app/facts/judged_facts.h"

#include <fmt/format.h>

#include <map>
#include <memory>

#include "analysis/facts.h"
#include "analysis/measure.h"
#include "app/console/failure.h"
#include "sim/disk/fact_file.h"
#include "sim/reading/mistake.h"

namespace poldyn::app {

namespace fs = std::filesystem;

FactFile load_facts(const fs::path& file) {
  FactFile facts = read_facts(file);
  for (const Fact& fact : facts.facts) {
    try {
      analysis::Measure{fact.measure};
    } catch (const analysis::MeasureFault& fault) {
      facts.mistakes.push_back(
          {fact.at, "measure",
           fmt::format("measure = {}: at character {}: {}", in_quotes(fact.measure), fault.at() + 1, fault.what()), "",
           Blame::data});
    }
  }
  if (!facts.ok()) {
    const bool missing = facts.mistakes.front().blame == Blame::no_input;
    throw InputError(missing ? Exit::no_input : Exit::bad_data, to_text(facts.mistakes));
  }
  return facts;
}

JudgedFact judge_fact(const Fact& fact, const results::Reader& result) {
  try {
    const auto runs = analysis::Measure(fact.measure).values(result);
    return {fact, analysis::judge(runs, fact.low, fact.high)};
  } catch (const analysis::MeasureFault& fault) {
    throw Failure(
        Exit::bad_data,
        to_text(Mistake{fact.at, "measure", fmt::format("measure = {}: {}", in_quotes(fact.measure), fault.what()), "",
                        Blame::data}));
  }
}

fs::path facts_result(const fs::path& folder, const fs::path& scenario) {
  return folder / scenario.filename().replace_extension(".h5");
}

std::vector<JudgedFact> judged_facts(const fs::path& list, const fs::path& folder) {
  std::map<fs::path, std::unique_ptr<results::Reader>> files;
  std::vector<JudgedFact> made;
  for (const Fact& fact : load_facts(list).facts) {
    const fs::path file = facts_result(folder, fact.scenario);
    if (!fs::exists(file))
      throw Failure(Exit::no_input, fmt::format("--facts: {} is not there; `poldyn facts -o {}` makes it",
                                                file.string(), folder.string()));
    auto& reader = files[file];
    if (!reader) reader = std::make_unique<results::Reader>(file);
    made.push_back(judge_fact(fact, *reader));
  }
  return made;
}

}  // namespace poldyn::app
