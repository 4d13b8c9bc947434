/// ns-3 as its manual shows it: a member function and its argument, scheduled for later. Time is kept in whole
/// nanoseconds, of which a second stands for the model's unit; it is counted from double here and not by
/// ns3::Seconds(), which goes through numbers of 128 bits and takes longer.
///
/// usage: ns3 SCHEDULER MODEL...: ns3::MapScheduler is the default of ns-3, ns3::PriorityQueueScheduler the fastest it
/// has for these models.
#include <ns3/object-factory.h>
#include <ns3/simulator.h>

#include "bench/peers/contest.h"

namespace {

template <class Model>
class Ns3 {
 public:
  void run() { ns3::Simulator::Run(); }

 protected:
  Ns3() = default;
  ~Ns3() { ns3::Simulator::Destroy(); }
  void prepare(peers::Subject) {}
  void after(double delay, peers::Subject subject) {
    ns3::Simulator::Schedule(ns3::TimeStep(static_cast<std::uint64_t>(delay * per_unit + 0.5)), &Model::due,
                             static_cast<Model*>(this), subject);
  }
  double now() const { return static_cast<double>(ns3::Simulator::Now().GetTimeStep()) / per_unit; }
  void stop() { ns3::Simulator::Stop(); }

 private:
  static constexpr double per_unit = 1e9;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  ns3::Simulator::SetScheduler(ns3::ObjectFactory(argv[1]));
  return peers::contest<Ns3>(argc - 1, argv + 1);
}
