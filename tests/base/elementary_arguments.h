#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "sim/base/elementary.h"
#include "sim/engine/stream.h"

namespace poldyn::lab {

/// A function of one argument, and where it has to be looked at. Only + - x / make the arguments, so that they have the
/// same bits in every build.
struct Elementary {
  const char* name;
  double (*own)(double);
  double low, high;  ///< where it neither overflows nor is constant
  double step;       ///< whose multiples are delicate: pi/2, whole numbers, 1
  bool negative;     ///< defined below zero too
};

constexpr double half_pi = 0x1.921fb54442d18p+0;

inline constexpr Elementary elementary_functions[] = {
    {"exp", exp, -746, 710, 0x1.62e42fefa39efp-8, true},  // log(2) / 128: between two cells of its table
    {"exp2", exp2, -1080, 1024, 0x1p-8, true},
    {"expm1", expm1, -40, 710, 0x1p-5, true},
    {"log", log, 0.25, 4, 0x1p-8, false},
    {"log2", log2, 0.25, 4, 0x1p-8, false},
    {"log10", log10, 0.25, 4, 0x1p-8, false},
    {"log1p", log1p, -1, 3, 0x1p-8, true},
    {"sin", sin, -100, 100, half_pi, true},
    {"cos", cos, -100, 100, half_pi, true},
    {"tan", tan, -100, 100, half_pi, true},
    {"tgamma", tgamma, -187, 172, 0.5, true},
};

/// Arguments of four kinds in turn: any pattern of bits; evenly over [low, high]; beside multiples of `step`; of any
/// magnitude from 2^-60 to 2^40, evenly in their exponent.
class Arguments {
 public:
  Arguments(std::string_view name, double low, double high, double step, bool negative)
      : low_(low),
        high_(high),
        step_(step),
        negative_(negative),
        stream_({20, 0}, 0, static_cast<std::uint32_t>(name.size()), static_cast<std::uint32_t>(name.back())) {}
  explicit Arguments(const Elementary& f) : Arguments(f.name, f.low, f.high, f.step, f.negative) {}

  double next() {
    if (++count_ % 32'768 == 0) stream_ = Stream({20, count_ / 32'768}, 0, 0, static_cast<std::uint32_t>(stream_()));
    switch (count_ % 4) {
      case 0:
        return signed_as_allowed(std::bit_cast<double>(stream_()));
      case 1:
        return low_ + (high_ - low_) * stream_.uniform();
      case 2:
        return signed_as_allowed(beside_a_multiple());
      default:
        return signed_as_allowed(power_of_2(-60, 40) * (1 + stream_.uniform()));
    }
  }

 private:
  double power_of_2(int least, int most) {
    const int e = least + static_cast<int>(stream_.below(static_cast<std::uint32_t>(most - least)));
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + e) << 52);
  }
  double beside_a_multiple() {
    const double whole = std::floor((low_ + (high_ - low_) * stream_.uniform()) / step_);
    const double by = power_of_2(-53, -1) * (stream_.uniform() - 0.5);
    return whole * step_ * (1 + by);
  }
  double signed_as_allowed(double x) const { return negative_ ? x : std::abs(x); }

  double low_, high_, step_;
  bool negative_;
  Stream stream_;
  std::uint32_t count_ = 0;
};

/// Pairs for pow: of any bits; such that x^y is spread over all magnitudes; bases near 1; whole bases and halves of
/// whole numbers.
class PowArguments {
 public:
  struct Pair {
    double x, y;
  };
  Pair next() {
    const double a = size_.next(), b = size_.next(), c = size_.next();
    switch (++count_ % 4) {
      case 0:
        return {any_.next(), b};
      case 1:
        return spread(std::abs(any_.next()), c);
      case 2:
        return spread(1 + power_.next() * 0x1p-7, c);
      default:
        return {std::floor(a), std::floor(b) / 2};
    }
  }

 private:
  /// y = u / log(x): by a rough logarithm, which the exponent and the first bits give.
  static Pair spread(double x, double u) {
    const double rest = x - 1;
    if (std::abs(rest) < 0.5) return {x, u * 7 / rest};
    return {x, u * 10 / static_cast<double>(std::ilogb(x) == 0 ? 1 : std::ilogb(x))};
  }

  Arguments any_{"pow any", -100, 100, 1, true}, size_{"pow sizes", -100, 100, 0.5, true},
      power_{"pow", 0, 1, 0x1p-9, true};
  std::uint32_t count_ = 0;
};

}  // namespace poldyn::lab
