#include "app/attribute/attribution_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/compare/comparison_words.h"
#include "app/console/numbers.h"
#include "app/console/shares.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/metrics/survivors.h"

namespace poldyn::app {
namespace {

using analysis::Measured;

constexpr std::size_t most_pairs_told = 3;
constexpr double much_left_out = 0.05;  // share of runs from which on those left may be the easy ones
constexpr std::size_t few_runs = 8;     // with fewer there is no bootstrap to hold the t intervals against either

std::string cell(const Measured& part) {
  const analysis::Estimate& found = part.mean.estimate;
  if (!found.without_spread()) return shown(found, true);
  return found.mean == 0 ? "0" : fmt::format("{:+.5g}", found.mean);
}

/// Of the whole, in per cent; nothing where the whole may be 0.
std::string share(const Measured& part, const Measured& whole, double level) {
  if (!(whole.mean.p < 1 - level) || whole.mean.estimate.mean == 0) return "-";
  return whole_percent(part.mean.estimate.mean / whole.mean.estimate.mean);
}

std::string bloc_words(const MixedRow& row) {
  return row.bloc_a == row.bloc_b ? "bloc " + row.bloc_a : fmt::format("bloc {} (A), {} (B)", row.bloc_a, row.bloc_b);
}

std::string header_of(const AttributedRow& row) {
  return fmt::format("{}, {}", label(row.row.asked.about), bloc_words(row.row));
}

/// "registration, subsidies, track"
std::string tables_text(const AttributionReport& report, const RuleGroup& group) {
  std::vector<std::string> tables;
  for (const std::size_t i : group.differences())
    if (const auto& table = report.differences[i].table; std::find(tables.begin(), tables.end(), table) == tables.end())
      tables.push_back(table);
  return fmt::format("{}", fmt::join(tables, ", "));
}

std::string groups_text(const AttributionReport& report, std::size_t width) {
  std::string text;
  for (const RuleGroup& group : report.groups) {
    std::size_t rules = 0;
    for (const std::size_t i : group.differences())
      rules += std::max<std::size_t>(1, report.differences[i].keys.size());
    const std::string tables = tables_text(report, group);
    text += wrapped(fmt::format("{}: {}{}", group.name, counted(rules, "rule"),
                                tables == group.name ? "" : " (" + tables + ")"),
                    width, 4) +
            "\n";
  }
  return text;
}

void add_parts(TextTable& table, const AttributionReport& report, const AttributedRow& row, std::size_t group) {
  if (report.groups[group].parts.size() < 2) return;
  for (std::size_t j = 0; j < report.groups[group].parts.size(); ++j) {
    const Measured& part = row.found.parts[report.design.groups[group][j]];
    table.rows.push_back({"  " + report.groups[group].parts[j].name, cell(part),
                          share(part, row.found.whole, report.level), "", "", verdict(part, report.level)});
  }
}

std::string lacking_text(const AttributedRow& row, std::size_t replicates) {
  constexpr std::size_t most = 3;
  const std::size_t n = row.found.whole.mean.estimate.n;
  if (n == replicates) return "";
  std::vector<std::string> worlds = row.without_value;
  const std::size_t more = worlds.size() - std::min(worlds.size(), most);
  worlds.resize(worlds.size() - more);
  return fmt::format("Divided in {} of {} runs: the others have no value in {}{}.{}", n, replicates,
                     worlds.empty() ? "A or B" : fmt::format("{}", fmt::join(worlds, "; ")),
                     more > 0 ? fmt::format(", and {} more worlds", more) : "",
                     static_cast<double>(n) < (1 - much_left_out) * static_cast<double>(replicates)
                         ? " Those left may be the easy ones."
                         : "");
}

/// The same below the overview, in short.
std::string lacking_in_overview(const AttributionReport& report, std::size_t width) {
  std::vector<std::string> who;
  for (std::size_t i = report.in_detail; i < report.rows.size(); ++i)
    if (const std::size_t n = report.rows[i].found.whole.mean.estimate.n; n < report.replicates)
      who.push_back(fmt::format("{} ({} runs)", report.rows[i].row.asked.about.name, n));
  if (who.empty()) return "";
  return wrapped(
             fmt::format("Not in all {} runs, since some have no value in some world: {}. Those left may be the easy "
                         "ones.",
                         report.replicates, fmt::join(who, ", ")),
             width) +
         "\n";
}

std::string interactions_text(const AttributionReport& report, const AttributedRow& row) {
  if (report.groups.size() < 2 || row.found.whole.mean.estimate.n == 0) return "";
  if (row.found.interactions.empty())
    return fmt::format("Interactions are those of at most {} groups (--join, --group).", analysis::most_interacting);
  if (std::isnan(row.found.interactions.front().mean.p)) return "";  // one run tells nothing
  const std::string& unit = row.row.asked.about.symbol;
  std::vector<std::string> told;
  const auto pairs = analysis::pairs_of(report.groups.size());
  for (const std::size_t i : strongest(row, report.level, most_pairs_told))
    told.push_back(fmt::format("{} x {} {}{}", report.groups[pairs[i].first].name, report.groups[pairs[i].second].name,
                               cell(row.found.interactions[i]), unit.empty() ? "" : " " + unit));
  if (told.empty()) return "No interaction of two groups is told apart from 0.";
  return fmt::format("Strongest interactions (what one adds more, with a minus less, where the other is there{}): {}.",
                     report.design.sampled() ? "; from the same orders" : "", fmt::join(told, "; "));
}

/// How much of the intervals is due to having drawn some orders.
std::string orders_text(const AttributedRow& row) {
  double most = 0;
  bool known = false;
  for (const Measured& group : row.found.groups) {
    const double error = group.mean.estimate.sd / std::sqrt(static_cast<double>(group.mean.estimate.n));
    if (!(error > 0) || std::isnan(group.order_error)) continue;
    known = true;
    most = std::max(most, group.order_error * group.order_error / (error * error));
  }
  if (!known) return "How much of it is due to having drawn orders is not known; it takes two runs and --orders 4.";
  return fmt::format("Having drawn orders makes up to {:.0f} % of these intervals' variance; --orders draws more.",
                     100 * std::min(1.0, most));
}

std::string detail(const AttributionReport& report, const AttributedRow& row, std::size_t width) {
  const analysis::Attributed& found = row.found;
  TextTable table{{header_of(row), "part of B - A", "share", "alone in A", "last to B", "makes it"}, {}};
  // A long name of the metric stands above, lest it push columns out.
  const std::string heading = table.header[0];
  table.header[0] = "";
  for (std::size_t k = 0; k < report.groups.size(); ++k) {
    table.rows.push_back({report.groups[k].name, cell(found.groups[k]),
                          share(found.groups[k], found.whole, report.level), cell(found.alone[k]), cell(found.last[k]),
                          verdict(found.groups[k], report.level)});
    add_parts(table, report, row, k);
  }
  table.rows.push_back({"B - A", cell(found.whole), share(found.whole, found.whole, report.level), "", "", ""});
  std::string text = heading + "\n" + table.text(width);
  for (const std::string& line : {lacking_text(row, report.replicates), interactions_text(report, row),
                                  report.design.sampled() ? orders_text(row) : std::string()})
    if (!line.empty()) text += wrapped(line, width) + "\n";
  return text;
}

/// A row for each metric, a column for each group.
std::string overview(const AttributionReport& report, std::size_t width) {
  std::string text, bloc;
  TextTable table;
  const auto flush = [&] {
    if (!table.rows.empty()) text += (text.empty() ? "" : "\n") + table.text(width);
  };
  for (std::size_t i = report.in_detail; i < report.rows.size(); ++i) {
    const AttributedRow& row = report.rows[i];
    if (table.rows.empty() || bloc_words(row.row) != bloc) {
      flush();
      bloc = bloc_words(row.row);
      table = {{bloc}, {}};
      for (const auto& group : report.groups) table.header.push_back(group.name);
      table.header.emplace_back("B - A");
    }
    std::vector<std::string> cells{label(row.row.asked.about)};
    for (const Measured& group : row.found.groups)
      cells.push_back(cell(group) + (verdict(group, report.level) == "?" ? " ?" : ""));
    cells.push_back(cell(row.found.whole));
    table.rows.push_back(std::move(cells));
  }
  flush();
  return text;
}

std::size_t tests_of(const AttributionReport& report) {
  std::size_t tests = 0;
  for (const auto& row : report.rows)
    for (const auto* list : {&row.found.groups, &row.found.parts})
      tests += static_cast<std::size_t>(
          std::count_if(list->begin(), list->end(), [](const Measured& one) { return !std::isnan(one.adjusted_p); }));
  return tests;
}

std::string how_to_read(const AttributionReport& report) {
  std::string text = fmt::format(
      "A group's part is what it adds in the mean over {} in which the groups may go over from A to B (Shapley), taken "
      "run by run on common random numbers ({}): {}, {} of each, {}. ",
      report.design.sampled() ? fmt::format("{} orders of each run, drawn from all", report.orders())
                              : std::string("all orders"),
      seed_text(report.sides.front()), counted(report.worlds, "world"),
      report.design.sampled() ? "some" : counted(report.replicates, "run"), counted(report.runs, "run") + " in all");
  text += "In every run the parts sum to B - A. ";
  text += report.replicates == 1
              ? std::string("A single run has no interval, and tells nothing apart from luck: take --replicates 20. ")
              : fmt::format(
                    "Mean{}half-width of the {}, of each by itself. more, less: told apart from 0 "
                    "(Holm-adjusted p < {:.4g} over all {} parts here). ?: these runs do not tell. same: nothing "
                    "changes, in any run.",
                    plus_minus(), interval_of_level(report.level), 1 - report.level, tests_of(report));
  if (report.replicates > 1 && report.replicates < few_runs)
    text += " With so few runs intervals lean on values that are near to normal.";
  if (report.since) text += fmt::format(" Means of samples after {}.", shown(Days{*report.since}));
  if (!report.never.empty())
    text += fmt::format(" Not on both sides, and so not to be divided: {}.", fmt::join(report.never, ", "));
  return text;
}

}  // namespace

std::string verdict(const Measured& part, double level) {
  const analysis::Estimate& found = part.mean.estimate;
  if (found.without_spread() && found.mean == 0) return "same";
  if (std::isnan(part.adjusted_p)) return "-";
  if (!(part.adjusted_p < 1 - level)) return "?";
  return found.mean > 0 ? "more" : "less";
}

std::vector<std::size_t> strongest(const AttributedRow& row, double level, std::size_t most) {
  const auto& pairs = row.found.interactions;
  std::vector<std::size_t> made;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (const std::string found = verdict(pairs[i], level); found == "more" || found == "less") made.push_back(i);
  std::stable_sort(made.begin(), made.end(), [&](std::size_t i, std::size_t j) {
    return std::abs(pairs[i].mean.estimate.mean) > std::abs(pairs[j].mean.estimate.mean);
  });
  made.resize(std::min(made.size(), most));
  return made;
}

std::string attribution_text(const AttributionReport& report, std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < report.sides.size(); ++i)
    text += wrapped(fmt::format("{} = {}: {} ({})", analysis::side_letter(i), name_with_settings(report.sides[i]),
                                report.sides[i].title, counted(report.sides[i].runs, "run")),
                    width, 4) +
            "\n";
  text += "\n" + groups_text(report, width);
  for (std::size_t i = 0; i < report.in_detail && i < report.rows.size(); ++i)
    text += "\n" + detail(report, report.rows[i], width);
  if (const std::string others = overview(report, width); !others.empty())
    text += "\n" + others + lacking_in_overview(report, width);
  std::vector<std::string> names;
  names.reserve(report.rows.size());
  for (const AttributedRow& row : report.rows) names.push_back(row.row.asked.about.name);
  if (const std::string note = survivors_note(names); !note.empty()) text += "\n" + wrapped(note, width) + "\n";
  return text + "\n" + wrapped(how_to_read(report), width) + "\n";
}

}  // namespace poldyn::app
