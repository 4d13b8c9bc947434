#include "claims/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/numbers.h"
#include "app/console/text_table.h"
#include "claims/words.h"

namespace poldyn::app {
namespace {

using namespace analysis;

constexpr std::size_t size_width = 32;  ///< of the column of sizes, with its margin

std::string effect_row(const EffectResult& one, std::size_t width) {
  const Pooled& all = one.pooled;
  std::string size = "  " + interval_text(all.mean, all.low, all.high, one.effect);
  size.resize(std::max(size_width, size.size() + 2), ' ');
  const std::string what =
      fmt::format("{}{}: {}", one.effect.counts ? "" : "(beside it) ", word_text(one), one.effect.name);
  return labelled(size, what, width) + "\n";
}

std::string worlds_text(const WorldShares& worlds) {
  if (std::isnan(worlds.shown)) return "-";
  return fmt::format("{:.0f} % of worlds shown, {:.0f} % small, {:.0f} % opposite", 100 * worlds.shown,
                     100 * worlds.small, 100 * worlds.opposite);
}

std::string decider_text(const Decider& decider, const WorldShares& worlds) {
  if (decider.parameter.empty()) return "";
  return fmt::format("{} {} {:.3g}: {:.0f} % of worlds {} there, {:.0f} % elsewhere (p = {:.4f})", decider.parameter,
                     decider.above ? "above" : "below", decider.threshold, 100 * decider.share_there,
                     outcome_text(worlds.most), 100 * decider.share_elsewhere, decider.p);
}

std::string details_of(const EffectResult& one, std::size_t width) {
  constexpr std::size_t indent = 4;
  const auto line = [&](const std::string& text) {
    return text.empty() ? "" : std::string(indent, ' ') + wrapped(text, width - indent, indent + 2) + "\n";
  };
  const ClaimEffect& effect = one.effect;
  const double least = threshold(effect) * (effect.up ? 1 : -1);
  const OutcomeCounts counts = outcome_counts(one.outcomes);
  std::string text = line(fmt::format("{} of interest: {} or beyond{}{}", one.id, effect_text(least, effect),
                                      effect.because.empty() ? "" : "; ", effect.because));
  text += line(fmt::format("a new world: {} to {}; between points {:.3g}; {}",
                           effect_text(one.pooled.predicted_low, effect),
                           effect_text(one.pooled.predicted_high, effect), one.pooled.tau, worlds_text(one.worlds)));
  text += line(fmt::format("of {} points by themselves: {} shown, {} small, {} opposite, {} open", counts.points,
                           counts.shown, counts.small, counts.opposite, counts.open));
  text += line(fmt::format("at the baseline: {}, {}",
                           interval_text(one.baseline.mean, one.baseline.low, one.baseline.high, effect),
                           outcome_text(outcome_of(one.baseline, effect))));
  text += line(decider_text(one.decider, one.worlds));
  for (const auto& dose : one.strengths)
    if (dose.shape != DoseShape::none) text += line(dose_text(dose, effect));
  return text;
}

std::string ablations_of(const ClaimResult& claim, std::size_t width) {
  std::string text;
  for (const auto& ablation : claim.ablations) {
    std::string parts;
    std::size_t e = 0;
    for (const auto& one : claim.effects) {
      if (!one.effect.counts) continue;
      const AblatedEffect& ablated = ablation.effects[e++];
      parts += fmt::format("{}{}: {}", parts.empty() ? "" : "; ",
                           interval_text(ablated.left.mean, ablated.left.low, ablated.left.high, one.effect),
                           outcome_text(ablated.outcome));
    }
    text += "  " +
            wrapped(fmt::format("at the baseline without {} ({}): {}", ablation.ablation.name,
                                ablation.ablation.meaning, parts),
                    width - 2, 4) +
            "\n";
  }
  return text;
}

std::string claim_text(const ClaimResult& claim, bool details, std::size_t width) {
  const std::string name = fmt::format("{} {}", claim.claim.id, claim.claim.title);
  if (!claim.claim.needs.empty())
    return wrapped(fmt::format("{}: not testable, needs {}", name, claim.claim.needs), width, 2) + "\n";
  std::string text = wrapped(fmt::format("{}: {}", name, tally_text(claim)), width, 2) + "\n";
  if (details) text += "  " + wrapped(claim.claim.statement, width - 2, 2) + "\n";
  for (const auto& one : claim.effects) {
    text += effect_row(one, width);
    if (details) text += details_of(one, width);
  }
  return text + (details ? ablations_of(claim, width) : "");
}

std::string legend(const ClaimsRuns& runs) {
  const ClaimPlan& plan = runs.plan;
  const std::string points = plan.most_points > plan.points
                                 ? fmt::format("{} to {} points, more where it was open", plan.points, plan.most_points)
                                 : fmt::format("{} points", plan.points);
  return fmt::format(
      "Sizes are means over the space ({}, {} replicates at each) with 95 % intervals. shown: the mean is at or beyond "
      "the smallest effect of interest, and so are 80 % of worlds or more; small: both are short of it, in either "
      "direction; opposite: beyond it the other way; depends: the mean is told, the worlds are mixed. Words are "
      "adjusted for all effects (Holm, 5 %){}. by construction: the effect reads the strength of a rule back. {} of {} "
      "runs failed. A word is about this model, not about the world.",
      points, plan.point_replicates, plan.most_points > plan.points ? " and hold at any look" : "", runs.failed,
      runs.runs);
}

}  // namespace

std::string claims_text(const ClaimsResult& result, const ClaimsRuns& runs, bool details, std::size_t width) {
  std::string text;
  for (const auto& claim : result.claims) text += claim_text(claim, details, width);
  text += "\n" + wrapped(legend(runs), width) + "\n";
  for (const auto& asked : runs.asked)
    text +=
        wrapped(fmt::format("Asked for: {} of {} in place of {}. A threshold that is chosen after a look at the "
                            "results gives a reading, no test.",
                            effect_text(asked.now, asked.effect), asked.id, effect_text(asked.before, asked.effect)),
                width) +
        "\n";
  if (result.others > 0)
    text += wrapped(fmt::format(
                        "{} of claims not asked for {} as if nothing spoke for {}: a run of all can only find more.",
                        counted(result.others, "effect"), result.others == 1 ? "counts" : "count",
                        result.others == 1 ? "it" : "them"),
                    width) +
            "\n";
  if (runs.origin.quick)
    text += wrapped("A quick look: smaller worlds, fewer points and replicates; only large effects are told.", width) +
            "\n";
  return text;
}

std::string claims_list(const ClaimsFile& file, std::size_t width) {
  std::string text;
  for (const Claim& claim : file.claims) {
    text += wrapped(fmt::format("{}: {} ({})", claim.id, claim.statement, claim.title), width, 2) + "\n";
    if (!claim.needs.empty()) text += "  " + wrapped("not testable: needs " + claim.needs, width - 2, 4) + "\n";
    std::size_t at = 0;
    for (const auto& effect : claim.effects) {
      const double least = threshold(effect) * (effect.up ? 1 : -1);
      text += "  " +
              wrapped(fmt::format("{}.{} {}{}: {}", claim.id, ++at, effect.counts ? "" : "(beside it) ", effect.name,
                                  effect_text(least, effect)),
                      width - 2, 4) +
              "\n";
    }
  }
  return text;
}

}  // namespace poldyn::app
