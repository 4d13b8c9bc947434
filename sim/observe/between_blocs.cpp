#include "sim/observe/between_blocs.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/base/elementary.h"

namespace poldyn {
namespace {

/// Use of several blocs, or of one.
struct Side {
  std::vector<LineageUse> lineages;
  std::array<double, max_standards> standard{};
  std::vector<BitSums> designs;         ///< by paradigm
  std::array<double, max_domains> q{};  ///< weighted by use; NaN where there is none
  std::array<double, max_domains> incidents{};
  double weight = 0;

  void add(const BlocStanding& bloc, std::size_t domains) {
    for (std::size_t d = 0; d < domains; ++d) incidents[d] += bloc.incidents[d];
    const double factor = bloc.use_rate;
    if (!(factor > 0 && bloc.census.use > 0)) return;
    for (LineageUse part : bloc.profile.lineages) {
      part.use *= factor;
      lineages.push_back(part);
    }
    for (std::size_t s = 0; s < standard.size(); ++s) standard[s] += factor * bloc.profile.standard[s];
    designs.resize(std::max(designs.size(), bloc.profile.designs.size()));
    for (std::size_t p = 0; p < bloc.profile.designs.size(); ++p) designs[p].add(bloc.profile.designs[p], factor);
    for (std::size_t d = 0; d < domains; ++d) q[d] += factor * bloc.census.q_in[d];
    weight += factor;
  }
  void settle() {
    std::sort(lineages.begin(), lineages.end(), [](const LineageUse& a, const LineageUse& b) {
      return std::tie(a.lineage, a.standard) < std::tie(b.lineage, b.standard);
    });
    for (double& x : q) x /= weight;
  }
};

Side side_of(const BlocStanding& bloc, std::size_t domains) {
  Side side;
  side.add(bloc, domains);
  side.settle();
  return side;
}

Side rest_of(std::span<const BlocStanding> blocs, std::size_t but, std::size_t domains) {
  Side side;
  for (std::size_t b = 0; b < blocs.size(); ++b)
    if (b != but) side.add(blocs[b], domains);
  side.settle();
  return side;
}

using Key = std::tuple<std::uint64_t, std::uint8_t>;

/// Two distributions over the same things.
struct Aligned {
  std::vector<double> here, there;
  double divergence() const { return jensen_shannon(here, there); }
  /// Share of the first that is of things that the second has too.
  double shared() const {
    double all = 0, both = 0;
    for (std::size_t i = 0; i < here.size(); ++i) {
      all += here[i];
      if (there[i] > 0) both += here[i];
    }
    return there.empty() ? missing_value : ratio(both, all);
  }
};

/// Merges two ascending lists of what `key` tells apart.
template <class KeyOf>
Aligned align(const std::vector<LineageUse>& a, const std::vector<LineageUse>& b, KeyOf key) {
  Aligned made;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    const auto next = j == b.size() || (i < a.size() && key(a[i]) < key(b[j])) ? key(a[i]) : key(b[j]);
    double here = 0, there = 0;
    for (; i < a.size() && key(a[i]) == next; ++i) here += a[i].use;
    for (; j < b.size() && key(b[j]) == next; ++j) there += b[j].use;
    made.here.push_back(here);
    made.there.push_back(there);
  }
  return made;
}

Aligned by_lineage(const Side& a, const Side& b) {
  return align(a.lineages, b.lineages, [](const LineageUse& part) { return part.lineage; });
}
Aligned by_lineage_and_standard(const Side& a, const Side& b) {
  return align(a.lineages, b.lineages, [](const LineageUse& part) { return Key{part.lineage, part.standard}; });
}

double sum(std::span<const double> weights) {
  double total = 0;
  for (const double w : weights) total += w;
  return total;
}

/// Effective compute, 10^q, relative to the domain that has most: a level that all domains share drops out.
std::array<double, max_domains> effective_compute(const Side& side, std::size_t domains) {
  std::array<double, max_domains> made{};
  const double most = *std::max_element(side.q.begin(), side.q.begin() + static_cast<std::ptrdiff_t>(domains));
  for (std::size_t d = 0; d < domains; ++d) made[d] = pow(10, side.q[d] - most);
  return made;
}

double capability_divergence(const Side& a, const Side& b, std::size_t domains) {
  const auto here = effective_compute(a, domains), there = effective_compute(b, domains);
  const double total = sum(here) + sum(there);
  return std::isnan(total) ? missing_value : jensen_shannon({here.data(), domains}, {there.data(), domains});
}

/// Paradigms that nobody uses yet count for nothing, so the shorter list is filled up.
double paradigm_divergence(const Side& a, const Side& b) {
  std::vector<double> here(std::max(a.designs.size(), b.designs.size())), there(here.size());
  for (std::size_t p = 0; p < a.designs.size(); ++p) here[p] = a.designs[p].sum;
  for (std::size_t p = 0; p < b.designs.size(); ++p) there[p] = b.designs[p].sum;
  return jensen_shannon(here, there);
}

double compatible(const Side& a, const Side& b) {
  double both = 0;
  for (std::size_t s = 0; s < max_standards; ++s) both += a.standard[s] * b.standard[s];
  return ratio(both, sum(a.standard) * sum(b.standard));
}

double fits_leader(const Side& a, const Side& b) {
  const auto leader = std::max_element(b.standard.begin(), b.standard.end());
  if (!(*leader > 0)) return missing_value;
  return ratio(a.standard[static_cast<std::size_t>(leader - b.standard.begin())], sum(a.standard));
}

double interoperability(const World& world, const Side& a, const Side& b) {
  return compatible(a, b) * exp(-cross_distance(a.designs, b.designs, world.bits) / world.design_scale);
}

void contrast(const World& world, const Side& here, const Side& abroad, Contrast& c) {
  const Aligned lineages = by_lineage(here, abroad);
  c.lineage = lineages.divergence();
  c.shared_lineage = lineages.shared();
  c.architecture = by_lineage_and_standard(here, abroad).divergence();
  c.standard = jensen_shannon(here.standard, abroad.standard);
  c.capability = capability_divergence(here, abroad, world.domains);
  c.paradigm = paradigm_divergence(here, abroad);
  c.incidents = jensen_shannon(here.incidents, abroad.incidents);
  c.design_distance = cross_distance(here.designs, abroad.designs, world.bits);
  c.compatible = compatible(here, abroad);
  c.fits_leader_abroad = fits_leader(here, abroad);
  c.interoperability = interoperability(world, here, abroad);
}

}  // namespace

std::span<const Contrast> BetweenBlocs::compare(const World& world, std::span<const BlocStanding> blocs, SimTime now) {
  contrasts_.assign(blocs.size(), {});
  if (blocs.size() < 2) return contrasts_;
  compare_frontiers(blocs, now);
  compare_scores(world.board, blocs, now);
  std::vector<Side> sides;
  for (const BlocStanding& bloc : blocs) sides.push_back(side_of(bloc, world.domains));
  for (std::size_t b = 0; b < blocs.size(); ++b) {
    if (!(sides[b].weight > 0)) continue;
    const Side abroad = rest_of(blocs, b, world.domains);
    if (!(abroad.weight > 0)) continue;
    contrast(world, sides[b], abroad, contrasts_[b]);
    for (std::size_t other = 0; other < blocs.size(); ++other) {
      if (!(sides[other].weight > 0)) continue;
      contrasts_[b].architecture_from[other] = by_lineage_and_standard(sides[b], sides[other]).divergence();
      contrasts_[b].interoperability_with[other] = interoperability(world, sides[b], sides[other]);
    }
  }
  return contrasts_;
}

void BetweenBlocs::compare_frontiers(std::span<const BlocStanding> blocs, SimTime now) {
  std::vector<double> frontiers;
  for (const BlocStanding& bloc : blocs) frontiers.push_back(bloc.census.frontier);
  const std::vector<Behind> behind = frontiers_.compare(frontiers, now);
  for (std::size_t b = 0; b < blocs.size(); ++b) {
    contrasts_[b].gap = behind[b].gap;
    contrasts_[b].lag_days = behind[b].lag_days;
  }
}

void BetweenBlocs::compare_scores(const Scoreboard& board, std::span<const BlocStanding> blocs, SimTime now) {
  if (!board.kept) return;
  std::vector<double> found;
  for (const BlocStanding& bloc : blocs) found.push_back(bloc.board.best);
  const std::vector<Behind> behind = found_.compare(found, now);
  for (std::size_t b = 0; b < blocs.size(); ++b) {
    if (std::isnan(found[b])) continue;
    Contrast& c = contrasts_[b];
    const double rating = rating_of(board, found[b]);
    c.score_gap = 100 * (score_of(board, found[found_.leader()]) - score_of(board, found[b]));
    c.rating_gap = board.rating_per_oom * behind[b].gap;
    c.rating_gap_percent = rating > 0 ? 100 * c.rating_gap / rating : missing_value;
    c.score_lag_days = behind[b].lag_days;
  }
}

}  // namespace poldyn
