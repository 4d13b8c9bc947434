#include "app/report/section_claims.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "app/report/chart_parts.h"
#include "app/report/rows_chart.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

using analysis::SavedClaim;
using analysis::SavedClaims;
using analysis::SavedEffect;

/// A word, how a page has it, and its colour: grey, as colour means a side.
struct ClaimWord {
  std::size_t SavedClaim::*number;
  const char* words;
  const char* colour;
};
constexpr std::array<ClaimWord, 5> claim_words{{{&SavedClaim::shown, "shown", ink},
                                                {&SavedClaim::depends, "depends", mute},
                                                {&SavedClaim::small, "as good as none", "var(--dev)"},
                                                {&SavedClaim::opposite, "the other way", "var(--axis)"},
                                                {&SavedClaim::undecided, "not decided", "var(--same)"}}};

const char* words_of(analysis::Word word) {
  constexpr std::array<const char*, 5> all{"shown", "as good as none", "the other way", "depends", "not decided"};
  return all[static_cast<std::size_t>(word)];
}

/// "3 shown, 1 depends"
std::string counts_text(const SavedClaim& claim) {
  std::vector<std::string> parts;
  for (const auto& word : claim_words)
    if (claim.*word.number > 0) parts.push_back(fmt::format("{} {}", claim.*word.number, word.words));
  return parts.empty() ? "no effect" : fmt::format("{}", fmt::join(parts, ", "));
}

DrawnRow row_of(const SavedClaim& claim) {
  DrawnRow made{.name = claim.id + " " + claim.title};
  made.said = fmt::format("{} {}, of {}: {}", claim.id, claim.title, claim.effects, counts_text(claim));
  made.label = claim.shown == claim.effects ? "all shown" : fmt::format("{} of {} shown", claim.shown, claim.effects);
  double from = 0;
  for (const auto& word : claim_words) {
    const auto length = static_cast<double>(claim.*word.number);
    if (length > 0) made.bars.push_back({from, from + length, word.colour});
    from += length;
  }
  return made;
}

std::string unit_of(const SavedEffect& effect) { return effect.unit == "1" ? "" : ", " + effect.unit; }

std::string share_text(std::size_t part, std::size_t all) {
  return all == 0 ? "–" : spoken_at(100 * static_cast<double>(part) / static_cast<double>(all), 0) + per_cent;
}

void add_effects(ReportChart& chart, const SavedClaims& saved, const SavedClaim& claim) {
  chart.table.rows.push_back({fmt::format("{} {}: {}", claim.id, claim.title, counts_text(claim))});
  for (const SavedEffect& effect : saved.effects) {
    if (effect.claim != claim.id) continue;
    const auto& points = effect.outcomes;
    std::string what = words_of(effect.word);
    if (!effect.by_construction.empty()) what += ", by construction: it reads back " + effect.by_construction;
    if (!effect.counts) what += " (beside the claim)";
    chart.table.rows.push_back({effect.name + unit_of(effect),
                                std::isfinite(effect.mean)
                                    ? fmt::format("{} ({})", spoken(effect.mean), spoken_range(effect.low, effect.high))
                                    : "–",
                                (effect.up ? "+" : std::string(minus)) + spoken(std::abs(effect.smallest)),
                                share_text(points.shown, points.points), share_text(points.open, points.points), what});
    chart.frame.rows.push_back({claim.id, effect.name, effect.unit, effect.mean, effect.low, effect.high,
                                effect.smallest, effect.up ? 1.0 : -1.0, static_cast<double>(points.shown),
                                static_cast<double>(points.small), static_cast<double>(points.opposite),
                                static_cast<double>(points.open), std::string(words_of(effect.word))});
  }
}

void add_claim_columns(ReportChart& chart) {
  chart.table.columns = {{"Effect"},
                         {"Mean over worlds", ColumnKind::number},
                         {"Smallest of interest", ColumnKind::number},
                         {"Worlds that show it", ColumnKind::number},
                         {"Worlds that are open", ColumnKind::number},
                         {"What was found"}};
  chart.frame.columns = {{"claim", "its id"},
                         {"effect", "what it is called"},
                         {"unit", "of mean, low, high and smallest; 1 of a pure number"},
                         {"mean", "over the points of the space"},
                         {"low", "lower end of its 95 % interval"},
                         {"high", "upper end"},
                         {"smallest", "smallest effect of interest"},
                         {"direction", "claimed: 1 up, -1 down"},
                         {"shown", "points that show it"},
                         {"small", "points that show it to be as good as none"},
                         {"opposite", "points that show the opposite"},
                         {"open", "points that tell neither"},
                         {"word", "what was found"}};
}

}  // namespace

std::string claims_sentence(const SavedClaims& saved) {
  SavedClaim all;
  for (const SavedClaim& claim : saved.claims) {
    all.effects += claim.effects;
    for (const auto& word : claim_words) all.*word.number += claim.*word.number;
  }
  if (all.effects == 0) return "The file holds no claim with an effect that was tested.";
  return fmt::format("{} effect{} of {} claim{} put to the model: **{}**.", all.effects, all.effects == 1 ? "" : "s",
                     count_in_words(static_cast<double>(saved.claims.size())),
                     saved.claims.size() == 1 ? (all.effects == 1 ? " was" : " were") : "s were", counts_text(all));
}

ReportSection claims_section(const SavedClaims& saved) {
  ReportSection made{.id = "claims", .heading = "Claims put to the test", .short_heading = "Claims"};
  made.lead = {claims_sentence(saved)};
  ReportChart chart{
      .id = "chart-claims",
      .title = "What was found of the effects of each claim",
      .subtitle = "A bar is as long as a claim has effects. The table has each effect with its interval."};
  add_claim_columns(chart);
  RowPanel panel{.rows = {}, .from_zero = true};
  for (const SavedClaim& claim : saved.claims) {
    if (claim.effects > 0) panel.rows.push_back(row_of(claim));
    add_effects(chart, saved, claim);
  }
  for (const auto& word : claim_words) chart.key.push_back({word.colour, word.words});
  draw_rows(chart, {panel});
  if (!chart.wide.is_null()) made.charts.push_back(std::move(chart));
  made.notes = {
      fmt::format("Each effect was measured at up to {} points of a space of what nobody knows well. Shown: its mean "
                  "lies beyond the smallest effect of interest in the claimed direction, and so it is in four "
                  "worlds of five. Depends: worlds are mixed. A claim that is not decided is not refuted.",
                  saved.points)};
  return made;
}

}  // namespace poldyn::app
