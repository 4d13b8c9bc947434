// An experiment, and behind a NUL its table. Points of what was read have a scenario or say why not.
#include <stdexcept>

#include "fuzz/input.h"
#include "sim/experiment/experiment_file.h"
#include "sim/reading/scenario_file.h"
#include "sim/reading/scenario_writer.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poldyn;
  static const std::string base = write_scenario(read_scenario_text(fuzz::base_scenario, "base.toml").scenario);
  const std::string all = fuzz::text_of(data, size);
  const std::size_t cut = std::min(all.find('\0'), all.size());
  const StoredExperiment stored{
      "input.toml", all.substr(0, cut), all.substr(std::min(cut + 1, all.size())), {"base"}, {base}};
  const ExperimentReading reading = read_experiment(stored);
  if (!reading.ok()) return 0;
  for (std::size_t point = 0; point < std::min<std::size_t>(reading.experiment.points(), 3); ++point) try {
      fuzz::require(!reading.experiment.scenario(point).blocs.empty());
    } catch (const std::runtime_error&) {
    }
  return 0;
}
