#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <random>
#include <vector>

#include "bench/peers/table.h"

/// The three models, written once for every engine that is programmed in C++, so that engines alone differ.
///
/// A model consists of subjects 0, 1, ... with at most one pending event each. Its base class Engine<Model> has
///   prepare(n)             told once, before anything else: how many subjects there are
///   after(delay, subject)  calls the model's due(subject) that much later; events of one instant in the order of calls
///   now()                  in the unit of the delays
///   run(), stop()          run() returns when nothing is pending or after the event that called stop()
/// C++17, since that is what Debian's SystemC is compiled as.
namespace peers {

using Subject = std::uint32_t;

/// The hold model: the earliest of all pending events happens and is scheduled anew.
template <template <class> class Engine>
class Hold : public Engine<Hold<Engine>> {
 public:
  Hold(Subject pending, std::uint64_t events, Table increments) : events_(events), increments_(std::move(increments)) {
    this->prepare(pending);
    for (Subject i = 0; i < pending; ++i) this->after(increments_.next(), i);
  }

  void due(Subject subject) {
    if (++done_ == events_) return this->stop();
    this->after(increments_.next(), subject);
  }

  void report(double seconds) const {
    std::printf("{\"seconds\": %.6f, \"events\": %llu, \"done\": %llu, \"ended\": %.9g}\n", seconds,
                static_cast<unsigned long long>(done_), static_cast<unsigned long long>(done_), this->now());
  }

 private:
  std::uint64_t events_, done_ = 0;
  Table increments_;
};

/// M/M/4 at a load of 0.8, first come, first served; times in units of a mean service.
template <template <class> class Engine>
class Office : public Engine<Office<Engine>> {
 public:
  Office(std::size_t customers, const Table& table)
      : gaps_(table.slice(0, customers, 1 / (0.8 * servers))), services_(table.slice(customers, customers, 1)) {
    this->prepare(1 + servers);
    for (Subject server = servers; server >= 1; --server) idle_.push_back(server);
    this->after(gaps_[0], door);
  }

  void due(Subject subject) {
    if (subject == door) return arrive();
    if (waiting_.empty())
      idle_.push_back(subject);
    else
      serve(subject);
  }

  void report(double seconds) const {
    std::printf("{\"seconds\": %.6f, \"events\": %zu, \"done\": %zu, \"mean_wait\": %.9g, \"longest_wait\": %.9g}\n",
                seconds, arrived_ + served_, served_, waited_ / static_cast<double>(served_), longest_wait_);
  }

 private:
  static constexpr Subject door = 0, servers = 4;

  void arrive() {
    waiting_.push_back(this->now());
    if (++arrived_ < gaps_.size()) this->after(gaps_[arrived_], door);
    if (idle_.empty()) return;
    const Subject server = idle_.back();
    idle_.pop_back();
    serve(server);
  }

  void serve(Subject server) {
    const double wait = this->now() - waiting_.front();
    waiting_.pop_front();
    waited_ += wait;
    longest_wait_ = std::max(longest_wait_, wait);
    this->after(services_[served_++], server);
  }

  std::vector<double> gaps_, services_;
  std::deque<double> waiting_;  // when each came
  std::vector<Subject> idle_;
  std::size_t arrived_ = 0, served_ = 0;
  double waited_ = 0, longest_wait_ = 0;
};

/// A thousand vendors for ten years, in days: they train, file, wait for one of 90 reviewers, mend what is returned,
/// deploy what passes, and train again. Draws as anybody would who writes such a program, with <random>.
template <template <class> class Engine>
class Loop : public Engine<Loop<Engine>> {
 public:
  explicit Loop(std::uint64_t seed) : random_(seed), doing_(vendors, Doing::train) {
    this->prepare(vendors + 1);
    for (Subject vendor = 0; vendor < vendors; ++vendor) this->after(training_(random_), vendor);
    this->after(3650, end);
  }

  void due(Subject subject) {
    if (subject == end) return this->stop();
    ++events_;
    if (doing_[subject] != Doing::review) return file(subject);
    ++reviews_;
    if (passes_(random_))
      begin(subject, Doing::train, training_(random_)), ++releases_;
    else
      begin(subject, Doing::mend, mending_(random_));
    ++free_;
    take_next();
  }

  void report(double seconds) const {
    std::printf("{\"seconds\": %.6f, \"events\": %llu, \"done\": %llu, \"reviews\": %llu}\n", seconds, events_,
                releases_, reviews_);
  }

 private:
  enum class Doing : std::uint8_t { train, review, mend };
  static constexpr Subject vendors = 1000, end = vendors;

  void file(Subject vendor) {
    waiting_.push_back(vendor);
    take_next();
  }

  void take_next() {
    if (free_ == 0 || waiting_.empty()) return;
    --free_;
    const Subject vendor = waiting_.front();
    waiting_.pop_front();
    begin(vendor, Doing::review, review_(random_));
  }

  void begin(Subject vendor, Doing what, double days) {
    doing_[vendor] = what;
    this->after(days, vendor);
  }

  std::mt19937_64 random_;
  std::gamma_distribution<double> training_{4, 15};  // mean 60, cv 0.5
  std::exponential_distribution<double> review_{1 / 5.0}, mending_{1 / 10.0};
  std::bernoulli_distribution passes_{0.8};
  std::vector<Doing> doing_;
  std::deque<Subject> waiting_;
  int free_ = 90;
  unsigned long long events_ = 0, reviews_ = 0, releases_ = 0;
};

}  // namespace peers
