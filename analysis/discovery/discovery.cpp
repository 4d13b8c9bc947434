#include "analysis/discovery/discovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace poldyn::analysis {
namespace {

using Rows = std::vector<std::size_t>;

struct Parts {
  Rows chosen_on, tested_on, measured_on;  // rising
};

/// By the order of random numbers; of equal ones, which say nothing, by place.
Parts divided(std::size_t points, const Resampler& resampler) {
  std::vector<std::uint32_t> keys(points);
  resampler(0, keys);
  Rows order(points);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(points - points / 2);
  const auto last = middle + static_cast<std::ptrdiff_t>(points / 4);
  Parts made{Rows(order.begin(), middle), Rows(middle, last), Rows(last, order.end())};
  for (Rows* part : {&made.chosen_on, &made.tested_on, &made.measured_on}) std::sort(part->begin(), part->end());
  return made;
}

void require_something(const Points& points) {
  if (points.size() < fewest_points)
    throw NothingToDiscover(
        fmt::format("there are {} points, and it takes {} to find a box on one half of them and to "
                    "test and measure it on the others",
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
                           const Rows& tested_on, double level) {
  std::vector<Step> made;
  const double all = way.front().inside.sum;
  Rows rows = tested_on;  // boxes lie within each other
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

Discovery discover(const Points& points, const Outcomes& outcomes, const Resampler& parts,
                   const DiscoveryOptions& options) {
  require_something(points);
  const auto [chosen_on, tested_on, measured_on] = divided(points.size(), parts);
  Discovery made;
  made.chosen_on = chosen_on.size(), made.tested_on = tested_on.size(), made.measured_on = measured_on.size();
  made.everywhere = density_of(outcomes, measured_on, options.level);
  const std::vector<Peel> way = peel(points, chosen_on, options.peeling);
  made.step = step_of(way, options.step);
  made.as_asked = options.step.has_value();
  made.way = steps_of(way, points, outcomes, tested_on, options.level);
  const Box& box = way[made.step].box;
  made.proposed = made.as_asked ? box : pasted(box, points, chosen_on, options.peeling);
  Judged judged = made.as_asked ? Judged{box, test_bounds(box, points, outcomes, tested_on, options.level)}
                                : judge_bounds(made.proposed, points, outcomes, tested_on, options.level);
  made.found = all_told(judged.tests);
  made.tests = std::move(judged.tests);
  made.region = region_of({std::move(judged.box)}, points, outcomes, measured_on, options.level);
  if (const Rows first = inside(made.region.boxes.front(), points, chosen_on); !first.empty())
    made.optimism = mass_of(points, first).mean() - made.region.density.share;
  made.tree = grow_tree(points, chosen_on, options.tree);
  made.leaves = region_of(best_leaves(made.tree), points, outcomes, measured_on, options.level);
  if (!made.tests.empty() && !made.leaves.boxes.empty())
    made.overlap = overlap_of(made.region, made.leaves, points, measured_on);
  return made;
}

}  // namespace poldyn::analysis
