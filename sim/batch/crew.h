#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "sim/io/part_file.h"

namespace poldyn {

/// Threads that make runs in whatever order they end. The owner gives numbers of units and takes rows, from one thread.
class Crew {
 public:
  /// Called from many threads at once. Throws Interrupted if it was stopped; every other exception is a run that
  /// failed.
  using Job = std::function<parts::Row(std::size_t unit, const std::atomic<bool>& stop)>;
  /// Gives the row of a run that failed.
  using Failed = std::function<parts::Row(std::size_t unit, const std::string& message)>;

  Crew(unsigned threads, Job job, Failed failed);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() { halt(); }

  void give(std::size_t unit);
  std::size_t waiting() const;  ///< given, but in no thread's hands yet
  bool idle() const;            ///< nothing is waiting, in work or ready
  /// A row that is ready; nothing if none came within `patience`.
  std::optional<parts::Row> take(std::chrono::milliseconds patience);
  /// Stops what is in work, drops what is waiting. What is ready can still be taken.
  void halt();

 private:
  void work();

  Job job_;
  Failed failed_;
  mutable std::mutex mutex_;
  std::condition_variable given_, made_;
  std::deque<std::size_t> waiting_;
  std::deque<parts::Row> ready_;
  std::size_t in_work_ = 0;
  std::atomic<bool> halt_{false};
  std::vector<std::jthread> threads_;  // last: joined first
};

}  // namespace poldyn
