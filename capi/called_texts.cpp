#include "capi/called_texts.h"

#include <fmt/format.h>

namespace poldyn::capi {

std::variant<std::string, TextFault> CalledTexts::read(const std::string& name, std::size_t limit, Asker) const {
  const std::string at = identity(name);
  auto found = known_.find(at);
  if (found == known_.end()) {
    if (source_ == nullptr) return TextFault{"no such text", "hand over where texts are to be had, to extend one"};
    std::size_t length = 0;
    const char* text = source_(context_, at.c_str(), &length);
    if (text == nullptr) return TextFault{"no such text", ""};
    if (length > limit) return TextFault{fmt::format("is larger than {} MB", limit / 1'000'000), ""};
    found = known_.emplace(at, std::string(text, length)).first;
  }
  if (found->second.size() > limit)
    return TextFault{fmt::format("is larger than {} MB", limit / 1'000'000), "name a scenario file (TOML)"};
  return found->second;
}

}  // namespace poldyn::capi
