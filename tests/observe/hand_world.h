#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/observe/recorder.h"
#include "sim/observe/run_result.h"
#include "sim/world/world.h"

/// A world set up by hand, entity by entity, so that its metrics can be worked out on paper.
class HandWorld {
 public:
  struct Offer {
    std::vector<double> share;  ///< by domain
    std::vector<double> q;      ///< likewise
    std::uint64_t design = 0;
    std::uint64_t lineage = 1;
    double compute = 0;
    double robustness = 0.5;
    double released_day = 0;
    bool derivative = false;
    bool approved = false;
    double cash = 0;
    double contract_rate = 0;
    bool application = false;
    std::uint8_t standard = poldyn::no_standard;
    std::size_t root_bloc = 0;
    std::vector<double> stock{};  ///< by domain; empty: none anywhere
    poldyn::Paradigm paradigm = 0;
    bool inherited_weights = false;
  };

  HandWorld(std::size_t blocs, std::vector<double> demand_share, std::uint32_t bits = 4) {
    world.domains = static_cast<std::uint32_t>(demand_share.size());
    world.bits = bits;
    world.blocs.resize(blocs);
    for (poldyn::Bloc& bloc : world.blocs) {
      for (std::size_t d = 0; d < demand_share.size(); ++d) bloc.demand_share[d] = demand_share[d];
      resize(bloc.market, 0);
      bloc.tracks.resize(poldyn::given_tracks.size());
    }
  }

  poldyn::VendorId add_vendor(std::size_t bloc, double cash = 0, double contract_rate = 0) {
    const poldyn::VendorId id{world.vendors.size()};
    poldyn::Vendor vendor;
    vendor.bloc = poldyn::BlocId{bloc};
    vendor.key = 1000 + id.value;
    vendor.cash = poldyn::Money::of(cash);
    vendor.contract_rate = contract_rate;
    world.vendors.push_back(vendor);
    world.blocs[bloc].members.push_back(id);
    ++world.blocs[bloc].vendors;
    return id;
  }

  poldyn::ModelId add_offer(std::size_t bloc, const Offer& offer) {
    const poldyn::VendorId vendor = add_vendor(bloc, offer.cash, offer.contract_rate);
    const poldyn::ModelId id = world.models.make();
    poldyn::Market& market = world.blocs[bloc].market;
    const auto row = static_cast<Eigen::Index>(market.rows);
    resize(market, row + 1);
    world.at(vendor).product = id;
    world.at(vendor).offer = poldyn::OfferRow{market.rows++};
    market.vendor.push_back(vendor);
    market.approved.push_back(0);
    market.robustness(row) = offer.robustness;
    market.released_days(row) = offer.released_day;
    poldyn::Model& model = world.at(id);
    for (std::size_t d = 0; d < world.domains; ++d) {
      market.share(row, static_cast<Eigen::Index>(d)) = offer.share[d];
      market.stock(row, static_cast<Eigen::Index>(d)) = offer.stock.empty() ? 0 : offer.stock[d];
      market.quality(row, static_cast<Eigen::Index>(d)) = model.q[d] = offer.q[d];
      model.mean_q += world.blocs[bloc].demand_share[d] * offer.q[d];
    }
    model.vendor = vendor;
    model.status = poldyn::ModelStatus::deployed;
    model.design = offer.design;
    model.paradigm = offer.paradigm;
    model.lineage = offer.lineage;
    model.compute_oom = offer.compute;
    model.derivative = offer.derivative;
    model.inherited_weights = offer.inherited_weights;
    model.approved = offer.approved;
    model.unmodified = offer.application;
    model.standard = offer.standard;
    model.root_bloc = poldyn::BlocId{offer.root_bloc};
    return id;
  }

  poldyn::Office& add_office(std::size_t bloc, std::uint8_t stage, std::uint32_t reviewers) {
    poldyn::Office office;
    office.bloc = poldyn::BlocId{bloc};
    office.stage = stage;
    office.reviewers = reviewers;
    world.blocs[bloc].offices.push_back(poldyn::OfficeId{world.offices.size()});
    world.blocs[bloc].stages = std::max<std::uint32_t>(world.blocs[bloc].stages, stage + 1U);
    world.offices.push_back(office);
    return world.offices.back();
  }

  poldyn::RunShape shape(std::size_t times) const {
    std::size_t stages = 0;
    for (const poldyn::Bloc& bloc : world.blocs) stages = std::max<std::size_t>(stages, bloc.stages);
    return {world.blocs.size(), times, world.domains, stages};
  }

  /// The result of one sample and of the totals, both at `day`.
  poldyn::RunResult look(double day) const {
    poldyn::Recorder recorder(world, shape(1), false, false);
    recorder.sample(poldyn::at_day(day), world);
    return recorder.finish(poldyn::at_day(day), world);
  }

  poldyn::World world;

 private:
  void resize(poldyn::Market& market, Eigen::Index rows) const {
    const auto domains = static_cast<Eigen::Index>(world.domains);
    for (Eigen::ArrayXd* column : {&market.price, &market.hardening, &market.robustness, &market.released_days})
      column->conservativeResize(rows);
    for (poldyn::Market::Columns* table : {&market.quality, &market.share, &market.stock})
      table->conservativeResize(rows, domains);
    market.underway.conservativeResize(rows, static_cast<Eigen::Index>(poldyn::channels) * domains);
  }
};

inline std::size_t row_named(std::span<const poldyn::MetricRow> rows, std::string_view name) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].name == name) return i;
  throw std::logic_error("no metric is called " + std::string(name));
}

inline double sampled(const poldyn::RunResult& r, std::string_view name, std::size_t bloc = 0, std::size_t time = 0,
                      std::size_t i = 0) {
  const std::size_t m = row_named(poldyn::sampled_metrics(), name);
  return r.sampled[m].at((bloc * r.shape.times + time) * r.shape.extent(poldyn::sampled_metrics()[m].axis) + i);
}

inline double total(const poldyn::RunResult& r, std::string_view name, std::size_t bloc = 0, std::size_t i = 0) {
  const std::size_t m = row_named(poldyn::total_metrics(), name);
  return r.totals[m].at(bloc * r.shape.extent(poldyn::total_metrics()[m].axis) + i);
}
