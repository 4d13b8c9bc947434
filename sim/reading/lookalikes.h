#pragma once

#include <string>
#include <string_view>

namespace poldyn {

/// What to write instead of the first character that only looks like one of TOML's: a quote, a blank or a minus as a
/// word processor or a web page sets it. Empty if `text` has none.
std::string lookalike_remedy(std::string_view text);

/// The same for a line of TOML, whose texts in straight quotes and whose comment may hold any character.
std::string lookalike_remedy_of_line(std::string_view line);

/// Whether a value begins and ends with quotes of typesetting, as in “all”.
bool in_typographic_quotes(std::string_view value);

}  // namespace poldyn
