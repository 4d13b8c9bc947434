#include "sim/process/market/awareness.h"

#include "sim/base/elementary.h"
#include "sim/process/market/regions.h"

namespace poldyn {
namespace {

bool are_known(const Simulation& sim, BlocId bloc) {
  return sim.rules.mechanisms.procurement && sim.rules_of(bloc).procurement.awareness > 0;
}

double weight_of(const ProcurementRule& rule, double share) { return pow(share + rule.known_floor, rule.awareness); }

}  // namespace

void weigh_offers(Simulation& sim, BlocId id) {
  Bloc& bloc = sim.world.at(id);
  bloc.market.known.reset(0);
  if (!are_known(sim, id)) return;
  bloc.market.known.reset(bloc.market.rows);
  for (std::size_t row = 0; row < bloc.market.rows; ++row)
    bloc.market.known.set(
        row, weight_of(sim.rules_of(id).procurement, share_of_use(bloc, sim.world.domains, OfferRow{row})));
}

void follow_awareness(Simulation& sim, BlocId id, const Scenario& before) {
  const ProcurementRule &was = before.blocs[id.value].procurement, &is = sim.rules_of(id).procurement;
  if (was.awareness != is.awareness || was.known_floor != is.known_floor) weigh_offers(sim, id);
}

void weigh_newcomer(Simulation& sim, BlocId id, OfferRow row) {
  if (are_known(sim, id)) sim.world.at(id).market.known.set(row.value, weight_of(sim.rules_of(id).procurement, 0));
}

void forget_row(Market& market, OfferRow row) {
  if (market.known.size() == 0) return;
  const std::size_t last = market.rows - 1;
  market.known.set(row.value, market.known.weight(last));
  market.known.set(last, 0);
}

}  // namespace poldyn
