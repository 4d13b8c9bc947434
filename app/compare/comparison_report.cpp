#include "app/compare/comparison_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/compare/comparison_table.h"
#include "app/compare/comparison_words.h"
#include "app/compare/precision_option.h"
#include "app/console/numbers.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/runs/policy_summary.h"

namespace poldyn::app {
namespace {

using analysis::Verdict;

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
    const analysis::PrecisionTarget& target = report.targets[one.target];
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

/// Of means over a mixture, those whose difference turns round at equal composition.
std::string composition_text(const ComparisonReport& report, std::size_t width) {
  std::string text;
  for (const auto& found : report.composition)
    if (analysis::turned(found, report.judging.level)) text += wrapped(turned_text(report, found), width, 2) + "\n";
  return text.empty() ? text : "\n" + text;
}

/// B - A before and after each date at which rules change, a table for each bloc.
std::string around_text(const ComparisonReport& report, std::size_t width) {
  std::string text;
  for (const auto& around : report.around) {
    const std::string date = shown(Days{around.date}), other = side_letter(around.side) + " - A";
    TextTable table{{fmt::format("bloc {}, {}", around.bloc, other), "before " + date, "after " + date}, {}};
    for (const auto& row : around.rows)
      table.rows.push_back({label(row.about), shown(row.before, true), shown(row.after, true)});
    text += "\n" + table.text(width);
  }
  if (text.empty()) return text;
  return text +
         wrapped(
             "Rules change at these dates. Means of samples before and after, from the warm-up on; each "
             "interval is by itself, and no test is made.",
             width) +
         "\n";
}

}  // namespace

std::string word(Verdict reading) {
  switch (reading) {
    case Verdict::untested:
      return "-";
    case Verdict::equal:
      return "equal";
    case Verdict::indistinguishable:
      return "unclear";
    case Verdict::higher:
      return "higher";
    case Verdict::lower:
      return "lower";
    case Verdict::only_baseline:
      return "only_baseline";
    case Verdict::only_other:
      return "only_other";
  }
  return "";
}

std::string word(analysis::Likeness likeness) {
  constexpr std::array<const char*, 4> words{"-", "within", "beyond", "unclear"};
  return words[static_cast<std::size_t>(likeness)];
}

bool has_margins(const ComparisonReport& report) {
  const auto& blocs = report.comparison.blocs;
  return std::any_of(blocs.begin(), blocs.end(), [](const auto& bloc) {
    return std::any_of(bloc.metrics.begin(), bloc.metrics.end(),
                       [](const auto& one) { return one.margin.has_value(); });
  });
}

std::string turned_text(const ComparisonReport& report, const analysis::Standardised& found) {
  const std::string letter = side_letter(found.side);
  const auto words = [&](const analysis::Difference& difference) {
    return fmt::format("{} ({}{})", difference.estimate.mean > 0 ? "more" : "less", shown(difference.estimate, true),
                       found.about.symbol.empty() ? "" : " " + found.about.symbol);
  };
  const bool told = found.crude.p < 1 - report.judging.level;
  return fmt::format("{}, bloc {}: {} is {}{} overall, but {} at equal composition: the mixture of releases changed.",
                     found.about.name, found.bloc, letter, told ? "" : "if anything ", words(found.crude),
                     words(found.standardised));
}

std::string comparison_text(const ComparisonReport& report, std::size_t width) {
  std::string text = side_list(report, width) + comparison_tables(report, width);
  text += "\n" + wrapped(how_to_read(report), width) + "\n";
  text += composition_text(report, width) + around_text(report, width);
  if (const std::string policies = policies_text(report.sides, width); !policies.empty()) text += "\n" + policies;
  if (!report.reach.empty()) text += "\n" + reach_text(report, width);
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
    const analysis::PrecisionTarget& target = report.targets[one.target];
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
