#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Running text of a report has marks of ours: `**` about what is stressed and backticks about what is typed. A text
/// that comes from files or from the user has none, whatever it holds: as_text() makes it fit to stand among them.
namespace poldyn::app {

/// What stands for a star and a backtick that are no marks. No text from elsewhere holds them: as_text() spells all
/// control characters out.
inline constexpr char hidden_star = '\x01', hidden_tick = '\x02';

/// A text from elsewhere in one line, as it may stand in running text, in a heading or in a cell.
std::string as_text(std::string_view from_elsewhere);
/// Where they stand, of what is only shown from then on.
void cover(std::string& from_elsewhere);
void cover(std::vector<std::string>& from_elsewhere);
/// For terminals, CSV, pictures and names: without stress, and with the stars and backticks that are no marks.
std::string plain_text(std::string_view running);
/// A piece of running text that has no mark of ours left in it, with its stars and backticks again.
std::string uncovered(std::string piece);

}  // namespace poldyn::app
