#include "app/comparison_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/numbers.h"
#include "app/precision_option.h"
#include "app/terminal.h"
#include "app/text_table.h"

namespace poldyn::app {
namespace {

using analysis::Reading;

std::string short_word(Reading reading) {
  switch (reading) {
    case Reading::untested:
      return "-";
    case Reading::equal:
      return "same";
    case Reading::indistinguishable:
      return "?";
    case Reading::higher:
      return "more";
    case Reading::lower:
      return "less";
  }
  return "";
}

std::string side_list(const std::vector<analysis::Side>& sides, std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < sides.size(); ++i)
    text += wrapped(fmt::format("{} = {}: {} ({})", side_letter(i), sides[i].name, sides[i].title,
                                counted(sides[i].runs, "run")),
                    width, 4) +
            "\n";
  return text;
}

std::string heading(const analysis::ComparedBloc& bloc) {
  if (bloc.baseline_name == bloc.other_name) return "bloc " + bloc.baseline_name;
  return fmt::format("bloc {} (A), {} ({})", bloc.baseline_name, bloc.other_name, side_letter(bloc.side));
}

std::string table_text(const analysis::ComparedBloc& bloc, double level, std::size_t width) {
  const std::string other = side_letter(bloc.side);
  TextTable table{{heading(bloc), "A", other, other + " - A", "in " + other}, {}};
  for (const auto& metric : bloc.metrics)
    table.rows.push_back({label(metric.about), shown(metric.baseline), shown(metric.other),
                          shown(metric.difference.estimate, true), short_word(analysis::reading_of(metric, level))});
  return table.text(width);
}

std::string percent(double share) { return fmt::format("{:.4g} %", 100 * share); }

std::string how_to_read(const ComparisonReport& report) {
  const auto& comparison = report.comparison;
  if (comparison.tests == 0)
    return "One run of each says nothing about chance: run both with --replicates 20 and the same seed.";
  const std::string design =
      comparison.paired
          ? fmt::format("Differences are taken run by run over {} pairs on common random numbers (seed {}).",
                        comparison.runs, report.sides.front().seed)
          : fmt::format("Runs are independent; the smallest file has {}.", comparison.runs);
  const std::string level = percent(report.judging.level);
  return fmt::format(
      "{} Mean{}half-width of the {} interval, of each by itself{}. more, less: distinguishable from no difference "
      "(Holm-adjusted p < {:.4g} over all {} tests here). ?: these runs do not tell.",
      design, plus_minus(), level, report.judging.any_look ? "; differences and p hold whenever one stops" : "",
      1 - report.judging.level, comparison.tests);
}

/// What the search for a precision passes over, since no pair has a value of it.
std::vector<std::string> left_out(const ComparisonReport& report) {
  std::vector<std::string> lines;
  for (std::size_t t = 0; t < report.targets.size(); ++t)
    for (std::size_t side = 1; side < report.sides.size(); ++side)
      for (const auto& pair : analysis::match(report.sides.front().blocs, report.sides[side].blocs)) {
        const std::string& bloc = report.sides.front().blocs[pair.first];
        if (std::none_of(report.reach.begin(), report.reach.end(), [&](const analysis::Reach& one) {
              return one.target == t && one.side == side && one.bloc == bloc;
            }))
          lines.push_back(fmt::format("{}, {} - A in bloc {}: left out, since no pair has a value on both sides.",
                                      report.targets[t].about.name, side_letter(side), bloc));
      }
  return lines;
}

std::string reach_text(const ComparisonReport& report, std::size_t width) {
  std::string text;
  for (const auto& one : report.reach) {
    const analysis::Target& target = report.targets[one.target];
    const std::string unit = unit_after(target);
    const std::string share = target.relative ? fmt::format(", {} of A's mean", asked_text(target)) : "";
    text += wrapped(fmt::format("{}, {} - A in bloc {}: half-width {:.3g}{} after {} pairs; asked for {:.3g}{}{}: {}.",
                                target.about.name, side_letter(one.side), one.bloc, one.half_width, unit, one.pairs,
                                one.wanted, unit, share, one.reached() ? "reached" : "not reached"),
                    width, 2) +
            "\n";
  }
  for (const auto& line : left_out(report)) text += wrapped(line, width, 2) + "\n";
  return text;
}

std::string number(double x, const char* none = "-") {
  if (std::isinf(x)) return "inf";
  return std::isnan(x) ? none : fmt::format("{:.3g}", x);
}
std::string ends(double low, double high) {
  return std::isfinite(low) && std::isfinite(high) ? fmt::format("{:.4g} to {:.4g}", low, high) : "-";
}
std::string days_text(double days) { return shown(Days{days}); }

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
        fmt::format("{}: warm-up {}. Of {} sampled series ", side_letter(i), days_text(warmup), all.size());
    const auto open = number_of(analysis::Settled::no);
    line += fmt::format("{} settle within their first half, {} do not, {} have gaps, {} are shorter than 50 samples.",
                        number_of(analysis::Settled::yes), open, number_of(analysis::Settled::has_gaps),
                        number_of(analysis::Settled::too_short));
    if (const auto most = analysis::longest(all))
      line += fmt::format(" MSER-5 would cut the first {} of {} in bloc {}{}.", days_text(most->cut_days),
                          most->about.name, most->bloc, most->cut_days > warmup ? ", more than the warm-up" : "");
    if (open > 0) line += " What does not settle is answered for this horizon only.";
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::string side_letter(std::size_t side) {
  return side < 26 ? std::string(1, static_cast<char>('A' + side)) : fmt::format("#{}", side + 1);
}

std::string word(Reading reading) {
  switch (reading) {
    case Reading::untested:
      return "-";
    case Reading::equal:
      return "equal";
    case Reading::indistinguishable:
      return "unclear";
    case Reading::higher:
      return "higher";
    case Reading::lower:
      return "lower";
  }
  return "";
}

std::string comparison_text(const ComparisonReport& report, std::size_t width) {
  std::string text = side_list(report.sides, width);
  for (const auto& bloc : report.comparison.blocs) text += "\n" + table_text(bloc, report.judging.level, width);
  text += "\n" + wrapped(how_to_read(report), width) + "\n";
  if (!report.reach.empty()) text += "\n" + reach_text(report, width);
  return text;
}

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
      table.rows.push_back({label(metric.about), number(metric.difference.estimate.mean),
                            std::isnan(pairs.relative) ? "-" : fmt::format("{:+.3g} %", 100 * pairs.relative),
                            ends(t.low(), t.high()), ends(pairs.bca.low, pairs.bca.high), number(pairs.effect_paired),
                            number(pairs.cohen_d),
                            std::isnan(pairs.sign_share) ? "-" : fmt::format("{:.0f} %", 100 * pairs.sign_share),
                            number(pairs.variance_reduction), number(metric.difference.p), number(metric.adjusted_p)});
    }
    text += "\n" + table.text(width);
  }
  text +=
      "\n" +
      wrapped(
          "of A: relative to A's mean. d_z: mean over standard deviation of the differences. d: mean difference over "
          "the "
          "pooled standard deviation of both sides. sign: share of pairs with the sign of the mean difference. var. "
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
  text += "\n";
  for (const auto& line : settling_lines(report)) text += wrapped(line, width, 2) + "\n";
  return text;
}

std::string settled_word(analysis::Settled settled) {
  constexpr std::array<const char*, 4> words{"yes", "too_short", "has_gaps", "no"};
  return words[static_cast<std::size_t>(settled)];
}

std::string not_reached_text(const ComparisonReport& report) {
  std::string text = fmt::format("the asked precision was not reached within --max-runs {}:", report.max_runs);
  std::size_t needed = 0;
  bool possible = true;
  for (const auto& one : report.reach) {
    if (one.reached()) continue;
    const analysis::Target& target = report.targets[one.target];
    const std::string unit = unit_after(target);
    const std::string where =
        fmt::format("\n  {}, {} - A in bloc {}: ", target.about.name, side_letter(one.side), one.bloc);
    if (one.pairs < 2) {
      text += where + "only one pair has a value on both sides";
    } else if (one.needed == 0) {
      text += where + "the mean of A is 0, and nothing is a share of it";
    } else {
      text += where + fmt::format("{:.3g}{} for {:.3g}{}; it would take about {} runs", one.half_width, unit,
                                  one.wanted, unit, one.needed);
    }
    possible &= one.needed > 0;
    needed = std::max(needed, one.needed);
  }
  if (possible) text += fmt::format("\nTry --max-runs {}, or ask for less.", needed + needed / 5);
  return text;
}

}  // namespace poldyn::app
