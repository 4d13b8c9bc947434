#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>

#include "sim/base/sim_time.h"
#include "sim/observe/between_blocs.h"
#include "sim/observe/census.h"
#include "sim/observe/novelty.h"
#include "sim/observe/turnover.h"
#include "sim/world/world.h"

namespace poldyn {

template <std::integral T>
double amount(T n) {
  return static_cast<double>(n);
}
inline double amount(double x) { return x; }
inline double amount(const TimeSum& sum) { return in_days(sum); }
inline double amount(Ticks length) { return in_days(length); }

/// Vendor-days of a bloc since the end of the warm-up, up to `now` and not only to the last change of the number.
inline double vendor_days(const Bloc& bloc, SimTime now) {
  return bloc.tally.vendor_days + in_days(now - bloc.vendors_since) * bloc.vendors;
}

/// Filing-days that filings spent waiting, in review and awaiting a window, in the offices of one stage.
struct StageAreas {
  double waiting = 0;
  double in_review = 0;
  double decided = 0;
};

/// Since the run's start and up to `now`, by stage.
std::array<StageAreas, max_stages> stage_areas(const World& world, const Bloc& bloc, SimTime now);

/// What the previous sample of a bloc left behind, for metrics of the interval since.
struct PreviousSample {
  bool sampled = false;
  SimTime at{};
  BlocTally tally;
  BlocTally warmup;
  double vendor_days = 0;  ///< since the run's start
  double frontier = missing_value;
  SimTime last_epoch{};
  Books books;
  double usage_q = missing_value;
  double use_rate = missing_value;
  std::array<StageAreas, max_stages> areas{};
  NoveltyTally novelty;
};

/// Growth of a running count since the previous sample. The tally of the warm-up is added on both sides, so an interval
/// that holds the end of the warm-up is counted whole.
template <class T>
double since(const Bloc& bloc, const PreviousSample& before, T BlocTally::*count) {
  return amount((bloc.tally.*count + bloc.warmup.*count) - (before.tally.*count + before.warmup.*count));
}
template <class T, std::size_t n>
double since(const Bloc& bloc, const PreviousSample& before, std::array<T, n> BlocTally::*count, std::size_t i) {
  return amount(((bloc.tally.*count)[i] + (bloc.warmup.*count)[i]) -
                ((before.tally.*count)[i] + (before.warmup.*count)[i]));
}

/// M$ of use per year over the market epochs since the previous sample; what it was then if there was none.
inline double use_rate(const Bloc& bloc, const PreviousSample& before) {
  const double span = in_years(bloc.last_epoch - before.last_epoch);
  const double use = (bloc.tally.use + bloc.warmup.use) - (before.tally.use + before.warmup.use);
  return span > 0 ? use / span : before.use_rate;
}

/// All that a sampled metric can see: the world, one bloc's census, and the previous sample.
struct BlocSample {
  const World& world;
  const Bloc& bloc;
  SimTime now;
  const Census& census;
  const PreviousSample& before;
  const Contrast& contrast;
  const NoveltyTally& novelty_so_far;
  const Turnover& turnover;
  const BoardStanding& board;
  std::array<StageAreas, max_stages> areas = stage_areas(world, bloc, now);

  double days() const { return in_days(now - before.at); }
  double years() const { return days() / days_per_year; }

  template <class T>
  double since(T BlocTally::*count) const {
    return poldyn::since(bloc, before, count);
  }
  template <class T, std::size_t n>
  double since(std::array<T, n> BlocTally::*count, std::size_t i) const {
    return poldyn::since(bloc, before, count, i);
  }
  NoveltyTally novelty() const { return novelty_so_far - before.novelty; }
  double vendor_days_in_all() const { return vendor_days(bloc, now) + bloc.warmup.vendor_days; }
  double vendor_years() const { return (vendor_days_in_all() - before.vendor_days) / days_per_year; }

  double use_rate() const { return poldyn::use_rate(bloc, before); }

  /// Mean number of filings of a stage since the previous sample, by what they are waiting for. Not the number at the
  /// sample's instant: samples and decision dates often fall together, and a window would always be seen just emptied.
  double mean_number(std::size_t stage, double StageAreas::*area) const {
    // Sums that were split elsewhere in time may differ by rounding; a mean number is not below 0 for that.
    return before.sampled ? std::max(0.0, areas[stage].*area - before.areas[stage].*area) / days() : missing_value;
  }

  PreviousSample leave() const {
    return {true,       now,      bloc.tally, bloc.warmup, vendor_days_in_all(), census.frontier, bloc.last_epoch,
            bloc.books, census.q, use_rate(), areas,       novelty_so_far};
  }
};

}  // namespace poldyn
