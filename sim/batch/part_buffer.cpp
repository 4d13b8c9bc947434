#include "sim/batch/part_buffer.h"

#include <algorithm>

#include "sim/batch/sweep.h"
#include "sim/hdf5/h5_error.h"

namespace poldyn {
namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20;
constexpr std::size_t row_overhead = 200;

}  // namespace

void PartBuffer::add(parts::Row row) {
  if (rows_.empty()) part_begin_ = Clock::now();
  bytes_ += (row.totals.size() + row.sampled.size()) * sizeof(double) + row.message.size() + row_overhead;
  rows_.push_back(std::move(row));
}

void PartBuffer::write_if_due() {
  if (rows_.empty()) return;
  const auto now = Clock::now();
  const double open = std::chrono::duration<double>(now - part_begin_).count();
  const double since = std::chrono::duration<double>(now - begin_).count();
  const double limit = std::clamp(part_share * since, shortest_part_seconds, longest_part_seconds);
  if (bytes_ >= most_bytes || open >= limit) write_now();
}

void PartBuffer::write_now() {
  if (rows_.empty()) return;
  try {
    parts::write(campaign_.parts_folder(), stem_, layout_, rows_);
  } catch (const h5::IoFailure& fault) {
    h5::ErrorDetails failure = fault.failure();
    if (!failure.remedy.empty()) failure.remedy += "; ";
    failure.remedy += "earlier parts are kept, and the same command goes on";
    throw h5::IoFailure(std::move(failure));
  }
  rows_.clear();
  bytes_ = 0;
}

}  // namespace poldyn
