#pragma once

namespace poldyn::app {

/// Inside a catch block: says on stderr what was thrown, and gives the exit code for it.
int say_current_exception() noexcept;

}  // namespace poldyn::app
