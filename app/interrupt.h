#pragma once

#include <atomic>
#include <filesystem>

namespace poldyn::app {

/// From now on the first SIGINT, SIGTERM or SIGUSR1 sets stop_flag(); the second ends the program at once, by that
/// signal.
void watch_interrupts();
const std::atomic<bool>& stop_flag();

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
