#include "sim/batch/rank_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <stdexcept>
#include <thread>

#include "sim/batch/part_buffer.h"
#include "sim/batch/replicates.h"
#include "sim/batch/worker_jobs.h"

namespace poldyn {
namespace {

constexpr std::chrono::milliseconds between_messages{5};
constexpr double ahead_seconds = 0.25;  // of work that a rank holds in reserve
constexpr std::size_t most_ahead = 4096;

/// First number of a message.
enum Word : std::uint64_t {
  want,    ///< to rank 0: how many units
  units,   ///< from rank 0: their numbers; none: there will be no more
  stop,    ///< to rank 0 or from it
  report,  ///< to rank 0, now and then: runs done and failed since the last
  ended    ///< to rank 0: the same for the last time; everything is written
};

class RankSweep {
 public:
  RankSweep(const Campaign& campaign, const SweepOptions& options, Ranks& ranks)
      : options_(options),
        ranks_(ranks),
        threads_(threads_of(options, ranks)),
        buffer_(campaign, fmt::format(".new-0-of-1-rank{}", ranks.rank())),
        workers_(threads_, job_of(campaign), failed_of(campaign)) {
    if (leads()) left_ = left_to_do(campaign, options, state_);
    running_ = ranks.size() - 1;
  }

  SweepState run() {
    try {
      make_all();
    } catch (const std::bad_alloc&) {
      buffer_.write_now();
      throw;
    }
    buffer_.write_now();
    tell(true);
    return state_;
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool leads() const { return ranks_.rank() == 0; }

  void make_all() {
    while (!(no_more_ && workers_.idle()) || (leads() && running_ > 0)) {
      if (options_.stop != nullptr && options_.stop->load() && !state_.stopped) stop_all();
      while (auto message = ranks_.receive()) take(*message);
      fetch();
      if (auto row = workers_.take(between_messages)) {
        count(row->status != results::RunStatus::ok);
        buffer_.add(*std::move(row));
      }
      if (!state_.stopped) buffer_.write_if_due();
      tell(false);
      if (leads() && options_.progress) options_.progress(state_);
    }
  }

  void count(bool failed) {
    ++state_.done;
    ++made_;
    ++untold_;
    if (failed) {
      ++state_.failed;
      ++untold_failed_;
    }
  }

  std::size_t reserve() const {
    const double seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    const double rate = seconds > 0 ? static_cast<double>(made_) / seconds : 0;
    return std::clamp(static_cast<std::size_t>(rate * ahead_seconds), std::size_t{2} * threads_, most_ahead);
  }

  void fetch() {
    if (no_more_ || workers_.waiting() >= reserve() / 2 + 1) return;
    if (leads()) {
      for (const std::uint64_t unit : hand_out(reserve())) workers_.give(unit);
      no_more_ = no_more_ || next_ >= left_.size();
    } else if (!asked_) {
      ranks_.send(0, {want, reserve()});
      asked_ = true;
    }
  }

  /// The next units, fewer towards the end, so that no rank is left with many.
  Ranks::Numbers hand_out(std::size_t wanted) {
    const std::size_t rest = left_.size() - next_;
    const std::size_t fair = std::max<std::size_t>(1, rest / (2 * static_cast<std::size_t>(ranks_.size())));
    const std::size_t count = std::min({wanted, fair, rest});
    Ranks::Numbers numbers(left_.begin() + static_cast<std::ptrdiff_t>(next_),
                           left_.begin() + static_cast<std::ptrdiff_t>(next_ + count));
    next_ += count;
    return numbers;
  }

  void take(const Ranks::Message& message) {
    const auto& numbers = message.numbers;
    switch (numbers.at(0)) {
      case want: {
        Ranks::Numbers answer{units};
        if (!state_.stopped) {
          const auto given = hand_out(numbers.at(1));
          answer.insert(answer.end(), given.begin(), given.end());
        }
        return ranks_.send(message.from, answer);
      }
      case units:
        asked_ = false;
        if (numbers.size() == 1) no_more_ = true;
        for (std::size_t i = 1; i < numbers.size() && !state_.stopped; ++i) workers_.give(numbers[i]);
        return;
      case stop:
        if (!state_.stopped) stop_all();
        return;
      case report:
      case ended:
        state_.done += numbers.at(1);
        state_.failed += numbers.at(2);
        if (numbers[0] == ended) --running_;
        return;
      default:
        throw std::logic_error("a message of an unknown kind from another rank");
    }
  }

  void stop_all() {
    state_.stopped = true;
    no_more_ = true;
    workers_.halt();
    if (!leads()) return ranks_.send(0, {stop});
    for (int rank = 1; rank < ranks_.size(); ++rank) ranks_.send(rank, {stop});
  }

  void tell(bool last) {
    if (leads()) return;
    const auto now = Clock::now();
    if (!last && (untold_ == 0 || now - told_ < std::chrono::milliseconds(200))) return;
    ranks_.send(0, {last ? ended : report, untold_, untold_failed_});
    untold_ = untold_failed_ = 0;
    told_ = now;
  }

  const SweepOptions& options_;
  Ranks& ranks_;
  unsigned threads_;
  SweepState state_;
  std::vector<std::size_t> left_;  // of rank 0
  std::size_t next_ = 0;
  int running_ = 0;  // of rank 0: others that have not ended
  bool asked_ = false;
  bool no_more_ = false;
  std::uint64_t made_ = 0, untold_ = 0, untold_failed_ = 0;
  Clock::time_point begin_ = Clock::now(), told_ = begin_;
  PartBuffer buffer_;
  WorkerPool workers_;
};

}  // namespace

unsigned threads_of(const SweepOptions& options, const Ranks& ranks) {
  if (options.jobs > 0) return options.jobs;
  // mpirun binds each rank to cores of its own; if it does not, ranks of one machine share its cores.
  const unsigned cores = threads_for(0);
  const unsigned machine = std::max(1U, std::thread::hardware_concurrency());
  return cores < machine ? cores : std::max(1U, cores / static_cast<unsigned>(ranks.neighbours()));
}

SweepState sweep_by_ranks(const Campaign& campaign, const SweepOptions& options, Ranks& ranks) {
  return RankSweep(campaign, options, ranks).run();
}

}  // namespace poldyn
