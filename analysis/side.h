#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/headline.h"
#include "analysis/mser.h"

namespace poldyn::analysis {

/// One side of a comparison: the runs of one scenario, in a result file or just made.
struct Side : Totals {
  std::string name;  ///< as the user gave it
  std::string title;
  std::uint64_t seed = 0;
  std::string fingerprint;
  std::string git_commit;
  bool complete = true;       ///< no run failed
  std::vector<double> times;  ///< of the samples, days since the start
  double warmup = 0;          ///< days that totals leave out
  std::vector<results::MetricInfo> sampled;
  /// Mean over runs at each time; NaN where no run has a value.
  std::function<std::vector<double>(const results::MetricInfo&, std::size_t bloc)> mean_path;
};

Side side_of(std::shared_ptr<const results::Reader> file, double warmup_days);

/// Pairs of places in two lists of blocs that are compared: of the same name or, if there is none and the lists are as
/// long, of the same place.
std::vector<std::pair<std::size_t, std::size_t>> match(const std::vector<std::string>& a,
                                                       const std::vector<std::string>& b);

/// What MSER-5 says about one sampled metric of one bloc, its mean path over the runs.
struct Settling {
  results::MetricInfo about;
  std::string bloc;
  Settled settled = Settled::no;
  double cut_days = no_value;  ///< from the start of the run
};

/// Of the headline paths that the side has.
std::vector<Settling> settling_of(const Side& side);
/// The longest cut; nothing if no series settles.
std::optional<Settling> longest(const std::vector<Settling>& all);

}  // namespace poldyn::analysis
