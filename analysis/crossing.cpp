#include "analysis/crossing.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace poldyn::analysis {
namespace {

int sign_of(const Probe& probe) { return (probe.mean.mean > 0) - (probe.mean.mean < 0); }

/// All runs say 0, as where two scenarios come to the same. A mean of 0 whose runs differ is one that chance put there:
/// a place where the sign may change, like any other.
bool exactly_zero(const Probe& probe) { return probe.mean.mean == 0 && !(probe.mean.sd > 0); }

int told_from_zero(const Estimate& mean, double level) {
  if (mean.n < 2 || std::isnan(mean.mean)) return 0;
  const bool told = mean.sd == 0 ? mean.mean != 0 && std::exp2(1 - static_cast<double>(mean.n)) < 1 - level
                                 : std::abs(mean.mean) > mean.half_width;
  return told ? (mean.mean > 0 ? 1 : -1) : 0;
}

std::size_t values_in(const std::vector<double>& runs) {
  return static_cast<std::size_t>(std::count_if(runs.begin(), runs.end(), [](double x) { return !std::isnan(x); }));
}

class Search {
 public:
  Search(const std::function<std::vector<double>(double)>& runs_at, const CrossingOptions& options)
      : runs_at_(runs_at), options_(options) {}

  CrossingSearch run() {
    CrossingSearch made;
    do {  // a run that lacks a value somewhere is taken out everywhere, and all is looked at anew
      probes_.clear();
      made.crossings = crossings();
      for (Crossing& one : made.crossings) add_interval(one);
    } while (narrowed());
    for (const auto& [x, probe] : probes_) made.probes.push_back(probe);
    made.runs = sample_.size();
    made.sample = static_cast<std::size_t>(std::count(sample_.begin(), sample_.end(), true));
    return made;
  }

 private:
  double scale(double x) const { return options_.logarithmic ? std::log(x) : x; }
  double unscale(double y) const { return options_.logarithmic ? std::exp(y) : y; }
  double tolerance() const { return options_.tolerance * (scale(options_.high) - scale(options_.low)); }

  const std::vector<double>& runs(double x) {
    const auto found = runs_.find(x);
    return found != runs_.end() ? found->second : runs_.emplace(x, runs_at_(x)).first->second;
  }

  static bool usable(const std::vector<double>& runs) { return 2 * values_in(runs) >= runs.size(); }

  const Probe& at(double x) {
    const auto found = probes_.find(x);
    if (found != probes_.end()) return found->second;
    std::vector<double> values = runs(x);
    if (sample_.empty()) sample_.assign(values.size(), true);
    Probe made{x, {}, values_in(values)};
    if (usable(values)) {
      for (std::size_t r = 0; r < values.size(); ++r)
        if (!sample_[r]) values[r] = no_value;
      made.mean = estimate(values, options_.level);
      made.told = told_from_zero(made.mean, options_.level);
    }
    return probes_.emplace(x, made).first->second;
  }

  /// Takes runs out of the sample that lack a value where most have one; false if there is none such.
  bool narrowed() {
    bool any = false;
    for (const auto& [x, values] : runs_) {
      if (!usable(values)) continue;
      for (std::size_t r = 0; r < values.size(); ++r)
        if (sample_[r] && std::isnan(values[r])) sample_[r] = false, any = true;
    }
    return any;
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

  std::vector<Crossing> crossings() {
    const std::vector<double> scan = scanned();
    std::vector<Crossing> made;
    const std::vector<int> signs = signs_of(scan);
    for (std::size_t i = 0; i < scan.size(); ++i) {
      if (exactly_zero(at(scan[i]))) {
        const std::size_t first = i;
        while (i + 1 < scan.size() && exactly_zero(at(scan[i + 1]))) ++i;
        const auto beside = [&](bool is, std::size_t place) {
          return is && signs[place] != 0 ? Beside{scan[place], signs[place]} : Beside{};
        };
        const auto one =
            stretch(beside(first > 0, first - 1), scan[first], scan[i], beside(i + 1 < scan.size(), i + 1));
        if (one.sign_before != 0 || one.sign_after != 0) made.push_back(one);
      } else if (i + 1 < scan.size() && signs[i] * signs[i + 1] < 0) {
        made.push_back(between(scan[i], signs[i], scan[i + 1], signs[i + 1]));
      }
    }
    return made;
  }

  /// By place on the scan. A mean that chance made 0 goes with its left neighbour, and at the left end with its right
  /// one, so that the sign changes once on the way past it, or not at all if it only touches 0.
  std::vector<int> signs_of(const std::vector<double>& scan) {
    std::vector<int> made;
    made.reserve(scan.size());
    for (const double x : scan) made.push_back(sign_of(at(x)));
    const auto by_chance = [&](std::size_t i) { return at(scan[i]).mean.mean == 0 && !exactly_zero(at(scan[i])); };
    for (std::size_t i = 1; i < scan.size(); ++i)
      if (by_chance(i)) made[i] = made[i - 1];
    for (std::size_t i = scan.size() - 1; i-- > 0;)
      if (by_chance(i) && made[i] == 0) made[i] = made[i + 1];
    return made;
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

  /// An x beside a stretch and the sign that it counts with; 0 if there is none with one.
  struct Beside {
    double x = no_value;
    int sign = 0;
  };

  /// All runs are 0 from `first` to `last`.
  Crossing stretch(const Beside& left, double first, double last, const Beside& right) {
    Crossing made;
    made.stretch = true;
    made.sign_before = left.sign;
    made.sign_after = right.sign;
    made.before = made.sign_before != 0 ? end_of_zeros(left.x, first) : first;
    made.after = made.sign_after != 0 ? end_of_zeros(right.x, last) : last;
    made.x = made.sign_before != 0 ? made.before : made.after;
    return made;
  }

  /// The x next to `other`, to the tolerance, at which the mean is 0 as it is at `zero`.
  double end_of_zeros(double other, double zero) {
    for (double x = 0; step(std::min(other, zero), std::max(other, zero), 0.5, x);)
      (exactly_zero(at(x)) ? zero : other) = x;
    return zero;
  }

  /// False position as in the Illinois method (Dowell & Jarratt 1971, BIT 11): an end that stays put counts half.
  Crossing between(double a, int sign_before, double b, int sign_after) {
    double fa = at(a).mean.mean, fb = at(b).mean.mean;
    Crossing made;
    made.sign_before = sign_before, made.sign_after = sign_after;
    double wa = fa, wb = fb;
    const auto share = [](double before, double after) { return before == after ? 0.5 : before / (before - after); };
    for (double x = 0; step(a, b, std::clamp(share(wa, wb), 0.05, 0.95), x);) {
      const Probe& here = at(x);
      if (std::isnan(here.mean.mean)) break;
      if (exactly_zero(here)) return stretch({a, sign_before}, x, x, {b, sign_after});
      if (sign_of(here) == sign_before)
        a = x, fa = wa = here.mean.mean, wb *= 0.5;
      else
        b = x, fb = wb = here.mean.mean, wa *= 0.5;
    }
    made.before = a, made.after = b;
    made.x = unscale(scale(a) + share(fa, fb) * (scale(b) - scale(a)));
    return made;
  }

  /// Ends of the x around a crossing that are not told from it: between the nearest that is and its neighbour.
  void add_interval(Crossing& one) {
    double told = options_.low, untold = one.stretch ? one.before : one.x;
    one.open_below = !nearest_told(one.before, true, told, untold);
    one.low = one.open_below ? untold : edge(told, untold);
    told = options_.high, untold = one.stretch ? one.after : one.x;
    one.open_above = !nearest_told(one.after, false, told, untold);
    one.high = one.open_above ? untold : edge(told, untold);
    if (one.low > one.high) one.low = one.before, one.high = one.after;  // both neighbours of a whole number are told
  }

  /// The nearest told probe at or beyond `from`, and the last before it that is not told. Where there is no mean
  /// nothing is known of what lies beyond: the search ends there.
  bool nearest_told(double from, bool below, double& told, double& untold) const {
    const auto look = [&](auto begin, auto end) {
      for (auto i = begin; i != end; ++i) {
        const double x = i->first;
        if (below ? x > from : x < from) continue;
        if (std::isnan(i->second.mean.mean)) return false;
        if (i->second.told != 0) return told = x, true;
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
      (at(x).told != 0 ? told : untold) = x;
    if (options_.whole) return rising ? std::ceil(untold) : std::floor(untold);
    return told;  // the wider end
  }

  const std::function<std::vector<double>(double)>& runs_at_;
  CrossingOptions options_;
  std::map<double, std::vector<double>> runs_;  ///< all that were made
  std::vector<bool> sample_;                    ///< by run
  std::map<double, Probe> probes_;              ///< over the sample
};

}  // namespace

CrossingSearch find_crossings(const std::function<std::vector<double>(double x)>& runs_at,
                              const CrossingOptions& options) {
  return Search(runs_at, options).run();
}

}  // namespace poldyn::analysis
