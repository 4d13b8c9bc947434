#pragma once

#include <string>

#include "app/console/failure.h"

namespace poldyn::app {

/// What a command is told about the program it runs in, and how it ended.
struct Session {
  std::string command_line;  ///< as a shell would take it
  Exit exit = Exit::ok;
};

}  // namespace poldyn::app
