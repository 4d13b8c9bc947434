#include "sim/observe/survival.h"

#include <algorithm>

#include "sim/world/look_ahead.h"

namespace poldyn {

void SurvivalWatch::look(SimTime now, const World& world) {
  if (world.warm_since != warm_since_) {  // what was seen in the warm-up does not count
    warm_since_ = world.warm_since;
    std::fill(counts_.begin(), counts_.end(), PairCounts{});
    open_ = false;
  }
  if (open_ && now - opened_ < to_ticks(Days{days_per_year})) return;
  if (open_) close(now);
  exits_.clear();
  opened_ = now;
  for (std::size_t b = 0; b < noted_.size(); ++b) {
    noted_[b].clear();
    const Market& market = world.blocs[b].market;
    noted_[b].reserve(market.rows);
    for_each_offer(world, market, [&](std::size_t, const Model& product) {
      noted_[b].push_back({product.vendor, product.mean_q});
    });
    open_ |= market.rows > 0;  // a look at nothing is taken again at the next sample
  }
}

void SurvivalWatch::maybe_left(VendorId vendor, SimTime now, const World& world) {
  if (open_ && !world.at(vendor).active) exits_.push_back({vendor, now});
}

void SurvivalWatch::close(SimTime now) {
  if (!open_) return;
  open_ = false;
  // A vendor that has left may be told to leave again: the first time is the true one.
  std::sort(exits_.begin(), exits_.end(),
            [](const Exit& a, const Exit& b) { return a.vendor != b.vendor ? a.vendor < b.vendor : a.at < b.at; });
  std::vector<Lifetime> lives;
  for (std::size_t b = 0; b < noted_.size(); ++b) {
    lives.clear();
    lives.reserve(noted_[b].size());
    for (const Note& note : noted_[b]) {
      const auto exit = std::lower_bound(exits_.begin(), exits_.end(), note.vendor,
                                         [](const Exit& e, VendorId id) { return e.vendor < id; });
      const bool left = exit != exits_.end() && exit->vendor == note.vendor;
      lives.push_back({note.q, ((left ? exit->at : now) - opened_).count(), left});
    }
    counts_[b] += count_pairs(lives);
  }
}

}  // namespace poldyn
