#include "app/report/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/lost.h"
#include "app/report/sentence.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

/// No regime is called fast for what it loses on the way, whichever of the two is the faster.
std::string survivor_guard(const ReportMaterial& material, const std::vector<Finding>& findings) {
  const Finding* survivors = finding_named(findings, "idea_to_deployment");
  if (survivors == nullptr || survivors->verdict != Verdict::guard || !(survivors->sign() != 0)) return "";
  const std::size_t faster = survivors->sign() < 0 ? 1 : 0;
  const double share = mean_of(material, faster, "totals/iteration/given_up_share").mean;
  if (!(share > most_undecided)) return "";
  const std::string who = one_in(share, "project", "the projects");
  return fmt::format(" Models that come out do so sooner under {}, but there {} {} given up within a year.",
                     material.told[faster].name, who, told_as_one(share) ? "is" : "are");
}

const Finding* first_named(const std::vector<Finding>& findings, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const Finding* found = finding_named(findings, name); found != nullptr && found->verdict != Verdict::guard &&
                                                              found->verdict != Verdict::only_first &&
                                                              found->verdict != Verdict::only_second)
      return found;
  return nullptr;
}

/// Where there is no finding that can be told.
std::string nothing_text(const std::vector<Finding>& findings) {
  const auto guarded =
      std::find_if(findings.begin(), findings.end(), [](const Finding& one) { return one.verdict == Verdict::guard; });
  if (guarded == findings.end()) return "No number exists on both sides, so **there is nothing to compare**.";
  return fmt::format(
      "{} is a mean over what came out, and much never does, or nobody knows how much: **no side is called better for "
      "it**.",
      guarded->wording.title);
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
  if (made.empty()) made.push_back(nothing_text(findings));
  return made;
}

std::string with_interval(const analysis::Estimate& estimate, double level) {
  if (!(estimate.half_width > 0)) return "";
  return fmt::format(" ({} interval of the mean: {})", level_text(level),
                     spoken_range(estimate.low(), estimate.high()));
}

/// Growth is the exponent of a factor: below nothing it is none.
std::string growth_text(const ReportMaterial& material, const analysis::Estimate& found) {
  const auto factor = [](double growth) { return std::pow(10.0, growth); };
  const std::string interval = !(found.half_width > 0)
                                   ? ""
                                   : fmt::format(" ({} interval of the mean: {})", level_text(material.level),
                                                 spoken_range(factor(found.low()), factor(found.high())));
  if (found.mean > 0)
    return fmt::format("The best model’s capability, in effective compute, grows **{}-fold a year**{}.",
                       spoken(factor(found.mean)), interval);
  return fmt::format(
      "The best model’s capability, in effective compute, **does not grow**: each year it is {} times what it was{}.",
      spoken(factor(found.mean)), interval);
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
        name, spoken_mean(found.mean, found.half_width), with_interval(found, material.level));
  });
  add("totals/iteration/releases", [&](const analysis::Estimate& found) {
    return fmt::format("In {} vendors release **{} models**{}{}.", length_in_words(material.sides[0].horizon),
                       spoken_mean(found.mean, found.half_width), with_interval(found, material.level),
                       undecided_clause(material));
  });
  add("totals/capability/frontier_growth",
      [&](const analysis::Estimate& found) { return growth_text(material, found); });
  if (made.empty()) made.push_back("No run has a number to tell of.");
  return made;
}

}  // namespace

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
