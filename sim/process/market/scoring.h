#pragma once

#include <Eigen/Core>

#include "sim/process/core/simulation.h"

namespace poldyn {

// What tests find of models, and what users and tenders make of it. A test is taken when a model is trained, and by all
// again when a harder test takes the place of one; its error belongs to (score, vendor, project, test), so it is the
// same however often anybody looks.

/// Opens the board, once for all blocs.
void open_board(Simulation& sim, BlocId bloc);
/// Room for the entries of all vendors.
void make_room_for_entries(Simulation& sim);

/// Tests a model that its vendor means to bring to market; an application is tested, too, and stands on no board.
void test_model(Simulation& sim, ModelId model, double tuning);

/// Puts harder tests in the place of one that is too easy by now, if it is, and has all take them.
void retire_tests(Simulation& sim);

/// What the score says of a product, for its row of the market.
void show_score(Simulation& sim, VendorId vendor);

/// Whether anybody goes by scores.
inline bool scores_count(const Simulation& sim) { return sim.rules.mechanisms.scores && sim.rules.scores.trust > 0; }

/// By row of a bloc's market, the weight of the score in what users see of the offer; empty if nobody goes by scores.
Eigen::ArrayXd trust_in_scores(const Simulation& sim, BlocId bloc);

/// Mean capability of a vendor's product where a group of regions is served, as buyers see it.
double seen_q_in(const Simulation& sim, const Vendor& vendor, GroupIndex group);

}  // namespace poldyn
