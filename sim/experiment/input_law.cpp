#include "sim/experiment/input_law.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/base/elementary.h"
#include "sim/base/normal.h"

namespace poldyn {
namespace {

/// Mean and spread of the logarithm of a lognormal law.
struct LogMoments {
  double mean, sd;
};
LogMoments log_moments(const InputLaw& law) {
  const double cv = law.sd / law.mean;
  const double variance = log1p(cv * cv);
  return {log(law.mean) - variance / 2, std::sqrt(variance)};
}

double cut_normal(double low, double high, double mean, double sd, double at) {
  const double from = normal_share((low - mean) / sd), to = normal_share((high - mean) / sd);
  return mean + sd * normal_quantile(from + (to - from) * at);
}

}  // namespace

std::string_view fault(const InputLaw& law) {
  const bool ends = std::isfinite(law.low) && std::isfinite(law.high);
  if (!(law.low <= law.high)) return "the lower end is above the upper end";
  switch (law.kind) {
    case InputKind::uniform:
      return ends ? "" : "a uniform law has two ends";
    case InputKind::log_uniform:
      return ends && law.low > 0 ? "" : "a range on a log scale lies above zero";
    case InputKind::triangular:
      return ends && law.low <= law.mode && law.mode <= law.high && law.low < law.high
                 ? ""
                 : "a triangular law has its mode between its ends";
    case InputKind::normal:
      return law.sd > 0 && law.low < law.high ? "" : "a normal law has a spread above zero";
    case InputKind::lognormal:
      return law.sd > 0 && law.mean > 0 && law.low < law.high ? "" : "a lognormal law has mean and spread above zero";
  }
  return "unknown law";
}

double quantile(const InputLaw& law, double at) {
  switch (law.kind) {
    case InputKind::uniform:
      return at >= 1 ? law.high : law.low + (law.high - law.low) * at;
    case InputKind::log_uniform:
      return at <= 0 ? law.low : at >= 1 ? law.high : law.low * pow(law.high / law.low, at);
    case InputKind::triangular: {
      const double width = law.high - law.low, turn = (law.mode - law.low) / width;
      return at < turn ? law.low + std::sqrt(at * width * (law.mode - law.low))
                       : law.high - std::sqrt((1 - at) * width * (law.high - law.mode));
    }
    case InputKind::normal:
      return std::clamp(cut_normal(law.low, law.high, law.mean, law.sd, at), law.low, law.high);
    case InputKind::lognormal: {
      const LogMoments logs = log_moments(law);
      const double low = law.low > 0 ? log(law.low) : -std::numeric_limits<double>::infinity();
      return std::clamp(exp(cut_normal(low, log(law.high), logs.mean, logs.sd, at)), law.low, law.high);
    }
  }
  throw std::logic_error("an input law of unknown kind");
}

}  // namespace poldyn
