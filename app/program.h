#pragma once

namespace poldyn::app {

/// The whole program: parses the command line, runs the command, says what went wrong, gives the exit code.
int run_program(int argc, const char* const* argv) noexcept;

/// Inside a catch block: says on stderr what was thrown, and gives the exit code for it.
int say_current_exception() noexcept;

}  // namespace poldyn::app
