#include "app/report/section_influence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/report/ranking_chart.h"
#include "app/report/section_outcomes.h"
#include "app/report/spoken.h"
#include "app/report/tornado_chart.h"

namespace poldyn::app {
namespace {

using analysis::FactorInfluence;
using analysis::Influence;

constexpr double much = 0.3;  // rank correlation of two factors from which on it is told

std::string in_base(const StudyMaterial& material, std::size_t told) {
  return material.bases.size() < 2 ? "" : fmt::format(" under {}", material.base_name(told));
}

/// "from 5 d to 55.5 d it goes up from 150 to 219 days (95 % interval of the change: 65 to 73)"
std::string swing_text(const StudyMaterial& material, const StudyResponse& response, const TornadoBar& bar) {
  const std::string unit = response.wording.unit.empty() ? "" : " " + response.wording.unit;
  const bool up = bar.change.mean > 0;
  const double turn = up ? 1 : -1;
  const std::string interval = fmt::format(" ({:.4g}{} interval of the change: {})", 100 * material.level, per_cent,
                                           spoken_range(turn * (up ? bar.change.low() : bar.change.high()),
                                                        turn * (up ? bar.change.high() : bar.change.low())));
  const std::string ends =
      bar.of->low.empty() ? "through its range" : fmt::format("from {} to {}", bar.of->low, bar.of->high);
  return fmt::format("as it goes {}, the mean {} from {} to {}{}{}", ends, up ? "rises" : "falls", spoken(bar.low.mean),
                     spoken(bar.high.mean), unit, interval);
}

/// What is known of a factor, in the order of the ranking: by its share of the variance, or by its swing.
struct KnownFactor {
  const FactorInfluence* of = nullptr;
  std::optional<TornadoBar> bar;
  bool told = false;
  analysis::Interval index;  ///< of what factors are ranked by

  /// Whether these runs leave open which of the two matters more.
  bool may_be_as_large_as(const KnownFactor& first) const {
    if (index.exists() && first.index.exists()) return index.high > first.index.low;
    return of->rank() == first.of->rank();
  }
};

analysis::Interval ranked_interval(const FactorInfluence& one) {
  for (const analysis::Index* index : {&one.effects.mu_star, &one.total, &one.first, &one.total_run, &one.first_run})
    if (index->exists()) return index->interval;
  return {};
}

std::vector<KnownFactor> known_factors(const Influence& influence) {
  std::vector<KnownFactor> made;
  if (!influence.varies) return made;
  const auto bars = tornado_of(influence);
  for (const FactorInfluence& one : influence.factors) {
    KnownFactor known{.of = &one, .bar = {}, .told = one.told_apart(), .index = ranked_interval(one)};
    for (const TornadoBar& bar : bars)
      if (bar.of == &one) known.bar = bar, known.told |= bar.told_apart();
    made.push_back(known);
  }
  return made;
}

/// "; review_time may matter as much"
std::string rivals_text(std::vector<std::string> rivals) {
  constexpr std::size_t most = 3;
  const std::size_t more = rivals.size() - std::min(rivals.size(), most);
  rivals.resize(rivals.size() - more);
  return fmt::format("; as far as these runs tell, {}{} may matter as much", fmt::join(rivals, " or "),
                     more > 0 ? fmt::format(" or {} more", more) : "");
}

std::string cannot_tell(const StudyMaterial& material, const StudyResponse& response, std::size_t told) {
  const Influence& influence = response.influence[told];
  const std::string thing = begun_small(response.wording.title) + in_base(material, told);
  const double low = over_points(point_means(material, response, told)).low;
  if (over_points(point_means(material, response, told)).high == low && influence.spread.variance <= 0)
    return fmt::format("Nothing moves {}: it is **the same at every point**", thing);
  if (influence.spread.points < 2)
    return fmt::format("These runs **cannot tell** which factor moves {}: hardly any point has a value in every run",
                       thing);
  if (!influence.varies)
    return fmt::format(
        "These runs **cannot tell** that any factor moves {}: it varies over points no more than luck makes it", thing);
  return fmt::format("These runs **cannot tell** which factor moves {}: none is told apart from 0", thing);
}

/// Pairs of factors that go along with each other among the points of some metric under some base.
std::vector<std::string> correlation_notes(const StudyMaterial& material) {
  std::vector<std::string> made;
  for (const StudyResponse& response : material.responses)
    for (const Influence& influence : response.influence) {
      if (!(std::abs(influence.most_correlated) > much)) continue;
      std::string note = fmt::format(
          "Factors are not independent: {} have rank correlation {:.2f} among the points that have {}{}, and what they "
          "share counts for both.",
          influence.correlated_pair, influence.most_correlated, response.asked.about.name,
          in_base(material, static_cast<std::size_t>(&influence - response.influence.data())));
      if (std::find(made.begin(), made.end(), note) == made.end()) made.push_back(std::move(note));
    }
  return made;
}

bool any_influence(const StudyMaterial& material, bool (*is)(const Influence&)) {
  return std::any_of(material.responses.begin(), material.responses.end(), [&](const StudyResponse& response) {
    return std::any_of(response.influence.begin(), response.influence.end(), is);
  });
}

/// What stands below the charts of all metrics.
void add_notes(ReportSection& section, const StudyMaterial& material) {
  section.notes.push_back(
      "Each interval is by itself: of many factors without any influence one in twenty is told apart "
      "by chance at 95\u202f%. Factors that are not told apart are not thereby without influence.");
  const std::string& design = material.study.design;
  if (any_influence(material, [](const Influence& one) { return one.even && !one.complete; }))
    section.notes.push_back(fmt::format(
        "Points of a {} design keep away from each other: first order is from means of classes, and its interval holds "
        "what independent and what perfectly even points would give. Points of a latin_hypercube or random design are "
        "better for this.",
        design));
  for (auto& note : correlation_notes(material)) section.notes.push_back(std::move(note));
  if (any_influence(material, [](const Influence& one) { return one.replicates < 2; }))
    section.notes.push_back("With one replicate the noise of replication cannot be taken out of these shares.");
}

ReportAside how_to_read() {
  return {
      .heading = "Low and high",
      .paragraphs = {"Low and high are the lowest and the highest fifth of a factor’s values, or its first and last "
                     "level; of a Morris design half a mean effect each way. Lines are intervals of the means.",
                     "A factor may matter much and yet have no bar: where its effect turns round, or hangs on the "
                     "others. The shares of the variance see that, too."}};
}

}  // namespace

std::string influence_sentence(const StudyMaterial& material, const StudyResponse& response, std::size_t told) {
  if (!response.exists) return fmt::format("No run has a value of {}.", response.asked.about.name);
  if (response.influence.empty()) return "";
  const auto factors = known_factors(response.influence[told]);
  const auto first = std::find_if(factors.begin(), factors.end(), [](const KnownFactor& one) { return one.told; });
  if (first == factors.end()) return cannot_tell(material, response, told) + ".";
  const auto name = [&](const KnownFactor& one) { return material.study.factors[one.of->factor].name; };
  std::vector<std::string> rivals;
  for (const KnownFactor& one : factors)
    if (one.of != first->of && one.may_be_as_large_as(*first)) rivals.push_back(name(one));
  std::string text = fmt::format("**{}** {} for {}{}", name(*first), rivals.empty() ? "matters most" : "matters",
                                 begun_small(response.wording.title), in_base(material, told));
  if (first->bar)
    text += first->bar->told_apart() ? ": " + swing_text(material, response, *first->bar)
                                     : ", though by how much hangs on the others or turns round on the way";
  if (!rivals.empty()) text += rivals_text(rivals);
  const auto open = static_cast<std::size_t>(
      std::count_if(factors.begin(), factors.end(), [](const KnownFactor& one) { return !one.told; }));
  if (open > 0)
    text += fmt::format("; {} of {} factors {} not told apart from 0", count_in_words(static_cast<double>(open)),
                        count_in_words(static_cast<double>(factors.size())), open == 1 ? "is" : "are");
  return text + ".";
}

ReportSection influence_section(const StudyMaterial& material) {
  ReportSection made{.id = "influence", .heading = "Which factors matter", .short_heading = "Which factors matter"};
  if (material.study.factors.empty()) return made;
  for (std::size_t i = 0; i < material.responses.size(); ++i) {
    const StudyResponse& response = material.responses[i];
    for (std::size_t told = 0; told < std::max<std::size_t>(1, response.influence.size()); ++told)
      made.lead.push_back(influence_sentence(material, response, told));
    if (ReportChart chart = tornado_chart(material, response, fmt::format("chart-tornado-{}", i + 1));
        !chart.wide.is_null())
      made.charts.push_back(std::move(chart));
    if (ReportChart chart = ranking_chart(material, response, fmt::format("chart-ranking-{}", i + 1));
        !chart.wide.is_null())
      made.charts.push_back(std::move(chart));
  }
  std::erase(made.lead, "");
  if (!made.charts.empty()) {
    add_notes(made, material);
    made.asides = {how_to_read()};
  }
  return made;
}

}  // namespace poldyn::app
