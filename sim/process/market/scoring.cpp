#include "sim/process/market/scoring.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/base/elementary.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/market/regions.h"

namespace poldyn {
namespace {

/// Elo's scale: so many points are ten to one.
constexpr double points_per_decade_of_odds = 400;

bool is_covered(const ScoreRule& rule, const Named<DomainRule>& domain) {
  if (rule.covered.empty()) return domain.rule.kind == DomainKind::in_distribution;
  return std::find(rule.covered.begin(), rule.covered.end(), domain.name) != rule.covered.end();
}

std::array<double, max_domains> weights_of(const Scenario& rules) {
  std::array<double, max_domains> weight{};
  double sum = 0;
  for (std::size_t d = 0; d < rules.domains.size(); ++d)
    if (is_covered(rules.scores, rules.domains[d])) sum += weight[d] = rules.domains[d].rule.demand_weight;
  for (double& w : weight) w /= sum;  // above 0: find_score_faults
  return weight;
}

double error_of(const Simulation& sim, const Vendor& vendor, std::uint32_t project) {
  const ScoreRule& rule = sim.rules.scores;
  if (rule.noise <= 0) return 0;
  Stream stream = sim.draw(Purpose::score, vendor, project, static_cast<std::uint16_t>(sim.world.board.test));
  return best_error(rule, stream.uniform());
}

Tested take_test(const Simulation& sim, const Vendor& vendor, std::uint32_t project,
                 const std::array<double, max_domains>& q, double tuning) {
  return {sim.world.board.covered_q(q) + tuning + error_of(sim, vendor, project), tuning};
}

void pay_attempts(Simulation& sim, Vendor& vendor) {
  const ScoreRule& rule = sim.rules.scores;
  pay_staff(sim, vendor, rule.attempt_cost * static_cast<double>(rule.attempts));
}

/// The first test after the present one on which as much as `found` scores no more than retires it.
std::uint32_t test_after(const Scoreboard& board, const ScoreRule& rule, double found) {
  const double retires = log(rule.retire_at / (1 - rule.retire_at)) / board.discrimination;
  const double steps = std::max(1.0, std::ceil((found - board.difficulty() - retires) / board.step));
  const double test = board.test + steps;
  constexpr double most = 0xFFFF;  // a field of a stream's counter
  if (!(test <= most)) throw std::length_error("the ladder of tests has more than 65,535 of them");
  return static_cast<std::uint32_t>(test);
}

void test_all(Simulation& sim) {
  Scoreboard& board = sim.world.board;
  board.best = -std::numeric_limits<double>::infinity();
  for (std::size_t place = 0; place < sim.world.models.capacity(); ++place) {
    const Model& model = sim.world.at(ModelId{place});
    if (model.status == ModelStatus::unused) continue;
    Tested& tested = board.models[place];
    tested = take_test(sim, sim.world.at(model.vendor), model.project, model.q, tested.tuning);
  }
  for (const Bloc& bloc : sim.world.blocs)
    for (const VendorId id : bloc.members) {
      Vendor& vendor = sim.world.at(id);
      BoardEntry& entry = board.entries[id.value];
      if (vendor.product) show_score(sim, id);
      if (!entry.there) continue;
      entry.tested = take_test(sim, vendor, entry.project, entry.q, entry.tested.tuning);
      board.best = std::max(board.best, entry.tested.found);
      pay_attempts(sim, vendor);
    }
}

}  // namespace

void open_board(Simulation& sim, BlocId) {
  Scoreboard& board = sim.world.board;
  if (!sim.rules.mechanisms.scores || board.kept) return;
  const ScoreRule& rule = sim.rules.scores;
  board.kept = true;
  board.first_difficulty = rule.difficulty;
  board.step = rule.step;
  board.discrimination = rule.discrimination;
  board.rating_per_oom = points_per_decade_of_odds / log(10) * rule.rating_slope;
  board.covered = weights_of(sim.rules);
}

void make_room_for_entries(Simulation& sim) {
  if (sim.rules.mechanisms.scores) sim.world.board.entries.resize(sim.world.vendors.size());
}

void test_model(Simulation& sim, ModelId id, double tuning) {
  if (!sim.rules.mechanisms.scores) return;
  Scoreboard& board = sim.world.board;
  const Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  if (board.models.size() <= id.value) board.models.resize(sim.world.models.capacity());
  const Tested tested = take_test(sim, vendor, model.project, model.q, tuning);
  board.models[id.value] = tested;
  if (model.unmodified) return;
  pay_attempts(sim, vendor);
  board.entries[model.vendor.value] = {true, model.project, model.q, model.mean_q, tested};
  board.best = std::max(board.best, tested.found);
}

void retire_tests(Simulation& sim) {
  if (!sim.rules.mechanisms.scores) return;
  Scoreboard& board = sim.world.board;
  while (score_of(board, board.best) > sim.rules.scores.retire_at) {
    board.test = test_after(board, sim.rules.scores, board.best);
    test_all(sim);
  }
}

void show_score(Simulation& sim, VendorId id) {
  if (!sim.rules.mechanisms.scores) return;
  const Vendor& vendor = sim.world.at(id);
  if (!vendor.offer) return;
  Market& market = sim.world.at(vendor.bloc).market;
  if (market.seen.size() < market.price.size()) market.seen.conservativeResize(market.price.size());
  market.seen(vendor.offer.value) = read_as_q(sim.world.board, sim.world.board.models[vendor.product.value].found);
}

Eigen::ArrayXd trust_in_scores(const Simulation& sim, BlocId id) {
  if (!scores_count(sim)) return {};
  const Market& market = sim.world.at(id).market;
  Eigen::ArrayXd trust(static_cast<Eigen::Index>(market.rows));
  const double today = in_days(sim.now());
  for (Eigen::Index row = 0; row < trust.size(); ++row)
    trust(row) = trust_at(sim.rules.scores, today - market.released_days(row));
  return trust;
}

double seen_q_in(const Simulation& sim, const Vendor& vendor, GroupIndex group) {
  const double q = mean_q_in(sim.world, vendor, group);
  if (!scores_count(sim)) return q;
  const Market& market = sim.world.at(vendor.bloc).market;
  const double trust = trust_at(sim.rules.scores, in_days(sim.now()) - market.released_days(vendor.offer.value));
  return q + trust * (market.seen(vendor.offer.value) - q);
}

}  // namespace poldyn
