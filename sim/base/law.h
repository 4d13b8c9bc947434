#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace poldyn {

/// Family of a probability law on [0, inf).
enum class LawKind : std::uint8_t {
  constant,
  exponential,
  erlang,  ///< a sum of k equal exponential stages; cv = 1/sqrt(k)
  gamma,
  lognormal,
  uniform,  ///< on mean * [1 - sqrt(3) cv, 1 + sqrt(3) cv]; cv <= 1/sqrt(3)
  weibull,
  pareto,            ///< cv^2 = 1 / (alpha (alpha - 2)), so alpha = 1 + sqrt(1 + 1/cv^2) > 2
  hyperexponential,  ///< two phases with balanced means; cv >= 1
  inverse_gaussian   ///< first passage of Brownian evidence; cv^2 = mean / shape
};

inline constexpr std::array<std::string_view, 10> law_names{"constant",         "exponential",     "erlang",  "gamma",
                                                            "lognormal",        "uniform",         "weibull", "pareto",
                                                            "hyperexponential", "inverse_gaussian"};

/// A law by its family and first two moments: every family here is fixed by them, so one shape serves all, and laws of
/// equal mean and spread can be exchanged to see whether the family matters.
struct Law {
  LawKind kind = LawKind::constant;
  double mean = 0;  ///< in the unit its parameter declares; >= 0
  double cv = 0;    ///< standard deviation over mean; 0 for constant, 1 for exponential
  double shape =
      0;  ///< of a Weibull law, once prepared() has found it; follows from cv and is no part of what a law is

  friend constexpr bool operator==(const Law& a, const Law& b) {
    return a.kind == b.kind && a.mean == b.mean && a.cv == b.cv;
  }
};

constexpr Law constant(double mean) { return {LawKind::constant, mean, 0}; }
constexpr Law exponential(double mean) { return {LawKind::exponential, mean, 1}; }
constexpr Law lognormal(double mean, double cv) { return {LawKind::lognormal, mean, cv}; }

/// Spreads that are drawn as what they are. A law narrower than this is a constant to any run and lost in rounding to
/// some families; one wider is next to nothing but for once in more draws than any run makes.
inline constexpr double least_cv = 1e-6, most_cv = 1e5;
/// Below this a Weibull law's shape is above 200, where its equation is lost in rounding.
inline constexpr double least_weibull_cv = 0.0065;

/// Why no such law exists or can be drawn, or an empty text: what the scenario reader tells its user.
constexpr std::string_view fault(const Law& law) {
  if (!(law.mean >= 0)) return "mean must be zero or more";
  if (!(law.cv >= 0)) return "cv must be zero or more";
  if (!(law.cv <= most_cv)) return "cv must be at most 100000";
  switch (law.kind) {
    case LawKind::constant:
      return law.cv == 0 ? "" : "a constant has cv = 0";
    case LawKind::exponential:
      return law.cv == 1 ? "" : "an exponential law has cv = 1";
    case LawKind::uniform:
      return law.cv * law.cv <= 1.0 / 3 + 1e-12 ? "" : "a uniform law on [0, inf) has cv <= 0.5774";
    case LawKind::hyperexponential:
      return law.cv >= 1 ? "" : "a hyperexponential law has cv >= 1";
    case LawKind::erlang: {
      const double k = law.cv > 0 ? 1 / (law.cv * law.cv) : 0;
      if (!(k > 0.5 && k < 1e9)) return "an erlang law has cv = 1/sqrt(k) for a whole number k";
      const double off = k - static_cast<double>(static_cast<std::int64_t>(k + 0.5));
      return off <= 1e-9 * k && off >= -1e-9 * k ? "" : "an erlang law has cv = 1/sqrt(k) for a whole number k";
    }
    case LawKind::weibull:
      if (law.cv > 0 && law.cv < least_weibull_cv) return "a weibull law has cv >= 0.0065 (or use dist = \"gamma\")";
      [[fallthrough]];
    case LawKind::gamma:
    case LawKind::lognormal:
    case LawKind::pareto:
    case LawKind::inverse_gaussian:
      if (law.cv == 0) return "cv must be above zero (or use dist = \"constant\")";
      return law.cv >= least_cv ? "" : "cv must be at least 1e-6 (or use dist = \"constant\")";
  }
  return "unknown law";
}

}  // namespace poldyn
