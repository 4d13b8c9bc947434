#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/compare/comparison_details.h"
#include "app/compare/comparison_table.h"
#include "app/console/numbers.h"
#include "app/console/shares.h"
#include "app/console/text_table.h"

namespace poldyn::app {
namespace {

std::string number(double x, const char* none = "-") {
  if (std::isinf(x)) return "inf";
  return std::isnan(x) ? none : fmt::format("{:.3g}", x);
}
/// Of what A has: per cent or, beyond ten times it, how many times.
std::string relative_text(double relative) {
  if (std::isnan(relative)) return "-";
  return std::abs(relative) < 10 ? fmt::format("{:+.3g} %", 100 * relative) : fmt::format("{:.3g} times", 1 + relative);
}
std::string ends(double low, double high) {
  return std::isfinite(low) && std::isfinite(high) ? fmt::format("{:.4g} to {:.4g}", low, high) : "-";
}

std::string length_text(double days) { return shown(Days{days}); }

/// What MSER-5 finds, one line for each side.
std::vector<std::string> settling_lines(const ComparisonReport& report) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < report.settling.size(); ++i) {
    const auto& all = report.settling[i];
    const auto number_of = [&](analysis::Settled settled) {
      return std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.settled == settled; });
    };
    const double warmup = report.sides[i].warmup;
    std::string line =
        fmt::format("{}: warm-up {}. Of {} sampled series ", side_letter(i), length_text(warmup), all.size());
    const auto open = number_of(analysis::Settled::no);
    line += fmt::format("{} settle within their first half, {} do not, {} have gaps, {} are shorter than 50 samples.",
                        number_of(analysis::Settled::yes), open, number_of(analysis::Settled::has_gaps),
                        number_of(analysis::Settled::too_short));
    if (const auto most = analysis::longest(all))
      line += fmt::format(" MSER-5 would cut the first {} of {} in bloc {}{}.", length_text(most->cut_days),
                          most->about.name, most->bloc, most->cut_days > warmup ? ", more than the warm-up" : "");
    if (open > 0) line += " What does not settle is answered for this horizon only.";
    lines.push_back(line);
  }
  return lines;
}

/// Differences of means over mixtures as they are and at equal composition.
std::string composition_table(const ComparisonReport& report, std::size_t width) {
  if (report.composition.empty()) return "";
  TextTable table{{"at equal composition", "crude", "standardised"}, {}};
  for (const auto& found : report.composition)
    table.rows.push_back({fmt::format("{}, {} - A, bloc {}", label(found.about), side_letter(found.side), found.bloc),
                          shown(found.crude.estimate, true), shown(found.standardised.estimate, true)});
  return "\n" + table.text(width);
}

}  // namespace

std::string comparison_details(const ComparisonReport& report, std::size_t width) {
  std::string text;
  for (const auto& bloc : report.comparison.blocs) {
    const std::string other = side_letter(bloc.side) + " - A";
    TextTable table{
        {heading(bloc), other, "of A", "t interval", "BCa interval", "d_z", "d", "sign", "var. ratio", "p", "p (Holm)"},
        {}};
    for (const auto& metric : bloc.metrics) {
      const analysis::Pairs& pairs = metric.pairs;
      const analysis::Estimate& t = report.comparison.paired ? pairs.difference.estimate : metric.difference.estimate;
      table.rows.push_back({label(metric.about), number(metric.difference.estimate.mean), relative_text(pairs.relative),
                            ends(t.low(), t.high()), ends(pairs.bca.low, pairs.bca.high), number(pairs.effect_paired),
                            number(pairs.cohen_d), whole_percent(pairs.sign_share), number(pairs.variance_reduction),
                            number(metric.difference.p), number(metric.adjusted_p)});
    }
    text += "\n" + table.text(width);
  }
  text +=
      "\n" +
      wrapped(
          "of A: relative to A's mean. d_z: mean over standard deviation of the differences. d: mean difference over "
          "the "
          "pooled standard deviation of both sides. sign: share of pairs with the sign of the mean difference; the "
          "others have the opposite one, or none. var. "
          "ratio: "
          "(var A + var B) / var(B - A), the times that as many independent runs would be needed. BCa needs 8 pairs.",
          width) +
      "\n";
  if (report.judging.any_look)
    text += wrapped(
                "t and BCa intervals hold for a number of pairs that is fixed beforehand, which it was not; p and the "
                "interval of the first table hold.",
                width) +
            "\n";
  text += composition_table(report, width) + "\n";
  for (const auto& line : settling_lines(report)) text += wrapped(line, width, 2) + "\n";
  return text;
}

}  // namespace poldyn::app
