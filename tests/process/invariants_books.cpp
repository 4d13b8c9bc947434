#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/process/invariants_books.h"

namespace poldyn::lab {
namespace {

/// Books, and counts of what goes wrong and is put right.
class LookAtBooks {
 public:
  explicit LookAtBooks(const Simulation& sim) : sim_(sim), world_(sim.world) {}

  std::string first_problem() {
    for (std::size_t b = 0; b < world_.blocs.size(); ++b) books(BlocId{b});
    abroad();
    for (std::size_t b = 0; b < world_.blocs.size(); ++b) incidents(BlocId{b});
    for (std::size_t b = 0; b < world_.blocs.size(); ++b) directives(world_.blocs[b]);
    return problem_;
  }

 private:
  void hold(bool holds, const char* what, std::size_t whose = 0) {
    if (!holds && problem_.empty()) problem_ = std::string(what) + " (of " + std::to_string(whose) + ")";
  }

  template <std::size_t n>
  static Money sum(const std::array<Money, n>& entries) {
    return std::accumulate(entries.begin(), entries.end(), Money{});
  }

  /// Exact, in whole units: what was paid was received, has a heading and a group; and the vendors' account is their
  /// cash.
  void books(BlocId id) {
    const Bloc& bloc = world_.at(id);
    const Books& b = bloc.books;
    hold(sum(b.paid) == sum(b.received), "books: paid and received differ", id.value);
    hold(sum(b.paid) == sum(b.heading), "books: headings do not add up", id.value);
    hold(sum(b.paid) == sum(b.group), "books: groups do not add up", id.value);
    Money cash;
    for (const VendorId member : bloc.members) cash += world_.at(member).cash;
    const auto vendors = static_cast<std::size_t>(Account::vendors);
    hold(b.received[vendors] - b.paid[vendors] == cash, "books: the vendors' account is not their cash", id.value);
    for (std::size_t h = 0; h < headings; ++h) hold(b.heading[h] >= Money{}, "books: a heading below zero", h);
    for (std::size_t g = 0; g <= ledger_groups; ++g) hold(b.group[g] >= Money{}, "books: a group below zero", g);
    if (!sim_.rules.mechanisms.finance) hold(sum(b.paid) == Money{}, "books: flows without finance", id.value);
    compute(bloc);
    for (std::uint32_t row = 0; row < bloc.market.rows; ++row) {
      const Model& product = world_.at(world_.at(bloc.market.vendor[row]).product);
      const std::uint64_t design = design_key(product.design, product.paradigm);
      hold(bloc.market.design[row] == design && bloc.market.deployed.count(design) > 0, "market: its designs", row);
    }
  }

  /// Never more than the supply, and all of it when it is scarce.
  void compute(const Bloc& bloc) {
    const ComputeMarket& c = bloc.compute;
    hold(c.price >= 1 && c.bought <= c.supply * (1 + 1e-12), "compute: more bought than there is");
    hold(c.price == 1 || c.bought >= c.supply * (1 - 1e-9), "compute: dear and not sold out");
  }

  void abroad() {
    Money net;
    const auto i = static_cast<std::size_t>(Account::abroad);
    for (const Bloc& bloc : world_.blocs) net += bloc.books.received[i] - bloc.books.paid[i];
    hold(net == Money{}, "books: what one bloc sends abroad does not arrive");
    for (const ComputeAccount& account : world_.compute_accounts)
      hold(account.voucher >= Money{} && account.ordered >= Money{}, "compute account: below zero");
  }

  /// Each clock runs at the hazard of the use and robustness that there are now.
  void incidents(BlocId id) {
    const Bloc& bloc = world_.at(id);
    const BlocTally& t = bloc.tally;
    hold(std::accumulate(t.incidents_in.begin(), t.incidents_in.end(), std::uint64_t{0}) == t.incidents,
         "tally: incidents and their domains differ");
    hold(t.harm >= 0 && t.audit_findings <= t.audits, "tally: harm or audits");
    const IncidentRule& rule = sim_.rules.incidents;
    if (!sim_.rules.mechanisms.incidents || !sim_.rules.mechanisms.market || rule.rate <= 0) {
      hold(t.incidents == 0, "tally: incidents without the mechanism");
      return;
    }
    for (std::uint32_t row = 0; row < bloc.market.rows; ++row) {
      const IncidentClock& clock = world_.incident_clocks.at(bloc.market.vendor[row].value);
      double hazard = 0;
      for (std::size_t d = 0; d < world_.domains; ++d)
        hazard += rule.rate * (1 - bloc.market.robustness(row)) * (bloc.outside_envelope[d] ? rule.outside_factor : 1) *
                  bloc.demand_share[d] * bloc.market.share(row, static_cast<Eigen::Index>(d));
      hold(std::abs(clock.hazard - hazard) <= 1e-12 * (1 + hazard), "incidents: a clock of another hazard", row);
      hold(clock.left >= 0 && clock.since <= sim_.now(), "incidents: a clock that has run out", row);
      hold(clock.project == world_.at(world_.at(bloc.market.vendor[row]).product).project,
           "incidents: the clock of another release", row);
    }
  }

  void directives(const Bloc& bloc) {
    const BlocDirectives& control = bloc.directives;
    hold(control.pending.size() <= most_directives, "directives: too many pending");
    std::uint64_t slots = 0;
    for (const Directive& directive : control.pending) {
      const std::uint64_t bit = std::uint64_t{1} << directive.slot;
      hold((slots & bit) == 0, "directives: two of one slot", directive.key);
      slots |= bit;
      hold(directive.complied <= control.use * (1 + 1e-9) + 1e-12, "directives: more use complies than there is");
    }
    for (std::size_t i = 1; i < control.pending.size(); ++i)
      hold(control.pending[i - 1].issued <= control.pending[i].issued, "directives: out of order", i);
    for (const CarriedOut& one : control.carried_out) hold(one.done >= one.issued, "directives: done before issued");
    hold(control.use <= 1 + 1e-9, "directives: use above 1");
    if (world_.warm_since == SimTime{})
      hold(bloc.tally.directives == control.pending.size() + control.carried_out.size() + bloc.tally.lapsed_directives,
           "directives: what was issued is not what came of it");
  }

  const Simulation& sim_;
  const World& world_;
  std::string problem_;
};

}  // namespace

std::string what_is_wrong_in_books(const Simulation& sim) { return LookAtBooks(sim).first_problem(); }

}  // namespace poldyn::lab
