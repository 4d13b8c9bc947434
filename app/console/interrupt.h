#pragma once

#include <atomic>
#include <csignal>
#include <filesystem>

namespace poldyn::app {

/// From now on the first signal that asks for an end (SIGINT, SIGTERM, SIGHUP of a closed terminal, those of batch
/// systems) sets stop_flag(); the second ends the program at once, by that signal. One that the caller has the program
/// ignore (nohup) stays ignored.
void watch_interrupts();
const std::atomic<bool>& stop_flag();
/// Throws Failure(interrupted) after such a signal: for work that leaves nothing behind.
void stop_if_interrupted();

/// While it lives, signals wait: for what a signal must not find half done. Only before there are other threads, which
/// would take them.
class HoldInterrupts {
 public:
  HoldInterrupts();
  HoldInterrupts(const HoldInterrupts&) = delete;
  HoldInterrupts& operator=(const HoldInterrupts&) = delete;
  ~HoldInterrupts();

 private:
  sigset_t before_;
};

/// While it lives, the second signal removes this file before it ends the program. One at a time. It must outlive what
/// removes the file otherwise, or a signal in between would leave the file: declare it first, and empty.
class RemoveIfKilled {
 public:
  explicit RemoveIfKilled(const std::filesystem::path& file);
  RemoveIfKilled(const RemoveIfKilled&) = delete;
  RemoveIfKilled& operator=(const RemoveIfKilled&) = delete;
  ~RemoveIfKilled();

 private:
  std::filesystem::path file_;
};

}  // namespace poldyn::app
