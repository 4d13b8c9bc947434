#include "analysis/tradeoff/kim_nelson.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace poldyn::analysis {

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
  const auto sum = [this](std::size_t i) { return sums_[static_cast<Eigen::Index>(i)]; };
  return *std::min_element(alive.begin(), alive.end(), [&](auto a, auto b) { return sum(a) < sum(b); });
}

void KimNelson::add(std::span<const double> values) {
  if (done_) throw std::logic_error("a selection that has ended takes no more values");
  for (const std::size_t i : in())
    if (!std::isfinite(values[i])) throw std::invalid_argument("a selection takes finite values");
  for (const std::size_t i : in()) sums_[static_cast<Eigen::Index>(i)] += values[i];
  ++count_;
  if (count_ <= plan_.first)
    first_.emplace_back(Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size())));
  if (count_ < plan_.first) return;
  if (count_ == plan_.first) prepare();
  screen();
  // Beyond the largest N_i no reach is left, so that whoever is best screens out all others, but for equals.
  done_ = in().size() == 1 || count_ > most_;
}

void KimNelson::prepare() {
  const Eigen::Index systems = sums_.size(), n = static_cast<Eigen::Index>(first_.size());
  Eigen::MatrixXd sample(n, systems);
  for (Eigen::Index r = 0; r < n; ++r) sample.row(r) = first_[static_cast<std::size_t>(r)].transpose();
  first_.clear();
  reach_ = Eigen::MatrixXd::Zero(systems, systems);
  const double scale = kim_nelson_h_squared(ends_.size(), plan_) / (plan_.delta * plan_.delta);
  for (Eigen::Index i = 0; i < systems; ++i)
    for (Eigen::Index l = 0; l < i; ++l) {
      const Eigen::ArrayXd apart = (sample.col(i) - sample.col(l)).array();
      const double variance = (apart - apart.mean()).square().sum() / static_cast<double>(n - 1);
      reach_(i, l) = reach_(l, i) = scale * variance;
    }
  constexpr double largest = 1e15;  // no number of runs that anybody makes, and a count that fits
  most_ = static_cast<std::size_t>(std::floor(std::min(reach_.maxCoeff(), largest)));
}

void KimNelson::screen() {
  const double r = static_cast<double>(count_);
  const auto alive = in();
  for (const std::size_t i : alive)
    for (const std::size_t l : alive) {
      if (l == i) continue;
      const auto a = static_cast<Eigen::Index>(i), b = static_cast<Eigen::Index>(l);
      const double width = std::max(0.0, plan_.delta / (2 * r) * (reach_(a, b) - r));
      if (sums_[a] / r <= sums_[b] / r + width) continue;
      ends_[i] = {count_, l};
      break;
    }
}

}  // namespace poldyn::analysis
