#include "app/experiment_input.h"

#include "app/failure.h"
#include "app/scenario_input.h"

namespace poldyn::app {

ExperimentReading load_experiment_reading(const std::filesystem::path& file) {
  ExperimentReading reading = read_experiment(file);
  if (!reading.ok()) throw Mistakes(exit_for(reading.mistakes), to_text(reading.mistakes));
  say_notes(reading.notes);
  return reading;
}

Experiment load_experiment(const std::filesystem::path& file) { return load_experiment_reading(file).experiment; }

}  // namespace poldyn::app
