#include "sim/process/designs/search.h"

#include <limits>
#include <optional>

#include "sim/process/designs/bases.h"
#include "sim/process/designs/paradigms.h"
#include "sim/process/designs/programmes.h"

namespace poldyn {
namespace {

Reached better(const Landscape& landscape, std::uint64_t design, std::uint64_t other) {
  const std::uint64_t worth = landscape.worth(design), tried = landscape.worth(other);
  return tried > worth ? Reached{other, tried} : Reached{design, worth};
}

Reached long_jump(const Landscape& landscape, std::uint64_t design, std::int64_t bits, Stream& stream) {
  std::uint64_t jumped = design;
  for (std::int64_t i = 0; i < bits; ++i) {
    const std::uint32_t bit = stream.below(landscape.bits);
    const std::uint64_t value = stream() & 1;
    jumped = (jumped & ~(std::uint64_t{1} << bit)) | value << bit;
  }
  return better(landscape, design, jumped);
}

/// Each differing bit is copied with the same probability; the copy is kept if it is better, for copying half of an
/// interdependent whole often is not (Rivkin 2000, "Imitation of complex strategies").
Reached imitate(const Landscape& landscape, std::uint64_t design, std::uint64_t model, double share, Stream& stream) {
  std::uint64_t copy = design;
  for (std::uint32_t bit = 0; bit < landscape.bits; ++bit) {
    const std::uint64_t mask = std::uint64_t{1} << bit;
    if (((design ^ model) & mask) != 0 && stream.uniform() < share) copy ^= mask;
  }
  return better(landscape, design, copy);
}

/// Builds on the chosen base if it promises enough over the vendor's last model; the fork starts from the base's design
/// and carries the compute that went into its weights.
bool adopt(const Simulation& sim, const Vendor& vendor, SearchOutcome& found) {
  const auto base = choose_base(sim, vendor, BaseUse::weights);
  if (!base || base->mean_q < vendor.committed_q + sim.rules.vendors.adoption_gain_oom) return false;
  found = {base->design, base->fitness, base->lineage,     base->root_bloc, base->compute_oom,
           base->data,   true,          SearchMode::adopt, base->paradigm};
  found.foreign = sim.world.at(base->vendor).bloc != vendor.bloc;
  found.built_for = base->built_for;
  found.maker = base->vendor;
  return true;
}

/// What the vendor would go on from if its project found nothing.
SearchOutcome starting_point(const Vendor& vendor) {
  return {vendor.design,         vendor.fitness, vendor.lineage,   vendor.root_bloc, vendor.inherited_oom,
          vendor.inherited_data, false,          SearchMode::keep, vendor.paradigm};
}

/// Begins anew in another paradigm: neither the design nor adopted weights are of use there.
void change_over(const Simulation& sim, const Vendor& vendor, Paradigm to, SearchOutcome& found) {
  found.paradigm = to;
  found.design = first_design(sim, vendor, to);
  found.fitness = sim.world.landscape_of(to).fitness(found.design);
  found.lineage = std::uint64_t{vendor.key} << 32 | vendor.project;
  found.root_bloc = vendor.bloc;
  found.inherited_oom = -std::numeric_limits<double>::infinity();
  found.retooling_oom = sim.rules.paradigms[to].rule.switching_oom;
}

/// A directed project works in the target's paradigm and towards the target.
SearchOutcome directed_search(const Simulation& sim, const Vendor& vendor, SearchOutcome found) {
  const Paradigm paradigm = sim.world.at(vendor.bloc).programme.paradigm;
  if (paradigm != found.paradigm) change_over(sim, vendor, paradigm, found);
  found.mode = SearchMode::directed;
  found.design = follow_target(sim, vendor, found.design);
  found.fitness = sim.world.landscape_of(found.paradigm).fitness(found.design);
  found.discovered = finds_next(sim, vendor, true);
  return found;
}

}  // namespace

Reached local_search(const Landscape& landscape, std::uint64_t design, std::int64_t steps, Stream& stream) {
  Landscape::States states = landscape.states_of(design);
  std::uint64_t worth = landscape.worth_of(states);
  const std::size_t width = landscape.epistasis + 1;
  for (std::int64_t i = 0; i < steps; ++i) {
    const std::uint32_t bit = stream.below(landscape.bits);
    const Landscape::Reader* const first = &landscape.readers[landscape.first_reader[bit]];
    const Landscape::Reader* const last = &landscape.readers[0] + landscape.first_reader[bit + 1];
    std::uint64_t lost = 0, won = 0;
    for (const Landscape::Reader* r = first; r != last; ++r) {
      const std::uint32_t* table = &landscape.contribution[std::size_t{r->contribution} << width];
      lost += table[states[r->contribution]];
      won += table[states[r->contribution] ^ 1U << r->place];
    }
    if (won <= lost) continue;
    for (const Landscape::Reader* r = first; r != last; ++r) states[r->contribution] ^= 1U << r->place;
    worth += won - lost;
    design ^= std::uint64_t{1} << bit;
  }
  return {design, worth};
}

SearchOutcome search(const Simulation& sim, const Vendor& vendor) {
  const Mechanisms& on = sim.rules.mechanisms;
  SearchOutcome found = starting_point(vendor);
  if (!on.search && !on.adoption) return found;
  if (on.search && is_directed(sim, vendor)) return directed_search(sim, vendor, found);
  if (on.search)
    if (const Paradigm to = choose_paradigm(sim, vendor); to != found.paradigm) change_over(sim, vendor, to, found);
  const TechnologyRule& rule = sim.rules.technology;
  Stream stream = sim.draw(Purpose::search, vendor, vendor.project);
  SearchMode mode = choose_mode(sim, vendor, stream);
  if (mode == SearchMode::adopt && (!adopt(sim, vendor, found) || on.search)) mode = SearchMode::local;
  if (!on.search) return found;
  const Landscape& landscape = sim.world.landscape_of(found.paradigm);
  found.mode = mode;
  if (mode == SearchMode::long_jump) found.discovered = finds_next(sim, vendor, false);
  std::optional<Reached> reached;
  switch (mode) {
    case SearchMode::keep:
    case SearchMode::directed:
    case SearchMode::adopt:
      break;
    case SearchMode::local:
      reached = local_search(landscape, found.design, rule.search_steps, stream);
      break;
    case SearchMode::long_jump:
      reached = long_jump(landscape, found.design, rule.jump_bits, stream);
      break;
    case SearchMode::imitate:
      if (const auto model = better_design(sim.world.at(vendor.bloc), found.paradigm, found.fitness))
        reached = imitate(landscape, found.design, *model, rule.imitated_share, stream);
      break;
  }
  if (reached) {
    found.design = reached->design;
    found.fitness = landscape.fitness_of(reached->worth);
  }
  return found;
}

}  // namespace poldyn
