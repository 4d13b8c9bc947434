#include "sim/observe/novelty.h"

#include <algorithm>

namespace poldyn {

NoveltyWatch::NoveltyWatch(const World& world)
    : archive_(world.later_landscapes.size() + 1, DesignArchive(world.bits)),
      tally_(world.blocs.size()),
      warmup_(world.blocs.size()) {}

void NoveltyWatch::released(const World& world, const Model& model) {
  NoveltyTally& tally = tally_[world.at(model.vendor).bloc.value];
  DesignArchive& archive = archive_[model.paradigm];
  ++tally.releases;
  auto nearest = archive.nearest(model.design);
  const bool first = std::all_of(archive_.begin(), archive_.end(), [](const auto& a) { return a.size() == 0; });
  if (!nearest && !first) nearest = world.bits;
  if (nearest) {
    ++tally.compared;
    tally.fresh += *nearest > 0;
    tally.distance += static_cast<double>(*nearest) / world.bits;
  }
  if (!nearest || *nearest > 0) archive.add(model.design);
}

}  // namespace poldyn
