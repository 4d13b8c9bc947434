#include "analysis/tradeoff/policy_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

namespace poldyn::analysis {
namespace {

/// What distinguishes a policy, or a future, from another: base, then a factor each. NaN, which equals nothing, is a
/// number of its own.
using Key = std::vector<double>;

constexpr double does_not_apply = -1e300;

struct Parts {
  bool base = false;
  std::vector<std::size_t> policy, other;  ///< places of factors
};

bool is_named(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Parts parts_of(const Study& study, const std::vector<std::string>& names) {
  Parts made;
  made.base = is_named(names, base_word);
  for (std::size_t f = 0; f < study.factors.size(); ++f) {
    const Factor& factor = study.factors[f];
    const bool policy = is_named(names, factor.name) || is_named(names, factor.moves_with);
    (policy ? made.policy : made.other).push_back(f);
  }
  return made;
}

Key key_of(const Study& study, const std::vector<std::size_t>& factors, bool with_base, std::size_t point) {
  Key made{with_base ? static_cast<double>(study.base_of[point]) : 0.0};
  for (const std::size_t f : factors) {
    const double x = study.factors[f].values[point];
    made.push_back(std::isnan(x) ? does_not_apply : x);
  }
  return made;
}

std::string policy_name(const Study& study, const Parts& parts, std::size_t point) {
  std::string made = parts.base ? study.bases[study.base_of[point]] : "";
  for (const std::size_t f : parts.policy) {
    const Factor& factor = study.factors[f];
    const std::string value = factor.shown(point);
    if (value.empty()) continue;
    made += fmt::format("{}{} {}", made.empty() ? "" : ", ", factor.name, value);
  }
  return made;
}

/// Rows of a design that is laid over several bases: what varies in one base alone has no value in the others, so that
/// values would not tell which points belong together.
std::vector<Key> rows(const Study& study) {
  std::vector<std::size_t> next(study.bases.size(), 0);
  std::vector<Key> made;
  for (std::size_t p = 0; p < study.points; ++p) made.push_back({static_cast<double>(next[study.base_of[p]]++)});
  return made;
}

/// Whether factors that apply at both points have the same values there.
bool alike(const Study& study, const std::vector<std::size_t>& factors, std::size_t a, std::size_t b) {
  return std::all_of(factors.begin(), factors.end(), [&](std::size_t f) {
    const double x = study.factors[f].values[a], y = study.factors[f].values[b];
    return std::isnan(x) || std::isnan(y) || x == y;
  });
}

bool rows_are_futures(const Study& study, const Parts& parts) {
  if (!parts.base || !parts.policy.empty()) return false;
  const auto first = study.points_of(0);
  for (std::size_t base = 1; base < study.bases.size(); ++base) {
    const auto points = study.points_of(base);
    if (points.size() != first.size()) return false;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (!alike(study, parts.other, first[i], points[i])) return false;
  }
  return true;
}

using Cells = std::map<Key, std::map<Key, std::size_t>>;  // point, by future, then policy

/// Policies in the order of the file, and by future what point each is in it.
Cells cells_of(const Study& study, const Parts& parts, std::vector<Key>& policies, std::vector<Key>& futures) {
  const bool by_row = rows_are_futures(study, parts);
  const auto row = by_row ? rows(study) : std::vector<Key>();
  std::map<Key, bool> known;
  Cells cells;
  for (std::size_t p = 0; p < study.points; ++p) {
    const Key policy = key_of(study, parts.policy, parts.base, p);
    const Key future = by_row ? row[p] : key_of(study, parts.other, !parts.base, p);
    if (known.emplace(policy, true).second) policies.push_back(policy);
    if (!cells.contains(future)) futures.push_back(future);
    const auto [at, is_new] = cells[future].emplace(policy, p);
    if (!is_new)
      throw NotCrossed(
          fmt::format("points {} and {} are the same policy in the same future; a table should have each "
                      "row once",
                      at->second, p));
  }
  return cells;
}

[[noreturn]] void refuse_gaps(std::size_t policies, std::size_t futures, std::size_t points) {
  throw NotCrossed(fmt::format(
      "no future is there for every policy: {} points are {} policies and {} futures. A design that crosses "
      "them is full_factorial, or any over several bases that are the policies",
      points, policies, futures));
}

void add_unknown(PolicyTable& crossing, const Study& study, const Factor* factor) {
  Unknown made;
  made.name = factor ? factor->name : base_word;
  made.unit = factor ? factor->unit : "";
  made.unordered = !factor || !factor->is_number;
  for (std::size_t f = 0; f < crossing.futures(); ++f) {
    double value = no_value;
    std::string text;
    for (const auto& points : crossing.points) {
      const std::size_t point = points[f];
      if (factor && std::isnan(factor->values[point])) continue;
      value = factor ? factor->values[point] : static_cast<double>(study.base_of[point]);
      text = factor ? factor->shown(point) : study.bases[study.base_of[point]];
      break;
    }
    if (std::isnan(value)) return;  // it does not apply here
    made.values.push_back(value);
    made.shown.push_back(text);
  }
  const auto varies = [&](double x) { return x != made.values.front(); };
  if (std::any_of(made.values.begin(), made.values.end(), varies)) crossing.unknowns.push_back(std::move(made));
}

bool is_sample(std::string_view design) {
  constexpr std::array<std::string_view, 5> samples = {"sobol", "saltelli", "random", "latin_hypercube", "morris"};
  return std::find(samples.begin(), samples.end(), design) != samples.end();
}

}  // namespace

Worlds PolicyTable::worlds(std::span<const double> by_run, std::size_t replicates) const {
  Worlds made{policies.size(), futures(), replicates, {}};
  made.values.reserve(policies.size() * futures() * replicates);
  for (const auto& by_future : points)
    for (const std::size_t point : by_future)
      for (std::size_t r = 0; r < replicates; ++r) made.values.push_back(by_run[point * replicates + r]);
  return made;
}

PolicyTable policy_table_of(const Study& study, const std::vector<std::string>& policy_factors) {
  const Parts parts = parts_of(study, policy_factors);
  std::vector<Key> policies, futures;
  const Cells cells = cells_of(study, parts, policies, futures);
  if (policies.size() < 2) throw NotCrossed("there is one policy alone, and nothing to choose from");
  PolicyTable made;
  made.points.resize(policies.size());
  for (const Key& future : futures) {
    const auto& there = cells.at(future);
    if (there.size() < policies.size()) {
      ++made.dropped;
      continue;
    }
    for (std::size_t p = 0; p < policies.size(); ++p) made.points[p].push_back(there.at(policies[p]));
  }
  if (made.futures() == 0) refuse_gaps(policies.size(), futures.size(), study.points);
  for (const auto& points : made.points) made.policies.push_back(policy_name(study, parts, points.front()));
  made.layout.sampled_futures = is_sample(study.design);
  for (const std::size_t f : parts.other) add_unknown(made, study, &study.factors[f]);
  if (!parts.base && study.bases.size() > 1) add_unknown(made, study, nullptr);
  return made;
}

void set_luck(PolicyTable& crossing, std::span<const std::uint64_t> seeds, std::size_t replicates) {
  const auto seed = [&](std::size_t policy, std::size_t future, std::size_t replicate) {
    return seeds[crossing.points[policy][future] * replicates + replicate];
  };
  crossing.paired = crossing.layout.shared_luck = true;
  for (std::size_t f = 0; f < crossing.futures(); ++f)
    for (std::size_t r = 0; r < replicates; ++r) {
      crossing.layout.shared_luck &= seed(0, f, r) == seed(0, 0, r);
      for (std::size_t p = 1; p < crossing.points.size(); ++p) crossing.paired &= seed(p, f, r) == seed(0, f, r);
    }
  // With one future there is nobody to share with.
  if (crossing.futures() == 1) crossing.layout.shared_luck = false;
}

}  // namespace poldyn::analysis
