#include "analysis/tradeoff/kim_nelson.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "analysis/stats.h"

namespace poldyn::analysis {
namespace {

constexpr double unknown = std::numeric_limits<double>::infinity();

/// Whether two differences of `a` and `b` are the same but for rounding.
bool alike(double difference, double other, double size) { return std::abs(difference - other) <= dust * size; }

Eigen::Index at(std::size_t i) { return static_cast<Eigen::Index>(i); }

}  // namespace

double kim_nelson_eta(std::size_t systems, const KimNelsonPlan& plan) {
  const double error = 2 * (1 - plan.level) / static_cast<double>(systems - 1);
  return (std::pow(error, -2 / static_cast<double>(plan.first - 1)) - 1) / 2;
}

double kim_nelson_h_squared(std::size_t systems, const KimNelsonPlan& plan) {
  return 2 * kim_nelson_eta(systems, plan) * static_cast<double>(plan.first - 1);
}

KimNelson::KimNelson(std::size_t systems, const KimNelsonPlan& plan)
    : plan_(plan), sums_(Eigen::VectorXd::Zero(static_cast<Eigen::Index>(systems))), ends_(systems) {
  const bool sound = systems >= 2 && plan.first >= 2 && plan.delta > 0 && std::isfinite(plan.delta) && plan.level < 1 &&
                     plan.level * static_cast<double>(systems) > 1;
  if (!sound) throw std::invalid_argument("a selection takes two systems, two values, a width and a level");
}

std::vector<std::size_t> KimNelson::in() const {
  std::vector<std::size_t> made;
  for (std::size_t i = 0; i < ends_.size(); ++i)
    if (ends_[i].after == 0) made.push_back(i);
  return made;
}

std::size_t KimNelson::best() const {
  const auto alive = in();
  return *std::min_element(alive.begin(), alive.end(), [&](auto a, auto b) { return sums_[at(a)] < sums_[at(b)]; });
}

std::size_t KimNelson::still() const {
  constexpr std::size_t times = 10;
  return std::max(plan_.first, plan_.still > 0 ? plan_.still : times * plan_.first);
}

void KimNelson::add(std::span<const double> values) {
  if (done_) throw std::logic_error("a selection that has ended takes no more values");
  for (const std::size_t i : in())
    if (!std::isfinite(values[i])) throw std::invalid_argument("a selection takes finite values");
  for (const std::size_t i : in()) sums_[at(i)] += values[i];
  ++count_;
  if (count_ <= plan_.first)
    first_.emplace_back(Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size())));
  if (count_ < plan_.first) return;
  if (count_ == plan_.first)
    prepare();
  else
    watch(values);
  if (count_ >= still()) believe();
  constexpr double largest = 1e15;  // no number of runs that anybody makes, and a count that fits
  const double needed = std::max(largest_reach(), waits() ? static_cast<double>(still()) : 0.0);
  most_ = static_cast<std::size_t>(std::floor(std::min(needed, largest)));
  screen();
  // Beyond the largest N_i no reach is left, so that whoever is best screens out all others, but for equals.
  done_ = in().size() == 1 || count_ > most_;
}

void KimNelson::prepare() {
  const Eigen::Index systems = sums_.size(), n = static_cast<Eigen::Index>(first_.size());
  Eigen::MatrixXd sample(n, systems);
  for (Eigen::Index r = 0; r < n; ++r) sample.row(r) = first_[static_cast<std::size_t>(r)].transpose();
  first_.clear();
  reach_ = same_ = Eigen::MatrixXd::Zero(systems, systems);
  scale_ = kim_nelson_h_squared(ends_.size(), plan_) / (plan_.delta * plan_.delta);
  for (Eigen::Index i = 0; i < systems; ++i)
    for (Eigen::Index l = 0; l < i; ++l) {
      const Eigen::ArrayXd apart = (sample.col(i) - sample.col(l)).array();
      const double size = (sample.col(i).cwiseAbs() + sample.col(l).cwiseAbs()).maxCoeff();
      const double variance = (apart - apart.mean()).square().sum() / static_cast<double>(n - 1);
      const bool varied = !alike(apart.maxCoeff(), apart.minCoeff(), size);
      reach_(i, l) = reach_(l, i) = varied ? scale_ * variance : unknown;
      same_(i, l) = apart[0];
      same_(l, i) = -apart[0];
    }
}

void KimNelson::watch(std::span<const double> values) {
  const auto alive = in();
  for (const std::size_t i : alive)
    for (const std::size_t l : alive) {
      if (l >= i || reach_(at(i), at(l)) != unknown) continue;
      const double apart = values[i] - values[l], same = same_(at(i), at(l));
      if (alike(apart, same, std::abs(values[i]) + std::abs(values[l]))) continue;
      // The variance of n values of which all but one are the same.
      const double variance = (apart - same) * (apart - same) / static_cast<double>(count_);
      reach_(at(i), at(l)) = reach_(at(l), at(i)) = scale_ * variance;
    }
}

void KimNelson::believe() { reach_ = (reach_.array() == unknown).select(0.0, reach_); }

bool KimNelson::never_varied(std::size_t i, std::size_t l) const {
  return reach_.size() > 0 && i != l && reach_(at(i), at(l)) == 0;
}

double KimNelson::largest_reach() const {
  const auto alive = in();
  double largest = 0;
  for (const std::size_t i : alive)
    for (const std::size_t l : alive)
      if (l < i && reach_(at(i), at(l)) != unknown) largest = std::max(largest, reach_(at(i), at(l)));
  return largest;
}

bool KimNelson::waits() const {
  if (reach_.size() == 0) return false;
  const auto alive = in();
  return std::any_of(alive.begin(), alive.end(), [&](std::size_t i) {
    return std::any_of(alive.begin(), alive.end(), [&](std::size_t l) { return reach_(at(i), at(l)) == unknown; });
  });
}

double KimNelson::delta_for(std::size_t values) const {
  return plan_.delta * std::sqrt(largest_reach() / static_cast<double>(values));
}

void KimNelson::screen() {
  const double r = static_cast<double>(count_);
  const auto alive = in();
  for (const std::size_t i : alive)
    for (const std::size_t l : alive) {
      if (l == i) continue;
      const double width = std::max(0.0, plan_.delta / (2 * r) * (reach_(at(i), at(l)) - r));
      if (difference_of(sums_[at(l)] / r, sums_[at(i)] / r) <= width) continue;
      ends_[i] = {count_, l};
      break;
    }
}

}  // namespace poldyn::analysis
