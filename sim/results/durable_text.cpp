#include "sim/results/durable_text.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/partial_file.h"

namespace poldyn {

void write_durably(const std::filesystem::path& file, std::string_view text) {
  h5::PartialFile partial(file, h5::IfExists::replace);
  const auto fail = [&] {
    const int error = errno;
    throw h5::IoFailure({file, {}, "write", std::strerror(error), h5::remedy_for(error)});
  };
  std::FILE* const opened = std::fopen(partial.path().c_str(), "wb");
  if (opened == nullptr) fail();
  const bool written = std::fwrite(text.data(), 1, text.size(), opened) == text.size() && std::fflush(opened) == 0;
  if (!written) {
    const int error = errno;
    std::fclose(opened);
    errno = error;
    fail();
  }
  if (std::fclose(opened) != 0) fail();
  partial.publish();
}

}  // namespace poldyn
