#include "analysis/discovery/discovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace poldyn::analysis {
namespace {

using Rows = std::vector<std::size_t>;

struct Halves {
  Rows chosen_on, held_out;
};

/// By the order of random numbers; of equal ones, which say nothing, by place.
Halves divided(std::size_t points, const Resampler& resampler) {
  std::vector<std::uint32_t> keys(points);
  resampler(0, keys);
  Rows order(points);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(points - points / 2);
  Halves made{Rows(order.begin(), middle), Rows(middle, order.end())};
  std::sort(made.chosen_on.begin(), made.chosen_on.end());
  std::sort(made.held_out.begin(), made.held_out.end());
  return made;
}

void require_something(const Points& points) {
  if (points.size() < fewest_points)
    throw NothingToDiscover(
        fmt::format("there are {} points, and it takes {} to find a box on one half of them and to "
                    "judge it on the other",
                    points.size(), fewest_points));
  if (points.columns.empty()) throw NothingToDiscover("nothing varies from point to point");
  const double sum = std::accumulate(points.shares.begin(), points.shares.end(), 0.0);
  if (sum == 0) throw NothingToDiscover("no run of any point meets the condition");
  if (sum == static_cast<double>(points.size()))
    throw NothingToDiscover("every run of every point meets the condition");
}

bool in_any(const std::vector<Box>& boxes, const Points& points, std::size_t row) {
  return std::any_of(boxes.begin(), boxes.end(), [&](const Box& box) { return box.holds(points, row); });
}

Region region_of(std::vector<Box> boxes, const Points& points, const Outcomes& outcomes, const Rows& rows,
                 double level) {
  Region made{std::move(boxes), {}};
  Rows in;
  for (const std::size_t row : rows)
    if (in_any(made.boxes, points, row)) in.push_back(row);
  made.density = density_of(outcomes, in, level);
  if (const double all = mass_of(points, rows).sum; all > 0) made.coverage = mass_of(points, in).sum / all;
  made.mass = static_cast<double>(in.size()) / static_cast<double>(rows.size());
  return made;
}

double overlap_of(const Region& a, const Region& b, const Points& points, const Rows& rows) {
  double both = 0, either = 0;
  for (const std::size_t row : rows) {
    const bool in_a = in_any(a.boxes, points, row), in_b = in_any(b.boxes, points, row);
    both += in_a && in_b, either += in_a || in_b;
  }
  return either > 0 ? both / either : no_value;
}

std::vector<Step> steps_of(const std::vector<Peel>& way, const Points& points, const Outcomes& outcomes,
                           const Rows& held_out, double level) {
  std::vector<Step> made;
  const double all = way.front().inside.sum;
  Rows rows = held_out;  // boxes lie within each other
  for (const Peel& peel : way) {
    rows = inside(peel.box, points, rows);
    made.push_back({peel, all > 0 ? peel.inside.sum / all : no_value, density_of(outcomes, rows, level)});
  }
  return made;
}

std::size_t step_of(const std::vector<Peel>& way, const std::optional<std::size_t>& asked) {
  if (asked && *asked >= way.size())
    throw NothingToDiscover(fmt::format("the way has steps 0 to {}, and {} is none of them", way.size() - 1, *asked));
  return asked.value_or(best_of(way));
}

bool all_told(const std::vector<BoundTest>& tests) {
  return !tests.empty() && std::all_of(tests.begin(), tests.end(), [](const BoundTest& test) { return test.told; });
}

}  // namespace

Discovery discover(const Points& points, const Outcomes& outcomes, const Resampler& halves,
                   const DiscoveryOptions& options) {
  require_something(points);
  const auto [chosen_on, held_out] = divided(points.size(), halves);
  Discovery made;
  made.chosen_on = chosen_on.size(), made.held_out = held_out.size();
  made.everywhere = density_of(outcomes, held_out, options.level);
  const std::vector<Peel> way = peel(points, chosen_on, options.peeling);
  made.step = step_of(way, options.step);
  made.as_asked = options.step.has_value();
  made.way = steps_of(way, points, outcomes, held_out, options.level);
  const Box& box = way[made.step].box;
  made.proposed = made.as_asked ? box : pasted(box, points, chosen_on, options.peeling);
  const Rows in_first = inside(made.proposed, points, chosen_on), in_other = inside(made.proposed, points, held_out);
  if (!in_first.empty() && !in_other.empty())
    made.optimism = mass_of(points, in_first).mean() - mass_of(points, in_other).mean();
  Judged judged = made.as_asked ? Judged{box, test_bounds(box, points, outcomes, held_out, options.level)}
                                : judge_bounds(made.proposed, points, outcomes, held_out, options.level);
  made.found = all_told(judged.tests);
  made.tests = std::move(judged.tests);
  made.region = region_of({std::move(judged.box)}, points, outcomes, held_out, options.level);
  made.tree = grow_tree(points, chosen_on, options.tree);
  made.leaves = region_of(best_leaves(made.tree), points, outcomes, held_out, options.level);
  if (!made.tests.empty() && !made.leaves.boxes.empty())
    made.overlap = overlap_of(made.region, made.leaves, points, held_out);
  return made;
}

}  // namespace poldyn::analysis
