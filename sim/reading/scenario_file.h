#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/policy/scenario.h"
#include "sim/reading/mistake.h"
#include "sim/reading/text_store.h"
#include "sim/reading/toml_tree.h"

namespace poldyn {

/// What came of reading a scenario: either a scenario that can be run, or every mistake that was found.
struct Reading {
  Scenario scenario;  ///< means something only if ok()
  std::vector<Mistake> mistakes;
  std::vector<Mistake> notes;           ///< of a sound scenario, what is hardly meant: a policy that can never act
  std::vector<std::string> files;       ///< that were read, base first
  std::map<std::string, Place> set_at;  ///< where each parameter was set last, by dotted key; no entry: a default
  bool ok() const { return mistakes.empty(); }
};

/// Reads a scenario from a store, the texts that it extends and then `overrides`, each "dotted.key=value" as given to
/// --set. Contradictions between parameters are looked for once each of them reads well by itself. docs/scenario.md is
/// the user's view of it. Throws nothing but std::bad_alloc.
Reading read_scenario(const TextStore& store, const std::string& name, const std::vector<std::string>& overrides = {});

/// The same with a table of another file on top, which sets what its keys say. Mistakes in it name that file.
Reading read_scenario_under(const TextStore& store, const std::string& name, const TomlNode* on_top);

/// The same for a text that stands in no file (a result's /scenario): it cannot extend. `name` is for messages.
Reading read_scenario_text(std::string text, std::string name, const std::vector<std::string>& overrides = {});

}  // namespace poldyn
