/// SystemC: a module for each subject, with a method that is sensitive to the module's event. Methods, since threads of
/// SystemC cost a switch of stacks more. Time is kept in whole picoseconds, of which a million million stand for the
/// model's unit.
#include <memory>
#include <systemc>
#include <vector>

#include "bench/peers/contest.h"

namespace {

template <class Model>
struct Actor : sc_core::sc_module {
  SC_HAS_PROCESS(Actor);
  Actor(const sc_core::sc_module_name& name, Model* of, peers::Subject which)
      : sc_module(name), model(of), subject(which) {
    SC_METHOD(act);
    sensitive << due;
    dont_initialize();
  }
  void act() { model->due(subject); }

  Model* model;
  peers::Subject subject;
  sc_core::sc_event due;
};

template <class Model>
class SystemC {
 public:
  void run() { sc_core::sc_start(); }

 protected:
  void prepare(peers::Subject subjects) {
    for (peers::Subject i = 0; i < subjects; ++i)
      actors_.push_back(std::make_unique<Actor<Model>>(sc_core::sc_module_name(sc_core::sc_gen_unique_name("actor")),
                                                       static_cast<Model*>(this), i));
  }
  void after(double delay, peers::Subject subject) {
    actors_[subject]->due.notify(sc_core::sc_time::from_value(static_cast<sc_dt::uint64>(delay * per_unit + 0.5)));
  }
  double now() const { return static_cast<double>(sc_core::sc_time_stamp().value()) / per_unit; }
  void stop() { sc_core::sc_stop(); }

 private:
  static constexpr double per_unit = 1e12;
  std::vector<std::unique_ptr<Actor<Model>>> actors_;
};

}  // namespace

int sc_main(int argc, char** argv) {
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);  // nothing but the line of JSON
  return peers::contest<SystemC>(argc, argv);
}
