#pragma once

#include <string>
#include <vector>

#include "analysis/headline.h"
#include "analysis/study.h"
#include "app/plot/canvas.h"

namespace poldyn::app {

/// What is drawn of a file with many points.
struct CampaignPictures {
  analysis::Study study;
  std::vector<std::size_t> blocs;  ///< their places
  plot::Style style;
  std::size_t width = 80;
  std::size_t most_factors = 5;  ///< of effects, in one picture
};

/// Mean of each metric at each level of each factor, everything else averaged, as dots with intervals; the factor that
/// moves it most stands first.
std::string effects_text(const CampaignPictures& pictures, const std::vector<analysis::LabelledMetric>& rows);

/// Means of each metric under the levels of two factors, everything else averaged, as a shaded table. "base" stands for
/// the scenarios that the design was put on. Throws Failure if `factors` is not two names of the file's, parted by a
/// comma.
std::string pivot_text(const CampaignPictures& pictures, const std::vector<analysis::LabelledMetric>& rows,
                       const std::string& factors);

/// The two factors of which a table says most without being asked, as `pivot_text` takes them: where there are but two.
/// Empty elsewhere.
std::string usual_pivot(const analysis::Study& study);

}  // namespace poldyn::app
