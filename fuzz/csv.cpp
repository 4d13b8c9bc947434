// Fields are as many as are allowed, and each comes back as it was written.
#include "sim/reading/csv.h"
#include "fuzz/input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace poldyn;
  constexpr std::size_t most = 500;
  const auto rows = read_csv(fuzz::text_of(data, size), most);
  std::size_t cells = 0;
  for (const auto& row : rows) {
    cells += row.size();
    for (const CsvCell& cell : row) {
      const auto again = read_csv("x," + csv_field(cell.text), most);
      fuzz::require(again.size() == 1 && again[0].size() == 2 && again[0][1].text == cell.text);
    }
  }
  fuzz::require(cells <= most + 1);
  return 0;
}
