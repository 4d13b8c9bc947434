#include "sim/experiment/experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/base/fnv.h"
#include "sim/policy/contradictions.h"
#include "sim/reading/value_reader.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

constexpr std::size_t no_column = static_cast<std::size_t>(-1);

/// Spreads the bits of an FNV hash over the word (the finaliser of SplitMix64, Steele, Lea & Flood 2014).
constexpr std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

std::uint64_t hash_number(std::uint64_t number, std::uint64_t hash) {
  for (unsigned shift = 0; shift < 64; shift += 8) hash = (hash ^ (number >> shift & 0xFFU)) * 0x100000001B3ULL;
  return hash;
}

std::size_t level_of(double at, std::size_t levels) {
  return std::min(static_cast<std::size_t>(at * static_cast<double>(levels)), levels - 1);
}

/// One number as a value of the target's parameter.
Value value_of(double x, const FactorTarget& target, const Value& below) {
  if (target.row->kind == Kind::law) {
    Law law = std::get<Law>(below);
    (target.part == FactorTarget::Part::mean ? law.mean : law.cv) = x;
    return law;
  }
  if (target.row->kind == Kind::integer) return static_cast<std::int64_t>(std::llround(x));
  return x;
}

std::string fault_of(const Value& value, const FactorTarget& target) {
  const ParamRow& row = *target.row;
  const auto outside = [&](double x) { return row.range.has(x) ? "" : "is outside " + range_text(row); };
  if (const auto* law = std::get_if<Law>(&value)) {
    if (!std::isfinite(law->mean) || !row.range.has(law->mean)) return "has a mean outside " + range_text(row);
    return fault(*law).empty() ? "" : fmt::format("is no distribution: {}", fault(*law));
  }
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return outside(static_cast<double>(*whole));
  return outside(std::get<double>(value));
}

}  // namespace

bool Experiment::on_grid() const {
  return design == DesignKind::full_factorial || design == DesignKind::fractional_factorial ||
         design == DesignKind::morris;
}

double Experiment::position(std::size_t point, std::size_t factor) const {
  const Point& p = points_[point];
  return matrices_[p.base](p.row, columns_[p.base][factors[factor].with.value_or(factor)]);
}

std::optional<Value> Experiment::value_at(const Factor& factor, const FactorTarget& target, const Value& below,
                                          double at, std::size_t base, std::vector<Mistake>& mistakes) const {
  double x = 0;
  Place place = factor.place;
  if (target.layered) return level_of(at, factor.values.size()) == 0 ? below : *target.layered;
  if (!factor.values.empty()) {
    const TomlNode& node = factor.values[level_of(at, factor.values.size())];
    if (target.part == FactorTarget::Part::whole)
      return read_value(node, *target.row, below, target.key, bases[base].scenario.technology.anchor_flop, mistakes);
    const Unit unit = target.part == FactorTarget::Part::mean ? target.row->unit : Unit::none;
    const auto read = read_double(node, unit, target.key, mistakes);
    if (!read) return std::nullopt;
    x = *read;
    place = node.value_at;
  } else {
    const bool endless = factor.law.kind == InputKind::normal || factor.law.kind == InputKind::lognormal;
    const std::size_t levels = grid_levels_ > 0 ? grid_levels_ : factor.levels;
    // On a grid the ends of a law without ends are the middles of its outermost shares.
    if (on_grid() && endless && levels > 0)
      at = (at * static_cast<double>(levels - 1) + 0.5) / static_cast<double>(levels);
    if (target.row->kind == Kind::integer && !on_grid() && factor.law.kind == InputKind::uniform)
      x = std::min(std::floor(factor.law.low + at * (factor.law.high - factor.law.low + 1)), factor.law.high);
    else
      x = quantile(factor.law, at);
  }
  Value value = value_of(x, target, below);
  const std::string fault = fault_of(value, target);
  if (fault.empty()) return value;
  mistakes.push_back({place, target.key,
                      fmt::format("{} = {} {}", target.key, quantity_text(x, target.row->unit), fault),
                      fmt::format("narrow what the factor '{}' can be", factor.name), Blame::data});
  return std::nullopt;
}

Scenario Experiment::scenario(std::size_t point) const {
  const std::size_t base = base_of(point);
  Scenario made = bases[base].scenario;
  const auto parts = all_sections(made);
  std::vector<Mistake> mistakes;
  for (std::size_t f = 0; f < factors.size(); ++f)
    for (const FactorTarget& target : factors[f].targets[base]) {
      void* object = parts[target.section].object;
      const auto value = value_at(factors[f], target, target.row->get(object), position(point, f), base, mistakes);
      if (value) target.row->set(object, *value);
    }
  if (!mistakes.empty()) throw std::runtime_error(mistakes.front().problem);
  if (const auto faults = contradictions(made); !faults.empty())
    throw std::runtime_error(fmt::format("{}: {}", faults.front().path, faults.front().message));
  return made;
}

std::vector<Setting> Experiment::settings(std::size_t point) const {
  const std::size_t base = base_of(point);
  std::vector<Setting> made;
  std::vector<std::pair<const FactorTarget*, Value>> values;  // mean and cv of one law may be two factors
  std::vector<Mistake> mistakes;
  for (std::size_t f = 0; f < factors.size(); ++f)
    for (const FactorTarget& target : factors[f].targets[base]) {
      auto set = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first->key == target.key; });
      const Value below = set != values.end() ? set->second : target.base;
      auto value = value_at(factors[f], target, below, position(point, f), base, mistakes);
      if (!value) {  // such a point is refused when it is run; here it still needs a name
        made.push_back({target.key, "?" + mistakes.back().problem});
      } else if (set != values.end()) {
        set->second = *std::move(value);
      } else {
        values.emplace_back(&target, *std::move(value));
      }
    }
  for (const auto& [target, value] : values)
    if (std::string written = toml_text(value, *target->row); written != target->base_text)
      made.push_back({target->key, std::move(written)});
  std::sort(made.begin(), made.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return made;
}

FactorValue Experiment::value(std::size_t point, std::size_t factor) const {
  const std::size_t base = base_of(point);
  if (factors[factor].targets[base].empty()) return {};
  return value_in(base, factor, position(point, factor));
}

std::vector<FactorValue> Experiment::levels(std::size_t factor) const {
  const Factor& f = factors[factor];
  const auto applies = [](const auto& targets) { return !targets.empty(); };
  const auto base = std::find_if(f.targets.begin(), f.targets.end(), applies);
  std::vector<FactorValue> made;
  for (std::size_t i = 0; base != f.targets.end() && i < f.values.size(); ++i)
    made.push_back(
        value_in(static_cast<std::size_t>(base - f.targets.begin()), factor, level_position(i, f.values.size())));
  return made;
}

FactorValue Experiment::value_in(std::size_t base, std::size_t factor, double at) const {
  const Factor& f = factors[factor];
  if (!f.layer.empty()) return std::get<std::string>(f.values[level_of(at, f.values.size())].value);
  const FactorTarget& target = f.targets[base].front();
  std::vector<Mistake> mistakes;
  const auto value = value_at(f, target, target.base, at, base, mistakes);
  if (!value) return {};
  if (const auto* law = std::get_if<Law>(&*value); law != nullptr && f.numeric)
    return target.part == FactorTarget::Part::cv ? law->cv : law->mean;
  if (const auto* number = std::get_if<double>(&*value)) return *number;
  if (const auto* whole = std::get_if<std::int64_t>(&*value)) return static_cast<double>(*whole);
  if (const auto* word = std::get_if<std::string>(&*value)) return *word;
  // A plain length of time, as stands beside distributions, has quotes in TOML.
  const std::string written = toml_text(*value, *target.row);
  return written.starts_with('"') ? written.substr(1, written.size() - 2) : written;
}

std::uint64_t Experiment::point_id(std::size_t point) const {
  std::uint64_t hash = hash_number(bases[base_of(point)].identity, fnv1a("poldyn point"));
  for (const Setting& setting : settings(point)) {
    hash = fnv1a(setting.key, hash);
    hash = fnv1a("\n=", hash);
    hash = fnv1a(setting.value, hash);
    hash = fnv1a("\n", hash);
  }
  return mixed(hash);
}

std::uint64_t Experiment::seed_of(std::size_t point, std::uint64_t point_id) const {
  if (shared_numbers == SharedNumbers::all) return seed;
  const bool by_row = shared_numbers == SharedNumbers::bases;
  const std::uint64_t number = by_row ? points_[point].row : point_id;
  const std::uint64_t hash = hash_number(seed, fnv1a(by_row ? "poldyn row" : "poldyn seed"));
  return mixed(hash_number(number, hash)) >> 2;  // --seed takes up to 9.2e18
}

std::uint64_t Experiment::run_id(std::uint64_t point_id, std::uint64_t seed, std::uint32_t replicate) {
  return mixed(hash_number(replicate, hash_number(seed, hash_number(point_id, fnv1a("poldyn run")))));
}

DesignMatrix Experiment::matrix_for(const std::vector<std::size_t>& chosen, const Layout& layout) const {
  std::vector<std::string> names;
  std::vector<std::size_t> levels;
  for (const std::size_t f : chosen) {
    names.push_back(factors[f].name);
    levels.push_back(factors[f].levels);
  }
  switch (design) {
    case DesignKind::full_factorial:
      return full_factorial(levels);
    case DesignKind::fractional_factorial:
      return fractional_factorial(*layout.fraction);
    case DesignKind::latin_hypercube:
      return latin_hypercube(layout.points, names, seed);
    case DesignKind::sobol:
      return sobol_points(layout.points, names.size());
    case DesignKind::random:
      return random_points(layout.points, names, seed);
    case DesignKind::morris:
      return morris_trajectories(layout.points, names, layout.levels, seed);
    case DesignKind::saltelli:
      return saltelli_blocks(layout.points, names.size(), layout.second_order);
    case DesignKind::table: {
      DesignMatrix rows{chosen.size(), layout.points, {}};
      for (std::size_t row = 0; row < layout.points; ++row)
        rows.at.insert(rows.at.end(), chosen.size(), level_position(row, layout.points));
      return rows;
    }
  }
  throw std::logic_error("a design of unknown kind");
}

void Experiment::lay_out(const Layout& layout) {
  if (design == DesignKind::morris) grid_levels_ = layout.levels;
  for (std::size_t b = 0; b < bases.size(); ++b) {
    std::vector<std::size_t> chosen;
    columns_.emplace_back(factors.size(), no_column);
    for (std::size_t f = 0; f < factors.size(); ++f) {
      // A follower may apply where its leader does not: then the leader's column is there all the same. A dimension of
      // the Sobol' sequence is a factor's own in every base, so that a row is the same wherever it varies.
      const std::size_t leader = factors[f].with.value_or(f);
      const bool varies = design == DesignKind::sobol || !factors[f].targets[b].empty();
      if (!varies || columns_[b][leader] != no_column) continue;
      columns_[b][leader] = chosen.size();
      chosen.push_back(leader);
    }
    matrices_.push_back(matrix_for(chosen, layout));
    points_.reserve(points_.size() + matrices_[b].points);
    for (std::size_t row = 0; row < matrices_[b].points; ++row)
      if (has_row(b, row)) points_.push_back({static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(row)});
  }
  const auto broken = [&](std::size_t point) {
    return !std::all_of(layout.constraints.begin(), layout.constraints.end(), [&](const Constraint& constraint) {
      const bool applies = std::all_of(constraint.uses().begin(), constraint.uses().end(),
                                       [&](std::size_t f) { return !factors[f].targets[base_of(point)].empty(); });
      return !applies || constraint.holds([&](std::size_t f) {
        const FactorValue held = value(point, f);
        return std::holds_alternative<double>(held) ? std::get<double>(held) : std::nan("");
      });
    });
  };
  if (layout.constraints.empty()) return;
  std::vector<Point> kept;
  for (std::size_t point = 0; point < points_.size(); ++point)
    if (!broken(point)) kept.push_back(points_[point]);
  dropped_ = points_.size() - kept.size();
  points_ = std::move(kept);
}

}  // namespace poldyn
