#include "analysis/crossing.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace poldyn::analysis {
namespace {

/// Of different signs; 0 counts as above.
bool differ(double a, double b) { return !std::isnan(a) && !std::isnan(b) && (a < 0) != (b < 0); }

class Search {
 public:
  Search(const std::function<std::vector<double>(double)>& runs_at, const CrossingOptions& options)
      : runs_at_(runs_at), options_(options) {}

  CrossingSearch run() {
    const std::vector<double> scan = scanned();
    for (const double x : scan) at(x);
    CrossingSearch made;
    for (std::size_t i = 0; i + 1 < scan.size(); ++i)
      if (differ(at(scan[i]).mean.mean, at(scan[i + 1]).mean.mean))
        made.crossings.push_back(between(scan[i], scan[i + 1]));
    for (Crossing& one : made.crossings) add_interval(one);
    for (const auto& [x, probe] : probes_) made.probes.push_back(probe);
    return made;
  }

 private:
  double scale(double x) const { return options_.logarithmic ? std::log(x) : x; }
  double unscale(double y) const { return options_.logarithmic ? std::exp(y) : y; }
  double tolerance() const { return options_.tolerance * (scale(options_.high) - scale(options_.low)); }

  const Probe& at(double x) {
    const auto found = probes_.find(x);
    if (found != probes_.end()) return found->second;
    const std::vector<double> values = runs_at_(x);
    return probes_.emplace(x, Probe{x, estimate(values, options_.level)}).first->second;
  }

  std::vector<double> scanned() const {
    const double low = scale(options_.low), high = scale(options_.high);
    std::set<double> made{options_.low, options_.high};
    const double parts = static_cast<double>(std::max<std::size_t>(options_.scan, 2) - 1);
    for (double i = 1; i < parts; ++i) {
      const double x = unscale(low + i / parts * (high - low));
      made.insert(options_.whole ? std::round(x) : x);
    }
    return {made.begin(), made.end()};
  }

  /// Between two x, at a share of the way; nothing further if they are next to each other, or near enough.
  bool step(double a, double b, double share, double& x) const {
    if (options_.whole) {
      if (b - a < 1.5) return false;
      x = std::clamp(std::round(unscale(scale(a) + share * (scale(b) - scale(a)))), a + 1, b - 1);
      return true;
    }
    if (scale(b) - scale(a) <= tolerance()) return false;
    x = unscale(scale(a) + share * (scale(b) - scale(a)));
    return x > a && x < b;
  }

  /// False position as in the Illinois method (Dowell & Jarratt 1971, BIT 11): an end that stays put counts half.
  Crossing between(double a, double b) {
    double fa = at(a).mean.mean, fb = at(b).mean.mean;
    Crossing made;
    made.rising = fb > fa;
    double wa = fa, wb = fb;
    for (double x = 0; fa != 0 && fb != 0 && step(a, b, std::clamp(wa / (wa - wb), 0.05, 0.95), x);) {
      const Estimate& here = at(x).mean;
      if (std::isnan(here.mean)) break;
      if (!differ(here.mean, fa))
        a = x, fa = wa = here.mean, wb *= 0.5;
      else
        b = x, fb = wb = here.mean, wa *= 0.5;
    }
    made.before = a, made.after = b;
    const double share = fa == fb ? 0.5 : fa / (fa - fb);
    made.x = unscale(scale(a) + share * (scale(b) - scale(a)));
    return made;
  }

  /// Ends of the x around a crossing that are not told from it: between the nearest that is and its neighbour.
  void add_interval(Crossing& one) {
    double told = options_.low, untold = one.x;
    one.open_below = !nearest_told(one.before, true, told, untold);
    one.low = one.open_below ? options_.low : edge(told, untold);
    told = options_.high, untold = one.x;
    one.open_above = !nearest_told(one.after, false, told, untold);
    one.high = one.open_above ? options_.high : edge(told, untold);
    if (one.low > one.high) one.low = one.before, one.high = one.after;  // both neighbours of a whole number are told
  }

  /// The nearest told probe at or beyond `from`, and the last before it that is not told.
  bool nearest_told(double from, bool below, double& told, double& untold) const {
    const auto look = [&](auto begin, auto end) {
      for (auto i = begin; i != end; ++i) {
        const double x = i->first;
        if (below ? x > from : x < from) continue;
        if (i->second.told() != 0) return told = x, true;
        untold = x;
      }
      return false;
    };
    return below ? look(probes_.rbegin(), probes_.rend()) : look(probes_.begin(), probes_.end());
  }

  /// The last x that is not told, to the tolerance; of whole numbers the last one. It may be that none is.
  double edge(double told, double untold) {
    const bool rising = told < untold;
    for (double x = 0; step(std::min(told, untold), std::max(told, untold), 0.5, x);)
      (at(x).told() != 0 ? told : untold) = x;
    if (options_.whole) return rising ? std::ceil(untold) : std::floor(untold);
    return told;  // the wider end
  }

  const std::function<std::vector<double>(double)>& runs_at_;
  CrossingOptions options_;
  std::map<double, Probe> probes_;
};

}  // namespace

int Probe::told() const {
  if (!(std::abs(mean.mean) > mean.half_width)) return 0;
  return mean.mean > 0 ? 1 : -1;
}

CrossingSearch find_crossings(const std::function<std::vector<double>(double x)>& runs_at,
                              const CrossingOptions& options) {
  return Search(runs_at, options).run();
}

}  // namespace poldyn::analysis
