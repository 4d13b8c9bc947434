#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace poldyn {

inline constexpr double missing_value = std::numeric_limits<double>::quiet_NaN();

/// a / b, or NaN if there is nothing to divide by.
inline double ratio(double a, double b) { return b > 0 ? a / b : missing_value; }

// Indices of concentration and diversity. Arguments are weights >= 0 that need not sum to 1; a result depends on their
// shares p = w / sum(w) only, and is NaN if their sum is zero: nothing is neither concentrated nor diverse. Rounding
// does not carry a result beyond its bounds.

/// Herfindahl-Hirschman index, sum p^2, in [1/n, 1] (Herfindahl 1950; Hirschman 1945).
double hhi(std::span<const double> weights);
/// (H - 1/n) / (1 - 1/n), in [0, 1]; NaN below two weights.
double hhi_normalised(std::span<const double> weights);
/// Shannon entropy, -sum p ln p, nats (Shannon 1948).
double shannon(std::span<const double> weights);
/// Hill number of order q >= 0, (sum p^q)^(1/(1-q)), exp(shannon) at q = 1 (Hill 1973): the number of equal shares that
/// would be as diverse. Order 0 counts the weights above zero.
double hill(std::span<const double> weights, double order);
/// Largest share.
double largest_share(std::span<const double> weights);
/// Share of the n largest; 1 if there are no more. Weights ascend.
double top_share(std::span<const double> ascending, std::size_t n);
/// Gini coefficient, sum (2i - n - 1) w_i / (n sum w), in [0, 1 - 1/n] (Gini 1912). Weights ascend: the caller sorts.
double gini(std::span<const double> ascending);
/// Theil's T, (1/n) sum (w/mean) ln(w/mean), in [0, ln n] (Theil 1967).
double theil(std::span<const double> weights);

/// Jensen-Shannon divergence of two distributions over the same things, in bits: (1/2) sum p log2(p/m) + (1/2) sum q
/// log2(q/m), m = (p + q)/2, in [0, 1] (Lin 1991, doi:10.1109/18.61115, eq. 4.1). 0 for equal shares, 1 if nothing is
/// in both. Weights of equal number, each set brought to sum 1; NaN if either sums to zero.
double jensen_shannon(std::span<const double> p, std::span<const double> q);

/// Weight of the designs of a set that have each bit set, and of all.
struct BitSums {
  std::array<double, 64> ones{};
  double sum = 0;
  void add(const BitSums& other, double factor) {
    for (std::size_t bit = 0; bit < ones.size(); ++bit) ones[bit] += factor * other.ones[bit];
    sum += factor * other.sum;
  }
};

/// Weights of a set of designs, to be split by bit: adding costs one addition per byte of a design, because weights are
/// summed by the value of each byte and only those 256 sums are split into bits.
class BitWeights {
 public:
  void clear() { *this = {}; }
  void add(std::uint64_t design, double weight) {
    for (std::size_t i = 0; design != 0; ++i, design >>= 8) by_byte_[i][design & 0xFF] += weight;
    sum_ += weight;
  }
  double sum() const { return sum_; }
  BitSums sums() const;
  /// Sum over bits of ones * (sum - ones): with weights 1, the Hamming distances summed over pairs.
  double pair_distance() const;

 private:
  double by_byte_[8][256] = {};
  double sum_ = 0;
};

/// Rao's quadratic entropy of designs, sum_ij p_i p_j d_ij with d = Hamming distance / bits (Rao 1982), in [0, 1/2]:
/// the expected distance of two units of use. NaN if the weights sum to zero.
double rao(const BitWeights& use, unsigned bits);
/// Expected Hamming distance / bits of two units of weight, one from each set, in [0, 1]; NaN if either is empty.
double cross_distance(const BitSums& a, const BitSums& b, unsigned bits);
/// The same of designs of several kinds, one entry each, as below; of one kind it is the function above, to the bit.
double cross_distance(std::span<const BitSums> a, std::span<const BitSums> b, unsigned bits);
/// Mean Hamming distance / bits over pairs of designs, each added with weight 1; NaN below two designs.
double mean_distance(const BitWeights& designs, unsigned bits);

/// The same of designs of several kinds, one entry each: of two kinds no bit means the same, so their distance is 1,
/// all of the bits. Of one kind they are the functions above, to the bit.
double rao(std::span<const BitWeights> use, unsigned bits);
double mean_distance(std::span<const BitWeights> designs, unsigned bits);

}  // namespace poldyn
