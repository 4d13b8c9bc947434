#pragma once

#include <string>
#include <vector>

#include "app/report/material.h"
#include "app/report/wording.h"

namespace poldyn::app {

enum class Verdict {
  told,           ///< told apart
  within_margin,  ///< told apart, and too small to matter
  equal,          ///< the whole interval is too small to matter, or every pair has the very same values
  not_told,       ///< these runs cannot tell
  guard,          ///< a mean over what came out, where much never comes out
  only_first,     ///< exists on one side only
  only_second,
  untested  ///< one run says nothing about chance
};

/// From this share of filings or projects that never come out on, a mean over what came out is not to be trusted.
inline constexpr double most_undecided = 0.15;

/// What is said of one compared metric.
struct Finding {
  const analysis::ComparedMetric* metric = nullptr;
  Wording wording{};
  analysis::Estimate shown{};  ///< the difference in the unit of wording.scale: %, percentage points, months
  double margin = 0;           ///< of practical equality, in that unit
  Verdict verdict = Verdict::untested;

  double sign() const { return metric->difference.estimate.mean; }
};

/// In the order of the themes. Those that exist on neither side are left out.
std::vector<Finding> findings_of(const ReportMaterial& material);
/// Of the metric of that name; nothing if there is none.
const Finding* finding_named(const std::vector<Finding>& all, std::string_view name);

/// "told apart"
std::string words_of(Verdict verdict);
/// "±5 %", "±1 percentage point", "±half a month"
std::string margin_in_words(DifferenceScale scale);
/// The share of filings or projects of a side that never came out: the larger of the two.
double never_out(const ReportMaterial& material, std::size_t side);

}  // namespace poldyn::app
