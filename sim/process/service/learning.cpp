#include "sim/process/service/learning.h"

#include "sim/base/elementary.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

bool is_on(const Mechanisms& on, Channel channel) {
  switch (channel) {
    case Channel::rapid_deployment:
      return on.rapid_deployment;
    case Channel::public_failure:
      return on.public_failure;
    case Channel::iterative_correction:
      return on.iterative_correction;
    case Channel::adversarial_use:
      return on.adversarial_use;
  }
  return false;
}

Eigen::ArrayXd freshness(const Simulation& sim, Eigen::Ref<const Eigen::ArrayXd> released_days) {
  return ((released_days - in_days(sim.now())) / sim.rules.learning.freshness.count()).unaryExpr(&exp);
}

/// Of the version in each group of regions (rows, groups); 0 where none is deployed. One column if regions do not
/// differ.
Market::Columns freshness_of_versions(const Simulation& sim, const Bloc& bloc) {
  if (!regions_differ(bloc)) return freshness(sim, bloc.market.released_days.head(bloc.market.rows));
  const auto rows = static_cast<Eigen::Index>(bloc.market.rows), groups = static_cast<Eigen::Index>(bloc.groups.size());
  Market::Columns fresh(rows, groups);
  for (Eigen::Index g = 0; g < groups; ++g) {
    const auto released = bloc.market.by_region.released.col(g).head(rows);
    fresh.col(g) = released.isNaN().select(0.0, freshness(sim, released));
  }
  return fresh;
}

/// Mean over an offer's users in a domain, who have the version of their group of regions.
Eigen::ArrayXd mean_freshness(const World& world, const Bloc& bloc, const Market::Columns& versions,
                              std::size_t domain) {
  const Market& market = bloc.market;
  const auto rows = static_cast<Eigen::Index>(market.rows);
  Eigen::ArrayXd fresh = Eigen::ArrayXd::Zero(rows), users = Eigen::ArrayXd::Zero(rows);
  for (std::size_t g = 0; g < bloc.groups.size(); ++g) {
    const auto segment = static_cast<Eigen::Index>(g * world.domains + domain);
    const Eigen::ArrayXd here = bloc.groups[g].demand * market.by_region.share.col(segment).head(rows);
    fresh += here * versions.col(static_cast<Eigen::Index>(g));
    users += here;
  }
  return (users > 0).select(fresh / users, 0.0);
}

/// What a unit of use signals through one channel, per row: fresh releases teach most; what is robust fails less and is
/// misused in vain; unexpected use is more frequent where the approved envelope does not reach. `versions`:
/// freshness_of_versions.
Eigen::ArrayXd weight(const Simulation& sim, const Bloc& bloc, const Market::Columns& versions, Channel channel,
                      std::size_t domain) {
  const Market& market = bloc.market;
  const bool outside = bloc.outside_envelope[domain];
  const auto rows = static_cast<Eigen::Index>(market.rows);
  switch (channel) {
    case Channel::rapid_deployment:
      return regions_differ(bloc) ? mean_freshness(sim.world, bloc, versions, domain) : versions.col(0);
    case Channel::public_failure:
      return 1 - market.robustness.head(rows);
    case Channel::iterative_correction:
      return Eigen::ArrayXd::Ones(rows);
    case Channel::adversarial_use:
      return (outside ? sim.rules.learning.outside_factor : 1.0) * (1 - market.robustness.head(rows));
  }
  return {};
}

double kept_after(const LearningRule& rule, double days) { return exp2(-days / rule.half_life.count()); }

/// Share of the signals under way that has its effect within so many days.
double arriving_after(const ChannelRule& rule, double days) {
  return rule.delay > Days{0} ? -expm1(-days / rule.delay.count()) : 1.0;
}

bool hardens(Channel channel) { return channel == Channel::public_failure || channel == Channel::adversarial_use; }

void hear_off_market(const Simulation& sim, Bloc& bloc, Experience& had, double kept, double days) {
  for (std::size_t d = 0; d < sim.world.domains; ++d) had.stock[d] *= kept;
  had.hardening *= kept;
  for (std::size_t c = 0; c < channels; ++c) {
    const auto channel = static_cast<Channel>(c);
    if (!is_on(sim.rules.mechanisms, channel)) continue;
    const double arriving = arriving_after(sim.rules.channel[c], days);
    for (std::size_t d = 0; d < sim.world.domains; ++d) {
      const double heard = arriving * had.underway[c][d];
      had.underway[c][d] -= heard;
      had.stock[d] += heard;
      if (hardens(channel)) had.hardening += heard;
      bloc.tally.signals[c] += heard;
    }
  }
}

}  // namespace

Feedback::Feedback(World& world, Vendor& vendor) : world_(world), vendor_(vendor) {
  if (!vendor.offer && !vendor.experience) vendor.experience = world.experiences.make();
}

double& Feedback::stock(std::size_t domain) {
  return vendor_.offer ? market().stock(row(), static_cast<Eigen::Index>(domain)) : kept().stock[domain];
}

double& Feedback::hardening() { return vendor_.offer ? market().hardening(row()) : kept().hardening; }

double& Feedback::underway(std::size_t channel, std::size_t domain) {
  if (!vendor_.offer) return kept().underway[channel][domain];
  return market().underway(row(), static_cast<Eigen::Index>(channel * world_.domains + domain));
}

void keep_experience(World& world, Vendor& vendor) {
  Feedback had(world, vendor);
  Experience kept;
  kept.hardening = had.hardening();
  for (std::size_t d = 0; d < world.domains; ++d) {
    kept.stock[d] = had.stock(d);
    for (std::size_t c = 0; c < channels; ++c) kept.underway[c][d] = had.underway(c, d);
  }
  if (!vendor.experience) vendor.experience = world.experiences.make();
  kept.generation = world.experiences[vendor.experience].generation;
  world.experiences[vendor.experience] = kept;
}

void take_back_experience(World& world, Vendor& vendor) {
  const Experience kept = vendor.experience ? world.experiences[vendor.experience] : Experience{};
  Feedback has(world, vendor);
  has.hardening() = kept.hardening;
  for (std::size_t d = 0; d < world.domains; ++d) {
    has.stock(d) = kept.stock[d];
    for (std::size_t c = 0; c < channels; ++c) has.underway(c, d) = kept.underway[c][d];
  }
  forget_experience(world, vendor);
}

void forget_experience(World& world, Vendor& vendor) {
  if (vendor.experience) world.experiences.release(vendor.experience);
  vendor.experience = ExperienceId{};
}

double learned(const Simulation& sim, const Vendor& vendor, std::size_t domain) {
  const Market& market = sim.world.at(vendor.bloc).market;
  double stock = 0;
  if (vendor.offer)
    stock = market.stock(static_cast<Eigen::Index>(vendor.offer.value), static_cast<Eigen::Index>(domain));
  else if (vendor.experience)
    stock = sim.world.experiences[vendor.experience].stock[domain];
  return -expm1(-stock / sim.rules.learning.feedback_scale);
}

double robustness(const Simulation& sim, const Vendor& vendor) {
  const Market& market = sim.world.at(vendor.bloc).market;
  double stock = 0;
  if (vendor.offer)
    stock = market.hardening(static_cast<Eigen::Index>(vendor.offer.value));
  else if (vendor.experience)
    stock = sim.world.experiences[vendor.experience].hardening;
  return -expm1(-stock / sim.rules.learning.robustness_scale);
}

double untested_gain(const Simulation& sim, const Vendor& vendor, const Model& product, const Model& next) {
  const Bloc& bloc = sim.world.at(vendor.bloc);
  double gain = 0;
  for (std::size_t d = 0; d < sim.world.domains; ++d)
    gain += bloc.demand_share[d] * untested(sim.rules.learning, learned(sim, vendor, d)) * (next.q[d] - product.q[d]);
  return gain;
}

void soften(Simulation& sim, VendorId id, double gain_oom) {
  Vendor& vendor = sim.world.at(id);
  if (!(gain_oom > 0) || (!vendor.offer && !vendor.experience)) return;
  Feedback(sim.world, vendor).hardening() *= exp(-sim.rules.learning.robustness_loss_per_oom * gain_oom);
}

void learn_from_incident(Simulation& sim, VendorId id, std::size_t domain) {
  const Vendor& vendor = sim.world.at(id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  const auto transmission = sim.rules_of(vendor.bloc).transmission.shares();
  const auto row = static_cast<Eigen::Index>(vendor.offer.value);
  const bool outside = bloc.outside_envelope[domain];
  // Both kinds of signals come in proportion to use x (1 - robustness), and so do incidents: this is what one of them
  // must be worth for the sum to stay.
  const double per_signal = sim.rules.incidents.learned_share / incidents_per_use(sim.rules.incidents, 0, outside);
  for (const Channel channel : {Channel::public_failure, Channel::adversarial_use}) {
    const auto c = static_cast<std::size_t>(channel);
    if (!is_on(sim.rules.mechanisms, channel)) continue;
    const bool more = outside && channel == Channel::adversarial_use;
    const double heard =
        per_signal * sim.rules.channel[c].yield * transmission[c] * (more ? sim.rules.learning.outside_factor : 1.0);
    bloc.market.stock(row, static_cast<Eigen::Index>(domain)) += heard;
    bloc.market.hardening(row) += heard;
    bloc.tally.signals[c] += heard;
  }
}

void learn_from_use(Simulation& sim, BlocId id, const Market::Columns& use, double days) {
  Bloc& bloc = sim.world.at(id);
  Market& market = bloc.market;
  const auto rows = static_cast<Eigen::Index>(market.rows);
  const auto domains = static_cast<Eigen::Index>(sim.world.domains);
  const auto transmission = sim.rules_of(id).transmission.shares();
  const double kept = kept_after(sim.rules.learning, days);
  const Market::Columns versions = freshness_of_versions(sim, bloc);
  market.stock.topRows(rows) *= kept;
  market.hardening.head(rows) *= kept;
  for (std::size_t c = 0; c < channels; ++c) {
    const auto channel = static_cast<Channel>(c);
    if (!is_on(sim.rules.mechanisms, channel)) continue;
    const ChannelRule& rule = sim.rules.channel[c];
    const double sent = rule.yield * transmission[c] * (hardens(channel) ? unbroken_share(sim, id) : 1);
    const double arriving = arriving_after(rule, days);
    for (Eigen::Index d = 0; d < domains; ++d) {
      auto underway = market.underway.col(static_cast<Eigen::Index>(c) * domains + d).head(rows);
      underway += sent * use.col(d).head(rows) * weight(sim, bloc, versions, channel, static_cast<std::size_t>(d));
      const Eigen::ArrayXd heard = arriving * underway;
      underway -= heard;
      market.stock.col(d).head(rows) += heard;
      if (hardens(channel)) market.hardening.head(rows) += heard;
      bloc.tally.signals[c] += heard.sum();
    }
  }
  for (const VendorId member : bloc.members)
    if (const Vendor& vendor = sim.world.at(member); vendor.experience)
      hear_off_market(sim, bloc, sim.world.experiences[vendor.experience], kept, days);
}

}  // namespace poldyn
