#include "analysis/undecided.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace poldyn::analysis {
namespace {

constexpr std::string_view filed_path = "totals/pipeline/filed", undecided_path = "totals/pipeline/undecided";
/// Totals that an unanswered filing makes worse.
constexpr std::array<std::string_view, 5> counting{"undecided_share", "decided_within_180d", "time_to_deployment",
                                                   "deployed_within_year", "given_up_share"};

std::string percent_text(double percent) {
  return percent < 10 ? fmt::format("{:.2g}", percent) : fmt::format("{:.0f}", percent);
}

/// Whether any run of the side has a value of it: a laboratory of offices deploys nothing.
bool has_value(const Totals& side, std::size_t bloc, std::string_view name) {
  const auto about = total_named({&side}, name);
  return about && load(side, {*about, ""}).estimates()[bloc].n > 0;
}

}  // namespace

std::vector<Undecided> undecided(const Totals& side) {
  const auto* filed = total_at(side, filed_path);
  const auto* open = total_at(side, undecided_path);
  if (filed == nullptr || open == nullptr) return {};
  std::vector<Undecided> made;
  const auto filings = load(side, {*filed, ""}).estimates(), pending = load(side, {*open, ""}).estimates();
  for (std::size_t bloc = 0; bloc < side.blocs.size(); ++bloc) {
    const Undecided one{side.blocs[bloc], filings[bloc].mean, pending[bloc].mean};
    if (one.filed > 0 && one.share() > undecided_worth_telling) made.push_back(one);
  }
  return made;
}

std::string undecided_text(const Totals& side, const Undecided& found) {
  const auto bloc =
      static_cast<std::size_t>(std::find(side.blocs.begin(), side.blocs.end(), found.bloc) - side.blocs.begin());
  std::vector<std::string> rows;
  for (const std::string_view name : counting)
    if (has_value(side, bloc, name)) rows.emplace_back(name);
  return fmt::format(
      "bloc {}: {} % of filings ({:.4g} of {:.4g} in a run) have no decision when it ends, so what is measured of "
      "decided ones alone leaves them out{}{}",
      found.bloc, percent_text(100 * found.share()), found.undecided, found.filed,
      rows.empty() ? "" : "; these rows count them: ", fmt::join(rows, ", "));
}

}  // namespace poldyn::analysis
