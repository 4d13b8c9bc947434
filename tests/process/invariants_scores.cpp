#include "tests/process/invariants_scores.h"

#include <cmath>

namespace poldyn::lab {
namespace {

class LookAtScores {
 public:
  explicit LookAtScores(const Simulation& sim) : sim_(sim), world_(sim.world), board_(sim.world.board) {}

  std::string first_problem() {
    const Mechanisms& on = sim_.rules.mechanisms;
    hold(board_.kept == on.scores, "board: kept without tests, or not kept");
    hold(world_.tuned_shares.size() == (on.scores && on.tuning ? world_.vendors.size() : 0), "tuning: by vendor");
    for (const double share : world_.tuned_shares) hold(share >= 0 && share < 1, "tuning: no share of a project");
    hold(board_.entries.size() == (on.scores ? world_.vendors.size() : 0), "board: by vendor");
    if (!on.scores) {
      hold(board_.models.empty() && board_.test == 0, "board: tests that nobody takes");
      for (const Bloc& bloc : world_.blocs) hold(bloc.market.seen.size() == 0, "market: scores that nobody has");
      return problem_;
    }
    for (const Bloc& bloc : world_.blocs) look(bloc);
    return problem_;
  }

 private:
  void hold(bool holds, const char* what, std::size_t whose = 0) {
    if (!holds && problem_.empty()) problem_ = std::string(what) + " (of " + std::to_string(whose) + ")";
  }

  void look(const Bloc& bloc) {
    for (const VendorId id : bloc.members) {
      const Vendor& vendor = world_.at(id);
      const BoardEntry& entry = board_.entries[id.value];
      if (entry.there) {
        hold(entry.project <= vendor.project, "board: a model to come", id.value);
        hold(entry.tested.found <= board_.best, "board: one above the best", id.value);
      }
      if (!vendor.product) continue;
      const Model& product = world_.at(vendor.product);
      const Tested& tested = board_.models[vendor.product.value];
      hold(product.unmodified ? tested.tuning == 0 : tested.tuning >= 0, "model: tuned", id.value);
      // The error of what is found is this model's at this test: six standard deviations, and what tries may add.
      const double error = std::abs(tested.found - tested.tuning - board_.covered_q(product.q));
      hold(error <= 10 * most_noise, "model: found to be another", id.value);
      if (!product.unmodified && entry.project == product.project)
        hold(entry.tested.found == tested.found, "board: another score than the product's", id.value);
      if (vendor.offer)
        hold(bloc.market.seen(static_cast<Eigen::Index>(vendor.offer.value)) == read_as_q(board_, tested.found),
             "market: another score than the product's", id.value);
    }
  }

  static constexpr double most_noise = 5;  // of the parameter's range
  const Simulation& sim_;
  const World& world_;
  const Scoreboard& board_;
  std::string problem_;
};

}  // namespace

std::string what_is_wrong_in_scores(const Simulation& sim) { return LookAtScores(sim).first_problem(); }

}  // namespace poldyn::lab
