#include "app/input_files.h"

#include <fmt/format.h>

#include <system_error>

#include "sim/io/h5_error.h"

namespace poldyn::app {

void InputFiles::refuse(const std::filesystem::path& output) const {
  for (const auto& file : files_) {
    std::error_code not_there;  // then it is in nobody's way
    if (!std::filesystem::equivalent(output, file, not_there)) continue;
    const std::string which =
        output == file ? "this command reads it" : fmt::format("it is {}, which this command reads", file.string());
    throw h5::CannotCreate({output, {}, "create this file", which + ", and it would be lost", "choose another name"});
  }
}

}  // namespace poldyn::app
