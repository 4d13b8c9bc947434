#pragma once

namespace poldyn::app {

/// The whole program: parses the command line, runs the command, says what went wrong, gives the exit code.
int run_program(int argc, const char* const* argv) noexcept;

}  // namespace poldyn::app
