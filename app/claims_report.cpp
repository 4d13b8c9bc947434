#include "app/claims_report.h"

#include <fmt/format.h>

#include <cmath>

#include "app/numbers.h"
#include "app/text_table.h"

namespace poldyn::app {
namespace {

using namespace analysis;

bool logarithmic(const ClaimEffect& effect) {
  return effect.kind == EffectKind::ratio || effect.kind == EffectKind::spread;
}

const char* word(Outcome outcome) {
  switch (outcome) {
    case Outcome::holds:
      return "holds";
    case Outcome::fails:
      return "fails";
    case Outcome::reverses:
      return "reverses";
    case Outcome::undecided:
      break;
  }
  return "open";
}

std::string interval(const PointEffect& at, const ClaimEffect& effect) {
  if (std::isnan(at.mean)) return "-";
  return fmt::format("{} [{}, {}]", effect_text(at.mean, effect), effect_text(at.low, effect),
                     effect_text(at.high, effect));
}

std::string verdict_table(const ClaimsResult& result, std::size_t width) {
  TextTable table{{"claim", "base", "holds", "fails", "rev.", "open", "verdict"}, {}};
  for (const auto& claim : result.claims) {
    const auto share = [&](std::size_t n) {
      if (claim.shares.points == 0) return std::string("-");
      return fmt::format("{:.0f} %", 100.0 * static_cast<double>(n) / static_cast<double>(claim.shares.points));
    };
    std::string verdict = verdict_text(claim.verdict, claim.decider);
    if (claim.verdict == Verdict::depends && claim.decider.parameter.empty()) verdict = "depends";
    table.rows.push_back({fmt::format("{} {}", claim.claim.id, claim.claim.title.substr(0, 26)),
                          claim.verdict == Verdict::not_testable ? "-" : word(claim.baseline),
                          share(claim.shares.holds), share(claim.shares.fails), share(claim.shares.reverses),
                          share(claim.shares.undecided), verdict.substr(0, 27)});
  }
  return table.text(std::max<std::size_t>(width, 80));
}

std::string decider_text(const Decider& decider) {
  if (decider.parameter.empty()) return "no single parameter is told apart from noise";
  return fmt::format("{} {} {:.3g}: holds at {:.0f} % of the points there, at {:.0f} % elsewhere (p = {:.4f})",
                     decider.parameter, decider.above ? "above" : "below", decider.threshold, 100 * decider.share_there,
                     100 * decider.share_elsewhere, decider.p);
}

std::string details_of(const ClaimResult& claim, std::size_t width) {
  const auto line = [&](const std::string& text) { return "  " + wrapped(text, width - 2, 4) + "\n"; };
  std::string text = wrapped(fmt::format("{}: {}", claim.claim.id, claim.claim.statement), width, 2) + "\n";
  if (!claim.claim.needs.empty()) return text + line("not testable: needs " + claim.claim.needs);
  text += line(fmt::format("verdict: {}", verdict_text(claim.verdict, claim.decider)));
  for (const auto& one : claim.effects) {
    const ClaimEffect& effect = one.effect;
    const double least = threshold(effect) * (effect.up ? 1 : -1);
    text += line(fmt::format("{}: {}; {} {}: {}", effect.name, interval(one.baseline, effect),
                             effect.counts ? "claimed" : "shown beside it, marked at", effect_text(least, effect),
                             word(outcome_of(one.baseline, effect))));
  }
  const Shares& s = claim.shares;
  const ShareInterval in = share_interval(s.holds, s.undecided, s.points);
  text +=
      line(fmt::format("space: holds at {} of {} points ({:.0f} % to {:.0f} % with 95 % confidence), fails at {}, "
                       "reverses at {}, open at {}",
                       s.holds, s.points, 100 * in.low, 100 * in.high, s.fails, s.reverses, s.undecided));
  text += line("decides: " + decider_text(claim.decider));
  for (const auto& ablation : claim.ablations) {
    std::string parts;
    std::size_t e = 0;
    for (const auto& one : claim.effects) {
      if (!one.effect.counts) continue;
      const AblatedEffect& ablated = ablation.effects[e++];
      parts += fmt::format("{}{}", parts.empty() ? "" : "; ", interval(ablated.left, one.effect));
    }
    text += line(fmt::format("without {} ({}): {}: {}", ablation.ablation.name, ablation.ablation.meaning, parts,
                             word(ablation.outcome)));
  }
  return text;
}

}  // namespace

std::string effect_text(double x, const ClaimEffect& effect) {
  if (std::isnan(x)) return "-";
  if (!logarithmic(effect)) return fmt::format("{:+.3g}{}{}", x, effect.unit.empty() ? "" : " ", effect.unit);
  const double factor = std::exp(x);
  if (factor > 3 || factor < 1.0 / 3) return fmt::format("x {:.3g}", factor);
  return fmt::format("{:+.1f} %", 100 * (factor - 1));
}

std::string claims_text(const ClaimsResult& result, const ClaimsRuns& runs, bool details, std::size_t width) {
  std::string text = verdict_table(result, width);
  if (details)
    for (const auto& claim : result.claims) text += "\n" + details_of(claim, width);
  text += "\n" +
          wrapped(fmt::format("base: at the parameters of the files, {} replicates, adjusted for all claims (Holm, "
                              "5 %). holds, fails, rev.: share of {} points of the parameter space, {} replicates at "
                              "each, where the 95 % interval lies beyond, short of, or opposite to the smallest effect "
                              "of interest; open: it does not tell. {} of {} runs failed. A verdict is about this "
                              "model, not about the world.",
                              runs.plan.baseline_replicates, runs.plan.points, runs.plan.point_replicates, runs.failed,
                              runs.runs),
                  width) +
          "\n";
  if (result.others > 0)
    text += wrapped(fmt::format("{} not asked for {} as if nothing spoke for {}: a run of all can only find more.",
                                counted(result.others, "claim"), result.others == 1 ? "counts" : "count",
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
  }
  return text;
}

}  // namespace poldyn::app
