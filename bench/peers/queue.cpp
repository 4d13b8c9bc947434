/// poldyn's event queue in the place of std::priority_queue, without the model around it.
#include "bench/peers/contest.h"
#include "sim/engine/event_queue.h"

namespace {

template <class Model>
class Queue {
 public:
  void run() {
    poldyn::Event next;
    while (!stopped_ && pending_.pop_until(poldyn::end_of_time, next))
      static_cast<Model*>(this)->due(next.what.subject);
  }

 protected:
  void prepare(peers::Subject) {}
  void after(double delay, peers::Subject subject) {
    poldyn::Payload what;
    what.subject = subject;
    pending_.push(pending_.now() + poldyn::to_ticks(poldyn::Days{delay}), poldyn::Phase{0}, what);
  }
  double now() const { return poldyn::in_days(pending_.now()); }
  void stop() { stopped_ = true; }

 private:
  poldyn::EventQueue pending_;
  bool stopped_ = false;
};

}  // namespace

int main(int argc, char** argv) { return peers::contest<Queue>(argc, argv); }
