#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/headline.h"
#include "analysis/mser.h"
#include "analysis/span_means.h"

namespace poldyn::analysis {

/// One side of a comparison: the runs of one scenario, in a result file or just made.
struct Side : Totals {
  std::shared_ptr<const results::Reader> file;  ///< that the runs lie in; none if they lie in memory
  std::string name;                             ///< as the user gave it
  std::string title;
  std::vector<std::string> settings;  ///< "key=value", what was set on top of the file
  std::string scenario;               ///< with every parameter, as TOML; empty if this version cannot read it
  std::uint64_t seed = 0;
  std::vector<std::uint64_t> seeds;  ///< of each run; empty if all have `seed`
  std::string fingerprint;
  std::string git_commit;
  bool complete = true;       ///< no run failed
  std::vector<double> times;  ///< of the samples, days since the start
  double warmup = 0;          ///< days that totals leave out
  double horizon = no_value;  ///< days that are simulated; NaN if the scenario cannot be read
  double sample_interval = no_value;
  std::vector<double> policy_dates;  ///< days at which a policy begins or ends by date, rising
  /// Means of a sampled metric over a span: (replicate, bloc[, extra]).
  std::function<std::vector<double>(const results::MetricInfo&, Span)> means;
  /// Mean over runs at each time; NaN where no run has a value.
  std::function<std::vector<double>(const results::MetricInfo&, std::size_t bloc)> mean_path;
};

/// Without what stands in the scenario alone: window, settings and names of stages.
Side side_of(const std::shared_ptr<const results::Reader>& file);

/// Makes `values` of sampled metrics the means over `span`.
void average_over(Side& side, Span span);

std::vector<const Totals*> totals_of(const std::vector<Side>& sides);

/// Whether run n of both has the same random numbers for every n that both have.
bool share_random_numbers(const Side& a, const Side& b);

/// "A", "B", ...; "#27" from the 27th on.
std::string side_letter(std::size_t side);

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

/// Of these rows, those that the side has.
std::vector<Settling> settling_of(const Side& side, const std::vector<LabelledMetric>& rows);
/// The longest cut; nothing if no series settles.
std::optional<Settling> longest(const std::vector<Settling>& all);

}  // namespace poldyn::analysis
