/// The hold model: pop the earliest of N pending events, schedule one a random increment later. Prints CPU time per
/// event (one pop and one push) of EventQueue next to the structures it replaced or beat.
///
///   g++ -std=c++20 -O2 -DNDEBUG -I. bench/hold.cpp sim/engine/*.cpp -o hold && ./hold [--rounds 5] [--json]
///
/// Increments are drawn beforehand, the same for all. All structures of a cell live side by side and take turns, a
/// round each, so that a slow spell of the machine hits all of them; medians over the rounds. A round lasts at least
/// twice N events, since EventQueue moves most of what is pending at once, once in several N.
///
/// The baseline is std::priority_queue with its order written in two ways, which differ by half with the compiler and
/// the size; `ratio` is that of the first to EventQueue, `least` that of the faster.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bench/median.h"
#include "bench/rejected_queues.h"
#include "sim/engine/event_queue.h"

namespace {

constexpr double day = 86'400e6;

/// poldyn::EventQueue with the interface of the others. It alone carries a whole event, 32 bytes.
class Ours {
 public:
  void push(const bench::Record& record) {
    poldyn::Payload what;
    what.subject = static_cast<std::uint32_t>(record.what);
    queue_.push(poldyn::SimTime{poldyn::Ticks{record.at}}, poldyn::Phase{0}, what);
  }
  bench::Record pop() {
    poldyn::Event next;
    queue_.pop_until(poldyn::end_of_time, next);
    return {next.at.time_since_epoch().count(), next.seq, next.what.subject};
  }

 private:
  poldyn::EventQueue queue_;
};

using Increments = std::vector<std::int64_t>;

/// One structure holding N events, stepped through the increments round by round.
template <class Queue>
class Contestant {
 public:
  Contestant(std::size_t pending, const Increments& increments) : increments_(increments) {
    for (std::size_t i = 0; i < pending; ++i) queue_.push({draw(), seq_++, i});
  }

  /// What the loop itself needs is kept in registers: it costs as much for a fast queue as for a slow one.
  void run(std::size_t events) {
    const Increments& increments = increments_;
    std::size_t next = next_;
    std::uint64_t seq = seq_;
    std::uint64_t checksum = checksum_;
    for (std::size_t i = 0; i < events; ++i) {
      const bench::Record first = queue_.pop();
      checksum = checksum * 31 + static_cast<std::uint64_t>(first.at) + first.what;
      if (next == increments.size()) next = 0;
      queue_.push({first.at + increments[next++], seq++, first.what});
    }
    next_ = next;
    seq_ = seq;
    checksum_ = checksum;
  }

  void timed_run(std::size_t events) {
    const std::clock_t start = std::clock();
    run(events);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    times_.push_back(1e9 * seconds / static_cast<double>(events));
  }

  double median() const { return poldyn::bench::median(times_); }
  std::uint64_t checksum() const { return checksum_; }

 private:
  std::int64_t draw() {
    if (next_ == increments_.size()) next_ = 0;
    return increments_[next_++];
  }

  const Increments& increments_;
  std::size_t next_ = 0;
  std::uint64_t seq_ = 1;
  std::uint64_t checksum_ = 0;
  std::vector<double> times_;
  Queue queue_;
};

enum class Shape { exponential, bimodal, pareto, day_grid };
constexpr const char* shape_names[] = {"exponential", "bimodal", "Pareto", "day grid"};

/// A million and a bit: not a multiple of any N, so that no pattern repeats. Mean one day, but for the grid.
Increments draw_increments(Shape shape) {
  std::mt19937_64 random(1);
  Increments increments(1'100'009);
  for (std::int64_t& increment : increments) {
    const double u = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
    const double exponential = -std::log(u) * day;
    switch (shape) {
      case Shape::exponential:
        increment = std::llround(exponential);
        break;
      case Shape::bimodal:
        increment = std::llround(exponential * (random() % 10 == 0 ? 9.1 : 0.1));
        break;
      case Shape::pareto:
        increment = std::llround(day / 3 * std::pow(u, -1 / 1.5));
        break;
      case Shape::day_grid:
        increment = std::llround(day * std::ceil(30 * u));
        break;
    }
  }
  return increments;
}

struct Cell {
  Shape shape;
  std::size_t pending;
  double binary_heap, branching_heap, four_ary_heap, radix_heap, ours;

  double ratio() const { return binary_heap / ours; }
  double least_ratio() const { return std::min(binary_heap, branching_heap) / ours; }
};

Cell measure(Shape shape, std::size_t pending, int rounds, const Increments& increments) {
  Contestant<bench::BinaryHeap<bench::before>> binary(pending, increments);
  Contestant<bench::BinaryHeap<bench::before_by_branches>> branching(pending, increments);
  Contestant<bench::FourAryHeap> four_ary(pending, increments);
  Contestant<bench::RadixHeap> radix(pending, increments);
  Contestant<Ours> ours(pending, increments);
  const std::size_t events = std::max<std::size_t>(200'000, 2 * pending);
  const auto all = [&](auto turn) { turn(binary), turn(branching), turn(four_ary), turn(radix), turn(ours); };
  all([&](auto& contestant) { contestant.run(events / 2); });
  for (int round = 0; round < rounds; ++round) all([&](auto& contestant) { contestant.timed_run(events); });
  all([&](auto& contestant) {
    if (contestant.checksum() == binary.checksum()) return;
    std::fprintf(stderr, "%s, %zu pending: the structures disagree\n", shape_names[static_cast<int>(shape)], pending);
    std::exit(1);
  });
  return {shape, pending, binary.median(), branching.median(), four_ary.median(), radix.median(), ours.median()};
}

void print(const Cell& cell, bool json, bool last) {
  const char* shape = shape_names[static_cast<int>(cell.shape)];
  if (json) {
    std::printf(
        "  {\"increments\": \"%s\", \"pending\": %zu, \"priority_queue_ns\": %.2f, \"branching_ns\": %.2f, "
        "\"four_ary_heap_ns\": %.2f, \"radix_heap_ns\": %.2f, \"event_queue_ns\": %.2f, \"ratio\": %.3f, "
        "\"least_ratio\": %.3f}%s\n",
        shape, cell.pending, cell.binary_heap, cell.branching_heap, cell.four_ary_heap, cell.radix_heap, cell.ours,
        cell.ratio(), cell.least_ratio(), last ? "" : ",");
  } else {
    std::printf("%-12s %8zu %8.1f %9.1f %7.1f %7.1f %10.1f %6.2f %6.2f\n", shape, cell.pending, cell.binary_heap,
                cell.branching_heap, cell.four_ary_heap, cell.radix_heap, cell.ours, cell.ratio(), cell.least_ratio());
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  int rounds = 5;
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--json") {
      json = true;
    } else if (option == "--rounds" && i + 1 < argc && std::atoi(argv[i + 1]) > 0) {
      rounds = std::atoi(argv[++i]);
    } else {
      std::fprintf(stderr, "usage: %s [--rounds N] [--json]\n", argv[0]);
      return 2;
    }
  }

  if (json)
    std::puts("[");
  else
    std::puts(
        "ns per event      priority_queue     4-ary   radix\n"
        "increments    pending           branches    heap    heap EventQueue  ratio  least");
  for (const Shape shape : {Shape::exponential, Shape::bimodal, Shape::pareto, Shape::day_grid}) {
    const Increments increments = draw_increments(shape);
    for (const std::size_t pending : {100u, 1'000u, 10'000u, 100'000u, 1'000'000u}) {
      const bool last = shape == Shape::day_grid && pending == 1'000'000u;
      print(measure(shape, pending, rounds, increments), json, last);
    }
  }
  if (json) std::puts("]");
}
