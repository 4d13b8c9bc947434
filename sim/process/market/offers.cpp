#include "sim/process/market/offers.h"

#include <algorithm>
#include <array>
#include <limits>

#include "sim/process/market/awareness.h"
#include "sim/process/market/regions.h"
#include "sim/process/market/scoring.h"
#include "sim/process/service/directives.h"
#include "sim/process/service/incident_clock.h"
#include "sim/process/service/learning.h"

namespace poldyn {
namespace {

std::array<Market::Columns*, 4> by_region(Market& market) {
  Segments& s = market.by_region;
  return {&s.share, &s.chosen, &s.quality, &s.released};
}

/// Doubles the arrays when they are full, so that a row costs amortised constant time.
void make_room(Market& market) {
  if (static_cast<Eigen::Index>(market.rows) >= market.price.size())
    reserve_rows(market, std::max<Eigen::Index>(16, 2 * market.price.size()));
}

void move_row(Market& market, Eigen::Index to, Eigen::Index from) {
  for (Eigen::ArrayXd* column : {&market.price, &market.hardening, &market.robustness, &market.released_days})
    (*column)(to) = (*column)(from);
  if (market.seen.size() > 0) market.seen(to) = market.seen(from);
  for (Market::Columns* table : {&market.quality, &market.share, &market.chosen, &market.stock, &market.underway})
    if (table->cols() > 0) table->row(to) = table->row(from);
  for (Market::Columns* table : by_region(market))
    if (table->cols() > 0) table->row(to) = table->row(from);
}

void open_row(Simulation& sim, Vendor& vendor, VendorId id) {
  Market& market = sim.world.at(vendor.bloc).market;
  make_room(market);
  const auto row = static_cast<Eigen::Index>(market.rows++);
  market.vendor.push_back(id);
  market.approved.push_back(0);
  market.design.push_back(0);
  market.standard.push_back(no_standard);
  vendor.offer = OfferRow{static_cast<std::size_t>(row)};
  market.share.row(row).setZero();
  if (market.chosen.cols() > 0) market.chosen.row(row).setZero();
  for (Market::Columns* table : {&market.by_region.share, &market.by_region.chosen})
    if (table->cols() > 0) table->row(row).setZero();
  if (regions_differ(sim.world.at(vendor.bloc)))
    market.by_region.released.row(row).setConstant(std::numeric_limits<double>::quiet_NaN());
  weigh_newcomer(sim, vendor.bloc, vendor.offer);
  take_back_experience(sim.world, vendor);
}

}  // namespace

void reserve_rows(Market& market, Eigen::Index size) {
  const auto places = static_cast<std::size_t>(size);
  market.vendor.reserve(places);
  market.approved.reserve(places);
  market.standard.reserve(places);
  market.design.reserve(places);
  for (Eigen::ArrayXd* column : {&market.price, &market.hardening, &market.robustness, &market.released_days})
    column->conservativeResize(size);
  for (Market::Columns* table : {&market.quality, &market.share, &market.chosen, &market.stock})
    if (table->cols() > 0) table->conservativeResize(size, table->cols());  // without columns it is not kept
  market.underway.conservativeResize(size, market.underway.cols());
  for (Market::Columns* table : by_region(market))
    if (table->cols() > 0) table->conservativeResize(size, table->cols());
}

void place_offer(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  Market& market = sim.world.at(vendor.bloc).market;
  if (vendor.offer)
    market.deployed.remove(market.design[vendor.offer.value]);
  else
    open_row(sim, vendor, id);
  const Model& product = sim.world.at(vendor.product);
  const auto row = static_cast<Eigen::Index>(vendor.offer.value);
  market.price(row) = sim.class_of(vendor).price;
  market.robustness(row) = product.robustness;
  market.approved[vendor.offer.value] = product.approved;
  market.standard[vendor.offer.value] = product.standard;
  market.design[vendor.offer.value] = design_key(product.design, product.paradigm);
  market.deployed.add(market.design[vendor.offer.value]);
  market.released_days(row) = in_days(product.released);
  for (Eigen::Index d = 0; d < static_cast<Eigen::Index>(sim.world.domains); ++d)
    market.quality(row, d) = product.q[static_cast<std::size_t>(d)];
  show_versions(sim.world, id);
  show_score(sim, id);
  retime_incidents(sim, id);
  face_directives(sim, id);
}

void remove_offer(World& world, VendorId id) {
  Vendor& vendor = world.at(id);
  if (!vendor.offer) return;
  Market& market = world.at(vendor.bloc).market;
  const auto row = static_cast<Eigen::Index>(vendor.offer.value);
  const auto last = static_cast<Eigen::Index>(market.rows) - 1;
  market.deployed.remove(market.design[vendor.offer.value]);
  keep_experience(world, vendor);
  forget_row(market, vendor.offer);
  if (row != last) {
    move_row(market, row, last);
    market.vendor[vendor.offer.value] = market.vendor.back();
    market.approved[vendor.offer.value] = market.approved.back();
    market.design[vendor.offer.value] = market.design.back();
    market.standard[vendor.offer.value] = market.standard.back();
    world.at(market.vendor.back()).offer = vendor.offer;
  }
  market.vendor.pop_back();
  market.approved.pop_back();
  market.design.pop_back();
  market.standard.pop_back();
  --market.rows;
  vendor.offer = OfferRow{};
}

}  // namespace poldyn
