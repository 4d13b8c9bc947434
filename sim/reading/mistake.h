#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace poldyn {

/// Where scenario values come from: a file and its text, or one --set and its text.
struct Source {
  std::string name;  ///< "two_blocs.toml", "--set 'run.horizon=5 y'"
  std::string text;
  bool is_file = true;
};

/// A place in a source. Lines and columns count from 1, columns in characters; line 0 means the source as a whole.
struct Place {
  std::shared_ptr<const Source> source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// What an exit code depends on.
enum class Blame : std::uint8_t {
  data,      ///< a file says something that cannot be
  no_input,  ///< a file is missing or cannot be read
  usage      ///< a --set is malformed
};

/// One thing that its user must mend, in their words. `problem` is complete without the rest.
struct Mistake {
  Place place;
  std::string key;      ///< dotted, or empty if it concerns the source as a whole
  std::string problem;  ///< begins with the key, if there is one
  std::string remedy;   ///< what to write instead; may be empty
  Blame blame = Blame::data;
};

/// A line of a text, without its end; empty where the text has fewer. Lines count from 1.
std::string_view line_of(std::string_view text, std::uint32_t line);

/// "two.toml:12:14", "two.toml", "--set 'a.b=1'"; "(default)" if nothing was written anywhere.
std::string to_text(const Place& place);
/// The place and the problem on one line; below it the line of the file with a caret, and the remedy.
std::string to_text(const Mistake& mistake);
/// All of them, a blank line between two.
std::string to_text(const std::vector<Mistake>& mistakes);

/// `text` in single quotes, printable() and with line ends and tabs as \n and \t, cut at `limit` bytes, so that a
/// message stays one line and cannot drive a terminal.
std::string in_quotes(std::string_view text, std::size_t limit = 60);

}  // namespace poldyn
