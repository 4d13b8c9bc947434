#include "app/commands/next_step.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/console/shell_word.h"
#include "app/console/terminal.h"

namespace poldyn::app {
namespace {

using Paths = std::vector<std::filesystem::path>;

constexpr std::size_t most_named = 4;  // a line of more files is not one that anybody reads

std::string joined(const Paths& files) {
  std::string text;
  for (std::size_t i = 0; i < std::min(files.size(), most_named); ++i) text += " " + shell_word(files[i].string());
  return files.size() > most_named ? text + " ..." : text;
}

/// A command is never broken, but what it does is said only where there is room.
std::string next(const std::string& command, const std::string& what) {
  const std::string line = "Next: " + command, comment = "   # " + what;
  return line + (text_width(line + comment) <= terminal_width() ? comment : "") + "\n";
}

}  // namespace

std::string next_after_new(const std::filesystem::path& scenario) {
  return fmt::format("Next: poldyn run {}\n", shell_word(scenario.string()));
}

std::string next_after_run(const std::filesystem::path& file) {
  return next("poldyn show" + joined({file}), "draws it over time");
}

std::string next_after_compared_runs(const Paths& scenarios) {
  Paths files;
  for (const auto& scenario : scenarios) {
    files.emplace_back(scenario.stem().string() + ".h5");
    if (std::count(files.begin(), files.end(), files.back()) > 1) files.back() = "OTHER.h5";
  }
  return next("poldyn show" + joined(files), "once run has made each");
}

std::string next_after_compared_files(const Paths& files) {
  return next("poldyn show" + joined(files), "draws them over time");
}

std::string next_after_merge(const std::filesystem::path& file) {
  return next("poldyn show" + joined({file}), "draws what moves it");
}

}  // namespace poldyn::app
