#include "app/influence_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/numbers.h"
#include "app/console/text_table.h"

namespace poldyn::app {
namespace {

using analysis::FactorInfluence;
using analysis::Index;
using analysis::Influence;
using analysis::Method;

/// "0.41 [0.35, 0.47]", or the most that it can be if it is not told apart from 0.
std::string index_text(const Index& index) {
  if (!index.exists()) return "-";
  if (!index.interval.exists()) return fmt::format("{:.2f}", index.value);
  if (!index.told_apart())
    return index.interval.high <= 0 ? "0?" : fmt::format("0? (< {:.2f})", std::max(0.01, index.interval.high));
  const int digits = index.interval.high < 0.0995 ? 3 : 2;
  return fmt::format("{:.{}f} [{:.{}f}, {:.{}f}]", index.value, digits, index.interval.low, digits, index.interval.high,
                     digits);
}

std::string number(double x) { return std::isnan(x) ? "-" : fmt::format("{:.3g}", x); }

const std::string& name_of(const analysis::Study& study, const FactorInfluence& one) {
  return study.factors[one.factor].name;
}

std::string effects_table(const analysis::Study& study, const Influence& found, std::size_t width) {
  TextTable table{{"factor", "mu*", "interval", "floor", "mu", "sigma"}, {}};
  for (const FactorInfluence& one : found.factors) {
    const analysis::ElementaryEffects& e = one.effects;
    const Index& star = e.mu_star;
    table.rows.push_back(
        {name_of(study, one), e.told_apart || e.n < 2 ? number(star.value) : "0?",
         star.interval.exists() ? fmt::format("[{:.3g}, {:.3g}]", star.interval.low, star.interval.high) : "-",
         number(e.floor), fmt::format("{:+.4g}", e.mu), number(e.sigma)});
  }
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
  TextTable table{{"screen", "PAWN", "shuffled", "delta", "shuffled", "HSIC p"}, {}};
  if (shapley) table.header.emplace_back("Shapley");
  for (const FactorInfluence& one : found.factors) {
    const analysis::Screen& s = one.screen;
    table.rows.push_back({name_of(study, one), number(s.pawn), number(s.pawn_shuffled), number(s.delta),
                          number(s.delta_shuffled), std::isnan(s.p) ? "-" : fmt::format("{:.3f}", s.p)});
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
  return {one.swing.low.mean, one.swing.high.mean, shown(one.swing.change.estimate, true)};
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
  if (spread.points == 0) return wrapped(text + "no run has a value.", width) + "\n";
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
  if (!found.varies) text += " It does not vary over points beyond its noise: there is nothing to attribute.";
  return wrapped(text, width) + "\n";
}

std::string caveat_of(const analysis::Study& study, const Influence& found, std::size_t width) {
  const bool dependent = study.design == "sobol" || study.design == "saltelli" || study.design == "morris";
  if (found.method != Method::given_data || !dependent) return "";
  return "\n" +
         wrapped(fmt::format("The points of a {} design are not drawn independently, as these estimates take them to "
                             "be: an interval "
                             "may miss the true index, also of a factor that does nothing. Points of a "
                             "latin_hypercube or random design are better for this.",
                             study.design),
                 width) +
         "\n";
}

}  // namespace

std::string influence_text(const analysis::Study& study, const Influence& found, const InfluenceHeading& heading,
                           std::size_t width) {
  std::string made = heading_text(found, heading, width);
  if (!found.varies || found.spread.points == 0) return made;
  if (found.method == Method::elementary_effects) {
    made += "\n" + effects_table(study, found, width);
  } else {
    if (found.replicates > 1) made += "\n" + variance_table(study, found, true, width);
    if (found.replicates == 1 || found.common) made += "\n" + variance_table(study, found, false, width);
  }
  if (found.method == Method::given_data) made += "\n" + screen_table(study, found, width);
  made += caveat_of(study, found, width);
  if (const std::string bars = tornado(study, found, heading.unit, width); !bars.empty()) made += "\n" + bars;
  return made;
}

std::string influence_legend(const Influence& found, std::size_t width) {
  std::string text;
  if (found.method == Method::elementary_effects) {
    text =
        "mu*: mean absolute change while the factor goes through its whole range, noise taken out. floor: what a "
        "factor "
        "without any influence would show before that. mu: the same with sign. sigma: how much the change depends on "
        "the "
        "other factors. ";
  } else {
    text = "first order: share of the variance that would go if the factor were known. ";
    if (found.method == Method::sobol_indices) text += "total: share that would stay if all others were known. ";
    text += "of the mean response: of what a point has on average over worlds. ";
    if (found.common) text += "of a world: of single runs, each in a world that is the same at all points. ";
    if (found.replicates == 1) text += "With one replicate, noise is not told from influence: take two. ";
  }
  if (found.replicates == 2 && found.common && found.method != Method::elementary_effects)
    text +=
        "Two replicates do not say what other worlds would have given: intervals of the mean response are those of the "
        "choice of points alone; take three. ";
  if (found.method == Method::given_data)
    text +=
        "PAWN, delta: how far the response's distribution moves with the factor, beside what a shuffled factor stays "
        "below in 95 of 100. HSIC p: small if there is any dependence, adjusted for all factors. ";
  text += "0?: not told apart from 0, and hardly more than what stands in brackets. ";
  text += found.method == Method::elementary_effects
              ? "Tornado: mu around the mean."
              : "Tornado: mean response in the lowest (L) and the highest (H) fifth of the factor, or at its first and "
                "last level; | is the mean.";
  return wrapped(text, width) + "\n";
}

}  // namespace poldyn::app
