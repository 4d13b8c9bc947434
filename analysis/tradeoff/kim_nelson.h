#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include <Eigen/Core>

/// Selection of the best of several systems by the fully sequential procedure KN (Kim & Nelson 2001, ACM Trans. Model.
/// Comput. Simul. 11, 251, with their constant c = 1). Its screening uses variances of differences, so that common
/// random numbers save runs; whatever they induce, the guarantee holds:
///
///     if the best mean is better than every other by at least `delta`, it is chosen with probability `level` or more.
///
/// Values of a system are independent and normal. Then no difference is the same in all values; where one is (a metric
/// that is nearly always 0, a rule that rarely matters), its variance of 0 is no certainty: the pair is not screened
/// until it varies, or until `still` values have shown the same. What is rarer than that stays unseen, and the
/// probability above knows nothing of it.
namespace poldyn::analysis {

struct KimNelsonPlan {
  double delta = 0;        ///< indifference zone, in the unit of the values; above 0
  double level = 0.95;     ///< probability of correct selection, within (1 / systems, 1)
  std::size_t first = 10;  ///< values of each system before the first screening, at least 2
  std::size_t still = 0;   ///< values after which a difference that never varied is believed; 0: ten times `first`
};

/// ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2, alpha = 1 - level; k >= 2 systems.
double kim_nelson_eta(std::size_t systems, const KimNelsonPlan& plan);
/// h^2 = 2 eta (n0 - 1).
double kim_nelson_h_squared(std::size_t systems, const KimNelsonPlan& plan);

/// The procedure, fed one value of each system that is still in at a time. The best is the lowest mean.
class KimNelson {
 public:
  KimNelson(std::size_t systems, const KimNelsonPlan& plan);

  /// The next replicate, by system; what systems that are out have there is not read. Throws std::logic_error once it
  /// is done(), and std::invalid_argument for a value that is not finite.
  void add(std::span<const double> values);

  bool done() const { return done_; }
  std::size_t values() const { return count_; }  ///< of each system that is still in
  std::vector<std::size_t> in() const;           ///< systems not screened out, rising
  std::size_t best() const;                      ///< lowest mean of those still in

  struct End {
    std::size_t after = 0;                                     ///< values when it was screened out; 0: still in
    std::size_t by = std::numeric_limits<std::size_t>::max();  ///< the system that beat it
  };
  const std::vector<End>& ends() const { return ends_; }
  /// The most values of any system that it can come to, as far as is known; 0 before the first screening.
  std::size_t most() const { return most_; }
  /// Whether the difference of two systems was the same in so many values that it was believed.
  bool never_varied(std::size_t i, std::size_t l) const;
  /// Whether that of some pair that is still in has not varied yet, and is not believed.
  bool waits() const;
  /// The indifference zone with which `values` of each would be enough, as far as is known.
  double delta_for(std::size_t values) const;

 private:
  std::size_t still() const;
  double largest_reach() const;
  void prepare();
  void watch(std::span<const double> values);
  void believe();
  void screen();

  KimNelsonPlan plan_;
  Eigen::VectorXd sums_;
  std::vector<Eigen::VectorXd> first_;  // until the first screening
  double scale_ = 0;                    // h^2 / delta^2
  Eigen::MatrixXd reach_;               // h^2 S^2 / delta^2 of each pair; infinite while it has not varied
  Eigen::MatrixXd same_;                // the difference that has not varied, row less column
  std::vector<End> ends_;
  std::size_t count_ = 0, most_ = 0;
  bool done_ = false;
};

}  // namespace poldyn::analysis
