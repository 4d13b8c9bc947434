#include "sim/disk/toml_file.h"

#include <memory>
#include <utility>

#include "sim/disk/text_file.h"

namespace poldyn {

TomlFile read_toml_file(const std::filesystem::path& file, std::size_t largest) {
  auto read = read_text_file(file, largest);
  const auto source = [&](const std::string& text) {
    return std::make_shared<const Source>(Source{file.string(), text, true});
  };
  if (const auto* fault = std::get_if<TextFault>(&read))
    return {"", Mistake{Place{source(""), 0, 0}, "", fault->problem, fault->remedy, Blame::no_input}};
  TomlFile made{std::move(std::get<std::string>(read)), Mistake{}};
  made.tree = parse_toml(source(made.text));
  return made;
}

}  // namespace poldyn
