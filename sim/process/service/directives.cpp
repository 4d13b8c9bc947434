#include "sim/process/service/directives.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "sim/engine/sample.h"

namespace poldyn {
namespace {

/// A sum of n equal shares may fall short of a round number by rounding.
constexpr double rounding = 1e-9;

std::uint64_t bit(const Directive& directive) { return std::uint64_t{1} << directive.slot; }

std::uint32_t free_slot(const BlocDirectives& control) {
  std::uint64_t used = 0;
  for (const Directive& directive : control.pending) used |= bit(directive);
  std::uint32_t slot = 0;
  while ((used >> slot & 1U) != 0) ++slot;
  return slot;
}

void schedule_random(Simulation& sim, BlocId id, std::uint32_t key) {
  sim.world.at(id).directive.state = PoissonClock::State::off;
  if (key >= dated_directives) return;
  start_clock(sim, id, directive_clock, key);
}

/// Dates that are still to come. Each goes by its place in the list, unless a directive of an earlier rule went by
/// that.
void schedule_dated(Simulation& sim, BlocId id) {
  const std::vector<double>& days = sim.rules_of(id).directives.days;
  BlocDirectives& control = sim.world.at(id).directives;
  control.dated_issued.resize(std::max(control.dated_issued.size(), days.size()));
  for (std::size_t i = 0; i < days.size(); ++i) {
    const SimTime at = at_day(days[i]);
    std::size_t place = i;
    if (control.dated_issued[i]) {
      if (at <= sim.now()) continue;
      place = control.dated_issued.size();
      control.dated_issued.push_back(false);
    }
    if (at >= sim.now())
      sim.schedule(at, phase::decides, EventKind::directive_issued, id.value,
                   dated_directives + static_cast<std::uint32_t>(place), control.dates_generation);
  }
}

/// Of a directive that is issued now by date: the instant, and how many of the same instant came before it.
std::uint64_t identity_of_date(const BlocDirectives& control, SimTime now) {
  const auto is_of_now = [&](const auto& directive) { return directive.issued == now; };
  const auto before = std::count_if(control.pending.begin(), control.pending.end(), is_of_now) +
                      std::count_if(control.carried_out.begin(), control.carried_out.end(), is_of_now);
  return mix64(static_cast<std::uint64_t>(now.time_since_epoch().count())) + static_cast<std::uint64_t>(before);
}

double compulsory_days(const Simulation& sim, const Vendor& vendor, const Directive& directive) {
  Stream stream = sim.draw_about(directive.identity, Purpose::compliance, vendor, 0);
  return sample(sim.rules_of(vendor.bloc).directives.compulsory, stream);
}

/// Days from the directive until the product complies; nothing if it never does. A registered product can be reached;
/// the maker of another decides for each release.
std::optional<double> days_to_comply(const Simulation& sim, const Vendor& vendor, const Directive& directive) {
  const DirectiveRule& rule = sim.rules_of(vendor.bloc).directives;
  const Model& model = sim.world.at(vendor.product);
  if (model.approved) return compulsory_days(sim, vendor, directive);
  Stream stream = sim.draw_about(directive.identity, Purpose::compliance, vendor, model.project, 1);
  if (stream.uniform() >= rule.voluntary_share) return std::nullopt;
  return sample(rule.voluntary, stream);
}

void mark(DirectiveCompliance& compliance, Directive& directive) {
  if ((compliance.with & bit(directive)) != 0) return;
  compliance.with |= bit(directive);
  directive.complied += compliance.use;
}

void comply_at(Simulation& sim, VendorId id, Directive& directive, SimTime at) {
  if (at <= sim.now()) return mark(sim.world.directive_compliance[id.value], directive);
  const ModelId product = sim.world.at(id).product;
  sim.schedule(at, phase::deploys, EventKind::model_complies, product.value, sim.world.at(product).generation,
               static_cast<std::uint16_t>(directive.key));
}

void approach(Simulation& sim, VendorId id, Directive& directive) {
  if ((sim.world.directive_compliance[id.value].with & bit(directive)) != 0) return;  // an update goes on complying
  if (const auto days = days_to_comply(sim, sim.world.at(id), directive))
    comply_at(sim, id, directive, later(directive.issued, *days));
}

/// Takes out the directives that enough of the use complies with.
void conclude(const Simulation& sim, BlocId id, BlocDirectives& control) {
  const double enough = sim.rules_of(id).directives.complied_share * control.use * (1 - rounding);
  std::erase_if(control.pending, [&](const Directive& directive) {
    if (!(control.use > 0) || directive.complied < enough) return false;
    control.carried_out.push_back({directive.issued, sim.now()});
    return true;
  });
}

double use_of(const Bloc& bloc, const Vendor& vendor, std::size_t domains) {
  double use = 0;
  for (std::size_t d = 0; vendor.offer && d < domains; ++d)
    use += bloc.demand_share[d] *
           bloc.market.share(static_cast<Eigen::Index>(vendor.offer.value), static_cast<Eigen::Index>(d));
  return use;
}

}  // namespace

void schedule_directives(Simulation& sim, BlocId id) {
  if (!sim.rules.mechanisms.directives || !sim.rules.mechanisms.projects) return;
  schedule_dated(sim, id);
  schedule_random(sim, id, 0);
}

Pace directive_pace(const Scenario& rules, const Bloc&, BlocId id) {
  return {rules.blocs[id.value].directives.rate_per_year};
}

void redate_directives(Simulation& sim, BlocId id, const Scenario& before) {
  if (before.blocs[id.value].directives.days == sim.rules_of(id).directives.days) return;
  if (!sim.rules.mechanisms.directives || !sim.rules.mechanisms.projects) return;
  ++sim.world.at(id).directives.dates_generation;
  schedule_dated(sim, id);
}

void make_room_for_compliance(Simulation& sim) {
  if (sim.rules.mechanisms.directives) sim.world.directive_compliance.resize(sim.world.vendors.size());
}

void issue_directive(Simulation& sim, BlocId id, std::uint32_t key, std::uint16_t generation) {
  const bool dated = key >= dated_directives;
  const bool holds = dated ? generation == sim.world.at(id).directives.dates_generation
                           : is_awaited(sim.world.at(id).directive, generation, sim.now());
  if (!holds) return;
  if (dated)
    sim.world.at(id).directives.dated_issued[key - dated_directives] = true;
  else
    schedule_random(sim, id, key + 1);
  Bloc& bloc = sim.world.at(id);
  BlocDirectives& control = bloc.directives;
  ++bloc.tally.directives;
  if (control.pending.size() == most_directives) {
    control.lapsed.push_back({control.pending.front().issued, sim.now()});
    control.pending.erase(control.pending.begin());
    ++bloc.tally.lapsed_directives;
  }
  control.pending.push_back(
      {key, dated ? identity_of_date(control, sim.now()) : key, free_slot(control), sim.now(), 0});
  Directive& made = control.pending.back();
  for (const VendorId member : bloc.members) sim.world.directive_compliance[member.value].with &= ~bit(made);
  for (const VendorId vendor : bloc.market.vendor) approach(sim, vendor, made);
  conclude(sim, id, control);
}

void comply(Simulation& sim, ModelId model, std::uint32_t generation, std::uint32_t key) {
  if (sim.world.at(model).generation != generation) return;
  const VendorId id = sim.world.at(model).vendor;
  const BlocId bloc = sim.world.at(id).bloc;
  BlocDirectives& control = sim.world.at(bloc).directives;
  for (Directive& directive : control.pending)
    if (directive.key == key) mark(sim.world.directive_compliance[id.value], directive);
  conclude(sim, bloc, control);
}

void face_directives(Simulation& sim, VendorId id) {
  if (!sim.rules.mechanisms.directives) return;
  const BlocId bloc = sim.world.at(id).bloc;
  BlocDirectives& control = sim.world.at(bloc).directives;
  for (Directive& directive : control.pending) approach(sim, id, directive);
  conclude(sim, bloc, control);
}

void comply_with_all(Simulation& sim, VendorId id) {
  if (!sim.rules.mechanisms.directives) return;
  const BlocId bloc = sim.world.at(id).bloc;
  BlocDirectives& control = sim.world.at(bloc).directives;
  for (Directive& directive : control.pending) mark(sim.world.directive_compliance[id.value], directive);
  conclude(sim, bloc, control);
}

bool is_late(const Simulation& sim, VendorId id, Days grace) {
  if (!sim.rules.mechanisms.directives) return false;
  const std::vector<Directive>& pending = sim.world.at(sim.world.at(id).bloc).directives.pending;
  return std::any_of(pending.begin(), pending.end(), [&](const Directive& directive) {
    return later(directive.issued, grace.count()) <= sim.now() &&
           (sim.world.directive_compliance[id.value].with & bit(directive)) == 0;
  });
}

void catch_up(Simulation& sim, VendorId id) {
  if (!sim.rules.mechanisms.directives) return;
  const Vendor& vendor = sim.world.at(id);
  BlocDirectives& control = sim.world.at(vendor.bloc).directives;
  for (Directive& directive : control.pending)
    if ((sim.world.directive_compliance[id.value].with & bit(directive)) == 0)
      comply_at(sim, id, directive, later(sim.now(), compulsory_days(sim, vendor, directive)));
  conclude(sim, vendor.bloc, control);
}

void measure_compliance(Simulation& sim, BlocId id) {
  if (!sim.rules.mechanisms.directives) return;
  Bloc& bloc = sim.world.at(id);
  BlocDirectives& control = bloc.directives;
  control.use = 0;
  for (Directive& directive : control.pending) directive.complied = 0;
  for (const VendorId member : bloc.members) {
    DirectiveCompliance& compliance = sim.world.directive_compliance[member.value];
    compliance.use = use_of(bloc, sim.world.at(member), sim.world.domains);
    control.use += compliance.use;
    for (Directive& directive : control.pending)
      if ((compliance.with & bit(directive)) != 0) directive.complied += compliance.use;
  }
  conclude(sim, id, control);
  const SimTime now = sim.now();
  const Days lapse = sim.rules_of(id).directives.lapse;
  bloc.tally.lapsed_directives += std::erase_if(control.pending, [&](const Directive& directive) {
    if (later(directive.issued, lapse.count()) > now) return false;
    control.lapsed.push_back({directive.issued, now});
    return true;
  });
}

}  // namespace poldyn
