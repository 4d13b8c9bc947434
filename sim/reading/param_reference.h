#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace poldyn {

/// Every parameter with unit, range, default, meaning and source, for a terminal `width` characters wide. A `word`
/// picks those whose dotted key has it, the last part of the word as a beginning ("compliance", "bloc.main.market",
/// "run.hor"), and, if it has no dot, those with all its words somewhere in their names or in their meaning.
std::string params_text(std::size_t width = 100, std::string_view word = "");
/// Every part of a dotted key that can be such a word.
std::vector<std::string> param_words();
/// The same as Markdown: docs/parameters.md.
std::string params_markdown();

}  // namespace poldyn
