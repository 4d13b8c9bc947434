#pragma once

#include <map>
#include <string>
#include <vector>

#include "capi/poldyn.h"
#include "sim/reading/scenario_file.h"

/// What a handle stands for: the texts that a scenario was read from, what was set on top, and what came of both. The
/// texts are kept, so that a key can be set without asking for them again.
struct poldyn_scenario {
  std::string name;
  std::map<std::string, std::string> texts;                    ///< by name, as far as they were asked for
  std::vector<std::pair<std::string, std::string>> overrides;  ///< key and value, in order
  poldyn::Reading reading;

  // What was asked for last, as callers hold pointers to it.
  std::string text, notes, parameters, metrics;
};
