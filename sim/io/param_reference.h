#pragma once

#include <cstddef>
#include <string>

namespace poldyn {

/// Every parameter with unit, range, default, meaning and source, for a terminal `width` characters wide.
std::string params_text(std::size_t width = 100);
/// The same as Markdown: docs/parameters.md.
std::string params_markdown();
/// The same as JSON Schema (draft 2020-12), from which editors complete and check a scenario's TOML.
std::string params_schema();

}  // namespace poldyn
