#include "sim/process/approval/variants.h"

#include "sim/policy/tender_pace.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/market/compute.h"

namespace poldyn {
namespace {

/// Ordinals of variants start here; projects count up from 1 and renewals down from the top, so the three never meet in
/// one stream.
constexpr std::uint32_t first_ordinal = 1U << 30;

/// What an entry of another category would bring in a year if tenders went round all vendors evenly: what vendors
/// reckon with. Contracts have the cost of serving them.
double even_share(const Simulation& sim, const Vendor& vendor) {
  const ProcurementRule& rule = sim.rules_of(vendor.bloc).procurement;
  const Bloc& bloc = sim.world.at(vendor.bloc);
  const double awarded =
      contract_rate(rule, sim.rules_of(vendor.bloc).market, in_years(sim.now()), bloc.drift.tenders, bloc.drift.demand);
  const double lots = static_cast<double>(sim.rules_of(vendor.bloc).variants.categories) * bloc.vendors;
  return sim.class_of(vendor).margin * awarded / lots;
}

/// Of the vendor's `nth` variant, M$ per year: one that covers no further category brings nothing.
double eligibility(const Simulation& sim, const Vendor& vendor, std::uint32_t nth) {
  const bool is_of_use = asks_for_category(sim, vendor.bloc) && nth < sim.rules_of(vendor.bloc).variants.categories;
  return is_of_use ? even_share(sim, vendor) : 0;
}

VariantPayoff payoff_of(const Simulation& sim, const Filing& release) {
  const BlocRules& rules = sim.rules_of(release.bloc);
  const VendorVariants& own = sim.world.vendor_variants[release.vendor.value];
  VariantPayoff payoff;
  if (sim.rules.mechanisms.subsidies) {
    const Reward reward = reward_of_approval(rules.subsidies, release.track);
    payoff.reward = rules.variants.reward_share *
                    (reward.grant.millions() + rules.variants.voucher_worth * reward.voucher.millions());
  }
  payoff.eligibility = eligibility(sim, sim.world.at(release.vendor), own.held + own.under_review + 1);
  payoff.fee = rule_of(rules, release.track).filing_cost;
  return payoff;
}

bool wants_to_file(const Simulation& sim, const Filing& release, std::uint32_t ordinal) {
  const VariantRule& rule = sim.rules_of(release.bloc).variants;
  const VariantPayoff payoff = payoff_of(sim, release);
  if (sim.world.at(release.vendor).cash.millions() < payoff.fee + rule.upkeep_per_year * term_years(rule)) return false;
  const double p = chance_to_file(rule, payoff);
  if (p <= 0 || p >= 1) return p >= 1;
  return sim.draw(Purpose::variant, sim.world.at(release.vendor), ordinal).uniform() < p;
}

void file_variant(Simulation& sim, const Filing& release, const Registered& design, std::uint32_t ordinal) {
  Filing filing;
  filing.vendor = release.vendor;
  filing.bloc = release.bloc;
  filing.region = release.region;
  filing.track = release.track;
  filing.purpose = FilingPurpose::variant;
  filing.priority = release.priority;
  filing.key = release.key;
  filing.ordinal = first_ordinal + ordinal;
  filing.safety = release.safety;
  filing.design = design.design;
  filing.paradigm = design.paradigm;
  filing.delay = Delay::from(sim.now());
  ++sim.world.vendor_variants[release.vendor.value].under_review;
  ++sim.world.at(release.bloc).tally.variants_filed;
  if (const auto decided = file(sim, filing)) follow_variant(sim, *decided);
}

/// Pays a term's upkeep and waits for its end.
void begin_term(Simulation& sim, VariantId id) {
  const Variant& variant = sim.world.variants[id];
  Vendor& vendor = sim.world.at(variant.vendor);
  Bloc& bloc = sim.world.at(vendor.bloc);
  const VariantRule& rule = sim.rules_of(vendor.bloc).variants;
  const Money upkeep = Money::of(rule.upkeep_per_year * term_years(rule));
  pay(bloc, vendor, Account::compliance_services, Heading::compliance, upkeep, LedgerGroup::compliance_tooling);
  bloc.spending += upkeep;
  sim.schedule(later(sim.now(), rule.term.count()), phase::ends, EventKind::variant_due, id.value, variant.generation);
}

/// Enters it in the registry.
void list_variant(Simulation& sim, const Filing& filing) {
  VendorVariants& own = sim.world.vendor_variants[filing.vendor.value];
  const VariantId id = sim.world.variants.make();
  Variant& variant = sim.world.variants[id];
  variant.vendor = filing.vendor;
  variant.next = own.first;
  own.first = id;
  ++own.held;
  --own.under_review;
  Registry& registry = sim.world.at(filing.bloc).registry;
  ++registry.variants;
  ++registry.variants_listed;
  registry.designs.add(filing.design, filing.paradigm);
  reward_approval(sim, filing.vendor, filing.track, sim.rules_of(filing.bloc).variants.reward_share);
  begin_term(sim, id);
}

/// Precondition: `link` is the vendor's pointer to the variant.
void strike(World& world, VariantId& link) {
  const VariantId id = link;
  const VendorId vendor = world.variants[id].vendor;
  link = world.variants[id].next;
  world.variants.release(id);
  --world.vendor_variants[vendor.value].held;
  --world.at(world.at(vendor).bloc).registry.variants_listed;
}

}  // namespace

void make_room_for_variants(Simulation& sim) {
  if (files_variants(sim.rules.mechanisms)) sim.world.vendor_variants.resize(sim.world.vendors.size());
}

void consider_variants(Simulation& sim, const Filing& release, const Registered& design) {
  if (!files_variants(sim.rules.mechanisms)) return;
  const std::int64_t considered = sim.rules_of(release.bloc).variants.considered;
  for (std::int64_t i = 0; i < considered; ++i) {
    const std::uint32_t ordinal = sim.world.vendor_variants[release.vendor.value].considered++;
    if (wants_to_file(sim, release, ordinal)) file_variant(sim, release, design, ordinal);
  }
}

void follow_variant(Simulation& sim, const Decision& decision) {
  if (decision.approved())
    list_variant(sim, decision.filing);
  else
    --sim.world.vendor_variants[decision.filing.vendor.value].under_review;
}

void end_term(Simulation& sim, VariantId id, std::uint32_t generation) {
  if (sim.world.variants[id].generation != generation) return;
  const VendorId vendor_id = sim.world.variants[id].vendor;
  const Vendor& vendor = sim.world.at(vendor_id);
  VendorVariants& own = sim.world.vendor_variants[vendor_id.value];
  if (is_worth_keeping(sim.rules_of(vendor.bloc).variants, eligibility(sim, vendor, own.held)))
    return begin_term(sim, id);
  VariantId* link = &own.first;
  while (*link != id) link = &sim.world.variants[*link].next;
  strike(sim.world, *link);
  ++sim.world.at(vendor.bloc).tally.variants_given_up;
}

void strike_variants(World& world, VendorId vendor) {
  if (world.vendor_variants.empty()) return;
  VendorVariants& own = world.vendor_variants[vendor.value];
  while (own.first) strike(world, own.first);
  own.under_review = 0;
}

bool asks_for_category(const Simulation& sim, BlocId bloc) {
  const BlocRules& rules = sim.rules_of(bloc);
  return files_variants(sim.rules.mechanisms) && sim.rules.mechanisms.procurement &&
         rules.procurement.registered_only && rules.variants.categories > 1;
}

bool covers_category(const Simulation& sim, VendorId id, std::uint32_t category) {
  const Vendor& vendor = sim.world.at(id);
  return covers(sim.rules_of(vendor.bloc).variants, within_bloc(vendor.key), sim.world.vendor_variants[id.value].held,
                category);
}

}  // namespace poldyn
