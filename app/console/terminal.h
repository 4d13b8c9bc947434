#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace poldyn::app {

/// Once, at the start of main: takes the locale's character set, keeps a closed pipe and a limit of file sizes (ulimit
/// -f) from killing the program, so that the write fails instead and is told, and opens the three standard streams that
/// the caller closed, lest a result file take the place of stdout.
void prepare_streams();

/// Results. What could drive a terminal is spelled out, since titles and names come from files that anybody wrote
/// (sim/base/printable.h). Errors are kept and raised by finish_output().
void print(std::string_view text);
/// Pictures: as they are, colours among them. Whoever draws one keeps control characters out of it (app/plot/canvas.h).
void print_picture(std::string_view text);
/// Whether results go nowhere any more: the reader has seen enough, or an error. A long listing may end then.
bool nobody_reads();
/// Diagnostics; likewise.
void say(std::string_view text);
/// The same after "poldyn: error: ", in colour on a terminal, unless NO_COLOR is set.
void say_error(std::string_view text);
/// Progress, which moves the cursor: as it is.
void draw(std::string_view text);
/// Throws Failure(io) if results could not be written; a reader that has seen enough (head, less) is no failure.
void finish_output();

bool errors_on_terminal();
/// Whether results may have colour: stdout is a terminal, and NO_COLOR is not set (no-color.org).
bool results_in_colour();
/// Whether the locale has characters beyond ASCII.
bool in_utf8();
/// Columns of the terminal on stdout or stderr; 80 if there is none.
std::size_t terminal_width();
/// " ± ", or " +/- " where the locale has no such character.
std::string_view plus_minus();

/// Characters of UTF-8 text.
std::size_t text_width(std::string_view text);

}  // namespace poldyn::app
