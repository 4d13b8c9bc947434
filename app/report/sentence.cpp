#include "app/report/sentence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/paired.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

/// How one kind of thing is told of. In braces: A and B, the sides; a and b, their values; d, the size of the
/// difference, from lo to hi; unit; within, how far the difference may lie from none; margin.
struct Phrases {
  std::string_view metric;
  const char* more;
  const char* less;
  const char* thing;                                  ///< what is the same, or is not told apart; begins a sentence
  DifferenceScale scale = DifferenceScale::relative;  ///< in which `more` and `less` are true
};

constexpr std::array phrases{
    Phrases{
        "time_to_deployment",
        "Under {B} a project takes **{d} days longer** to reach users: {b} days instead of {a}, where a project that "
        "is not out within a year counts as a year ({interval})",
        "Under {B} a project reaches users **{d} days sooner**: after {b} days instead of {a}, where a project that is "
        "not out within a year counts as a year ({interval})",
        "The time that a project takes to reach users"},
    Phrases{"idea_to_deployment",
            "Under {B} a new model reaches users **{d} days later**: {b} days after its project began instead of {a} "
            "({interval})",
            "Under {B} a new model reaches users **{d} days sooner**: {b} days after its project began instead of {a} "
            "({interval})",
            "The time that a new model takes to reach users"},
    Phrases{"releases", "In {years} vendors release **{amount} models**, {b} instead of {a}",
            "In {years} vendors release **{amount} models**, {b} instead of {a}", "The number of models released"},
    Phrases{"final_frontier", "The best model at the end is **{months} ahead** in progress ({interval})",
            "The best model at the end is **{months} behind** in progress ({interval})",
            "The capability of the best model in the end", DifferenceScale::months}};

const Phrases* phrases_for(const std::string& metric) {
  const auto at =
      std::find_if(phrases.begin(), phrases.end(), [&](const Phrases& one) { return one.metric == metric; });
  return at == phrases.end() ? nullptr : &*at;
}

/// Of the difference as the sentence has it: never negative where the sentence says which way.
std::string interval_text(const analysis::Estimate& difference, double level) {
  if (!(difference.half_width > 0)) return "the same in every pair of runs";
  const double turn = difference.mean < 0 ? -1 : 1;
  const double low = turn * (turn < 0 ? difference.high() : difference.low());
  const double high = turn * (turn < 0 ? difference.low() : difference.high());
  return fmt::format("{} interval of the difference: {}", level_text(level), spoken_range(low, high));
}

/// "about a third fewer", "12 % more", "three times as many".
std::string amount_text(double a, double b) {
  if (a == 0) return b > 0 ? "more" : "fewer";
  const double change = (b - a) / std::abs(a);
  if (change >= 1) return fmt::format("{} times as many", count_in_words(std::round(10 * b / a) / 10));
  const std::string share = share_of_whole(std::abs(change));
  if (change < 0 && share == "about half") return "about half as many";
  return fmt::format("{} {}", share, change > 0 ? "more" : "fewer");
}

std::string unit_after(const Finding& finding) {
  switch (finding.wording.scale) {
    case DifferenceScale::months:
      return " months of progress";
    case DifferenceScale::points:
      return " percentage points";
    default:
      return finding.wording.unit.empty() ? "" : " " + finding.wording.unit;
  }
}

/// In the unit that sentences give it: of shares and capability as it is shown, else that of the metric.
const analysis::Estimate& told_difference(const Finding& finding) {
  return finding.wording.scale == DifferenceScale::relative ? finding.metric->difference.estimate : finding.shown;
}

std::string cannot_tell(const ReportMaterial& material, const Finding& finding, const std::string& thing) {
  const analysis::Estimate& difference = told_difference(finding);
  const double half = difference.half_width / 2;
  if (difference.low() > 0 || difference.high() < 0)
    return fmt::format(
        "These runs **cannot tell** whether {} differs under {}: by itself its interval, {}{}, leaves out none, but "
        "among so many measures at once that may be chance",
        begun_small(thing), material.last().name, spoken_range(difference.low(), difference.high()),
        unit_after(finding));
  return fmt::format(
      "These runs **cannot tell** whether {} differs under {}: the difference may be anything from {}{}. "
      "About {} runs would narrow it to ±{}",
      begun_small(thing), material.last().name, spoken_range(difference.low(), difference.high()), unit_after(finding),
      4 * difference.n, spoken(half));
}

std::string equal_text(const Finding& finding, const std::string& thing) {
  const analysis::Estimate& shown = finding.shown;
  if (!(shown.half_width > 0)) return fmt::format("{} is **the same** under both, run by run", thing);
  const double within = std::max(std::abs(shown.low()), std::abs(shown.high()));
  const std::string amount = finding.wording.scale == DifferenceScale::relative ? spoken(within) + per_cent
                                                                                : spoken(within) + unit_after(finding);
  return fmt::format(
      "{} is **the same for practical purposes** under both: any difference lies within {}, less than the "
      "{} that counts",
      thing, amount, margin_in_words(finding.wording.scale));
}

/// Which way a single pair goes is mostly luck, or the rule makes no difference to many: a quarter of them at least.
/// Pairs without difference are no pairs that go the other way.
std::string luck_text(const ReportMaterial& material, const Finding& finding) {
  constexpr double most = 0.25;
  if (!material.comparison.paired) return "";  // run n of one side has nothing to do with run n of the other
  const auto by_pair = analysis::differences(finding.metric->baseline_runs, finding.metric->other_runs);
  const double same = analysis::share_of_sign(by_pair, finding.sign());
  const double opposite = analysis::share_of_sign(by_pair, -finding.sign());
  if (opposite > most)
    return fmt::format(", though luck decides more: in {} it is the other way round",
                       one_in(opposite, "run", "the runs"));
  if (const double none = 1 - same - opposite; none > most)
    return fmt::format(", though in {} there is no difference", one_in(none, "run", "the runs"));
  return "";
}

std::string months_text(double months) {
  const double size = std::abs(months);
  const double whole = std::round(size);
  const std::string number = size >= 1.5 && std::abs(whole - size) < 0.25 ? count_in_words(whole) : spoken(size);
  return fmt::format("{} month{}", number, number == "1" || number == "one" ? "" : "s");
}

/// Both sides and their difference at as many places as it takes for them to agree. Where the difference would need a
/// fourth digit for that, it is that of the two numbers as they stand: off by one in its last place.
struct AgreeingNumbers {
  std::string a, b, difference;
};
AgreeingNumbers agreeing(double a, double b, double difference) {
  constexpr int most_places = 4;
  constexpr double digits = 1000;
  const std::string plain = spoken(std::abs(difference));
  const auto at = [](double x, int places) { return std::round(x * std::pow(10, places)); };
  if (std::max(std::abs(a), std::abs(b)) >= 1000) return {spoken(a), spoken(b), plain};  // told as a share
  for (int places = 0; places <= most_places; ++places) {
    const double between = std::abs(at(b, places) - at(a, places)), told = at(std::abs(difference), places);
    const bool is_last = places == most_places || 10 * told >= digits;
    if (between == 0 || (between != told && !(is_last && std::abs(between - told) <= 1))) continue;
    return {spoken_at(a, places), spoken_at(b, places), spoken_at(between / std::pow(10, places), places)};
  }
  return {spoken(a), spoken(b), plain};
}

std::string told_text(const ReportMaterial& material, const Finding& finding, const Phrases& words) {
  const auto& metric = *finding.metric;
  const analysis::Estimate& difference = told_difference(finding);
  const bool more = finding.sign() > 0;
  const double a = metric.pairs.a.n > 0 ? metric.pairs.a.mean : metric.baseline.mean;
  const double b = metric.pairs.b.n > 0 ? metric.pairs.b.mean : metric.other.mean;
  const AgreeingNumbers numbers = agreeing(a, b, difference.mean);
  return fmt::format(fmt::runtime(more ? words.more : words.less), fmt::arg("B", material.last().name),
                     fmt::arg("a", numbers.a), fmt::arg("b", numbers.b), fmt::arg("d", numbers.difference),
                     fmt::arg("interval", interval_text(difference, material.level)),
                     fmt::arg("amount", amount_text(a, b)), fmt::arg("months", months_text(finding.shown.mean)),
                     fmt::arg("years", length_in_words(material.sides[0].horizon)));
}

/// Of a metric without phrases of its own.
std::string plain_told_text(const ReportMaterial& material, const Finding& finding) {
  const auto& metric = *finding.metric;
  const bool points = finding.wording.scale == DifferenceScale::points;
  const double factor = points ? 100 : 1;
  const double a = metric.pairs.a.n > 0 ? metric.pairs.a.mean : metric.baseline.mean;
  const double b = metric.pairs.b.n > 0 ? metric.pairs.b.mean : metric.other.mean;
  const std::string unit = points ? per_cent : finding.wording.unit.empty() ? "" : " " + finding.wording.unit;
  const AgreeingNumbers numbers = agreeing(factor * a, factor * b, factor * (b - a));
  return fmt::format("{} is **{}** under {}: {} instead of {}{} ({}{})", finding.wording.title,
                     finding.sign() > 0 ? "higher" : "lower", material.last().name, numbers.b, numbers.a, unit,
                     interval_text(told_difference(finding), material.level), unit_after(finding));
}

std::string untested_text(const ReportMaterial& material, const Finding& finding) {
  const auto& metric = *finding.metric;
  return fmt::format(
      "{}: {} under {} and {} under {}; **fewer than two runs that can be compared say nothing about chance**",
      finding.wording.title, spoken(metric.baseline.mean), material.told[0].name, spoken(metric.other.mean),
      material.last().name);
}

}  // namespace

std::string level_text(double level) { return fmt::format("{:.4g}{}", 100 * level, per_cent); }

std::string sentence_of(const ReportMaterial& material, const Finding& finding) {
  const Phrases* words = phrases_for(finding.metric->about.name);
  const bool fits = words != nullptr && words->scale == finding.wording.scale;
  const auto told = [&] { return fits ? told_text(material, finding, *words) : plain_told_text(material, finding); };
  const std::string& title = finding.wording.title;
  switch (finding.verdict) {
    case Verdict::told:
      return told() + luck_text(material, finding);
    case Verdict::within_margin:
      return fmt::format("{}, but by less than the {} that counts", told(), margin_in_words(finding.wording.scale));
    case Verdict::equal:
      return equal_text(finding, words ? words->thing : title);
    case Verdict::not_told:
      return cannot_tell(material, finding, words ? words->thing : title);
    case Verdict::guard:
      return fmt::format("{} is a mean over what came out, and too much never does", title);
    case Verdict::only_first:
    case Verdict::only_second: {
      const bool first = finding.verdict == Verdict::only_first;
      const auto& there = first ? finding.metric->baseline : finding.metric->other;
      const bool share = finding.wording.scale == DifferenceScale::points;
      return fmt::format("{}: {}, only under {}", title,
                         share ? spoken(100 * there.mean) + per_cent : spoken(there.mean) + unit_after(finding),
                         material.told[first ? 0 : 1].name);
    }
    case Verdict::untested:
      return untested_text(material, finding);
  }
  return "";
}

}  // namespace poldyn::app
