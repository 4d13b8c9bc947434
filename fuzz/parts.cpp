// A part of a campaign is refused, or all its runs can be read.
#include "fuzz/input.h"
#include "sim/hdf5/h5_error.h"
#include "sim/results/part_file.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) try {
  using namespace poldyn;
  const fuzz::InputFile input(fuzz::text_of(data, size));
  const parts::Index index = parts::read_index(input.path());
  fuzz::require(index.statuses.size() == index.ids.size() && index.seconds.size() == index.ids.size());
  parts::Reader reader(input.path());
  for (std::size_t row = 0; row < std::min<std::size_t>(reader.size(), 100); ++row) {
    const parts::Row made = reader.read(row);
    if (made.status == results::RunStatus::ok) fuzz::require(made.totals.size() == index.totals);
  }
  return 0;
} catch (const poldyn::h5::NotReadable&) {
  return 0;
}
