#include "analysis/sensitivity/blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poldyn::analysis {
namespace {

/// What one column of the design moves: factors in lockstep, as far as they apply in the base.
using DesignColumn = std::vector<const Factor*>;

bool applies(const Factor& factor, const std::vector<std::size_t>& points) {
  return std::any_of(points.begin(), points.end(), [&](std::size_t p) { return !std::isnan(factor.values[p]); });
}

const std::string& leader_of(const Factor& factor) {
  return factor.moves_with.empty() ? factor.name : factor.moves_with;
}

/// In the order of the experiment; those that do not vary have a column, too.
std::vector<DesignColumn> columns_of(const Study& study, const std::vector<std::size_t>& points) {
  std::vector<const Factor*> all;
  for (const auto* list : {&study.factors, &study.constants})
    for (const Factor& factor : *list) all.push_back(&factor);
  std::sort(all.begin(), all.end(), [](const Factor* a, const Factor* b) { return a->place < b->place; });
  std::vector<DesignColumn> columns;
  for (const Factor* factor : all) {
    if (!applies(*factor, points)) continue;
    const auto known = std::find_if(columns.begin(), columns.end(), [&](const DesignColumn& column) {
      return leader_of(*column.front()) == leader_of(*factor);
    });
    if (known == columns.end())
      columns.push_back({factor});
    else
      known->push_back(factor);
  }
  return columns;
}

bool same(const DesignColumn& column, std::size_t a, std::size_t b) {
  return std::all_of(column.begin(), column.end(), [&](const Factor* f) {
    return f->values[a] == f->values[b] || (std::isnan(f->values[a]) && std::isnan(f->values[b]));
  });
}

/// Whether the factor varies among these points.
bool varies(const Factor& factor, const std::vector<std::size_t>& points) {
  const double first = factor.values[points.front()];
  return std::any_of(points.begin(), points.end(), [&](std::size_t p) { return factor.values[p] != first; });
}

/// Whether `mixed` is `most` with one column as in `one`.
bool is_mix(const std::vector<DesignColumn>& columns, std::size_t which, std::size_t most, std::size_t one,
            std::size_t mixed) {
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (!same(columns[c], mixed, c == which ? one : most)) return false;
  return true;
}

bool are_blocks(const std::vector<DesignColumn>& columns, const std::vector<std::size_t>& points, bool both) {
  const std::size_t k = columns.size(), width = (both ? 2 : 1) * k + 2;
  if (points.size() % width != 0) return false;
  for (std::size_t at = 0; at < points.size(); at += width) {
    const std::size_t a = points[at], b = points[at + width - 1];
    for (std::size_t c = 0; c < k; ++c)
      if (!is_mix(columns, c, a, b, points[at + 1 + c]) || (both && !is_mix(columns, c, b, a, points[at + 1 + k + c])))
        return false;
  }
  return true;
}

std::size_t place_in(const Study& study, const DesignColumn& column) {
  return static_cast<std::size_t>(column.front() - study.factors.data());
}

/// The columns that vary, as places in Study::factors, and where they stand among all columns.
struct Varying {
  std::vector<std::size_t> factors, columns;
};

Varying varying(const Study& study, const std::vector<DesignColumn>& columns, const std::vector<std::size_t>& points) {
  Varying made;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    DesignColumn moving = columns[c];
    std::erase_if(moving, [&](const Factor* f) { return !varies(*f, points); });
    if (moving.empty()) continue;
    made.factors.push_back(place_in(study, moving));
    made.columns.push_back(c);
  }
  return made;
}

/// Values rise or, of columns that stay, 0.
double direction(const DesignColumn& column, std::size_t from, std::size_t to) {
  for (const Factor* factor : column)
    if (factor->values[from] != factor->values[to]) return factor->values[to] > factor->values[from] ? 1 : -1;
  return 0;
}

/// The column that each step of one trajectory moves. A step that leaves a whole number or a short list where it was
/// has no effect at all, whichever of the columns that are left it is taken for.
std::vector<std::size_t> moved_columns(const std::vector<DesignColumn>& columns, const std::size_t* points) {
  const std::size_t k = columns.size();
  std::vector<std::size_t> moved(k, k);
  std::vector<bool> used(k, false);
  for (std::size_t step = 0; step < k; ++step)
    for (std::size_t c = 0; c < k; ++c) {
      if (same(columns[c], points[step], points[step + 1])) continue;
      if (moved[step] != k || used[c])
        throw DesignFault("its points are no trajectories that move one factor at a time");
      moved[step] = c;
      used[c] = true;
    }
  for (std::size_t& column : moved)
    if (column == k) {
      column = static_cast<std::size_t>(std::find(used.begin(), used.end(), false) - used.begin());
      used[column] = true;
    }
  return moved;
}

}  // namespace

std::vector<std::size_t> free_factors(const Study& study, std::size_t base) {
  const auto points = study.points_of(base);
  if (points.empty()) return {};
  return varying(study, columns_of(study, points), points).factors;
}

SaltelliBlocks saltelli_blocks_of(const Study& study, std::size_t base) {
  const auto points = study.points_of(base);
  const auto columns = columns_of(study, points);
  const bool both = !are_blocks(columns, points, false);
  if (both && !are_blocks(columns, points, true))
    throw DesignFault(fmt::format("its {} points are not the blocks of a Saltelli design of {} factors", points.size(),
                                  columns.size()));
  SaltelliBlocks made;
  made.both = both;
  const Varying moving = varying(study, columns, points);
  made.factors = moving.factors;
  const std::size_t k = columns.size(), width = (both ? 2 : 1) * k + 2;
  for (std::size_t at = 0; at < points.size(); at += width) {
    made.points.push_back(points[at]);
    for (std::size_t half = 0; half < (both ? 2U : 1U); ++half)
      for (const std::size_t c : moving.columns) made.points.push_back(points[at + 1 + half * k + c]);
    made.points.push_back(points[at + width - 1]);
  }
  return made;
}

MorrisSteps morris_steps_of(const Study& study, std::size_t base) {
  const auto points = study.points_of(base);
  const auto columns = columns_of(study, points);
  const std::size_t k = columns.size();
  if (study.grid_levels < 2 || k == 0 || points.size() % (k + 1) != 0)
    throw DesignFault(fmt::format("its {} points are no Morris trajectories of {} factors", points.size(), k));
  MorrisSteps made;
  const Varying moving = varying(study, columns, points);
  made.factors = moving.factors;
  made.length = static_cast<double>(study.grid_levels) / static_cast<double>(2 * (study.grid_levels - 1));
  made.trajectories = points.size() / (k + 1);
  for (std::size_t t = 0; t < made.trajectories; ++t) {
    const std::size_t* own = points.data() + t * (k + 1);
    made.starts.push_back(*own);
    const auto moved = moved_columns(columns, own);
    for (std::size_t step = 0; step < k; ++step) {
      const auto at = std::find(moving.columns.begin(), moving.columns.end(), moved[step]);
      if (at == moving.columns.end()) continue;
      const double sign = direction(columns[moved[step]], own[step], own[step + 1]);
      made.steps.push_back(
          {static_cast<std::size_t>(at - moving.columns.begin()), own[step], own[step + 1], sign == 0 ? 1 : sign});
    }
  }
  return made;
}

std::vector<std::size_t> unmixed_points(const Study& study, std::size_t base) {
  if (study.design == "morris") return morris_steps_of(study, base).starts;
  if (study.design != "saltelli") return study.points_of(base);
  const SaltelliBlocks blocks = saltelli_blocks_of(study, base);
  std::vector<std::size_t> made;
  for (std::size_t at = 0; at < blocks.points.size(); at += blocks.width()) {
    made.push_back(blocks.points[at]);
    made.push_back(blocks.points[at + blocks.width() - 1]);
  }
  return made;
}

}  // namespace poldyn::analysis
