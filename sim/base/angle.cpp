#include "sim/base/angle.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace poldyn {
namespace {

/// pi/2 in four parts; the first three have 33 bits or fewer, so that their products with n < 2^20 are exact.
constexpr std::array<double, 4> half_pi_parts{0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2ep-69,
                                              0x1.b839a252049c1p-104};
constexpr DoubleDouble half_pi{pi.hi / 2, pi.lo / 2};

/// The binary digits of 2/pi behind the point, 32 to a word; the greatest double needs the first 1,200.
constexpr std::array<std::uint32_t, 44> two_over_pi{
    0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB, 0xDEBBC561, 0xB7246E3A,
    0x424DD2E0, 0x06492EEA, 0x09D1921C, 0xFE1DEB1C, 0xB129A73E, 0xE88235F5, 0x2EBB4484, 0xE99C7026, 0xB45F7E41,
    0x3991D639, 0x835339F4, 0x9C845F8B, 0xBDF9283B, 0x1FF897FF, 0xDE05980F, 0xEF2F118B, 0x5A0A6D1F, 0x6D367ECF,
    0x27CB09B7, 0x4F463F66, 0x9E5FEA2D, 0x7527BAC7, 0xEBE5F17B, 0x3D0739F7, 0x8A5292EA, 0x6BFB5FB1, 0x1F8D5D08,
    0x56033046, 0xFC7B6BAB, 0xF0CFBC20, 0x9AF4361D, 0xA9E39161, 0x5EE61B08, 0x6599855F, 0x14A06840};

Angle by_subtraction(double x) {
  constexpr double to_integer = 0x1.8p52;
  const double n = (x * (1 / half_pi.hi) + to_integer) - to_integer;
  DoubleDouble rest{x - n * half_pi_parts[0], 0};
  for (std::size_t i = 1; i < half_pi_parts.size(); ++i) rest = rest + -n * half_pi_parts[i];
  return {static_cast<unsigned>(static_cast<int>(n)) & 3U, rest};
}

constexpr std::size_t window = 8;                       // words of 2/pi that are multiplied
using Product = std::array<std::uint32_t, window + 2>;  ///< the least first

/// `whole` times eight words of 2/pi from word `from` on.
Product product_with_digits(std::uint64_t whole, std::size_t from) {
  Product product{};
  const std::array<std::uint64_t, 2> limbs{whole & 0xFFFFFFFF, whole >> 32};
  for (std::size_t i = 0; i < window; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t l = 0; l < limbs.size() || carry != 0; ++l) {
      const std::uint64_t digit = two_over_pi[from + window - 1 - i];
      const std::uint64_t sum = product[i + l] + carry + (l < limbs.size() ? limbs[l] * digit : 0);
      product[i + l] = static_cast<std::uint32_t>(sum);
      carry = sum >> 32;
    }
  }
  return product;
}

/// 32 bits of the product from bit `at` on; what lies beyond its ends is 0.
std::uint32_t word_at(const Product& product, int at) {
  const auto word = [&](int i) -> std::uint64_t {
    return i < 0 || i >= static_cast<int>(product.size()) ? 0 : product[static_cast<std::size_t>(i)];
  };
  const int i = at >> 5, shift = at & 31;
  return static_cast<std::uint32_t>((word(i) | word(i + 1) << 32) >> shift);
}

/// |x| = whole 2^e. Digits of 2/pi whose product with it is a multiple of 4 are left out, and those below 2^-160 of a
/// quadrant.
Angle by_digits(double size) {
  const auto bits = std::bit_cast<std::uint64_t>(size);
  const int e = static_cast<int>(bits >> 52) - 1023 - 52;
  const auto from = static_cast<std::size_t>(e < 34 ? 0 : (e - 2) / 32);
  const Product product = product_with_digits((bits & 0x000FFFFFFFFFFFFF) | 0x0010000000000000, from);
  const int point = 32 * static_cast<int>(from + window) - e;  // the bit of the product that is worth one quadrant
  unsigned quadrant = word_at(product, point) & 3U;
  const bool upper_half = (word_at(product, point - 32) >> 31) != 0;
  DoubleDouble part{};
  for (int i = 6; i >= 1; --i) {  // from the least: each word is added below those to come
    std::uint32_t word = word_at(product, point - 32 * i);
    if (upper_half) word = ~word;
    part = DoubleDouble{std::bit_cast<double>(static_cast<std::uint64_t>(1023 - 32 * i) << 52) * word, 0} + part;
  }
  if (upper_half) {
    part = -part;
    ++quadrant;
  }
  return {quadrant & 3U, part * half_pi};
}

/// 1 - x^2/(a (a+1)) (1 - x^2/((a+2)(a+3)) (...)): the series of both functions, from its least term up. From the third
/// term on a double is enough: there x^4 has made its error small.
DoubleDouble alternating(DoubleDouble x, int a) {
  const DoubleDouble square = x * x;
  double rest = 1;
  for (int i = a + 18; i > a + 2; i -= 2) rest = 1 - square.hi * rest / (i * (i + 1));
  const DoubleDouble from_second = -(square * rest / ((a + 2) * (a + 3))) + 1;
  return -(square * from_second / (a * (a + 1))) + 1;
}

}  // namespace

Angle reduced_angle(double x) {
  const double size = std::abs(x);
  if (size < 0x1p20) return by_subtraction(x);
  const Angle angle = by_digits(size);
  return x < 0 ? Angle{(4U - angle.quadrant) & 3U, -angle.rest} : angle;
}

DoubleDouble precise_sin(DoubleDouble x) { return x * alternating(x, 2); }
DoubleDouble precise_cos(DoubleDouble x) { return alternating(x, 1); }

}  // namespace poldyn
