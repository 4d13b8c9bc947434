#include "claims/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poldyn::app {

using namespace analysis;

namespace {

/// Of a logarithm: a factor this large or small is read more easily as one than in per cent.
bool is_far(double x) { return std::abs(x) > std::log(3.0); }

std::string ratio_text(double x, bool as_factor) {
  if (std::isnan(x)) return "-";
  return as_factor ? fmt::format("x {:.3g}", std::exp(x)) : fmt::format("{:+.1f} %", 100 * std::expm1(x));
}

}  // namespace

std::string effect_text(double x, const ClaimEffect& effect, bool unit) {
  if (std::isnan(x)) return "-";
  if (effect.logarithmic()) return ratio_text(x, is_far(x));
  return fmt::format("{:+.3g}{}{}", x, effect.unit.empty() || !unit ? "" : " ", unit ? effect.unit : "");
}

std::string interval_text(double mean, double low, double high, const ClaimEffect& effect) {
  if (std::isnan(mean)) return "no value";
  if (effect.logarithmic()) {
    const bool far = is_far(mean);  // one way of writing for all three
    return fmt::format("{} [{}, {}]", ratio_text(mean, far), ratio_text(low, far), ratio_text(high, far));
  }
  return fmt::format("{} [{}, {}]{}{}", effect_text(mean, effect, false), effect_text(low, effect, false),
                     effect_text(high, effect, false), effect.unit.empty() ? "" : " ", effect.unit);
}

std::string rough(std::size_t n) {
  constexpr std::size_t most = 1'000'000'000;
  if (n >= most) return "more than a billion";
  std::size_t step = 1;
  while (n / step >= 100) step *= 10;
  std::string digits = fmt::format("{}", (n + step / 2) / step * step);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string word_text(const EffectResult& effect) {
  if (std::isnan(effect.pooled.mean)) return "no value at enough points";
  std::string text = analysis::word_text(effect.word, effect.decider);
  if (effect.runs_needed > 0) text += fmt::format(" (needs about {} runs)", rough(effect.runs_needed));
  if (!effect.by_construction.empty()) text += fmt::format(", by construction ({})", effect.by_construction);
  return text;
}

std::string tally_text(const ClaimResult& claim) {
  const Tally tally = claim.tally();
  std::string text = fmt::format("{} of {} shown", tally.shown, tally.effects);
  if (claim.claim.at_least > 0) text += fmt::format(" ({} are claimed)", claim.claim.at_least);
  if (tally.by_construction > 0) text += fmt::format(", {} by construction", tally.by_construction);
  if (tally.small > 0) text += fmt::format(", {} small", tally.small);
  if (tally.depends > 0) text += fmt::format(", {} depend{}", tally.depends, tally.depends == 1 ? "s" : "");
  return text + fmt::format(", {} opposite, {} open", tally.opposite, tally.undecided);
}

const char* outcome_text(analysis::Outcome outcome) {
  constexpr std::array<const char*, 4> words{"shown", "small", "opposite", "open"};
  return words[static_cast<std::size_t>(outcome)];
}

std::string dose_text(const DoseResponse& dose, const ClaimEffect& effect) {
  if (std::isnan(dose.slope)) return fmt::format("{}: too few points", dose.strength);
  constexpr std::array<const char*, 5> shapes{"not told to follow it", "steady",
                                              "most of it comes with the first force",
                                              "most of it comes with the last force", "turns in between"};
  const char* per = !dose.logarithmic ? "unit" : effect.logarithmic() ? "e-fold" : "decade";
  const auto& [weak, middling, strong] = dose.thirds;
  std::string text = fmt::format(
      "{}: {}; {}, {}, {} where it is weak, middling, strong; slope {:+.2g} [{:+.2g}, {:+.2g}] per {}", dose.strength,
      shapes[static_cast<std::size_t>(dose.shape)], effect_text(weak, effect), effect_text(middling, effect),
      effect_text(strong, effect), dose.slope, dose.slope_low, dose.slope_high, per);
  if (std::isfinite(dose.explained)) text += fmt::format("; tells {:.0f} % of the spread", 100 * dose.explained);
  return text;
}

}  // namespace poldyn::app
