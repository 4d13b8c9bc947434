#pragma once

#include <CLI/App.hpp>

#include "app/console/session.h"

namespace poldyn::app {

/// Adds the command `claims`, which does its work while the command line is parsed. `session` must outlive `program`.
void add_claims(CLI::App& program, Session& session);

}  // namespace poldyn::app
