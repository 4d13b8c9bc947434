// A condition is read, or its fault lies within the text.
#include "fuzz/input.h"
#include "sim/reading/condition_reader.h"
#include "sim/reading/scenario_file.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poldyn;
  static const Reading base = read_scenario_text(fuzz::base_scenario, "base.toml");
  const auto made = read_condition(fuzz::text_of(data, size), base.scenario);
  if (const auto* fault = std::get_if<ConditionFault>(&made))
    fuzz::require(fault->at <= size && !fault->problem.empty());
  return 0;
}
