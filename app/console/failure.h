#pragma once

#include <stdexcept>
#include <string>

namespace poldyn::app {

/// How the program ends; documented in `poldyn --help` and docs/cli.md. From 64 on as in BSD's sysexits.h.
enum class Exit : int {
  ok = 0,
  runs_failed = 3,
  fingerprint_differs = 4,
  precision_not_reached = 6,
  usage = 64,
  bad_data = 65,
  no_input = 66,
  internal = 70,
  cannot_create = 73,
  io = 74,
  interrupted = 75
};

/// Ends the program with a message on stderr.
class Failure : public std::runtime_error {
 public:
  Failure(Exit exit, const std::string& message) : std::runtime_error(message), exit_(exit) {}
  Exit exit() const { return exit_; }

 private:
  Exit exit_;
};

/// The message stands as it is, because its lines begin with file:line:column, which editors look for.
class InputError : public Failure {
 public:
  using Failure::Failure;
};

}  // namespace poldyn::app
