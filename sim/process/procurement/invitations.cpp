#include "sim/process/procurement/invitations.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/engine/choice.h"
#include "sim/process/approval/variants.h"
#include "sim/process/market/regions.h"
#include "sim/world/prefetch.h"

namespace poldyn {
namespace {

// Words of a tender's stream; 0 and 3 are its clock's, 2 its terms.
constexpr std::uint16_t invitation_draw = 1, region_draw = 4;

/// Draws per place before a tender gives up looking for vendors that may bid: of even ones, with 1 % of vendors that
/// may, half of the places are still filled.
constexpr std::uint32_t tries_per_place = 64;

std::optional<std::uint32_t> draw_category(const Simulation& sim, BlocId id, std::uint32_t ordinal) {
  if (!asks_for_category(sim, id)) return std::nullopt;
  Stream stream = sim.draw(Purpose::category, id, ordinal);
  return static_cast<std::uint32_t>(
      choose_evenly(static_cast<std::size_t>(sim.rules_of(id).variants.categories), stream));
}

/// Who may bid. Left out are those that are not deployed in the region, and those without the approval that is asked
/// for. Asked for many offers of one tender, most of which may be left out: what is the same for all is looked up once.
class Admission {
 public:
  Admission(const Simulation& sim, const Tender& tender)
      : sim_(sim),
        tender_(tender),
        bloc_(sim.world.at(tender.bloc)),
        approved_only_(sim.rules_of(tender.bloc).procurement.registered_only) {}

  bool may_bid(OfferRow row) const {
    if (approved_only_ && !bloc_.market.approved[row.value]) return false;
    if (!serves(bloc_, row, tender_.group)) return false;
    return !tender_.category || covers_category(sim_, bloc_.market.vendor[row.value], *tender_.category);
  }

 private:
  const Simulation& sim_;
  const Tender& tender_;
  const Bloc& bloc_;
  bool approved_only_;
};

/// Fills the places that are left from all that may bid, by their weights. For draws by weight may fall on the same few
/// for ever, and find nobody of those that may bid.
void invite_from_all(const Market& market, const Admission& admission, std::size_t places, Stream& stream,
                     std::vector<VendorId>& invited) {
  std::vector<std::pair<VendorId, double>> others;
  double total = 0;
  for (std::uint32_t row = 0; row < market.rows; ++row) {
    const VendorId id = market.vendor[row];
    if (!admission.may_bid(OfferRow{row}) || std::find(invited.begin(), invited.end(), id) != invited.end()) continue;
    others.emplace_back(id, market.known.weight(row));
    total += others.back().second;
  }
  while (invited.size() < places && !others.empty()) {
    double left = stream.uniform() * total;
    auto next = others.begin();
    for (; next + 1 != others.end() && left >= next->second; ++next) left -= next->second;
    invited.push_back(next->first);
    others.erase(next);
    total =
        std::accumulate(others.begin(), others.end(), 0.0, [](double sum, const auto& o) { return sum + o.second; });
  }
}

}  // namespace

Tender draw_tender(const Simulation& sim, BlocId id, std::uint32_t ordinal) {
  Stream where = sim.draw(Purpose::tender, id, ordinal, region_draw);
  const RegionId region = draw_region(sim, id, where);
  return {id, region, group_of(sim.world.at(id), region), ordinal, draw_category(sim, id, ordinal)};
}

VendorId call_off(const Simulation& sim, const Tender& tender) {
  const double share = sim.rules_of(tender.bloc).procurement.framework_share;
  if (share <= 0) return {};
  Stream stream = sim.draw(Purpose::framework, tender.bloc, tender.ordinal);
  if (!(stream.uniform() < share)) return {};
  const std::vector<ContractId>& running = sim.world.at(tender.bloc).region_contracts[tender.region.value];
  if (running.empty()) return {};
  const Admission admission(sim, tender);
  for (std::uint32_t i = 0; i < tries_per_place; ++i) {
    const ContractId contract = running[stream.below(static_cast<std::uint32_t>(running.size()))];
    const VendorId holder = sim.world.contracts[contract].vendor;
    const OfferRow row = sim.world.at(holder).offer;  // a holder whose product is suspended has none
    if (row && admission.may_bid(row)) return holder;
  }
  return {};
}

std::vector<VendorId> invite(const Simulation& sim, const Tender& tender) {
  const ProcurementRule& rule = sim.rules_of(tender.bloc).procurement;
  const Market& market = sim.world.at(tender.bloc).market;
  std::vector<VendorId> invited;
  if (market.rows == 0) return invited;
  Stream stream = sim.draw(Purpose::tender, tender.bloc, tender.ordinal, invitation_draw);
  const bool evenly = market.known.size() == 0;
  const auto places = std::min<std::size_t>(static_cast<std::size_t>(rule.bidders), market.rows);
  const Admission admission(sim, tender);
  invited.reserve(places);
  const auto tries = tries_per_place * static_cast<std::uint32_t>(rule.bidders);
  for (std::uint32_t i = 0; i < tries && invited.size() < places; ++i) {
    const OfferRow row{evenly ? stream.below(market.rows) : market.known.find(stream.uniform())};
    if (!admission.may_bid(row)) continue;
    const VendorId id = market.vendor[row.value];
    if (std::find(invited.begin(), invited.end(), id) != invited.end()) continue;
    invited.push_back(id);
    prefetch(&sim.world.at(id));
  }
  if (!evenly && invited.size() < places) invite_from_all(market, admission, places, stream, invited);
  for (const VendorId id : invited) prefetch(&sim.world.at(sim.world.at(id).product));
  return invited;
}

}  // namespace poldyn
