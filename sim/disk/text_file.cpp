#include "sim/disk/text_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

#include "sim/reading/mistake.h"
#include "sim/reading/nearest.h"

namespace poldyn {
namespace {

namespace fs = std::filesystem;
constexpr int most_names = 1000;  // of a folder that a message is worth looking through

/// A path as Windows writes it, or what an escape made of it: "base\new.toml" in TOML holds the end of a line.
std::string remedy_for_backslashes(const fs::path& file) {
  std::string name = file.string();
  if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    return "within \"...\" a backslash begins an escape: in a path write /";
  if (name.find('\\') == name.npos) return {};
  std::replace(name.begin(), name.end(), '\\', '/');
  std::error_code none;
  return fs::exists(name, none) ? fmt::format("did you mean {}?", in_quotes(name, 200))
                                : "the parts of a path are parted by /, not by a backslash";
}

TextFault missing(const fs::path& file) {
  if (auto remedy = remedy_for_backslashes(file); !remedy.empty()) return {"no such file", std::move(remedy)};
  std::error_code error;
  const fs::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!fs::is_directory(folder, error)) return {"no such file: its folder does not exist", ""};
  std::vector<std::string> names;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end && names.size() < most_names;
       entry.increment(error))
    names.push_back(entry->path().filename().string());
  const std::string near = nearest(file.filename().string(), names);
  return {"no such file",
          near.empty() ? "" : fmt::format("did you mean {}?", in_quotes((file.parent_path() / near).string(), 200))};
}

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

std::variant<std::string, TextFault> read_text_file(const fs::path& file, std::size_t limit) {
  std::error_code error;
  if (file.empty()) return TextFault{"no file is named", ""};
  if (fs::is_directory(file, error)) return TextFault{"is a folder, not a file", "name a file in it"};
  const std::unique_ptr<std::FILE, Close> opened(std::fopen(file.c_str(), "rb"));
  if (!opened) {
    if (errno == ENOENT || errno == ENOTDIR) return missing(file);
    return TextFault{fmt::format("cannot be read: {}", std::strerror(errno)), ""};
  }
  std::string text;
  char chunk[65'536];
  while (const std::size_t got = std::fread(chunk, 1, sizeof chunk, opened.get())) {
    text.append(chunk, got);
    if (text.size() > limit)
      return TextFault{fmt::format("is larger than {} MB", limit / 1'000'000), "name a scenario file (TOML)"};
  }
  if (std::ferror(opened.get())) return TextFault{fmt::format("cannot be read: {}", std::strerror(errno)), ""};
  return text;
}

fs::path beside(const fs::path& file, const std::string& name) {
  std::error_code error;
  const bool linked = fs::is_symlink(file, error) && fs::is_regular_file(file, error);
  const fs::path itself = linked ? fs::canonical(file, error) : file;
  return ((error ? file : itself).parent_path() / name).lexically_normal();
}

}  // namespace poldyn
