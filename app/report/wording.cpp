#include "app/report/wording.h"

#include <algorithm>
#include <array>

#include "app/report/marks.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

struct Row {
  std::string_view name, title;
  Theme theme;
  DifferenceScale scale = DifferenceScale::relative;
};
using enum Theme;
using enum DifferenceScale;

constexpr std::array rows{
    Row{"time_to_deployment", "Project start to users, at most a year", time},
    Row{"idea_to_deployment", "Time to users, of what came out", time},
    Row{"deployed_within_year", "Projects out within a year", time, points},
    Row{"generations_per_year", "New models per vendor and year", time},
    Row{"review_share", "Part of it that permission took", time, points},
    Row{"mean_age_in_use", "Age of what is in use", time},
    Row{"releases", "Models released", quantity},
    Row{"filed", "Filings", quantity},
    Row{"undecided_share", "Filings undecided at the end", quantity, points},
    Row{"given_up_share", "Projects given up within a year", quantity, points},
    Row{"held_back", "Products ready and held back", quantity},
    Row{"final_vendors", "Vendors in business at the end", quantity},
    Row{"registered", "Models registered", quantity},
    Row{"registered_unused_share", "Registered, no longer in service", quantity, points},
    Row{"mean_hill_q1_lineages", "Effective number of families", variety},
    Row{"mean_design_diversity", "Difference between two designs", variety},
    Row{"mean_clone_share", "Models with another\u2019s design", variety, points},
    Row{"mean_architecture_divergence", "Divergence from other blocs", variety, points},
    Row{"mean_interoperability", "Interoperability with other blocs", variety, points},
    Row{"final_robustness", "Robustness that users meet", capability},
    Row{"frontier_growth", "Yearly growth of the best model", capability},
    Row{"final_frontier", "Best model at the end", capability, months},
    Row{"mean_open_ended_gap", "Open-ended tasks, against all", capability, months},
    Row{"mean_capability_gap", "Behind the leading bloc", capability, months},
    Row{"mean_capability_lag", "Time behind the leading bloc", capability},
    Row{"mean_score_gap", "Best score behind, of 100", capability},
    Row{"mean_rating_gap", "Best rating behind, Elo points", capability},
    Row{"mean_score_lag", "Time behind, by what tests find", capability},
};

std::string unit_in_words(const std::string& symbol) {
  if (symbol == "d") return "days";
  if (symbol == "/y") return "a year";
  if (symbol == "M$") return "million dollars";
  if (symbol == "OOM") return "decades of compute";
  if (symbol == "OOM/y") return "decades a year";
  return as_text(symbol);
}

DifferenceScale usual_scale(const results::MetricInfo& about) {
  if (about.symbol == "OOM") return months;
  return about.symbol.empty() && about.name.ends_with("_share") ? points : relative;
}

}  // namespace

Wording wording_of(const results::MetricInfo& about) {
  const std::string name = about.name.substr(0, about.name.find('['));
  const std::string place = about.name.substr(name.size());
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
  if (at != rows.end())
    return {std::string(at->title) + (place.empty() ? "" : " " + as_text(place)), unit_in_words(about.symbol),
            at->theme, at->scale};
  const std::string title = about.meaning.empty() || !place.empty() ? about.name : capitalised(about.meaning);
  return {as_text(title), unit_in_words(about.symbol), other, usual_scale(about)};
}

std::string_view words_of(Theme theme) {
  constexpr std::array<std::string_view, 5> words{"Time", "Quantity", "Variety", "Capability", "Others"};
  return words[static_cast<std::size_t>(theme)];
}

}  // namespace poldyn::app
