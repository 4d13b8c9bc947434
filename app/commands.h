#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/failure.h"

namespace poldyn::app {

/// What a command is told about the program it runs in, and how it ended.
struct Session {
  std::string command_line;  ///< as a shell would take it
  Exit exit = Exit::ok;
};

/// Each adds one command, which does its work while the command line is parsed. `session` must outlive `program`.
void add_run(CLI::App& program, Session& session);
void add_check(CLI::App& program, Session& session);
void add_expand(CLI::App& program, Session& session);
void add_params(CLI::App& program, Session& session);
void add_compare(CLI::App& program, Session& session);
void add_replay(CLI::App& program, Session& session);
void add_facts(CLI::App& program, Session& session);
void add_claims(CLI::App& program, Session& session);
void add_sweep(CLI::App& program, Session& session);
void add_status(CLI::App& program, Session& session);
void add_merge(CLI::App& program, Session& session);
void add_export(CLI::App& program, Session& session);
void add_recovery(CLI::App& program, Session& session);
void add_new(CLI::App& program, Session& session);
void add_help(CLI::App& program, Session& session);

}  // namespace poldyn::app
