#include "tests/process/invariants_procurement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/process/procurement/contracts.h"

namespace poldyn::lab {
namespace {

class LookAtProcurement {
 public:
  explicit LookAtProcurement(const Simulation& sim) : sim_(sim), world_(sim.world) {}

  std::string first_problem() {
    contracts();
    for (std::size_t b = 0; b < world_.blocs.size(); ++b) {
      tallies(world_.blocs[b], b);
      lists(world_.blocs[b], b);
      known(BlocId{b});
    }
    return problem_;
  }

 private:
  void hold(bool holds, const char* what, std::size_t whose = 0) {
    if (!holds && problem_.empty()) problem_ = std::string(what) + " (of " + std::to_string(whose) + ")";
  }

  void contracts() {
    std::vector<std::size_t> running(world_.blocs.size());
    std::size_t all = 0;
    for (std::size_t i = 0; i < world_.vendors.size(); ++i) {
      const Vendor& v = world_.vendors[i];
      double rate = 0;
      std::array<unsigned, 8> buyers{};
      std::size_t guard = 0;
      for (ContractId c = v.contracts; c && ++guard < 1'000'000; c = world_.contracts[c].next, ++all) {
        hold(world_.contracts[c].vendor == VendorId{i}, "contract: of another vendor", i);
        hold(world_.contracts[c].ends >= sim_.now(), "contract: over and still running", i);
        rate += world_.contracts[c].rate;
        hold(is_incumbent(world_, v, world_.contracts[c].region), "vendor: forgot a buyer", i);
        ++buyers[world_.contracts[c].region.value % buyers.size()];
        ++running[world_.contracts[c].bloc.value];
      }
      for (std::size_t r = 0; r < buyers.size(); ++r)
        hold(v.buyers[r] == buyers[r] || v.buyers[r] == 255, "vendor: count of contracts by region", i);
      hold(std::abs(rate - v.contract_rate) <= 1e-9 * (1 + rate), "vendor: contract rate is not the sum", i);
    }
    hold(all == world_.contracts.alive(), "contracts: slots alive and contracts running differ");
    for (std::size_t b = 0; b < running.size(); ++b)
      hold(running[b] == world_.blocs[b].contracts, "bloc: number of contracts", b);
  }

  void tallies(const Bloc& bloc, std::size_t b) {
    const BlocTally& t = bloc.tally;
    hold(std::accumulate(t.won.begin(), t.won.end(), std::uint64_t{0}) == t.awards, "tally: winners and awards differ",
         b);
    hold(t.call_offs <= t.tenders && t.tenders <= t.awards, "tally: tenders without an award", b);
    hold(t.winner_q <= 1e-9 && t.won_affiliated <= t.awards, "tally: a winner better than the best bidder", b);
    // Lots of one tender are awarded at one instant.
    hold(std::is_sorted(bloc.awards.begin(), bloc.awards.end(),
                        [](const Award& one, const Award& other) { return one.at < other.at; }) &&
             bloc.awards.size() <= t.awards + bloc.warmup.awards,
         "awards: out of order, or more than were made", b);
  }

  /// Each running contract stands once in its region's list.
  void lists(const Bloc& bloc, std::size_t b) {
    std::size_t all = 0;
    hold(bloc.region_contracts.size() == bloc.regions, "contracts: a list for each region", b);
    for (std::size_t r = 0; r < bloc.region_contracts.size(); ++r)
      for (std::size_t place = 0; place < bloc.region_contracts[r].size(); ++place, ++all) {
        const Contract& contract = world_.contracts[bloc.region_contracts[r][place]];
        hold(contract.region == RegionId{r} && contract.bloc == BlocId{b} && contract.place == place,
             "contract: not where it thinks it is", b);
        hold(world_.at(contract.vendor).active, "contract: of a vendor that left", b);
      }
    hold(all == bloc.contracts, "contracts: running and listed differ", b);
  }

  /// An offer's weight is that of some share of use, and what is no offer has none.
  void known(BlocId id) {
    const Market& market = world_.at(id).market;
    const ProcurementRule& rule = sim_.rules_of(id).procurement;
    if (!sim_.rules.mechanisms.procurement || rule.awareness <= 0) {
      hold(market.known.size() == 0, "market: known, though invitations go evenly", id.value);
      return;
    }
    hold(market.known.size() >= market.rows, "market: an offer without weight", id.value);
    const double least = std::pow(rule.known_floor, rule.awareness);
    const double most = std::pow(1.000001 + rule.known_floor, rule.awareness);
    for (std::size_t row = 0; row < market.known.size() && problem_.empty(); ++row) {
      const double weight = market.known.weight(row);
      if (row >= market.rows)
        hold(weight == 0, "market: what has left is known", id.value);
      else
        hold(weight >= least * (1 - 1e-9) && weight <= most, "market: weight beyond its range", id.value);
    }
  }

  const Simulation& sim_;
  const World& world_;
  std::string problem_;
};

}  // namespace

std::string what_is_wrong_in_procurement(const Simulation& sim) { return LookAtProcurement(sim).first_problem(); }

}  // namespace poldyn::lab
