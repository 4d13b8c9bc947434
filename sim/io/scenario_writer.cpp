#include "sim/io/scenario_writer.h"

#include <fmt/format.h>

#include "sim/io/value_text.h"

namespace poldyn {
namespace {

std::string comment(const ParamRow& row) {
  std::string text = fmt::format("# {}", row.meaning);
  if (const auto range = range_text(row); !range.empty()) text += fmt::format("; {}", range);
  if (!row.choices.empty()) text += fmt::format("; one of {}", fmt::join(row.choices, ", "));
  return text + fmt::format("; source: {}\n", row.origin.text);
}

}  // namespace

std::string write_scenario(const Scenario& scenario, Comments comments) {
  Scenario copy = scenario;  // sections point into what they describe, so that a reader can set it
  std::string text;
  if (!copy.title.empty()) text += fmt::format("title = {}\n", toml_string(copy.title));
  if (!copy.description.empty()) text += fmt::format("description = {}\n", toml_string(copy.description));
  for (const auto& part : all_sections(copy)) {
    text += fmt::format("{}[{}]\n", text.empty() ? "" : "\n", part.path);
    for (const auto& row : part.rows) {
      if (comments == Comments::with) text += comment(row);
      text += fmt::format("{} = {}\n", row.key, toml_text(row.get(part.object), row));
    }
  }
  return text;
}

}  // namespace poldyn
