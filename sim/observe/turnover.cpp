#include "sim/observe/turnover.h"

#include <bit>

#include "sim/base/radix_sort.h"
#include "sim/world/prefetch.h"

namespace poldyn {
namespace {

/// Grows with x: for a radix sort of doubles.
std::uint64_t ordered_bits(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return (bits >> 63) != 0 ? ~bits : bits | std::uint64_t{1} << 63;
}

double use_of(const World& world, const Bloc& bloc, std::size_t row) {
  double use = 0;
  for (std::size_t d = 0; d < world.domains; ++d)
    use += bloc.demand_share[d] * bloc.market.share(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(d));
  return use;
}

}  // namespace

Turnover& Turnover::operator+=(const Turnover& other) {
  for (std::size_t i = 0; i < 2; ++i) {
    ended[i] += other.ended[i];
    exposure[i] += other.exposure[i];
  }
  return *this;
}

/// Half of use meets a capability of at most this; NaN without use.
double TurnoverWatch::median_q(const World& world, const Bloc& bloc) {
  std::vector<Weighed> weighed;
  weighed.reserve(bloc.market.rows);
  double all = 0;
  for_each_offer(world, bloc.market, [&](std::size_t row, const Model& model) {
    const double use = use_of(world, bloc, row);
    all += use;
    weighed.push_back({model.mean_q, use});
  });
  if (!(all > 0)) return missing_value;
  sort_by(weighed, [](const Weighed& w) { return ordered_bits(w.q); });
  double below = 0;
  for (const Weighed& w : weighed)
    if ((below += w.use) >= all / 2) return w.q;
  return weighed.back().q;
}

/// A suspended or lapsed product has not been given up: it may come back.
void TurnoverWatch::count_ended(const World& world, double years) {
  for (const Product& product : products_) {
    const Vendor& vendor = world.at(product.vendor);
    const bool kept = vendor.product && world.at(vendor.product).project == product.project;
    latest_.ended[product.stronger] += !kept;
    latest_.exposure[product.stronger] += kept ? years : years / 2;
  }
}

const Turnover& TurnoverWatch::look(const World& world, const Bloc& bloc, SimTime now) {
  latest_ = {};
  if (looked_) count_ended(world, in_years(now - at_));
  if (at_ >= world.warm_since) total_ += latest_;
  looked_ = true;
  at_ = now;
  products_.clear();
  const double median = median_q(world, bloc);
  if (!(median == median)) return latest_;
  for_each_offer(world, bloc.market, [&](std::size_t, const Model& model) {
    products_.push_back({model.vendor, model.project, model.mean_q >= median});
  });
  return latest_;
}

}  // namespace poldyn
