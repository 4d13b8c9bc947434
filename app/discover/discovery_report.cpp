#include "app/discover/discovery_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "app/console/numbers.h"
#include "app/console/shares.h"
#include "app/console/text_table.h"

namespace poldyn::app {
namespace {

using analysis::Bound;
using analysis::Box;
using analysis::Density;
using analysis::Discovery;
using analysis::Factor;
using analysis::Range;

constexpr std::size_t few = 12;  // values of a grid, which are said instead of what lies between them

std::string with_unit(double x, const Factor& factor) {
  return factor.unit.empty() ? fmt::format("{:.6g}", x) : fmt::format("{:.6g} {}", x, factor.unit);
}

/// The values of a grid; nothing of a factor that takes any value.
std::set<double> grid_of(const Factor& factor) {
  std::set<double> values;
  for (const double x : factor.values)
    if (values.insert(x).second && values.size() > few) return {};
  return values;
}

bool whole(const Factor& factor) {
  return std::all_of(factor.values.begin(), factor.values.end(), [](double x) { return x == std::floor(x); });
}

/// First and last value of a grid, or of whole numbers, that lie in the range; infinite where it has no end.
std::pair<double, double> ends_within(const Range& range, const std::set<double>& grid) {
  if (!grid.empty()) return {*grid.upper_bound(range.low), *std::prev(grid.lower_bound(range.high))};
  return {std::floor(range.low) + 1, std::ceil(range.high) - 1};
}

std::string levels_text(const Range& range, const Factor& factor) {
  std::vector<std::string> kept, lost;
  for (std::size_t level = 0; level < factor.levels.size(); ++level)
    (range.kept[level] ? kept : lost).push_back(factor.levels[level]);
  if (lost.size() == 1 && kept.size() > 2) return fmt::format("{} is not {}", factor.name, lost.front());
  return fmt::format("{} is {}", factor.name, fmt::join(kept, " or "));
}

std::string range_text(const Range& range, const Factor& factor) {
  if (!factor.is_number) return levels_text(range, factor);
  const bool low = std::isfinite(range.low), high = std::isfinite(range.high);
  const auto grid = grid_of(factor);
  if (grid.empty() && !whole(factor)) {
    if (low && high)
      return fmt::format("{} < {} < {}", with_unit(range.low, factor), factor.name, with_unit(range.high, factor));
    return fmt::format("{} {} {}", factor.name, low ? ">" : "<", with_unit(low ? range.low : range.high, factor));
  }
  const auto [first, last] = ends_within(range, grid);
  if (first == last) return fmt::format("{} = {}", factor.name, with_unit(first, factor));
  if (low && high) return fmt::format("{} <= {} <= {}", with_unit(first, factor), factor.name, with_unit(last, factor));
  return fmt::format("{} {} {}", factor.name, low ? ">=" : "<=", with_unit(low ? first : last, factor));
}

std::string interval_text(const Density& density, double level) {
  if (density.one_luck) return "no interval: one luck for all";
  if (!density.interval.exists()) return "too few points for an interval";
  return fmt::format("{} {} to {}", interval_of_level(level), percent(density.interval.low),
                     percent(density.interval.high));
}

std::string p_text(double p) { return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p); }

std::string bounds_table(const DiscoveryReport& report, std::size_t width) {
  const Box& box = report.found.region.boxes.front();
  TextTable table{{"bound", "met beyond it", "points there", "p", "quasi-p"}, {}};
  for (const auto& test : report.found.tests)
    table.rows.push_back({bound_text(box, test.bound, report.input), percent(test.share_out),
                          fmt::format("{}", test.out), p_text(test.p), p_text(test.quasi_p)});
  return table.text(width);
}

std::string tree_text(const DiscoveryReport& report) {
  const Discovery& found = report.found;
  if (found.leaves.boxes.empty()) return "A regression tree on the same points finds no division that is worth a leaf.";
  std::vector<std::string> leaves;
  for (const Box& box : found.leaves.boxes) leaves.push_back(box_text(box, report.input));
  std::string text =
      fmt::format("A regression tree on the same points says: {}: met in {} of runs ({}), {} of the points.",
                  fmt::join(leaves, "; or "), percent(found.leaves.density.share),
                  interval_text(found.leaves.density, report.level), percent(found.leaves.mass));
  if (!std::isnan(found.overlap))
    text += fmt::format(" Of the points in the box or in these leaves {} are in both.", percent(found.overlap));
  return text;
}

std::string way_table(const DiscoveryReport& report, std::size_t width) {
  TextTable table{{"step", "points", "coverage", "met", "met, tested", "bounds on"}, {}};
  for (std::size_t i = 0; i < report.found.way.size(); ++i) {
    const auto& step = report.found.way[i];
    std::vector<std::string> names;
    for (const std::size_t f : step.peel.box.factors()) names.push_back(report.input.factors[f].name);
    table.rows.push_back({fmt::format("{}{}", i, i == report.found.step ? " *" : ""),
                          fmt::format("{:.0f}", step.peel.inside.count), percent(step.coverage),
                          percent(step.peel.inside.mean()), percent(step.tested.share),
                          fmt::format("{}", fmt::join(names, ", "))});
  }
  return table.text(width);
}

std::vector<std::string> notes_of(const DiscoveryReport& report) {
  const DiscoveryInput& input = report.input;
  std::vector<std::string> notes = input.notes;
  if (input.left_out > 0)
    notes.push_back(fmt::format("{} left out: every run failed, or there is nothing to compare with",
                                counted(input.left_out, "point")));
  if (input.failed > 0)
    notes.push_back(
        fmt::format("{} failed and {} left out", counted(input.failed, "run"), input.failed == 1 ? "is" : "are"));
  if (input.unsettled > 0)
    notes.push_back(fmt::format("in {} a value does not exist; the condition counts as not met there",
                                counted(input.unsettled, "run")));
  if (report.found.everywhere.one_luck)
    notes.push_back(
        "all points share the random numbers of a single replicate: what is said here, p too, is of that one luck, and "
        "there is no interval; more replicates tell");
  return notes;
}

std::string how_to_read(const DiscoveryReport& report, bool way) {
  const Discovery& found = report.found;
  std::string text =
      fmt::format("Found on {} points, its bounds tested on {} others, and measured on {} that did neither.",
                  found.chosen_on, found.tested_on, found.measured_on);
  if (!found.tests.empty() && !std::isnan(found.optimism))
    text += fmt::format(" In the half that chose the box its share is {:.1f} points {}.",
                        std::abs(100 * found.optimism), found.optimism < 0 ? "lower" : "higher");
  if (!found.tests.empty()) {
    const bool lucks = report.input.outcomes.shared_luck && report.replicates > 1;
    text +=
        lucks ? " p: probability of such a contrast by luck, of points (Fisher's exact test) or of the replicates that "
                "all of them share (t test), the greater"
              : " p: probability of such a contrast by luck (Fisher's exact test)";
    if (found.everywhere.one_luck)
      text += "; that a box is luck of this one replicate no p here can say";
    else if (!found.as_asked)
      text += fmt::format("; where no factor matters a box is found in {}{:.2g} % of studies{}", lucks ? "about " : "",
                          100 * (1 - report.level), lucks ? "" : " at most");
    text += ". quasi-p: that of so high a share in the box by luck (Bryant & Lempert 2010).";
  }
  if (way)
    text += found.as_asked ? " *: the step that was asked for."
                           : " *: the step that was taken, before its bounds were moved to where they fit best.";
  return text;
}

/// What the points that measure make of it, where that is not what the bounds promise.
std::string unconfirmed_text(const Discovery& found) {
  const Density &inside = found.region.density, &everywhere = found.everywhere;
  if (!inside.interval.exists() || inside.interval.low > everywhere.share) return "";
  return " The points that measure do not confirm it: as far as they tell, the condition may be met as often "
         "elsewhere.";
}

/// What holds in the box.
std::string box_answer(const DiscoveryReport& report) {
  const Discovery& found = report.found;
  if (found.region.density.points == 0)
    return fmt::format(
        "There is a box, where {}; none of the points that measure lies in it, so nobody knows how often the condition "
        "is met there. Over the whole design it is met in {} of runs ({}).",
        box_text(found.region.boxes.front(), report.input), percent(found.everywhere.share),
        interval_text(found.everywhere, report.level));
  return fmt::format(
             "{}here {}, the condition is met in {} of runs ({}), against {} over the whole design ({}). That is {} of "
             "the "
             "points, with {} of the runs that meet it.",
             found.as_asked ? fmt::format("Step {} of the way, as it is: w", found.step) : "W",
             box_text(found.region.boxes.front(), report.input), percent(found.region.density.share),
             interval_text(found.region.density, report.level), percent(found.everywhere.share),
             interval_text(found.everywhere, report.level), percent(found.region.mass),
             percent(found.region.coverage)) +
         (found.found ? unconfirmed_text(found) : "");
}

/// Of a step that was asked for, the bounds that are there all the same.
std::string untold_text(const DiscoveryReport& report) {
  std::vector<std::string> untold;
  for (const auto& test : report.found.tests)
    if (!test.told) untold.push_back(bound_text(report.found.region.boxes.front(), test.bound, report.input));
  if (untold.empty()) return "";
  return fmt::format(" Not told from luck: {}.", fmt::join(untold, "; "));
}

}  // namespace

std::string box_text(const Box& box, const DiscoveryInput& input) {
  std::vector<std::string> parts;
  for (const std::size_t f : box.factors()) parts.push_back(range_text(box.ranges[f], input.factors[f]));
  return fmt::format("{}", fmt::join(parts, " and "));
}

std::string bound_text(const Box& box, const Bound& bound, const DiscoveryInput& input) {
  Range range = box.ranges[bound.factor];
  if (bound.kind == Bound::Kind::low) range.high = Range{}.high;
  if (bound.kind == Bound::Kind::high) range.low = Range{}.low;
  return range_text(range, input.factors[bound.factor]);
}

std::string discovery_answer(const DiscoveryReport& report) {
  const Discovery& found = report.found;
  if (!found.tests.empty()) return box_answer(report) + untold_text(report);
  const std::string here = fmt::format("met in {} of runs ({})", percent(found.everywhere.share),
                                       interval_text(found.everywhere, report.level));
  if (found.as_asked)
    return fmt::format("Step {} of the way is the whole design, where the condition is {}.", found.step, here);
  std::string text = fmt::format(
      "No box: these points do not tell where the condition is met more often than elsewhere. Over the whole design it "
      "is {}.",
      here);
  if (!found.proposed.bounds().empty())
    text += fmt::format(" What half of them proposed, {}, a quarter does not tell from luck.",
                        box_text(found.proposed, report.input));
  return text;
}

std::string discovery_text(const DiscoveryReport& report, bool way, std::size_t width) {
  const DiscoveryInput& input = report.input;
  std::string of = input.of.empty() ? "" : " of " + input.of;
  if (!input.against.empty()) of = fmt::format(" of the difference {} - {}", input.of, input.against);
  std::string text = wrapped(fmt::format("{}: {}, {} each", report.file, counted(input.points.size(), "point"),
                                         counted(report.replicates, "run")),
                             width) +
                     "\n" + wrapped(fmt::format("Where is {}{}?", report.where, of.empty() ? "" : "," + of), width) +
                     "\n\n" + wrapped(discovery_answer(report), width) + "\n";
  if (!report.found.tests.empty()) text += "\n" + bounds_table(report, width);
  text += "\n" + wrapped(tree_text(report), width) + "\n";
  if (way) text += "\n" + way_table(report, width);
  text += "\n" + wrapped(how_to_read(report, way), width) + "\n";
  for (const auto& note : notes_of(report)) text += labelled("Note: ", note + ".", width) + "\n";
  return text;
}

}  // namespace poldyn::app
