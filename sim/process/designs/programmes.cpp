#include "sim/process/designs/programmes.h"

#include <cmath>

#include "sim/base/elementary.h"
#include "sim/process/designs/bases.h"

namespace poldyn {
namespace {

const DirectedWork* work_of(const Simulation& sim, const Vendor& vendor) {
  if (!needs_directed_work(sim.rules.mechanisms)) return nullptr;
  return &sim.world.directed[sim.world.row_of(vendor)];
}

/// The best design that the state can see: of the trained models in service in the bloc, and of the open weights that
/// are known there. It sees what models can do and not what their designs are worth, so much compute may hide a poor
/// design.
bool choose_target(const World& world, Bloc& bloc, Programme& programme, SimTime now) {
  double best = -std::numeric_limits<double>::infinity();
  const auto look = [&](double q, std::uint64_t design, Paradigm paradigm) {
    if (q <= best) return;
    best = q;
    programme.target = design;
    programme.paradigm = paradigm;
  };
  for (const VendorId id : bloc.market.vendor) {
    const Model& model = world.at(world.at(id).product);
    if (!model.unmodified) look(model.mean_q, model.design, model.paradigm);
  }
  reveal_weights(bloc, now);
  for (const Base& base : bloc.weights) look(base.mean_q, base.design, base.paradigm);
  return std::isfinite(best);
}

void schedule_start(Simulation& sim, BlocId bloc, SimTime when, std::uint32_t ordinal) {
  sim.schedule(when, phase::decides, EventKind::programme_starts, bloc.value, ordinal);
}

bool may_join(const Simulation& sim, const Vendor& vendor) {
  const bool application = sim.class_of(vendor).unmodified && sim.rules.mechanisms.adoption;
  const bool registered = vendor.product && sim.world.at(vendor.product).approved;
  return !application && is_eligible(sim.rules_of(vendor.bloc).programmes.eligible, vendor.affiliated, registered);
}

}  // namespace

void schedule_programme(Simulation& sim, BlocId bloc) {
  const ProgrammeRule& rule = sim.rules_of(bloc).programmes;
  Programme& programme = sim.world.at(bloc).programme;
  if (!needs_directed_work(sim.rules.mechanisms) || rule.share <= 0 || programme.planned) return;
  programme.planned = true;
  schedule_start(sim, bloc, std::max(sim.now(), later(SimTime{}, rule.first.count())), 1);
}

void make_room_for_directed_work(Simulation& sim) {
  if (needs_directed_work(sim.rules.mechanisms)) sim.world.directed.resize(sim.world.vendors.size());
}

void start_programme(Simulation& sim, BlocId id, std::uint32_t ordinal) {
  const ProgrammeRule& rule = sim.rules_of(id).programmes;
  Bloc& bloc = sim.world.at(id);
  if (rule.share <= 0) {  // since the rules have changed; a later change may plan programmes anew
    bloc.programme.planned = false;
    return;
  }
  bloc.programme.ordinal = ordinal;
  bloc.programme.running = choose_target(sim.world, bloc, bloc.programme, sim.now());
  sim.schedule(later(sim.now(), rule.length.count()), phase::ends, EventKind::programme_ends, id.value, ordinal);
  if (rule.interval > Days{0}) schedule_start(sim, id, later(sim.now(), rule.interval.count()), ordinal + 1);
}

void end_programme(Simulation& sim, BlocId id, std::uint32_t ordinal) {
  Programme& programme = sim.world.at(id).programme;
  if (programme.ordinal == ordinal) programme.running = false;
}

bool is_directed(const Simulation& sim, const Vendor& vendor) {
  const DirectedWork* work = work_of(sim, vendor);
  return work && work->compute > 0;
}

void ask_to_join(Simulation& sim, VendorId id, double compute_oom) {
  const Vendor& vendor = sim.world.at(id);
  Programme& programme = sim.world.at(vendor.bloc).programme;
  if (!programme.running || !may_join(sim, vendor)) return;
  if (sim.draw(Purpose::programme, vendor, vendor.project).uniform() >= sim.rules_of(vendor.bloc).programmes.share)
    return;
  const double compute = pow(10, compute_oom);
  sim.world.directed[id.value].compute = compute;
  programme.pool += compute;
  ++programme.under_way;
}

double pooled_oom(const Simulation& sim, const Vendor& vendor) {
  if (!is_directed(sim, vendor)) return 0;
  return pooled_gain(sim.rules_of(vendor.bloc).programmes, sim.world.at(vendor.bloc).programme.pool,
                     work_of(sim, vendor)->compute);
}

bool quit_programme(Simulation& sim, VendorId id) {
  const Vendor& vendor = sim.world.at(id);
  if (!is_directed(sim, vendor)) return false;
  Programme& programme = sim.world.at(vendor.bloc).programme;
  DirectedWork& work = sim.world.directed[id.value];
  programme.pool -= work.compute;
  if (--programme.under_way == 0) programme.pool = 0;  // no rounding is left behind
  work = {};
  return true;
}

std::uint64_t follow_target(const Simulation& sim, const Vendor& vendor, std::uint64_t design) {
  const std::uint64_t target = sim.world.at(vendor.bloc).programme.target;
  const double share = sim.rules_of(vendor.bloc).programmes.copied_share;
  Stream stream = sim.draw(Purpose::programme, vendor, vendor.project, 1);
  for (std::uint32_t bit = 0; bit < sim.world.bits; ++bit) {
    const std::uint64_t mask = std::uint64_t{1} << bit;
    if (((design ^ target) & mask) != 0 && stream.uniform() < share) design ^= mask;
  }
  return design;
}

}  // namespace poldyn
