#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace poldyn {

/// Length of the well-formed UTF-8 sequence at the start of `text`; 0 if there is none. Source: Unicode 15.0, table
/// 3-7, which excludes overlong forms, surrogates and code points above U+10FFFF.
std::size_t utf8_sequence(std::string_view text);

/// Whether it can be shown as it is: see printable().
bool is_printable(std::string_view text);

/// What may be shown on a terminal, whoever wrote it. Control characters (C0 but for line ends and tabs, DEL, C1),
/// those that turn the direction of text or end lines unseen (Unicode's Bidi_Control, U+2028, U+2029), U+FFFE and
/// U+FFFF, which no XML may hold, and bytes that are no UTF-8 are spelled out: \x1b, \u202e. The latter form is an
/// escape in JSON and TOML too.
std::string printable(std::string_view text);
/// The same where a text has one line of its own, or a cell of a table: line ends and tabs too.
std::string printable_line(std::string_view text);

}  // namespace poldyn
