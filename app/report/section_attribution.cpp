#include "app/report/section_attribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/report/chart_parts.h"
#include "app/report/marks.h"
#include "app/report/rows_chart.h"
#include "app/report/spoken.h"
#include "app/report/wording.h"

namespace poldyn::app {
namespace {

using analysis::SavedAttribution;
using analysis::SavedAttributions;
using analysis::SavedMeasure;

constexpr std::size_t most_pairs = 10;

std::string title_of(const SavedAttribution& row) {
  const Wording words = wording_of({row.metric, row.name, row.unit, "", {}});
  const bool own = words.title.empty();
  return (own ? row.name : words.title) + (words.unit.empty() ? "" : ", " + words.unit);
}

bool told(const SavedAttributions& saved, const SavedMeasure& one) { return one.adjusted_p < 1 - saved.level; }

std::string amount(const SavedMeasure& one) {
  return one.mean == 0 && !(one.half_width > 0) ? "0" : tabled(one.mean, one.half_width, true);
}

/// Which bloc is told of, where there are several.
std::string in_bloc(const SavedAttributions& saved, const SavedAttribution& row) {
  const bool several = std::any_of(saved.rows.begin(), saved.rows.end(),
                                   [&](const SavedAttribution& other) { return other.bloc != row.bloc; });
  return several ? " in bloc " + row.bloc : "";
}

std::string what_is_told(const SavedAttributions& saved, const SavedMeasure& one) {
  if (one.mean == 0 && !(one.half_width > 0)) return "none in any run";
  if (std::isnan(one.adjusted_p)) return "not tested";
  if (!told(saved, one)) return "not told apart";
  return one.mean > 0 ? "makes it more" : "makes it less";
}

/// The largest first.
std::vector<std::size_t> by_size(const std::vector<SavedMeasure>& all) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&](std::size_t i) { return std::isnan(all[i].mean) ? -1 : std::abs(all[i].mean); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) > size(b); });
  return order;
}

/// A bar from where the last one ended, with the interval of this part around its end.
DrawnRow step_of(const SavedAttributions& saved, const std::string& name, const SavedMeasure& one, double from) {
  const double to = from + one.mean;
  DrawnRow made{
      .name = name, .label = amount(one), .said = name + ": " + amount(one) + ", " + what_is_told(saved, one)};
  if (!told(saved, one)) made.under = what_is_told(saved, one);
  made.bars = {{std::min(from, to), std::max(from, to), told(saved, one) ? "var(--dev)" : "var(--same)"}};
  made.marks = {{to, to - one.half_width, to + one.half_width, "circle", told(saved, one)}};
  return made;
}

void add_numbers(ReportChart& chart, const std::string& name, const std::string& kind, const SavedMeasure& one) {
  chart.frame.rows.push_back({name, kind, one.mean, one.half_width, one.adjusted_p});
}

void add_waterfall_columns(ReportChart& chart) {
  chart.table.columns = {{"Rules"},
                         {"Part of the difference", ColumnKind::number},
                         {"Alone", ColumnKind::number},
                         {"Last", ColumnKind::number},
                         {"What these runs tell"}};
  chart.frame.columns = {{"rules", "group of rules, part of one, or the whole difference"},
                         {"kind", "group, part, alone (all else as in A), last (all else as in B), whole"},
                         {"mean", "over runs, in the unit of the metric"},
                         {"half_width", "half-width of its interval"},
                         {"p_holm", "p of no part, adjusted for all parts of the file (Holm 1979)"}};
}

/// Parts of a group that is divided again stand below it in the table.
void add_parts(ReportChart& chart, const SavedAttributions& saved, const SavedAttribution& row, std::size_t group) {
  if (std::count(saved.group_of.begin(), saved.group_of.end(), group) < 2) return;
  for (std::size_t part = 0; part < saved.parts.size(); ++part) {
    if (saved.group_of[part] != group) continue;
    chart.table.rows.push_back(
        {"– " + saved.parts[part], amount(row.parts[part]), "", "", what_is_told(saved, row.parts[part])});
    add_numbers(chart, saved.parts[part], "part", row.parts[part]);
  }
}

ReportChart waterfall(const SavedAttributions& saved, const SavedAttribution& row, std::size_t number) {
  ReportChart made{
      .id = fmt::format("chart-attribution-{}", number + 1),
      .title = fmt::format("What makes the difference: {}", title_of(row)),
      .subtitle = fmt::format("Each bar begins where the one above ends; together they are the whole. Lines "
                              "are {:.4g}{} intervals of the part, ○ is not told apart from 0. Bloc {}.",
                              100 * saved.level, per_cent, row.bloc)};
  add_waterfall_columns(made);
  RowPanel panel{.rows = {}, .line = 0, .from_zero = true};
  double from = 0;
  for (const std::size_t group : by_size(row.groups)) {
    const SavedMeasure& one = row.groups[group];
    if (std::isfinite(one.mean)) {
      panel.rows.push_back(step_of(saved, saved.groups[group], one, from));
      from += one.mean;
    }
    made.table.rows.push_back({saved.groups[group], amount(one), amount(row.alone[group]), amount(row.last[group]),
                               what_is_told(saved, one)});
    add_numbers(made, saved.groups[group], "group", one);
    add_numbers(made, saved.groups[group], "alone", row.alone[group]);
    add_numbers(made, saved.groups[group], "last", row.last[group]);
    add_parts(made, saved, row, group);
  }
  if (std::isfinite(row.whole.mean)) {
    DrawnRow whole = step_of(saved, "All together", row.whole, 0);
    whole.under.clear();
    whole.said = "All together: " + amount(row.whole);
    whole.bars.front().colour = mute;
    whole.marks.front().filled = std::abs(row.whole.mean) > row.whole.half_width;
    panel.rows.push_back(std::move(whole));
  }
  made.table.rows.push_back({"All together", amount(row.whole), "", "", ""});
  add_numbers(made, "all together", "whole", row.whole);
  draw_rows(made, {panel});
  return made;
}

ReportChart interactions_chart(const SavedAttributions& saved, const SavedAttribution& row, std::size_t number) {
  ReportChart made{.id = fmt::format("chart-interactions-{}", number + 1),
                   .title = fmt::format("What two groups do together: {}", title_of(row)),
                   .subtitle =
                       "What one adds more where the other is there (Grabisch & Roubens 1999). ○ is not told apart "
                       "from 0."};
  made.table.columns = {{"Two groups"}, {"Interaction", ColumnKind::number}, {"What these runs tell"}};
  made.frame.columns = {{"first", "group of rules"},
                        {"second", "the other group"},
                        {"mean", "interaction index, in the unit of the metric"},
                        {"half_width", "half-width of its interval"},
                        {"p_holm", "p of no interaction, adjusted for all of the file (Holm 1979)"}};
  std::vector<SavedMeasure> all;
  for (const auto& pair : row.interactions) all.push_back(pair.index);
  RowPanel panel{.rows = {}, .line = 0};
  for (const std::size_t i : by_size(all)) {
    const auto& pair = row.interactions[i];
    const std::string name = saved.groups[pair.first] + " × " + saved.groups[pair.second];
    const std::string tells = told(saved, pair.index) ? "told apart from 0" : "not told apart";
    if (panel.rows.size() < most_pairs && std::isfinite(pair.index.mean)) {
      DrawnRow drawn{.name = name,
                     .label = amount(pair.index),
                     .said = fmt::format("{}: {}, {}", name, amount(pair.index), tells)};
      drawn.marks = {{pair.index.mean, pair.index.mean - pair.index.half_width, pair.index.mean + pair.index.half_width,
                      "circle", told(saved, pair.index)}};
      panel.rows.push_back(std::move(drawn));
    }
    made.table.rows.push_back({name, amount(pair.index), tells});
    made.frame.rows.push_back({saved.groups[pair.first], saved.groups[pair.second], pair.index.mean,
                               pair.index.half_width, pair.index.adjusted_p});
  }
  draw_rows(made, {panel});
  return made;
}

/// Rules of each group, as keys.
ReportTable rules_table(const SavedAttributions& saved) {
  ReportTable table{{{"Group"}, {"Its rules"}}, {}};
  constexpr std::size_t most = 12;
  for (std::size_t group = 0; group < saved.groups.size(); ++group) {
    std::vector<std::string> keys;
    for (std::size_t part = 0; part < saved.parts.size(); ++part)
      for (std::size_t at = 0; saved.group_of[part] == group && at < saved.rules[part].size();) {
        const std::size_t end = std::min(saved.rules[part].find('\n', at), saved.rules[part].size());
        keys.push_back("`" + as_text(saved.rules[part].substr(at, end - at)) + "`");
        at = end + 1;
      }
    const std::size_t all = keys.size();
    if (all > most) keys.resize(most);
    table.rows.push_back({saved.groups[group], fmt::format("{}{}", fmt::join(keys, ", "),
                                                           all > most ? fmt::format(" and {} more", all - most) : "")});
  }
  return table;
}

void add_notes(ReportSection& section, const SavedAttributions& saved) {
  section.notes.push_back(
      fmt::format("A group’s part is what it adds in the mean over the orders in which groups may go over from A to B "
                  "(Shapley 1953), "
                  "run by run on common random numbers, in {} worlds{}: in every run the parts sum to the whole. "
                  "Alone: where all else "
                  "is as in A. Last: where all else is as in B. {} runs of each.",
                  saved.worlds, saved.sampled ? ", some orders drawn" : "", saved.replicates));
  if (saved.replicates < 2)
    section.notes.push_back("One run of each says nothing about chance, so there are no intervals.");
  if (saved.rows.size() > most_attributed)
    section.notes.push_back(fmt::format("The first {} of {} measures are drawn.", most_attributed, saved.rows.size()));
}

}  // namespace

std::string attribution_sentence(const SavedAttributions& saved, const SavedAttribution& row) {
  const std::string thing = begun_small(title_of(row)) + in_bloc(saved, row);
  if (row.groups.empty() || !std::isfinite(row.whole.mean))
    return fmt::format("No run has a difference of {} to be divided.", thing);
  const auto order = by_size(row.groups);
  std::vector<std::size_t> apart = order;
  std::erase_if(apart, [&](std::size_t group) { return !told(saved, row.groups[group]); });
  if (apart.empty())
    return fmt::format("Of the difference of {} ({}) these runs **cannot tell** which rules make it.", thing,
                       amount(row.whole));
  std::string text = fmt::format("Of the difference of {} ({}), **{}** makes {}", thing, amount(row.whole),
                                 saved.groups[apart.front()], amount(row.groups[apart.front()]));
  for (std::size_t i = 1; i < std::min<std::size_t>(3, apart.size()); ++i)
    text += fmt::format(", {} {}", saved.groups[apart[i]], amount(row.groups[apart[i]]));
  if (apart.front() != order.front())
    text += fmt::format("; what {} makes ({}) is larger and not told apart", saved.groups[order.front()],
                        amount(row.groups[order.front()]));
  return text + ".";
}

ReportSection attribution_section(const SavedAttributions& saved) {
  ReportSection made{
      .id = "attribution", .heading = "Which rules make the difference", .short_heading = "Which rules make it"};
  for (std::size_t i = 0; i < std::min(saved.rows.size(), most_attributed); ++i) {
    const SavedAttribution& row = saved.rows[i];
    made.lead.push_back(attribution_sentence(saved, row));
    if (ReportChart chart = waterfall(saved, row, i); !chart.wide.is_null()) made.charts.push_back(std::move(chart));
    if (row.interactions.empty()) continue;
    if (ReportChart chart = interactions_chart(saved, row, i); !chart.wide.is_null())
      made.charts.push_back(std::move(chart));
  }
  made.table = rules_table(saved);
  add_notes(made, saved);
  return made;
}

}  // namespace poldyn::app
