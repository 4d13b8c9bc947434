#pragma once

#include <CLI/App.hpp>

#include "app/console/session.h"

namespace poldyn::app {

/// Each adds one command, which does its work while the command line is parsed. `session` must outlive `program`.
void add_run(CLI::App& program, Session& session);
void add_check(CLI::App& program, Session& session);
void add_expand(CLI::App& program, Session& session);
void add_params(CLI::App& program, Session& session);
void add_compare(CLI::App& program, Session& session);
void add_attribute(CLI::App& program, Session& session);
void add_replay(CLI::App& program, Session& session);
void add_facts(CLI::App& program, Session& session);
void add_sweep(CLI::App& program, Session& session);
void add_status(CLI::App& program, Session& session);
void add_merge(CLI::App& program, Session& session);
void add_export(CLI::App& program, Session& session);
void add_report(CLI::App& program, Session& session);
void add_recovery(CLI::App& program, Session& session);
void add_tradeoff(CLI::App& program, Session& session);
void add_select(CLI::App& program, Session& session);
void add_sensitivity(CLI::App& program, Session& session);
void add_show(CLI::App& program, Session& session);
void add_scenarios(CLI::App& program, Session& session);
void add_discover(CLI::App& program, Session& session);
void add_threshold(CLI::App& program, Session& session);
void add_new(CLI::App& program, Session& session);
void add_help(CLI::App& program, Session& session);

}  // namespace poldyn::app
