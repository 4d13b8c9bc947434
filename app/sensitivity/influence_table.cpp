#include "app/sensitivity/influence_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/sensitivity/shapley_effects.h"
#include "app/console/numbers.h"
#include "app/console/text_table.h"

namespace poldyn::app {
namespace {

using analysis::FactorInfluence;
using analysis::Index;
using analysis::Influence;
using analysis::Method;

/// The next hundredth above, so that "below" is true.
double hundredth_above(double x) { return (std::floor(100 * std::max(0.0, x)) + 1) / 100; }

/// "0.41 [0.35, 0.47]", or the most that it can be if it is not told apart from 0.
std::string index_text(const Index& index) {
  if (!index.exists()) return "-";
  if (!index.interval.exists()) return index.value > 0 ? fmt::format("{:.2f}, no interval", index.value) : "0?";
  if (!index.told_apart())
    return index.interval.high <= 0  ? "0?"
           : index.interval.high > 1 ? "0? (or all)"  // a share is 1 at most
                                     : fmt::format("0? (< {:.2f})", hundredth_above(index.interval.high));
  if (index.interval.high < 0.0005) return "< 0.001";
  // An interval above 0 does not begin with 0.00.
  const int digits = index.interval.high < 0.0995 || index.interval.low < 0.005 ? 3 : 2;
  return fmt::format("{:.{}f} [{:.{}f}, {:.{}f}]", index.value, digits, index.interval.low, digits, index.interval.high,
                     digits);
}

std::string number(double x) { return std::isnan(x) ? "-" : fmt::format("{:.3g}", x); }
std::string signed_number(double x) { return std::isnan(x) ? "-" : fmt::format("{:+.4g}", x); }

const std::string& name_of(const analysis::Study& study, const FactorInfluence& one) {
  return study.factors[one.factor].name;
}

std::string effects_table(const analysis::Study& study, const Influence& found, std::size_t width) {
  TextTable table{{"factor", "mu*", "interval", "floor", "mu", "sigma"}, {}};
  const auto add = [&](const std::string& name, const analysis::ElementaryEffects& e) {
    const Index& star = e.mu_star;
    table.rows.push_back({name, e.told_apart || e.n < 2 ? number(star.value) : "0?",
                          !star.interval.exists() ? "-"
                          : e.told_apart ? fmt::format("[{:.3g}, {:.3g}]", star.interval.low, star.interval.high)
                                         : fmt::format("(< {:.3g})", star.interval.high),
                          number(e.floor), signed_number(e.mu), number(e.sigma)});
  };
  for (const FactorInfluence& one : found.factors) add(name_of(study, one), one.effects);
  if (found.dummy.n > 0) add("(dummy)", found.dummy);
  return table.text(width);
}

std::string variance_table(const analysis::Study& study, const Influence& found, bool of_mean, std::size_t width) {
  const bool total = found.method == Method::sobol_indices;
  TextTable table{{of_mean        ? "of the mean response"
                   : found.common ? "of a world"
                                  : "of a single run",
                   "first order"},
                  {}};
  if (total) table.header.emplace_back("total");
  for (const FactorInfluence& one : found.factors) {
    table.rows.push_back({name_of(study, one), index_text(of_mean ? one.first : one.first_run)});
    if (total) table.rows.back().push_back(index_text(of_mean ? one.total : one.total_run));
  }
  return table.text(width);
}

std::string screen_table(const analysis::Study& study, const Influence& found, std::size_t width) {
  const auto has_shapley = [](const FactorInfluence& one) { return one.shapley.exists(); };
  const bool shapley = std::any_of(found.factors.begin(), found.factors.end(), has_shapley);
  TextTable table{{"screen", "PAWN", "shuffled", "delta", "shuffled", "corrected", "HSIC p"}, {}};
  if (shapley) table.header.emplace_back("Shapley");
  for (const FactorInfluence& one : found.factors) {
    const analysis::Screen& s = one.screen;
    table.rows.push_back({name_of(study, one), number(s.pawn), number(s.pawn_shuffled), number(s.delta),
                          number(s.delta_shuffled), number(s.corrected_delta),
                          std::isnan(s.p) ? "-" : fmt::format("{:.3f}", s.p)});
    if (shapley) table.rows.back().push_back(index_text(one.shapley));
  }
  return table.text(width);
}

/// Where a value lies on a line from `low` to `high`.
std::size_t place(double x, double low, double high, std::size_t length) {
  return static_cast<std::size_t>(std::lround((x - low) / (high - low) * static_cast<double>(length - 1)));
}

struct Bar {
  double low = 0, high = 0;
  std::string change;
};

/// `L` where the factor is low, `H` where it is high, `|` the mean over all.
std::string drawn(const Bar& bar, double middle, double low, double high, std::size_t length) {
  std::string made(length, ' ');
  const std::size_t from = place(bar.low, low, high, length), to = place(bar.high, low, high, length);
  for (std::size_t i = std::min(from, to); i <= std::max(from, to); ++i) made[i] = '-';
  made[place(middle, low, high, length)] = '|';
  made[from] = 'L';
  made[to] = from == to ? '=' : 'H';
  return made;
}

Bar bar_of(const Influence& found, const FactorInfluence& one) {
  const double middle = found.spread.mean;
  if (found.method == Method::elementary_effects) {
    const double half = one.effects.mu / 2;
    return {middle - half, middle + half,
            shown(analysis::Estimate{one.effects.n, one.effects.mu, 0, one.effects.mu_half_width}, true)};
  }
  return {one.swing.low.mean, one.swing.high.mean, shown(one.swing.change, true)};
}

std::string tornado(const analysis::Study& study, const Influence& found, const std::string& unit, std::size_t width) {
  std::vector<std::pair<const FactorInfluence*, Bar>> bars;
  double low = found.spread.mean, high = low;
  for (const FactorInfluence& one : found.factors) {
    const Bar bar = bar_of(found, one);
    if (std::isnan(bar.low) || std::isnan(bar.high)) continue;
    low = std::min({low, bar.low, bar.high});
    high = std::max({high, bar.low, bar.high});
    bars.emplace_back(&one, bar);
  }
  if (!(high > low)) return "";
  std::stable_sort(bars.begin(), bars.end(), [](const auto& a, const auto& b) {
    return std::abs(a.second.high - a.second.low) > std::abs(b.second.high - b.second.low);
  });
  constexpr std::size_t longest = 25;
  const bool ends = found.method != Method::elementary_effects;
  TextTable table{{unit.empty() ? "tornado" : "tornado, " + unit, fmt::format("{:.4g} to {:.4g}", low, high), "H - L"},
                  {}};
  if (ends) table.header.emplace_back("L to H");
  for (const auto& [one, bar] : bars) {
    table.rows.push_back({name_of(study, *one), drawn(bar, found.spread.mean, low, high, longest), bar.change});
    if (ends) table.rows.back().push_back(one->low + " to " + one->high);
  }
  return table.text(width);
}

std::string unit_word(Method method) {
  return method == Method::sobol_indices ? "row" : method == Method::elementary_effects ? "trajectory" : "point";
}

std::string heading_text(const Influence& found, const InfluenceHeading& heading, std::size_t width) {
  std::string text = fmt::format("{}, {}: ", heading.where, heading.response);
  const auto& spread = found.spread;
  if (spread.points < 2)
    return wrapped(text + (spread.points == 0 ? "no run has a value." : "one point alone has a value of every run."),
                   width) +
           "\n";
  text += fmt::format("mean {:.4g}, standard deviation over points {:.3g}", spread.mean,
                      std::sqrt(std::max(0.0, spread.variance)));
  if (!std::isnan(spread.noise_share()))
    text += fmt::format("; noise is {:.0f} % of a single run's variance", 100 * spread.noise_share());
  text += ".";
  if (found.left_out > 0) {
    const std::string unit = unit_word(found.method);
    const std::size_t all = found.units + (found.method == Method::elementary_effects ? 0 : found.left_out);
    text += fmt::format(
        " {} of {} {} left out, because a run has no value there: what follows holds where there is one.",
        found.left_out, counted(all, unit == "trajectory" ? "step" : unit), found.left_out == 1 ? "is" : "are");
  }
  if (!found.varies)
    text += " It is not told to vary over points beyond its noise: these runs do not say what matters.";
  else if (!found.mean_varies)
    text +=
        " On average over worlds it is not told to vary over points: so few worlds do not say what matters on average. "
        "What follows is of single runs.";
  return wrapped(text, width) + "\n";
}

/// What the points are not that the estimates would like.
std::string caveat_of(const analysis::Study& study, const Influence& found) {
  std::string text;
  if (found.aside > 0)
    text += fmt::format("Of the {} points of the {} design {} are used, which are not made of others. ",
                        found.aside + found.units + found.left_out, study.design, found.units + found.left_out);
  if (study.design == "fractional_factorial")
    text +=
        "In a fraction of a grid what a factor does stands for what those interactions do, too, that it goes along "
        "with in these points; the index is of all of them together. ";
  else if (found.even && !found.complete)
    text += fmt::format(
        "Points of a {} design keep away from each other: first order is from means of classes, and its interval holds "
        "what independent and what perfectly even points would give. Points of a latin_hypercube or random design are "
        "better for this. ",
        study.design);
  if (found.complete) text += "First order is of the grid's points: what lies between them is not in it. ";
  return text;
}

/// Why there are no Shapley effects, or of which points.
std::string shapley_text(const Influence& found, bool asked) {
  if (!asked) return "";
  if (found.shapley_points == 0 && found.units < analysis::fewest_shapley_points)
    return fmt::format("Shapley effects need {} points with a value, and there are {}. ",
                       analysis::fewest_shapley_points, found.units);
  if (found.shapley_points == 0) return "There are no Shapley effects: what the factors explain is not above 0. ";
  if (found.shapley_points < found.units)
    return fmt::format("Shapley effects are of {} points of these {}, drawn at random. ", found.shapley_points,
                       found.units);
  return "";
}

std::string variance_tables(const analysis::Study& study, const Influence& found, std::size_t width) {
  std::string made;
  if (found.replicates > 1 && found.mean_varies) made += "\n" + variance_table(study, found, true, width);
  if (found.replicates == 1 || found.common) made += "\n" + variance_table(study, found, false, width);
  return made;
}

}  // namespace

std::string influence_text(const analysis::Study& study, const Influence& found, const InfluenceHeading& heading,
                           std::size_t width) {
  std::string made = heading_text(found, heading, width);
  if (!found.varies || found.spread.points < 2) return made;
  made += found.method == Method::elementary_effects ? "\n" + effects_table(study, found, width)
                                                     : variance_tables(study, found, width);
  if (found.method == Method::given_data) made += "\n" + screen_table(study, found, width);
  const std::string notes = caveat_of(study, found) + shapley_text(found, heading.shapley);
  if (!notes.empty()) made += "\n" + wrapped(notes.substr(0, notes.size() - 1), width) + "\n";
  if (const std::string bars = tornado(study, found, heading.unit, width); !bars.empty()) made += "\n" + bars;
  return made;
}

std::string influence_legend(const Influence& found, std::size_t width) {
  std::string text;
  if (found.method == Method::elementary_effects) {
    text =
        "mu*: mean absolute change while the factor goes through its whole range, noise taken out. floor: what a "
        "factor without any influence would show before that. mu: the same with sign. sigma: how much the change "
        "depends on the other factors. ";
    if (found.dummy.n > 0)
      text += "(dummy): what a factor without influence gives on the noise of these runs; 0? is right for it. ";
  } else {
    text = "first order: share of the variance that would go if the factor were known. ";
    if (found.method == Method::sobol_indices) text += "total: share that would stay if all others were known. ";
    text += "of the mean response: of what a point has on average over worlds. ";
    if (found.common) text += "of a world: of single runs, each in a world that is the same at all points. ";
  }
  if (found.replicates == 1)
    text += found.common ? "With one replicate all points are run in one world, and nothing says what another would "
                           "give: take three. "
                         : "With one replicate noise is not told from influence, and cannot be taken out: take two. ";
  if (found.replicates == 2 && found.common)
    text +=
        "Two replicates do not say what other worlds would have given: intervals of what holds on average over worlds "
        "are those of the choice of points alone; take three. ";
  if (found.method == Method::given_data)
    text +=
        "PAWN, delta: how far the response's distribution moves with the factor, beside what a shuffled factor stays "
        "below in 95 of 100; corrected: delta less what resampling says that the choice of points adds. HSIC p: small "
        "if there is any "
        "dependence, adjusted for all factors. ";
  text += "0?: not told apart from 0, each by itself, and hardly more than what stands in brackets. ";
  text += found.method == Method::elementary_effects
              ? "Tornado: mu around the mean."
              : "Tornado: mean response in the lowest (L) and the highest (H) fifth of the factor, or at its first and "
                "last level; | is the mean.";
  return wrapped(text, width) + "\n";
}

}  // namespace poldyn::app
