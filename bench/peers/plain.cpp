/// What a good programmer writes in an afternoon: std::priority_queue of plain records.
#include <queue>
#include <tuple>

#include "bench/peers/contest.h"

namespace {

struct Pending {
  double at;
  std::uint64_t order;
  peers::Subject subject;

  friend bool operator<(const Pending& a, const Pending& b) {  // the top of a priority_queue is its greatest
    return std::tie(a.at, a.order) > std::tie(b.at, b.order);
  }
};

template <class Model>
class Plain {
 public:
  void run() {
    while (!stopped_ && !pending_.empty()) {
      const Pending next = pending_.top();
      pending_.pop();
      now_ = next.at;
      static_cast<Model*>(this)->due(next.subject);
    }
  }

 protected:
  void prepare(peers::Subject) {}
  void after(double delay, peers::Subject subject) { pending_.push({now_ + delay, order_++, subject}); }
  double now() const { return now_; }
  void stop() { stopped_ = true; }

 private:
  std::priority_queue<Pending> pending_;
  std::uint64_t order_ = 0;
  double now_ = 0;
  bool stopped_ = false;
};

}  // namespace

int main(int argc, char** argv) { return peers::contest<Plain>(argc, argv); }
