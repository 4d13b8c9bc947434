#include "app/report/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

/// How one kind of thing is told of. In braces: A and B, the sides; a and b, their values; d, the size of the
/// difference, from lo to hi; unit; within, how far the difference may lie from none; margin.
struct Phrases {
  std::string_view metric;
  const char* more;
  const char* less;
  const char* thing;  ///< what is the same, or is not told apart; begins a sentence
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
            "The capability of the best model in the end"}};

const Phrases* phrases_for(const std::string& metric) {
  const auto at =
      std::find_if(phrases.begin(), phrases.end(), [&](const Phrases& one) { return one.metric == metric; });
  return at == phrases.end() ? nullptr : &*at;
}

std::string level_text(double level) { return fmt::format("{:.4g}{}", 100 * level, per_cent); }

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
  const double change = (b - a) / std::abs(a);
  if (change >= 1) return fmt::format("{} times as many", count_in_words(std::round(10 * b / a) / 10));
  return fmt::format("{} {}", share_of_whole(std::abs(change)), change > 0 ? "more" : "fewer");
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

/// As it stands within a sentence.
std::string begun_small(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
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

/// Fewer than three pairs in four share the sign: which way a single pair goes is mostly luck.
std::string luck_text(const Finding& finding) {
  constexpr double least = 0.75;
  const double share = finding.metric->pairs.sign_share;
  if (!(share < least)) return "";
  return fmt::format(", though luck decides more: in {} it is the other way round",
                     one_in(1 - share, "run", "the runs"));
}

std::string months_text(double months) {
  const double size = std::abs(months);
  const double whole = std::round(size);
  const std::string number = size >= 1.5 && std::abs(whole - size) < 0.25 ? count_in_words(whole) : spoken(size);
  return fmt::format("{} month{}", number, number == "1" || number == "one" ? "" : "s");
}

/// Both sides and their difference at as many places as it takes for them to agree.
struct AgreeingNumbers {
  std::string a, b, difference;
};
AgreeingNumbers agreeing(double a, double b, double difference) {
  constexpr int most_places = 4;
  const std::string plain = spoken(std::abs(difference));
  const auto at = [](double x, int places) { return std::round(x * std::pow(10, places)); };
  if (std::max(std::abs(a), std::abs(b)) >= 1000) return {spoken(a), spoken(b), plain};  // told as a share
  for (int places = 0; places <= most_places; ++places)
    if (at(a, places) != at(b, places) && std::abs(at(b, places) - at(a, places)) == at(std::abs(difference), places))
      return {spoken_at(a, places), spoken_at(b, places), spoken_at(std::abs(difference), places)};
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
                     fmt::arg("amount", a != 0 ? amount_text(a, b) : std::string("other numbers of")),
                     fmt::arg("months", months_text(finding.shown.mean)),
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
  return fmt::format("{} is **{}** under {}: {} instead of {}{} ({}{})", finding.wording.title,
                     finding.sign() > 0 ? "higher" : "lower", material.last().name, spoken(factor * b),
                     spoken(factor * a), unit, interval_text(told_difference(finding), material.level),
                     unit_after(finding));
}

std::string untested_text(const ReportMaterial& material, const Finding& finding) {
  const auto& metric = *finding.metric;
  return fmt::format(
      "{}: {} under {} and {} under {}; **fewer than two runs that can be compared say nothing about chance**",
      finding.wording.title, spoken(metric.baseline.mean), material.told[0].name, spoken(metric.other.mean),
      material.last().name);
}

/// Share of filings without an approval a year after they were made; NaN where nobody files.
double without_approval(const ReportMaterial& material, std::size_t side) {
  return 1 - mean_of(material, side, "totals/pipeline/filing_ends_within_year[approved]").mean;
}

/// What must end a sentence on quantity, if much of what was filed is not approved.
std::string undecided_clause(const ReportMaterial& material) {
  constexpr double least = 0.05;
  const double share = without_approval(material, material.sides.size() - 1);
  if (!(share > least)) return "";
  return fmt::format(", and **{}** has no approval a year after it was made", one_in(share, "filing", "filings"));
}

/// No regime is called fast for what it loses on the way.
std::string survivor_guard(const ReportMaterial& material, const std::vector<Finding>& findings) {
  const Finding* survivors = finding_named(findings, "idea_to_deployment");
  const double share = mean_of(material, 1, "totals/iteration/given_up_share").mean;
  if (survivors == nullptr || survivors->verdict != Verdict::guard || !(survivors->sign() < 0) ||
      share <= most_undecided)
    return "";
  return fmt::format(" Models that come out do so sooner, but {} given up within a year.",
                     one_in(share, "project is", "projects are"));
}

const Finding* first_named(const std::vector<Finding>& findings, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const Finding* found = finding_named(findings, name); found != nullptr && found->verdict != Verdict::guard &&
                                                              found->verdict != Verdict::only_first &&
                                                              found->verdict != Verdict::only_second)
      return found;
  return nullptr;
}

std::vector<std::string> comparison_answer(const ReportMaterial& material, const std::vector<Finding>& findings) {
  std::vector<std::string> made;
  if (const Finding* time = first_named(findings, {"time_to_deployment", "idea_to_deployment"}))
    made.push_back(sentence_of(material, *time) + "." + survivor_guard(material, findings));
  if (const Finding* quantity = first_named(findings, {"releases"}))
    made.push_back(sentence_of(material, *quantity) + undecided_clause(material) + ".");
  if (const Finding* capability = first_named(findings, {"final_frontier", "frontier_growth"}))
    made.push_back(sentence_of(material, *capability) + ".");
  if (made.empty())  // nothing is released: the first rows that there are
    for (const Finding& finding : findings)
      if (made.size() < 3 && finding.verdict != Verdict::guard) made.push_back(sentence_of(material, finding) + ".");
  if (made.empty()) made.push_back("No number exists on both sides, so **there is nothing to compare**.");
  return made;
}

std::string with_interval(const analysis::Estimate& estimate, double level) {
  if (!(estimate.half_width > 0)) return "";
  return fmt::format(" ({} interval of the mean: {})", level_text(level),
                     spoken_range(estimate.low(), estimate.high()));
}

std::vector<std::string> single_answer(const ReportMaterial& material) {
  std::vector<std::string> made;
  const std::string& name = material.told[0].name;
  const auto add = [&](const std::string& path, const auto& text) {
    if (const auto found = mean_of(material, 0, path); found.n > 0 && !std::isnan(found.mean))
      made.push_back(text(found));
  };
  add("totals/iteration/time_to_deployment", [&](const analysis::Estimate& found) {
    return fmt::format(
        "Under {} a project takes **{} days** to reach users, where one that is not out within a year counts "
        "as a year{}.",
        name, spoken(found.mean), with_interval(found, material.level));
  });
  add("totals/iteration/releases", [&](const analysis::Estimate& found) {
    return fmt::format("In {} vendors release **{} models**{}{}.", length_in_words(material.sides[0].horizon),
                       spoken(found.mean), with_interval(found, material.level), undecided_clause(material));
  });
  add("totals/capability/frontier_growth", [&](const analysis::Estimate& found) {
    return fmt::format("The best model’s capability, in effective compute, grows **{}-fold a year**.",
                       spoken(std::pow(10.0, found.mean)));
  });
  if (made.empty()) made.push_back("No run has a number to tell of.");
  return made;
}

}  // namespace

std::string sentence_of(const ReportMaterial& material, const Finding& finding) {
  const Phrases* words = phrases_for(finding.metric->about.name);
  const std::string& title = finding.wording.title;
  switch (finding.verdict) {
    case Verdict::told:
      return (words ? told_text(material, finding, *words) : plain_told_text(material, finding)) + luck_text(finding);
    case Verdict::within_margin:
      return fmt::format("{}, but by less than the {} that counts",
                         words ? told_text(material, finding, *words) : plain_told_text(material, finding),
                         margin_in_words(finding.wording.scale));
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
                         share ? spoken(100 * there.mean) + per_cent : spoken(there.mean),
                         material.told[first ? 0 : 1].name);
    }
    case Verdict::untested:
      return untested_text(material, finding);
  }
  return "";
}

std::vector<std::string> answer_of(const ReportMaterial& material, const std::vector<Finding>& findings) {
  return material.is_comparison() ? comparison_answer(material, findings) : single_answer(material);
}

std::string standing_line(const ReportMaterial& material) {
  std::string text =
      "These are statements about a model at these rules and assumptions, set by hand. They are not a forecast.";
  if (material.facts.empty())
    return text + " They were not held against observed facts here; `poldyn facts` does that.";
  const auto hits =
      std::count_if(material.facts.begin(), material.facts.end(), [](const auto& f) { return f.judgement.hit; });
  const auto all = static_cast<std::ptrdiff_t>(material.facts.size());
  return text + fmt::format(" Held against {} observed fact{}, the model hits {} and misses {}.", all,
                            all == 1 ? "" : "s", hits, all - hits);
}

}  // namespace poldyn::app
