#include "app/report/saved_pages.h"

#include <fmt/format.h>

#include "app/report/marks.h"
#include "poldyn_version.h"

namespace poldyn::app {
namespace {

std::string attribute(const h5::Reader& file, const std::string& name) {
  const auto found = file.find_attribute("/", name);
  const auto* text = found ? std::get_if<std::string>(&*found) : nullptr;
  return text == nullptr ? "" : *text;
}

}  // namespace

std::pair<std::string, std::string> report_maker() {
  return {"Report made by", fmt::format("poldyn {}, commit {}", version, short_commit(git_commit))};
}

std::string short_commit(const std::string& commit) { return commit.substr(0, 12); }

std::string text_in(const h5::Reader& file, const std::string& name) { return as_text(attribute(file, name)); }

std::string command_line_in(const h5::Reader& file) { return attribute(file, "command_line"); }

std::string name_of(const h5::Reader& file) { return as_text(file.path().filename().string()); }

}  // namespace poldyn::app
