#include "sim/observe/life_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <numeric>

#include "sim/base/radix_sort.h"

namespace poldyn {
namespace {

/// Products of shares that reach a level exactly may miss it by this much.
constexpr double rounding = 1e-9;

/// What happens at one length: who is at risk just before it, and how many end in which way.
struct Step {
  Ticks at{};
  double at_risk = 0;
  double all = 0;     ///< that end
  unsigned ends = 0;  ///< in these ways, bit by bit
  ByEnd ended{};      ///< only these are set

  /// Calls visit(end, number) for each way.
  template <class Visit>
  void each(Visit&& visit) const {
    for (unsigned left = ends; left != 0; left &= left - 1) {
      const auto end = static_cast<std::size_t>(std::countr_zero(left));
      visit(end, ended[end]);
    }
  }
};

Spell length_bits(Spell spell) { return spell >> length_shift; }

/// Takes the spells of the length at which spells[i] lies, and moves on. At one length who ends comes before who is
/// censored, so both are at risk. `under_way` is how many of that length are.
void gather(const std::vector<SpellCount>& spells, std::size_t& i, std::uint8_t pending, Step& step,
            double& under_way) {
  const Spell length = length_bits(spells[i].spell);
  step.at = length_of(spells[i].spell);
  step.all = 0;
  step.ends = 0;
  under_way = 0;
  for (; i < spells.size() && length_bits(spells[i].spell) == length; ++i) {
    const std::uint8_t end = end_of(spells[i].spell);
    const auto times = static_cast<double>(spells[i].times);
    if (end == pending) {
      under_way += times;
      continue;
    }
    if ((step.ends >> end & 1U) == 0) step.ended[end] = 0;
    step.ends |= 1U << end;
    step.ended[end] += times;
    step.all += times;
  }
}

/// The same for one that is alone at its length, as nearly all are.
void take_alone(const SpellCount& one, std::uint8_t pending, Step& step, double& under_way) {
  const std::uint8_t end = end_of(one.spell);
  const auto times = static_cast<double>(one.times);
  step.at = length_of(one.spell);
  step.ends = end == pending ? 0 : 1U << end;
  step.ended[end] = times;
  step.all = end == pending ? 0 : times;
  under_way = end == pending ? times : 0;
}

/// Calls visit(step) for each length at which something ends, in order.
template <class Visit>
void walk(const ChosenSpells& chosen, std::uint8_t pending, Visit&& visit) {
  const std::vector<SpellCount>& spells = chosen.all;
  Step step;
  step.at_risk = static_cast<double>(chosen.spells);
  double under_way = 0;
  for (std::size_t i = 0; i < spells.size();) {
    if (i + 1 == spells.size() || length_bits(spells[i].spell) != length_bits(spells[i + 1].spell))
      take_alone(spells[i++], pending, step, under_way);
    else
      gather(spells, i, pending, step, under_way);
    if (step.ends != 0) visit(step);
    step.at_risk -= step.all + under_way;
  }
}

/// Integral of a step function from 0 to the restriction, in days.
class Area {
 public:
  /// The function had `value` from the end of what was added before to `to`.
  void add(double value, Ticks to) {
    const Ticks until = std::min(to, restriction);
    sum_ += value * in_days(until - from_);
    from_ = until;
  }
  double value() const { return sum_; }

 private:
  Ticks from_{};
  double sum_ = 0;
};

/// Precondition: ascending order.
std::vector<SpellCount> counted(const std::vector<Spell>& sorted) {
  std::vector<SpellCount> made;
  made.reserve(sorted.size());
  for (const Spell spell : sorted) {
    if (!made.empty() && made.back().spell == spell)
      ++made.back().times;
    else
      made.push_back({spell, 1});
  }
  return made;
}

/// Both in ascending order.
std::vector<SpellCount> merged(const std::vector<SpellCount>& a, const std::vector<SpellCount>& b) {
  std::vector<SpellCount> made(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), made.begin(), comes_before);
  add_up(made);
  return made;
}

/// Calls risen(step, table so far) after each length at which something ends.
template <class Risen>
LifeTable table_of(const ChosenSpells& spells, std::uint8_t pending, Risen&& risen) {
  LifeTable made;
  made.spells = spells.spells;
  made.count = spells.count;
  for (ByEnd& row : made.incidence) row.fill(missing_value);
  made.area.fill(missing_value);
  if (made.spells == 0) {
    made.at_last.fill(missing_value);
    return made;
  }
  double under_way = 1;  // share that has not ended
  std::size_t next = 0;  // stated horizon
  std::array<Area, most_ends> areas;
  walk(spells, pending, [&](const Step& step) {
    for (; next < stated && stated_horizon(next) < step.at; ++next) made.incidence[next] = made.at_last;
    step.each([&](std::size_t end, double n) {
      areas[end].add(made.at_last[end], step.at);
      made.at_last[end] += under_way * n / step.at_risk;
    });
    under_way *= (step.at_risk - step.all) / step.at_risk;
    risen(step, made);
  });
  const Ticks reach = made.count[pending] > 0 ? spells.followed : Ticks::max();
  for (; next < stated && stated_horizon(next) <= reach; ++next) made.incidence[next] = made.at_last;
  if (reach < restriction) return made;
  for (std::size_t end = 0; end < most_ends; ++end) {
    areas[end].add(made.at_last[end], restriction);
    made.area[end] = areas[end].value();
  }
  return made;
}

}  // namespace

SortedSpells sorted_spells(const SpellLog& ended, const std::vector<Spell>& under_way, SimTime now) {
  SortedSpells made;
  for (unsigned kind = 0; kind < made.followed.size(); ++kind)
    if (const SimTime first = ended.earliest(static_cast<std::uint8_t>(kind)); first < now)
      made.followed[kind] = now - first;
  for (const Spell spell : under_way)
    made.followed[kind_of(spell)] = std::max(made.followed[kind_of(spell)], length_of(spell));
  std::vector<Spell> recent;
  recent.reserve(ended.recent().size() + under_way.size());
  recent.insert(recent.end(), ended.recent().begin(), ended.recent().end());
  recent.insert(recent.end(), under_way.begin(), under_way.end());
  sort_by(recent, [](Spell spell) { return spell; });
  made.all = counted(recent);
  if (!ended.folded().empty()) made.all = merged(made.all, ended.folded());
  std::array<bool, kinds_of_spells> there{};
  for (const SpellCount& one : made.all) there[kind_of(one.spell)] = true;
  for (std::size_t kind = 0; kind < there.size(); ++kind) made.kinds[kind] = there[kind];
  return made;
}

ChosenSpells chosen(const SortedSpells& spells, const std::bitset<kinds_of_spells>& kinds) {
  ChosenSpells made;
  choose(spells, kinds, made);
  return made;
}

void choose(const SortedSpells& spells, const std::bitset<kinds_of_spells>& kinds, ChosenSpells& into) {
  std::array<bool, kinds_of_spells> wanted{};
  into.followed = Ticks{};
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    wanted[kind] = kinds[kind];
    if (kinds[kind]) into.followed = std::max(into.followed, spells.followed[kind]);
  }
  into.all.clear();
  into.all.reserve(spells.all.size());
  into.count.fill(0);
  for (const SpellCount& one : spells.all) {
    if (!wanted[kind_of(one.spell)]) continue;
    into.all.push_back(one);
    into.count[end_of(one.spell)] += one.times;
  }
  into.spells = std::accumulate(into.count.begin(), into.count.end(), std::uint64_t{0});
}

LifeTable life_table(const ChosenSpells& spells, std::uint8_t pending) {
  return table_of(spells, pending, [](const Step&, const LifeTable&) {});
}

LifeTable life_table(const ChosenSpells& spells, std::uint8_t pending, std::uint8_t end, IncidenceCurve& curve) {
  curve.from.clear();
  curve.incidence.clear();
  return table_of(spells, pending, [&](const Step& step, const LifeTable& so_far) {
    if ((step.ends >> end & 1U) == 0) return;
    curve.from.push_back(step.at);
    curve.incidence.push_back(so_far.at_last[end]);
  });
}

std::array<double, 2> IncidenceCurve::reaches(std::array<double, 2> levels) const {
  std::array<double, 2> found{missing_value, missing_value};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const auto at = std::lower_bound(incidence.begin(), incidence.end(), levels[i] - rounding) - incidence.begin();
    if (at < std::ssize(from)) found[i] = in_days(from[static_cast<std::size_t>(at)]);
  }
  return found;
}

Waiting waiting(const ChosenSpells& spells, std::uint8_t pending, unsigned wanted) {
  Waiting made;
  if (spells.all.empty()) return made;
  double still = 1;  // share that waits
  Area area;
  walk(spells, pending, [&](const Step& step) {
    double n = 0;
    step.each([&](std::size_t end, double times) { n += wanted >> end & 1U ? times : 0; });
    if (n == 0) return;
    area.add(still, step.at);
    still *= (step.at_risk - n) / step.at_risk;
    if (still <= 0.5 + rounding && std::isnan(made.median)) made.median = in_days(step.at);
    if (still <= 0.1 + rounding && std::isnan(made.p90)) made.p90 = in_days(step.at);
  });
  if (spells.followed < restriction && still > 0) return made;
  area.add(still, restriction);
  made.restricted_mean = area.value();
  return made;
}

}  // namespace poldyn
