#pragma once

#include <filesystem>
#include <vector>

#include "app/facts/facts_report.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// Reads a list of facts and the measures in it. Throws InputError with all that is wrong with it.
FactFile load_facts(const std::filesystem::path& file);

/// Holds one fact against the runs of its scenario. Throws Failure if they do not have what it measures.
JudgedFact judge_fact(const Fact& fact, const results::Reader& result);

/// The name of the file in `folder` in which `poldyn facts` keeps the runs of a scenario.
std::filesystem::path facts_result(const std::filesystem::path& folder, const std::filesystem::path& scenario);

/// Holds all facts against the files that `poldyn facts` left in a folder. Throws Failure if one is not there.
std::vector<JudgedFact> judged_facts(const std::filesystem::path& list, const std::filesystem::path& folder);

}  // namespace poldyn::app
