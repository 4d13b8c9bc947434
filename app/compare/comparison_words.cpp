#include "app/compare/comparison_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/comparability.h"
#include "app/console/numbers.h"
#include "app/console/shares.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/metrics/margin_option.h"
#include "app/metrics/survivors.h"
#include "app/runs/scenario_difference.h"

namespace poldyn::app {
namespace {

/// Whether a property differs between sides, so that the legend has to tell it.
bool differs(const std::vector<analysis::Side>& sides, double analysis::Side::*what) {
  return std::any_of(sides.begin(), sides.end(), [&](const auto& side) {
    return !std::isnan(side.*what) && !std::isnan(sides.front().*what) &&
           analysis::length_text(side.*what, sides.front().*what) !=
               analysis::length_text(sides.front().*what, side.*what);
  });
}

/// "20 runs", with what the sides do not share: "20 runs of 6 y, totals after 1 y, seed 7".
std::string runs_text(const ComparisonReport& report, const analysis::Side& side) {
  const auto& sides = report.sides;
  std::string text = counted(side.runs, "run");
  const auto length = [&](double analysis::Side::*what) {
    return analysis::length_text(side.*what, sides.front().*what);
  };
  if (differs(sides, &analysis::Side::horizon)) text += " of " + length(&analysis::Side::horizon);
  if (differs(sides, &analysis::Side::warmup)) text += ", totals after " + length(&analysis::Side::warmup);
  if (differs(sides, &analysis::Side::sample_interval))
    text += ", a sample every " + length(&analysis::Side::sample_interval);
  return report.comparison.paired ? text : text + ", " + seed_text(side);
}

/// The few parameters in which a side differs from A; nothing where its settings say so, or where there are many.
std::string differences_text(const ComparisonReport& report, std::size_t at) {
  constexpr std::size_t most = 4;
  const analysis::Side &a = report.sides.front(), &side = report.sides[at];
  if (at == 0 || !a.settings.empty() || !side.settings.empty() || a.scenario.empty() || side.scenario.empty())
    return "";
  const auto found = scenario_differences(a.scenario, side.scenario);
  if (found.empty() || found.size() > most) return "";
  return fmt::format("; {}", fmt::join(found, "; "));
}

/// Why there is not a single test.
std::string no_tests(const ComparisonReport& report) {
  if (std::all_of(report.sides.begin(), report.sides.end(), [](const auto& side) { return side.runs == 1; }))
    return "One run of each says nothing about chance: run both with --replicates 20 and the same seed.";
  if (report.comparison.runs == 0)
    return "No run has a value on both sides, in any row: there is no difference to test.";
  return "No row has two pairs with a value on both sides, and one says nothing about chance.";
}

/// The most pairs that a row has, of sides that are taken in pairs.
std::size_t most_pairs(const ComparisonReport& report) {
  std::size_t most = 0;
  for (const auto& bloc : report.comparison.blocs)
    for (const auto& metric : bloc.metrics)
      if (bloc.paired) most = std::max(most, metric.difference.estimate.n);
  return most;
}

std::string design_text(const ComparisonReport& report) {
  const auto& comparison = report.comparison;
  const std::string pairs = fmt::format("taken run by run over {} pairs on common random numbers", most_pairs(report));
  if (comparison.paired) return fmt::format("Differences are {} ({}).", pairs, seed_text(report.sides.front()));
  std::string apart;
  std::size_t together = 0, least = report.sides.front().runs;
  for (std::size_t i = 1; i < report.sides.size(); ++i) {
    least = std::min(least, report.sides[i].runs);
    if (analysis::share_random_numbers(report.sides.front(), report.sides[i]))
      ++together;
    else
      apart += (apart.empty() ? "" : ", ") + side_letter(i) + " - A";
  }
  if (together == 0) return fmt::format("Runs are independent; the smallest file has {}.", least);
  return fmt::format("{} are differences of independent runs, the others are {}.", apart, pairs);
}

std::vector<const analysis::ComparedMetric*> all_metrics(const ComparisonReport& report) {
  std::vector<const analysis::ComparedMetric*> all;
  for (const auto& bloc : report.comparison.blocs)
    for (const auto& metric : bloc.metrics) all.push_back(&metric);
  return all;
}

/// "releases, filed"; each once.
std::string names_if(const ComparisonReport& report, const std::function<bool(const analysis::ComparedMetric&)>& is) {
  std::vector<std::string> names;
  for (const auto* metric : all_metrics(report))
    if (is(*metric) && std::find(names.begin(), names.end(), metric->about.name) == names.end())
      names.push_back(metric->about.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

/// Over which time samples are averaged, and which rows are not of it.
std::string spans_text(const ComparisonReport& report) {
  const auto sampled = [](const auto& metric) { return analysis::is_sampled(metric.about); };
  const std::string of_samples = names_if(report, sampled);
  const std::string of_totals = names_if(report, [&](const auto& metric) { return !sampled(metric); });
  if (report.since)
    return fmt::format(" Means of samples after {}, each for the time that ends with it.{}", shown(Days{*report.since}),
                       of_totals.empty() ? "" : " Totals of the whole run after its warm-up: " + of_totals + ".");
  if (of_samples.empty()) return "";
  return " sampled: mean of the samples after the warm-up, each for the time that ends with it.";
}

/// Of a pattern that finds hundreds, the first few names do.
std::string never_text(std::vector<std::string> names) {
  constexpr std::size_t most = 8;
  if (names.empty()) return "";
  const std::size_t more = names.size() - std::min(names.size(), most);
  names.resize(names.size() - more);
  return fmt::format(" No run of any side has a value of: {}{}.", fmt::join(names, ", "),
                     more > 0 ? fmt::format(", and {} more", more) : "");
}

/// What is so of some rows only, and would be misread without a word.
std::string exceptions(const ComparisonReport& report) {
  std::string text;
  const auto in_all = [](const auto& metric) {
    const auto& found = metric.difference.estimate;
    return found.without_spread() && found.mean != 0;
  };
  if (!names_if(report, in_all).empty())
    text += " in all: the very same difference in all pairs, which a sign test judges (p = 2^(1 - pairs)).";
  const auto fewer = [&](const auto& metric) {
    const std::size_t n = metric.difference.estimate.n;
    return n > 0 && n < report.comparison.runs;
  };
  if (const std::string names = names_if(report, fewer); !names.empty())
    text += " Not every pair has a value on both sides: " + names + ".";
  text += spans_text(report);
  return text + never_text(report.comparison.never);
}

/// "5 % of A's mean", "5 d or 0.02": each margin that a row has.
std::string margins_text(const ComparisonReport& report) {
  std::vector<std::string> texts;
  for (const auto* metric : all_metrics(report)) {
    if (!metric->margin) continue;
    const std::string text = margin_text(*metric->margin, metric->about);
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  }
  return fmt::format("{}", fmt::join(texts, " or "));
}

/// How the column of likeness reads; nothing if there is none.
std::string likeness_text(const ComparisonReport& report) {
  if (!has_margins(report)) return "";
  std::string text = fmt::format(
      " alike: whether the mean is off by less than {}. yes: shown (two one-sided tests); no: shown to be off by more; "
      "?: neither. Either answer is wrong anywhere here in {:.4g} % of comparisons at most (Holm).",
      margins_text(report), 100 * (1 - report.judging.level));
  const std::string lopsided =
      names_if(report, [](const auto& metric) { return metric.margin && metric.alike.lopsided; });
  if (!lopsided.empty()) text += " Not judged, since some runs have a value on one side only: " + lopsided + ".";
  const std::string of_nothing = names_if(report, [](const auto& metric) { return metric.alike.no_share; });
  std::size_t fewest = report.comparison.runs;
  const std::string equal = names_if(report, [&](const auto& metric) {
    const analysis::Estimate& difference = metric.difference.estimate;
    const bool is = metric.margin && difference.mean == 0 && difference.without_spread();
    if (is) fewest = std::min(fewest, difference.n);
    return is;
  });
  if (!equal.empty()) {
    // (1 - q)^n = 1 - level: what happens in a share q of runs is not seen in n of them with that probability.
    const double rare = static_cast<double>(fewest) / -std::log(1 - report.judging.level);
    text += fmt::format(
        " Equal in all pairs: {}; there yes leaves open what happens in fewer than one run in {:.0f}, which these may "
        "not have seen.",
        equal, std::max(1.0, std::floor(rare)));
  }
  if (!of_nothing.empty()) text += " A's mean is 0, and nothing is a share of it: " + of_nothing + ".";
  const std::string without = names_if(report, [](const auto& metric) { return !metric.margin; });
  if (!without.empty()) text += " No margin was given for: " + without + ".";
  return text;
}

}  // namespace

std::string name_with_settings(const analysis::Side& side) {
  return side.settings.empty() ? side.name : fmt::format("{} with {}", side.name, fmt::join(side.settings, ", "));
}

std::string seed_text(const analysis::Side& side) {
  const bool same = std::all_of(side.seeds.begin(), side.seeds.end(), [&](auto seed) { return seed == side.seeds[0]; });
  if (!same) return "seeds of each run's own";
  return fmt::format("seed {}", side.seeds.empty() ? side.seed : side.seeds[0]);
}

std::string side_list(const ComparisonReport& report, std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < report.sides.size(); ++i) {
    const analysis::Side& side = report.sides[i];
    text += wrapped(fmt::format("{} = {}: {} ({}){}", side_letter(i), name_with_settings(side), side.title,
                                runs_text(report, side), differences_text(report, i)),
                    width, 4) +
            "\n";
  }
  return text;
}

std::string how_to_read(const ComparisonReport& report) {
  std::vector<std::string> names;
  for (const auto& bloc : report.comparison.blocs)
    for (const auto& metric : bloc.metrics) names.push_back(metric.about.name);
  std::string survivors = survivors_note(names);
  if (!survivors.empty()) survivors.insert(0, " ");
  if (report.comparison.tests == 0) return no_tests(report) + exceptions(report) + survivors;
  return fmt::format(
      "{} Mean{}half-width of the {}, of each by itself{}. more, less: distinguishable from no difference "
      "({} < {:.4g}{}). ?: these runs do not tell.{}{}{}",
      design_text(report), plus_minus(), interval_of_level(report.judging.level),
      report.judging.any_look ? "; differences and p hold whenever one stops" : "",
      report.comparison.tests == 1 ? "p" : "Holm-adjusted p", 1 - report.judging.level,
      report.comparison.tests == 1 ? "" : fmt::format(" over all {} tests here", report.comparison.tests),
      likeness_text(report), exceptions(report), survivors);
}

}  // namespace poldyn::app
