#include "sim/batch/crew.h"

#include "sim/run/simulate.h"

namespace poldyn {

Crew::Crew(unsigned threads, Job job, Failed failed) : job_(std::move(job)), failed_(std::move(failed)) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void Crew::give(std::size_t unit) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(unit);
  given_.notify_one();
}

std::size_t Crew::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

bool Crew::idle() const {
  const std::lock_guard lock(mutex_);
  return waiting_.empty() && in_work_ == 0 && ready_.empty();
}

std::optional<parts::Row> Crew::take(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  made_.wait_for(lock, patience, [this] { return !ready_.empty(); });
  if (ready_.empty()) return std::nullopt;
  parts::Row row = std::move(ready_.front());
  ready_.pop_front();
  return row;
}

void Crew::halt() {
  const std::lock_guard lock(mutex_);
  halt_.store(true);
  waiting_.clear();
  given_.notify_all();
}

void Crew::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    given_.wait(lock, [this] { return halt_ || !waiting_.empty(); });
    if (halt_) return;
    const std::size_t unit = waiting_.front();
    waiting_.pop_front();
    ++in_work_;
    lock.unlock();
    std::optional<parts::Row> row;
    const auto begin = std::chrono::steady_clock::now();
    try {
      row = job_(unit, halt_);
    } catch (const Interrupted&) {
    } catch (const std::exception& error) {
      row = failed_(unit, error.what());
    } catch (...) {
      row = failed_(unit, "unknown error");
    }
    if (row) row->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    lock.lock();
    --in_work_;
    if (row) ready_.push_back(*std::move(row));
    made_.notify_one();
  }
}

}  // namespace poldyn
