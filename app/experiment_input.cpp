#include "app/experiment_input.h"

#include "app/failure.h"
#include "app/scenario_input.h"
#include "sim/batch/experiment_file.h"

namespace poldyn::app {

Experiment load_experiment(const std::filesystem::path& file) {
  ExperimentReading reading = read_experiment(file);
  if (!reading.ok()) throw Mistakes(exit_for(reading.mistakes), to_text(reading.mistakes));
  return std::move(reading.experiment);
}

}  // namespace poldyn::app
