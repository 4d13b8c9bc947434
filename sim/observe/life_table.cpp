#include "sim/observe/life_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

#include "sim/observe/radix_sort.h"

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

/// Takes the spells of the length at which spells[i] lies, and moves on. At one length who ends comes before who is
/// censored, so both are at risk.
void gather(const std::vector<SpellCount>& spells, std::size_t& i, std::uint8_t pending, Step& step,
            double& under_way) {
  step.at = length_of(spells[i].spell);
  step.all = 0;
  step.ends = 0;
  under_way = 0;
  for (; i < spells.size() && length_of(spells[i].spell) == step.at; ++i) {
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

/// Calls visit(step) for each length at which something ends, in order.
template <class Visit>
void walk(const std::vector<SpellCount>& spells, std::uint8_t pending, Visit&& visit) {
  std::uint64_t n = 0;
  for (const SpellCount& one : spells) n += one.times;
  Step step;
  step.at_risk = static_cast<double>(n);
  double under_way = 0;
  for (std::size_t i = 0; i < spells.size();) {
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

void count(const std::vector<SpellCount>& spells, LifeTable& table) {
  for (const SpellCount& one : spells) table.count[end_of(one.spell)] += one.times;
  for (const std::uint64_t n : table.count) table.spells += n;
}

}  // namespace

SortedSpells sorted_spells(const SpellLog& ended, const std::vector<Spell>& under_way, SimTime now) {
  SortedSpells made;
  for (unsigned kind = 0; kind < made.followed.size(); ++kind)
    if (const SimTime first = ended.earliest(static_cast<std::uint8_t>(kind)); first < now)
      made.followed[kind] = now - first;
  for (const Spell spell : under_way)
    made.followed[kind_of(spell)] = std::max(made.followed[kind_of(spell)], length_of(spell));
  std::vector<Spell> recent = ended.recent();
  recent.insert(recent.end(), under_way.begin(), under_way.end());
  sort_by(recent, [](Spell spell) { return spell; });
  std::vector<SpellCount> added;
  added.reserve(recent.size());
  for (const Spell spell : recent) added.push_back({spell, 1});
  add_up(added);
  made.all.resize(added.size() + ended.folded().size());
  std::merge(added.begin(), added.end(), ended.folded().begin(), ended.folded().end(), made.all.begin(), comes_before);
  add_up(made.all);
  for (const SpellCount& one : made.all) made.kinds.set(kind_of(one.spell));
  return made;
}

ChosenSpells chosen(const SortedSpells& spells, const std::bitset<256>& kinds) {
  ChosenSpells made;
  choose(spells, kinds, made);
  return made;
}

void choose(const SortedSpells& spells, const std::bitset<256>& kinds, ChosenSpells& into) {
  into.all.resize(spells.all.size());
  const auto last = std::copy_if(spells.all.begin(), spells.all.end(), into.all.begin(),
                                 [&](const SpellCount& one) { return kinds[kind_of(one.spell)]; });
  into.all.erase(last, into.all.end());
  into.followed = Ticks{};
  for (unsigned kind = 0; kind < kinds.size(); ++kind)
    if (kinds[kind]) into.followed = std::max(into.followed, spells.followed[kind]);
}

LifeTable life_table(const ChosenSpells& spells, std::uint8_t pending) {
  LifeTable made;
  count(spells.all, made);
  for (ByEnd& row : made.incidence) row.fill(not_there);
  made.area.fill(not_there);
  if (made.spells == 0) {
    made.at_last.fill(not_there);
    return made;
  }
  double under_way = 1;  // share that has not ended
  std::size_t next = 0;  // stated horizon
  std::array<Area, most_ends> areas;
  walk(spells.all, pending, [&](const Step& step) {
    for (; next < stated && stated_horizon(next) < step.at; ++next) made.incidence[next] = made.at_last;
    step.each([&](std::size_t end, double n) {
      areas[end].add(made.at_last[end], step.at);
      made.at_last[end] += under_way * n / step.at_risk;
    });
    under_way *= (step.at_risk - step.all) / step.at_risk;
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

Waiting waiting(const ChosenSpells& spells, std::uint8_t pending, unsigned wanted) {
  Waiting made;
  if (spells.all.empty()) return made;
  double still = 1;  // share that waits
  Area area;
  walk(spells.all, pending, [&](const Step& step) {
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

std::array<double, 2> incidence_quantiles(const ChosenSpells& spells, std::uint8_t pending, std::uint8_t end,
                                          std::array<double, 2> levels) {
  double under_way = 1;
  double incidence = 0;
  std::array<double, 2> found{not_there, not_there};
  walk(spells.all, pending, [&](const Step& step) {
    if (step.ends >> end & 1U) incidence += under_way * step.ended[end] / step.at_risk;
    under_way *= (step.at_risk - step.all) / step.at_risk;
    for (std::size_t i = 0; i < levels.size(); ++i)
      if (std::isnan(found[i]) && incidence >= levels[i] - rounding) found[i] = in_days(step.at);
  });
  return found;
}

}  // namespace poldyn
