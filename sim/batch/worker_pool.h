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

#include "sim/results/part_file.h"

namespace poldyn {

/// Threads that make runs in whatever order they end. The owner gives numbers of units and takes rows, from one thread.
/// They are as many as the system grants, up to those asked for; if it grants none, the owner makes a run whenever it
/// takes a row.
class WorkerPool {
 public:
  /// Called from many threads at once. Throws Interrupted if it was stopped, std::bad_alloc if there is too little
  /// memory for it; every other exception is a run that failed.
  using Job = std::function<parts::Row(std::size_t unit, const std::atomic<bool>& stop)>;
  /// Gives the row of a run that failed.
  using Failed = std::function<parts::Row(std::size_t unit, const std::string& message)>;

  WorkerPool(unsigned threads, Job job, Failed failed);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool() { halt(); }

  void give(std::size_t unit);
  std::size_t waiting() const;  ///< given, but in no thread's hands yet
  bool idle() const;            ///< nothing is waiting, in work or ready, and take() has nothing to say
  /// A row that is ready; nothing if none came within `patience`. Throws std::bad_alloc if a run wanted more memory
  /// than there is, which says nothing about the run: all that were made meanwhile have been taken then, and no more is
  /// made.
  std::optional<parts::Row> take(std::chrono::milliseconds patience);
  /// Stops what is in work, drops what is waiting. What is ready can still be taken.
  void halt();

 private:
  void work();
  void make_one(std::unique_lock<std::mutex>& lock);
  std::optional<parts::Row> row_of(std::size_t unit);

  Job job_;
  Failed failed_;
  mutable std::mutex mutex_;
  std::condition_variable given_, made_;
  std::deque<std::size_t> waiting_;
  std::deque<parts::Row> ready_;
  std::size_t in_work_ = 0;
  bool out_of_memory_ = false;
  std::atomic<bool> halt_{false};
  std::vector<std::jthread> threads_;  // last: joined first
};

}  // namespace poldyn
