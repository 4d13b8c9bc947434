#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sim/batch/campaign.h"

namespace poldyn {

/// Rows that wait to be written into a part. What write_now() was not called for is lost with it: whoever ends in order
/// calls it, and whoever is killed makes those runs again.
class PartBuffer {
 public:
  /// `stem` begins the names of this writer's files while they are written.
  PartBuffer(const Campaign& campaign, std::string stem) : campaign_(campaign), stem_(std::move(stem)) {}

  void add(parts::Row row);
  /// Writes a part if enough has come together, or if its first row has waited long enough.
  void write_if_due();
  void write_now();

 private:
  using Clock = std::chrono::steady_clock;
  const Campaign& campaign_;
  std::string stem_;
  parts::Layout layout_ = campaign_.layout();
  std::vector<parts::Row> rows_;
  std::size_t bytes_ = 0;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point part_begin_ = begin_;
};

}  // namespace poldyn
