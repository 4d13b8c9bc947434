#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "capi/called_texts.h"
#include "capi/guard.h"
#include "capi/handle.h"
#include "poldyn_version.h"
#include "sim/reading/scenario_writer.h"
#include "sim/run/simulate.h"

namespace {

using namespace poldyn;
using namespace poldyn::capi;

using Overrides = std::vector<std::pair<std::string, std::string>>;

/// Each as `--set` has it.
std::vector<std::string> as_given(const Overrides& overrides) {
  std::vector<std::string> given;
  for (const auto& [key, value] : overrides) given.push_back(key + "=" + value);
  return given;
}

/// `texts` gains what is asked for.
Reading read(const std::string& name, std::map<std::string, std::string>& texts, const Overrides& overrides,
             poldyn_text_source source, void* context) {
  return read_scenario(CalledTexts(texts, source, context), name, as_given(overrides));
}

int need_handle() { return fail(POLDYN_USAGE, "no scenario was handed over"); }

}  // namespace

int poldyn_interface(void) { return POLDYN_INTERFACE; }

const char* poldyn_version(void) { return poldyn::version; }

const char* poldyn_last_error(void) { return last_error(); }

const char* poldyn_last_error_json(void) { return last_error_json(); }

poldyn_scenario* poldyn_scenario_read(const char* name, const char* text, size_t length, poldyn_text_source source,
                                      void* context) {
  std::unique_ptr<poldyn_scenario> made;
  const int status = guarded([&]() -> int {
    if (name == nullptr || *name == '\0') return fail(POLDYN_USAGE, "the text has no name");
    if (text == nullptr) return fail(POLDYN_USAGE, "no text was handed over");
    made = std::make_unique<poldyn_scenario>();
    made->name = normal_path(name);
    made->texts.emplace(made->name, std::string(text, length));
    made->reading = read(made->name, made->texts, {}, source, context);
    return made->reading.ok() ? POLDYN_OK : fail(made->reading.mistakes);
  });
  return status == POLDYN_OK ? made.release() : nullptr;
}

poldyn_scenario* poldyn_scenario_copy(const poldyn_scenario* scenario) {
  std::unique_ptr<poldyn_scenario> made;
  const int status = guarded([&]() -> int {
    if (scenario == nullptr) return need_handle();
    made = std::make_unique<poldyn_scenario>(*scenario);
    return POLDYN_OK;
  });
  return status == POLDYN_OK ? made.release() : nullptr;
}

void poldyn_scenario_free(poldyn_scenario* scenario) { delete scenario; }

int poldyn_scenario_set(poldyn_scenario* scenario, const char* const* keys, const char* const* values, size_t n) {
  return guarded([&]() -> int {
    if (scenario == nullptr) return need_handle();
    if (n > 0 && (keys == nullptr || values == nullptr))
      return fail(POLDYN_USAGE, "no keys and values were handed over");
    Overrides overrides = scenario->overrides;
    for (std::size_t i = 0; i < n; ++i) {
      if (keys[i] == nullptr || *keys[i] == '\0') return fail(POLDYN_USAGE, "a key has no name");
      std::erase_if(overrides, [&](const auto& entry) { return entry.first == keys[i]; });
      if (values[i] != nullptr) overrides.emplace_back(keys[i], values[i]);
    }
    // All that the scenario extends is known by now, and a key brings no further text.
    Reading reading = read(scenario->name, scenario->texts, overrides, nullptr, nullptr);
    if (!reading.ok()) return fail(reading.mistakes);
    scenario->overrides = std::move(overrides);
    scenario->reading = std::move(reading);
    return POLDYN_OK;
  });
}

const char* poldyn_scenario_text(poldyn_scenario* scenario) {
  const int status = guarded([&]() -> int {
    if (scenario == nullptr) return need_handle();
    scenario->text = write_scenario(scenario->reading.scenario);
    return POLDYN_OK;
  });
  return status == POLDYN_OK ? scenario->text.c_str() : nullptr;
}

const char* poldyn_notes_json(poldyn_scenario* scenario) {
  const int status = guarded([&]() -> int {
    if (scenario == nullptr) return need_handle();
    scenario->notes = as_json(scenario->reading.notes);
    return POLDYN_OK;
  });
  return status == POLDYN_OK ? scenario->notes.c_str() : nullptr;
}
