#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "sim/batch/replicates.h"

namespace poldyn::app {

/// "17 s", "3 min 05 s", "2 h 10 min".
std::string span_text(double seconds);

/// One line, at most `width` characters: runs done, a bar, rate, time left.
std::string progress_line(const BatchState& state, std::chrono::duration<double> elapsed, std::size_t width);

/// Shows the state of a batch on a terminal, some ten times a second, from half a second on; erased at the end.
class ProgressBar {
 public:
  explicit ProgressBar(bool shown) : shown_(shown) {}
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() { erase(); }

  void update(const BatchState& state);
  void erase();

 private:
  using Clock = std::chrono::steady_clock;
  bool shown_;
  bool drawn_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_ = begin_;
};

}  // namespace poldyn::app
