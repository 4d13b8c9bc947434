#include "app/report/lost.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/undecided.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

std::string filings_text(double share) {
  return std::isnan(share) ? "nobody files" : one_in(share, "filing", "filings");
}

/// "one filing in nine under the new rules, nobody files under the old rules": the last side first.
std::string by_side(const ReportMaterial& material, const std::string& path, const std::string& one,
                    const std::string& several, const std::string& none) {
  std::string made;
  bool any = false;
  for (std::size_t side = material.sides.size(); side-- > 0;) {
    const double share = mean_of(material, side, path).mean;
    any |= share > 0;
    const std::string under = material.is_comparison() ? " under " + material.told[side].name : "";
    made += (made.empty() ? "" : ", ") + (std::isnan(share) ? none : one_in(share, one, several)) + under;
  }
  return any ? made : "";
}

}  // namespace

double without_approval(const ReportMaterial& material, std::size_t side) {
  return 1 - mean_of(material, side, "totals/pipeline/filing_ends_within_year[approved]").mean;
}

std::string undecided_clause(const ReportMaterial& material) {
  const std::size_t last = material.sides.size() - 1;
  const auto much = [&](std::size_t side) {
    return without_approval(material, side) > analysis::undecided_worth_telling;
  };
  if (!much(last) && !much(0)) return "";
  const std::size_t told = much(last) ? last : 0;
  const double without = without_approval(material, told);
  const std::string share = one_in(without, "filing", "filings");
  const char* const what = told_as_one(without) ? "has no approval a year after it was made"
                                                : "have no approval a year after they were made";
  if (!material.is_comparison()) return fmt::format(", and **{}** {}", share, what);
  const std::size_t other = 1 - told;
  return fmt::format(", and under {} **{}** {} ({}: {})", material.told[told].name, share, what,
                     material.told[other].name, filings_text(without_approval(material, other)));
}

std::string lost_sentence(const ReportMaterial& material) {
  const std::string filings =
      by_side(material, "totals/pipeline/undecided_share", "filing", "filings", "no filing at all");
  const std::string projects =
      by_side(material, "totals/iteration/given_up_share", "project", "projects", "no project at all");
  if (filings.empty() && projects.empty()) return "";
  std::string text = "What never came out is not in these days. ";
  if (!filings.empty()) text += fmt::format("Without a decision at the end: {}. ", filings);
  if (!projects.empty()) text += fmt::format("Given up within a year: {}.", projects);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace poldyn::app
