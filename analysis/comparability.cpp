#include "analysis/comparability.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/sim_time.h"

namespace poldyn::analysis {
namespace {

using Names = std::vector<std::string>;

/// Lengths are settings, written in years or days: what differs by rounding is the same setting.
bool differ(double a, double b) { return std::abs(a - b) > dust * (std::abs(a) + std::abs(b)); }

Names without(const Names& names, const Names& others) {
  Names made;
  for (const auto& name : names)
    if (std::find(others.begin(), others.end(), name) == others.end()) made.push_back(name);
  return made;
}

Names names_of(const std::vector<results::MetricInfo>& metrics) {
  Names names;
  for (const auto& about : metrics) names.push_back(about.name);
  return names;
}

/// What is to be said about one side beside A.
class Notes {
 public:
  Notes(const std::vector<Side>& sides, std::size_t at)
      : first_(sides.front()), side_(sides[at]), letter_(side_letter(at)) {}

  std::vector<std::string> all() {
    luck();
    windows();
    if (side_.git_commit != first_.git_commit) say("written by another build of poldyn than A");
    if (!side_.complete) say("some runs failed and are left out");
    blocs();
    metrics();
    return std::move(lines_);
  }

 private:
  void say(const std::string& what) { lines_.push_back(fmt::format("{} = {}: {}", letter_, side_.name, what)); }

  void luck() {
    const std::size_t both = std::min(side_.runs, first_.runs);
    if (!share_random_numbers(first_, side_))
      say("another seed than A's, in some runs at least, so runs are not paired and intervals are wider");
    else if (side_.runs != first_.runs)
      say(
          fmt::format("another number of runs, {}, than A's {}; a side's own mean is over all of its runs, the "
                      "difference over the first {} of both",
                      side_.runs, first_.runs, both));
  }

  /// Totals begin at the warm-up's end and end at the horizon.
  void windows() {
    const auto [mine, others] = lengths(&Side::horizon);
    if (!mine.empty())
      say(fmt::format("another length of simulated time, {}, than A's {}, so totals are of other windows", mine,
                      others));
    const auto [warmup, of_a] = lengths(&Side::warmup);
    if (!warmup.empty())
      say(fmt::format("another warm-up, {}, than A's {}, so totals leave out other parts of the start", warmup, of_a));
    const auto [step, step_of_a] = lengths(&Side::sample_interval);
    if (!step.empty())
      say(fmt::format("another sample interval, {}, than A's {}, so what rests on samples rests on other times", step,
                      step_of_a));
  }

  /// Texts of a length that differs; empty if it does not, or is not known.
  std::pair<std::string, std::string> lengths(double Side::*length) const {
    if (!differ(side_.*length, first_.*length)) return {};
    return {length_text(side_.*length, first_.*length), length_text(first_.*length, side_.*length)};
  }

  void blocs() {
    const auto pairs = match(first_.blocs, side_.blocs);
    const auto listed = [](const Names& names) { return fmt::format("{}", fmt::join(names, ", ")); };
    if (pairs.empty()) {
      say(fmt::format("no bloc of A is in it: it has {}, A has {}", listed(side_.blocs), listed(first_.blocs)));
    } else if (first_.blocs[pairs[0].first] != side_.blocs[pairs[0].second]) {
      say(
          fmt::format("no bloc has a name that A has, so they are compared by their place: {} (A) with {}; such blocs "
                      "need not share random numbers",
                      listed(first_.blocs), listed(side_.blocs)));
    } else {
      for (const auto& name : without(first_.blocs, side_.blocs))
        say(fmt::format("bloc {} is in A only, and is not compared", name));
      for (const auto& name : without(side_.blocs, first_.blocs))
        say(fmt::format("bloc {} is in {} only, and is not compared", name, letter_));
    }
  }

  /// Files of other versions know other metrics.
  void metrics() {
    constexpr std::size_t most = 6;
    const Names here = names_of(side_.totals), there = names_of(first_.totals);
    for (Names lacking : {without(there, here), without(here, there)}) {
      if (lacking.empty()) continue;
      const bool mine = std::find(there.begin(), there.end(), lacking.front()) != there.end();
      const std::size_t count = lacking.size();
      lacking.resize(std::min(count, most));
      say(fmt::format("{} totals that {} has are not in {}: {}{}", count, mine ? "A" : "it", mine ? "it" : "A",
                      fmt::join(lacking, ", "), count > most ? ", ..." : ""));
    }
  }

  const Side& first_;
  const Side& side_;
  std::string letter_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string length_text(double days, double other) {
  const auto text = [](double length, int digits) {
    const double years = length / days_per_year;
    return years >= 1 ? fmt::format("{:.{}g} y", years, digits) : fmt::format("{:.{}g} d", length, digits);
  };
  constexpr int few = 4, all = 15;
  return text(days, text(days, few) == text(other, few) ? all : few);
}

std::vector<std::string> comparability(const std::vector<Side>& sides) {
  std::vector<std::string> lines;
  if (!sides.front().complete) lines.push_back(sides.front().name + ": some runs failed and are left out");
  for (std::size_t i = 1; i < sides.size(); ++i)
    for (auto& line : Notes(sides, i).all()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace poldyn::analysis
