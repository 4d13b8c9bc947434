#include "app/console/input_files.h"

#include <fmt/format.h>

#include <system_error>

#include "sim/hdf5/h5_error.h"

namespace poldyn::app {

void InputFiles::refuse(const std::filesystem::path& output) const {
  refuse_names_of_campaigns(output);
  refuse_of_campaign(output);
}

void InputFiles::refuse_of_campaign(const std::filesystem::path& output) const {
  for (const auto& file : files_) {
    std::error_code missing_value;  // then it is in nobody's way
    if (!std::filesystem::equivalent(output, file, missing_value)) continue;
    const std::string which =
        output == file ? "this command reads it" : fmt::format("it is {}, which this command reads", file.string());
    throw h5::CannotCreate({output, {}, "create this file", which + ", and it would be lost", "choose another name"});
  }
}

void refuse_names_of_campaigns(const std::filesystem::path& output) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path resolved = fs::weakly_canonical(output, error);
  const fs::path folder = (error ? fs::absolute(output, error) : resolved).parent_path();
  const std::string name = resolved.filename().string();
  const auto is_campaign = [&](const fs::path& place) { return fs::exists(place / "campaign.toml", error); };
  const bool among_parts = folder.filename() == "parts" && is_campaign(folder.parent_path());
  const bool own = (name.starts_with(".lock") || name.starts_with("campaign.toml")) && is_campaign(folder);
  if (among_parts || own)
    throw h5::CannotCreate({output,
                            {},
                            "create this file",
                            fmt::format("the campaign {} keeps its own files there",
                                        (among_parts ? folder.parent_path() : folder).string()),
                            "choose another name"});
}

}  // namespace poldyn::app
