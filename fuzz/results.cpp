// A result file is refused, or whatever its reader says may be used as an index.
#include "fuzz/input.h"
#include "sim/hdf5/h5_error.h"
#include "sim/results/results_reader.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  using namespace poldyn;
  const fuzz::InputFile input(fuzz::text_of(data, size));
  const results::Reader file(input.path());
  const std::size_t runs = file.points() * file.replicates();
  fuzz::require(file.fingerprints().size() == runs && file.failed().size() == runs && file.messages().size() == runs);
  for (std::size_t point = 0; point < std::min<std::size_t>(file.points(), 3); ++point) file.point_scenario(point);
  for (const auto& metric : file.totals())
    fuzz::require(file.values(metric.path).size() % (runs * file.blocs().size()) == 0);
  for (const auto& metric : file.sampled())
    fuzz::require(file.values(metric.path).size() % (runs * file.blocs().size()) == 0);
  return 0;
} catch (const poldyn::h5::NotReadable&) {
  return 0;
}
