#include "sim/process/designs/bases.h"

#include <algorithm>
#include <array>

#include "sim/base/elementary.h"
#include "sim/engine/choice.h"
#include "sim/process/core/binding.h"
#include "sim/process/designs/standards.h"

namespace poldyn {
namespace {

/// One entry per vendor, its latest release: an older base of the same vendor would hardly be chosen. Weights do not
/// always come to be known in the order of their release, for a policy may shorten the lag. A full pool gives up its
/// weakest. Approved bases and others do not crowd each other out, for some vendors may use the former only.
void put(std::vector<Base>& pool, const Base& base) {
  const auto earlier = std::find_if(pool.begin(), pool.end(), [&](const Base& b) { return b.vendor == base.vendor; });
  if (earlier != pool.end()) {
    if (base.released < earlier->released) return;
    if (earlier->approved == base.approved) {
      *earlier = base;
      return;
    }
    pool.erase(earlier);  // it changes sides, and must find a place there like any other
  }
  Base* weakest = nullptr;
  std::size_t alike = 0;
  for (Base& held : pool) {
    if (held.approved != base.approved) continue;
    ++alike;
    if (!weakest || held.mean_q < weakest->mean_q) weakest = &held;
  }
  if (alike < base_pool_size)
    pool.push_back(base);
  else if (weakest->mean_q < base.mean_q)
    *weakest = base;
}

/// Weights come to be used after a while. Until then they are kept apart, so that they neither hide their vendor's
/// earlier ones nor take a place from weights that can be used.
void announce(Bloc& bloc, const Base& base) {
  const auto after = std::upper_bound(bloc.upcoming.begin(), bloc.upcoming.end(), base,
                                      [](const Base& a, const Base& b) { return a.visible_from < b.visible_from; });
  bloc.upcoming.insert(after, base);
}

/// Whose model it is and which of its models, and not where it stands.
std::uint64_t identity_of_base(const Simulation& sim, const Model& model) {
  const Vendor& maker = sim.world.at(model.vendor);
  return mix64(sim.identities.blocs[maker.bloc.value] ^ (std::uint64_t{within_bloc(maker.key)} << 32 | model.project));
}

Base base_of(const Simulation& sim, const Model& model, SimTime visible_from) {
  return {model.vendor,   model.project,     identity_of_base(sim, model),
          model.design,   model.lineage,     model.root_bloc,
          model.data,     model.compute_oom, model.fitness,
          model.mean_q,   model.q,           model.released,
          visible_from,   model.open,        model.approved,
          model.approved, model.standard,    model.paradigm,
          model.built_for};
}

/// Whether approvals of the bloc `from` hold in the bloc `here`, too.
bool holds_abroad(const Simulation& sim, BlocId from, std::size_t here) {
  const Mechanisms& on = sim.rules.mechanisms;
  return on.recognition && on.approval && from.value != here &&
         recognises(sim.rules.blocs[here].recognition, sim.rules_of(from).name);
}

/// Other blocs in which an approval given by `from` holds, one after another.
template <class Do>
void where_recognised(Simulation& sim, BlocId from, Do&& act) {
  if (!sim.rules.mechanisms.recognition) return;
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b)
    if (holds_abroad(sim, from, b)) act(sim.world.blocs[b], sim.rules.blocs[b]);
}

void forget_interface(Bloc& bloc, VendorId vendor) {
  std::erase_if(bloc.interfaces, [&](const Base& base) { return base.vendor == vendor; });
}

/// All other blocs to which an approval may have gone: rules of recognition may change, and what they let by is taken
/// back whatever they say now.
template <class Do>
void elsewhere(Simulation& sim, BlocId home, Do&& act) {
  if (!sim.rules.mechanisms.recognition) return;
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b)
    if (b != home.value) act(sim.world.blocs[b]);
}

/// A product without approval offers no interface abroad, nor does one that it replaced.
void offer_abroad(Simulation& sim, const Model& model, BlocId home) {
  elsewhere(sim, home, [&](Bloc& bloc) { forget_interface(bloc, model.vendor); });
  if (!model.approved) return;
  where_recognised(sim, home, [&](Bloc& bloc, const BlocRules& rules) {
    if (!rules.recognition.interfaces || !rules.openness.api_access) return;
    Base base = base_of(sim, model, sim.now());
    base.built_for = common_set;
    put(bloc.interfaces, base);
  });
}

/// Interfaces of other blocs' products that may be called here, by bloc and then in the order of their offers.
void offer_foreign(Simulation& sim, BlocId here) {
  const BlocRules& rules = sim.rules_of(here);
  if (!rules.recognition.interfaces || !rules.openness.api_access) return;
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    if (!holds_abroad(sim, BlocId{b}, here.value)) continue;
    for (const VendorId maker : sim.world.blocs[b].market.vendor) {
      const Model& product = sim.world.at(sim.world.at(maker).product);
      if (product.unmodified || !product.approved) continue;
      Base base = base_of(sim, product, sim.now());
      base.built_for = common_set;
      put(sim.world.at(here).interfaces, base);
    }
  }
}

/// Calls act(bloc, rules) for each other bloc that can use an open release, by a draw for each.
template <class Act>
void where_visible(const Simulation& sim, const Model& model, const Vendor& vendor, Act&& act) {
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    const OpennessRule& rule = sim.rules.blocs[b].openness;
    if (BlocId{b} == vendor.bloc) continue;
    const double visible = rule.visibility_of(sim.world.at(vendor.bloc).name);
    if (visible <= 0) continue;
    Stream stream = sim.draw_about(sim.identities.blocs[b], Purpose::visibility, vendor, model.project);
    if (stream.uniform() < visible) act(b, rule);
  }
}

void publish_abroad(Simulation& sim, const Model& model, const Vendor& vendor) {
  where_visible(sim, model, vendor, [&](std::size_t b, const OpennessRule& rule) {
    Base base = base_of(sim, model, later(sim.now(), rule.visibility_lag.count()));
    base.approved = model.approved && holds_abroad(sim, vendor.bloc, b);
    base.built_for = common_set;
    announce(sim.world.blocs[b], base);
  });
}

/// Which bases an application of one vendor may call. It is asked of every base at every choice, and the rules of most
/// scenarios look at nothing of a base: then they are asked once.
class Callable {
 public:
  Callable(const Simulation& sim, const Vendor& vendor)
      : sim_(sim), vendor_(vendor), any_(!sim.rules_of(vendor.bloc).registration.approved_bases_only) {
    const auto& rules = sim.filing_rules_of(vendor.bloc).rules;
    alike_ = std::none_of(rules.begin(), rules.end(), [](const ListedRule& one) { return looks_at_base(one.rule); });
  }

  bool may_call(const Base& base) {
    if (base.approved || any_) return true;
    if (!alike_ || !asked_) waits_ = rules_to_wait_for(sim_, vendor_, subject_of(vendor_, base)) != 0;
    asked_ = true;
    return !waits_;
  }

 private:
  static bool looks_at_base(const FilingRule& rule) {
    return rule.origin != RuleOrigin::any || rule.compute_above > -no_compute_bound ||
           rule.compute_below < no_compute_bound;
  }

  const Simulation& sim_;
  const Vendor& vendor_;
  bool any_;
  bool alike_ = true;
  bool asked_ = false;
  bool waits_ = false;  ///< the last answer
};

/// By place and not by key: reading 64 makers from memory would cost more than the choice itself.
bool is_own(const Simulation& sim, const Vendor& vendor, const Base& base) {
  return &sim.world.at(base.vendor) == &vendor;
}

/// Whether the maker of these weights offers an interface here too: an application then calls it.
bool is_offered(const Simulation& sim, const Vendor& vendor, const Base& base) {
  if (!sim.rules_of(vendor.bloc).openness.api_access) return false;
  const Vendor& maker = sim.world.at(base.vendor);
  if (maker.bloc == vendor.bloc || !sim.rules.mechanisms.recognition) return maker.offer && maker.bloc == vendor.bloc;
  const std::vector<Base>& here = sim.world.at(vendor.bloc).interfaces;
  return std::any_of(here.begin(), here.end(), [&](const Base& b) { return b.vendor == base.vendor; });
}

/// Gives or takes the approval of weights that are out. Those that no place is left for are forgotten.
void mark(std::vector<Base>& pool, VendorId vendor, bool approved, bool at_home) {
  const auto held = std::find_if(pool.begin(), pool.end(), [&](const Base& b) { return b.vendor == vendor; });
  if (held == pool.end()) return;
  held->approved_at_home = at_home;
  if (held->approved == approved) return;
  Base marked = *held;
  marked.approved = approved;
  put(pool, marked);
}

/// Bases that `vendor` may use so, none of them its own.
struct Options {
  std::array<const Base*, 4 * base_pool_size> base{};
  std::array<double, 4 * base_pool_size> worth{};  ///< mean q, less what a conversion would cost
  std::size_t count = 0;
  std::size_t best = 0;

  /// Of equally good ones, wherever they stand.
  static bool is_ahead(const Base& a, const Base& b) { return a.identity < b.identity; }

  void add(const Base& option, double conversion) {
    base[count] = &option;
    worth[count] = option.mean_q - conversion;
    if (worth[count] > worth[best] || (worth[count] == worth[best] && is_ahead(option, *base[best]))) best = count;
    ++count;
  }
};

Options options(const Simulation& sim, const Vendor& vendor, BaseUse use) {
  Options open_to;
  const Bloc& bloc = sim.world.at(vendor.bloc);
  const bool calls = use == BaseUse::application;
  Callable callable(sim, vendor);
  if (calls)
    for (const Base& base : bloc.interfaces)
      if (!is_own(sim, vendor, base) && callable.may_call(base)) open_to.add(base, conversion_oom(sim, vendor, base));
  for (const Base& base : bloc.weights) {
    if (is_own(sim, vendor, base)) continue;
    if (!calls || (!is_offered(sim, vendor, base) && callable.may_call(base)))
      open_to.add(base, conversion_oom(sim, vendor, base));
  }
  return open_to;
}

}  // namespace

void publish(Simulation& sim, const Model& model) {
  const Vendor& vendor = sim.world.at(model.vendor);
  Bloc& bloc = sim.world.at(vendor.bloc);
  // An application adds nothing that others could not take from its base. Its vendor may have made models before.
  if (model.unmodified) return forget_interfaces(sim, model.vendor);
  const OpennessRule& rule = sim.rules_of(vendor.bloc).openness;
  if (rule.api_access) put(bloc.interfaces, base_of(sim, model, sim.now()));
  offer_abroad(sim, model, vendor.bloc);
  if (!model.open) return;
  where_visible(sim, model, vendor, [&](std::size_t, const OpennessRule&) { ++bloc.tally.foreign_views; });
  if (model.published) return reopen_base(sim, model);  // they are out, and approved now if it is
  publish_weights(sim, model);
}

void publish_weights(Simulation& sim, const Model& model) {
  const Vendor& vendor = sim.world.at(model.vendor);
  const OpennessRule& rule = sim.rules_of(vendor.bloc).openness;
  announce(sim.world.at(vendor.bloc), base_of(sim, model, later(sim.now(), rule.visibility_lag.count())));
  publish_abroad(sim, model, vendor);
}

void reveal_weights(Bloc& bloc, SimTime now) {
  auto next = bloc.upcoming.begin();
  for (; next != bloc.upcoming.end() && next->visible_from <= now; ++next) put(bloc.weights, *next);
  bloc.upcoming.erase(bloc.upcoming.begin(), next);
}

void forget_interfaces(Simulation& sim, VendorId vendor) {
  const BlocId home = sim.world.at(vendor).bloc;
  forget_interface(sim.world.at(home), vendor);
  elsewhere(sim, home, [&](Bloc& bloc) { forget_interface(bloc, vendor); });
}

void close_base(Simulation& sim, VendorId vendor) {
  forget_interface(sim.world.at(sim.world.at(vendor).bloc), vendor);
  unmark_base(sim, vendor);
}

void unmark_base(Simulation& sim, VendorId vendor) {
  const auto unmark_weights = [&](Bloc& bloc) {
    reveal_weights(bloc, sim.now());
    mark(bloc.weights, vendor, false, false);
    for (Base& base : bloc.upcoming)
      if (base.vendor == vendor) base.approved = base.approved_at_home = false;
  };
  const BlocId home = sim.world.at(vendor).bloc;
  mark(sim.world.at(home).interfaces, vendor, false, false);
  unmark_weights(sim.world.at(home));
  elsewhere(sim, home, [&](Bloc& bloc) {
    forget_interface(bloc, vendor);
    unmark_weights(bloc);
  });
}

void renew_interfaces(Simulation& sim, BlocId id) {
  Bloc& bloc = sim.world.at(id);
  bloc.interfaces.clear();
  if (!sim.rules_of(id).openness.api_access) return;
  for (const VendorId member : bloc.members) {
    const Vendor& vendor = sim.world.at(member);
    if (!vendor.product || !vendor.offer) continue;
    const Model& product = sim.world.at(vendor.product);
    if (!product.unmodified) put(bloc.interfaces, base_of(sim, product, sim.now()));
  }
  offer_foreign(sim, id);
}

void follow_recognition(Simulation& sim, BlocId here) {
  if (!sim.rules.mechanisms.recognition) return;
  Bloc& bloc = sim.world.at(here);
  reveal_weights(bloc, sim.now());
  const auto home_of = [&](const Base& base) { return sim.world.at(base.vendor).bloc; };
  const auto holds = [&](const Base& base) {
    return base.approved_at_home && holds_abroad(sim, home_of(base), here.value);
  };
  for (Base& base : bloc.upcoming)
    if (home_of(base) != here) base.approved = holds(base);
  // What changes sides must find a place there, so the list is gone through as it was.
  for (const Base& base : std::vector<Base>(bloc.weights))
    if (home_of(base) != here) mark(bloc.weights, base.vendor, holds(base), base.approved_at_home);
  std::erase_if(bloc.interfaces, [&](const Base& base) { return home_of(base) != here; });
  offer_foreign(sim, here);
}

void reopen_base(Simulation& sim, const Model& model) {
  if (model.unmodified) return;
  const Vendor& vendor = sim.world.at(model.vendor);
  Bloc& bloc = sim.world.at(vendor.bloc);
  if (sim.rules_of(vendor.bloc).openness.api_access) put(bloc.interfaces, base_of(sim, model, sim.now()));
  const auto is_it = [&](const Base& base) { return base.vendor == model.vendor && base.project == model.project; };
  const auto reopen_in = [&](Bloc& where, bool holds) {
    reveal_weights(where, sim.now());
    if (std::any_of(where.weights.begin(), where.weights.end(), is_it))
      mark(where.weights, model.vendor, holds, model.approved);
    for (Base& base : where.upcoming)
      if (is_it(base)) base.approved = holds, base.approved_at_home = model.approved;
  };
  reopen_in(bloc, model.approved);
  offer_abroad(sim, model, vendor.bloc);
  elsewhere(sim, vendor.bloc, [&](Bloc& where) {
    reopen_in(where, model.approved &&
                         holds_abroad(sim, vendor.bloc, static_cast<std::size_t>(&where - sim.world.blocs.data())));
  });
}

std::optional<Base> choose_base(const Simulation& sim, const Vendor& vendor, BaseUse use) {
  const double noise = sim.rules.vendors.choice_noise_oom;
  const Options open_to = options(sim, vendor, use);
  if (open_to.count == 0) return std::nullopt;
  const Base& best = *open_to.base[open_to.best];
  if (noise <= 0 || open_to.count == 1) return converted(sim, vendor, best);
  Stream stream = sim.draw(Purpose::base_choice, vendor, vendor.project);
  const KeyedUniforms luck(stream);
  Race race;
  for (std::size_t i = 0; i < open_to.count; ++i) {
    const double behind = (open_to.worth[open_to.best] - open_to.worth[i]) / noise,
                 u = luck.of(open_to.base[i]->identity);
    // exp(-x) is at most 1 / (1 + x): most lose without an exponential.
    if (race.can_win(u, 1 / (1 + behind))) race.enter(i, u, exp(-behind));
  }
  return converted(sim, vendor, *open_to.base[race.winner()]);
}

std::optional<std::uint64_t> better_design(const Bloc& bloc, Paradigm paradigm, double fitness) {
  const Base* best = nullptr;
  for (const Base& base : bloc.weights)
    if (base.paradigm == paradigm && base.fitness > fitness && (!best || base.fitness > best->fitness)) best = &base;
  const std::optional<LeakedDesign>& leaked = bloc.leaked[paradigm];
  if (leaked && leaked->fitness > (best ? best->fitness : fitness)) return leaked->design;
  return best ? std::optional<std::uint64_t>(best->design) : std::nullopt;
}

}  // namespace poldyn
