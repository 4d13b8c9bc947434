#include "sim/observe/survival.h"

#include <algorithm>

#include "sim/world/prefetch.h"

namespace poldyn {

void SurvivalWatch::look(SimTime now, const World& world) {
  if (world.warm_since != warm_since_) {  // what was seen in the warm-up does not count
    warm_since_ = world.warm_since;
    std::fill(looks_.begin(), looks_.end(), Look{});
  }
  for (std::size_t b = 0; b < looks_.size(); ++b) {
    Look& look = looks_[b];
    if (look.open && now - look.opened < to_ticks(Days{days_per_year})) continue;
    close(look, now);
    open(look, now, world, world.blocs[b]);
  }
}

void SurvivalWatch::open(Look& look, SimTime now, const World& world, const Bloc& bloc) {
  look.exits.clear();
  look.noted.clear();
  look.opened = now;
  look.noted.reserve(bloc.market.rows);
  for_each_offer(world, bloc.market, [&](std::size_t, const Model& product) {
    look.noted.push_back({product.vendor, product.mean_q});
  });
  look.open = bloc.market.rows > 0;  // a look at nothing is taken again at the next sample
}

void SurvivalWatch::maybe_left(VendorId vendor, SimTime now, const World& world) {
  Look& look = looks_[world.at(vendor).bloc.value];
  if (look.open && !world.at(vendor).active) look.exits.push_back({vendor, now});
}

void SurvivalWatch::close(SimTime now) {
  for (Look& look : looks_) close(look, now);
}

void SurvivalWatch::close(Look& look, SimTime now) {
  if (!look.open) return;
  look.open = false;
  // A vendor that has left may be told to leave again: the first time is the true one.
  std::sort(look.exits.begin(), look.exits.end(),
            [](const Exit& a, const Exit& b) { return a.vendor != b.vendor ? a.vendor < b.vendor : a.at < b.at; });
  std::vector<Lifetime> lives;
  lives.reserve(look.noted.size());
  for (const Note& note : look.noted) {
    const auto exit = std::lower_bound(look.exits.begin(), look.exits.end(), note.vendor,
                                       [](const Exit& e, VendorId id) { return e.vendor < id; });
    const bool left = exit != look.exits.end() && exit->vendor == note.vendor;
    lives.push_back({note.q, ((left ? exit->at : now) - look.opened).count(), left});
  }
  look.counts += count_pairs(lives);
}

}  // namespace poldyn
