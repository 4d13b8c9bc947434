#include "sim/reading/text_store.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "sim/reading/mistake.h"
#include "sim/reading/nearest.h"

namespace poldyn {

std::string normal_path(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..")
      parts.push_back(part);
    else if (!parts.empty() && parts.back() != "..")
      parts.pop_back();
    else if (!absolute)
      parts.push_back(part);
  }
  return fmt::format("{}{}", absolute ? "/" : "", fmt::join(parts, "/"));
}

MemoryTexts::MemoryTexts(std::map<std::string, std::string> texts) {
  for (auto& entry : texts) texts_[normal_path(entry.first)] = std::move(entry.second);
}

std::variant<std::string, TextFault> MemoryTexts::read(const std::string& name, std::size_t limit, Asker) const {
  if (name.empty()) return TextFault{"no file is named", ""};
  const auto found = texts_.find(normal_path(name));
  if (found == texts_.end()) {
    std::vector<std::string> names;
    for (const auto& each : texts_) names.push_back(each.first);
    const std::string near = nearest(normal_path(name), names);
    return TextFault{"no such file", near.empty() ? "" : fmt::format("did you mean {}?", in_quotes(near, 200))};
  }
  if (found->second.size() > limit)
    return TextFault{fmt::format("is larger than {} MB", limit / 1'000'000), "name a scenario file (TOML)"};
  return found->second;
}

std::string MemoryTexts::identity(const std::string& name) const { return normal_path(name); }

std::string MemoryTexts::beside(const std::string& name, const std::string& other) const {
  if (other.starts_with('/')) return normal_path(other);
  const auto folder = name.rfind('/');
  return normal_path(folder == name.npos ? other : name.substr(0, folder + 1) + other);
}

}  // namespace poldyn
