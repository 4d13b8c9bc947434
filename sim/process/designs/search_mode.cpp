#include "sim/process/designs/search_mode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/base/elementary.h"
#include "sim/engine/choice.h"

namespace poldyn {
namespace {

constexpr SearchMode mode_of(std::size_t choice) { return static_cast<SearchMode>(choice + 1); }

std::array<double, search_choices> propensities(const Simulation& sim, const Vendor& vendor) {
  const VendorClassRule& cls = sim.class_of(vendor);
  std::array<double, search_choices> weight{cls.local, cls.long_jump, cls.imitate, cls.adopt};
  if (!remembers_modes(sim.rules.mechanisms)) return weight;
  const ModeGains& gains = sim.world.mode_gains[sim.world.row_of(vendor)];
  // Relative to the best that may be chosen: that weight stays as it is, so that not all can vanish, and equal gains
  // leave the propensities to the bit.
  double best = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (weight[i] > 0) best = std::max(best, gains.mean[i]);
  for (std::size_t i = 0; i < weight.size(); ++i)
    if (weight[i] > 0) weight[i] *= exp(sim.rules.vendors.mode_sensitivity * (gains.mean[i] - best));
  return weight;
}

bool is_on(const Mechanisms& on, SearchMode mode) { return mode == SearchMode::adopt ? on.adoption : on.search; }

}  // namespace

void make_room_for_modes(Simulation& sim) {
  if (remembers_modes(sim.rules.mechanisms)) sim.world.mode_gains.resize(sim.world.vendors.size());
}

SearchMode choose_mode(const Simulation& sim, const Vendor& vendor, Stream& stream) {
  const auto weight = propensities(sim, vendor);
  // What is switched off keeps its share of projects: those change nothing, and the others stay as frequent as before.
  const SearchMode mode = mode_of(choose_by_number(weight, stream));
  return is_on(sim.rules.mechanisms, mode) ? mode : SearchMode::keep;
}

void remember_mode(Simulation& sim, const Vendor& vendor, SearchMode mode, double gain_oom) {
  if (!remembers_modes(sim.rules.mechanisms) || !std::isfinite(gain_oom)) return;
  ModeGains& gains = sim.world.mode_gains[sim.world.row_of(vendor)];
  for (std::size_t i = 0; i < search_choices; ++i)
    if (mode_of(i) == mode) gains.mean[i] += sim.rules.vendors.mode_memory * (gain_oom - gains.mean[i]);
}

}  // namespace poldyn
