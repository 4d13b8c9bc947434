#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// One line each, which a command ends with: what to look at next, to be copied. They stand here together, so that a
/// new command is named everywhere at once.
namespace poldyn::app {

std::string next_after_new(const std::filesystem::path& scenario);
std::string next_after_run(const std::filesystem::path& file);
/// Of scenarios that were run, and of result files.
std::string next_after_compared_runs(const std::vector<std::filesystem::path>& scenarios);
std::string next_after_compared_files(const std::vector<std::filesystem::path>& files);
std::string next_after_merge(const std::filesystem::path& file);

}  // namespace poldyn::app
