#include "sim/observe/frontier_history.h"

#include <algorithm>
#include <cmath>

namespace poldyn {

void FrontierHistory::remember(std::span<const double> frontiers, SimTime now) {
  records_.resize(frontiers.size());
  for (std::size_t b = 0; b < frontiers.size(); ++b) {
    if (std::isnan(frontiers[b])) continue;
    const double before = records_[b].empty() ? frontiers[b] : records_[b].back().frontier;
    records_[b].push_back({now, std::max(before, frontiers[b])});
  }
}

/// When the bloc's record first reached `frontier`, which it has: between two samples it is taken to rise evenly.
SimTime FrontierHistory::passed(std::size_t bloc, double frontier) const {
  const std::vector<Record>& record = records_[bloc];
  const auto at = std::lower_bound(record.begin(), record.end(), frontier,
                                   [](const Record& r, double level) { return r.frontier < level; });
  if (at == record.begin()) return at->at;
  const Record& earlier = *std::prev(at);
  const double part = (frontier - earlier.frontier) / (at->frontier - earlier.frontier);
  return earlier.at + to_ticks(Days{part * in_days(at->at - earlier.at)});
}

std::vector<Behind> FrontierHistory::compare(std::span<const double> frontiers, SimTime now) {
  remember(frontiers, now);
  leader_ = frontiers.size();
  for (std::size_t b = 0; b < frontiers.size(); ++b)
    if (!std::isnan(frontiers[b]) && (leader_ == frontiers.size() || frontiers[b] > frontiers[leader_])) leader_ = b;
  std::vector<Behind> made(frontiers.size());
  for (std::size_t b = 0; b < frontiers.size(); ++b) {
    if (std::isnan(frontiers[b])) continue;
    made[b].gap = frontiers[leader_] - frontiers[b];
    made[b].lag_days = made[b].gap > 0 ? in_days(now - passed(leader_, frontiers[b])) : 0;
  }
  return made;
}

}  // namespace poldyn
