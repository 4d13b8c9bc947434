#include "sim/observe/board_standing.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace poldyn {
namespace {

struct Ranked {
  double q;
  double found;
};

/// Sorts by `found` and counts the pairs that stood the other way round (merge sort; Knight 1966).
std::uint64_t sort_and_count(std::span<Ranked> all, std::vector<Ranked>& scratch) {
  if (all.size() < 2) return 0;
  const std::size_t half = all.size() / 2;
  std::uint64_t turned = sort_and_count(all.first(half), scratch) + sort_and_count(all.subspan(half), scratch);
  scratch.assign(all.begin(), all.end());
  std::size_t i = 0, j = half;
  for (Ranked& place : all) {
    const bool takes_first = j == scratch.size() || (i < half && scratch[i].found <= scratch[j].found);
    if (!takes_first) turned += half - i;
    place = takes_first ? scratch[i++] : scratch[j++];
  }
  return turned;
}

double reversed_share(std::vector<Ranked>& all) {
  if (all.size() < 2) return missing_value;
  // Of equal capability none is turned: these stand in order of what is found.
  std::sort(all.begin(), all.end(),
            [](const Ranked& a, const Ranked& b) { return std::tie(a.q, a.found) < std::tie(b.q, b.found); });
  std::vector<Ranked> scratch;
  const auto n = static_cast<double>(all.size());
  return static_cast<double>(sort_and_count(all, scratch)) / (n * (n - 1) / 2);
}

}  // namespace

BoardStanding board_standing(const World& world, const Bloc& bloc) {
  BoardStanding made;
  if (!world.board.kept) return made;
  std::vector<Ranked> all;
  double inflated = 0;
  for (const VendorId id : bloc.members) {
    const BoardEntry& entry = world.board.entries[id.value];
    if (!entry.there) continue;
    all.push_back({entry.mean_q, entry.tested.found});
    inflated += entry.tested.found - world.board.covered_q(entry.q);
  }
  made.tested = all.size();
  if (all.empty()) return made;
  made.inflation = inflated / static_cast<double>(all.size());
  made.reversed = reversed_share(all);  // which leaves them in order of what is found
  made.best = all.back().found;
  if (all.size() >= top_places)
    made.top_gap = world.board.rating_per_oom * (made.best - all[all.size() - top_places].found);
  return made;
}

}  // namespace poldyn
