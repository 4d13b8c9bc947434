#include "app/compare/comparison_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/numbers.h"
#include "app/console/terminal.h"
#include "sim/reading/trimmed.h"

namespace poldyn::app {
namespace {

using analysis::ComparedBloc;
using analysis::ComparedMetric;

constexpr std::size_t gap = 2;

struct Column {
  std::string header;
  std::vector<std::string> cells;
  bool words = false;  ///< stand left, as numbers stand right

  std::size_t width() const {
    std::size_t most = text_width(header);
    for (const auto& cell : cells) most = std::max(most, text_width(cell));
    return most;
  }
};
/// Columns that stay beside each other: A, or what belongs to one other side.
using Group = std::vector<Column>;

std::size_t width_of(const Group& group) {
  std::size_t sum = 0;
  for (const auto& column : group) sum += gap + column.width();
  return sum;
}

std::string padded(const std::string& text, std::size_t width, bool left) {
  const std::string blanks(width - std::min(width, text_width(text)), ' ');
  return left ? text + blanks : blanks + text;
}

void add_line(std::string& text, std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  text += line + '\n';
}

/// Without the blanks about the sign, which a narrow table has no room for.
std::string tight(std::string cell) {
  const std::string sign(plus_minus());
  const std::size_t at = cell.find(sign);
  if (at != cell.npos) cell.replace(at, sign.size(), trimmed(sign));
  return cell;
}

/// A table of one bloc of the baseline.
class Sheet {
 public:
  Sheet(std::string title, std::vector<std::string> names) : title_(std::move(title)), names_(std::move(names)) {}
  void add(Group group) { groups_.push_back(std::move(group)); }

  std::string text(std::size_t width) {
    if (names_width() + width_of_all() > width) tighten();
    const std::size_t least = gap;  // names then stand above their rows
    std::string made;
    for (std::size_t first = 0; first < groups_.size();) {
      std::size_t last = first, used = 0;
      while (last < groups_.size() && least + used + width_of(groups_[last]) <= width)
        used += width_of(groups_[last++]);
      if (last == first) return stacked(width);
      made += (made.empty() ? "" : "\n") + block(first, last, std::min(names_width(), width - used));
      first = last;
    }
    return made;
  }

 private:
  std::size_t names_width() const {
    std::size_t most = text_width(title_);
    for (const auto& name : names_) most = std::max(most, text_width(name));
    return most;
  }
  std::size_t width_of_all() const {
    std::size_t sum = 0;
    for (const auto& group : groups_) sum += width_of(group);
    return sum;
  }
  void tighten() {
    for (auto& group : groups_)
      for (auto& column : group)
        for (auto& cell : column.cells) cell = tight(cell);
  }

  /// Groups [first, last), after a column of names.
  std::string block(std::size_t first, std::size_t last, std::size_t names) const {
    std::string text;
    const auto add = [&](const std::string& name, const auto& cell_of) {
      std::string line = padded(name, names, true);
      if (text_width(name) > names) {
        add_line(text, name);
        line.assign(names, ' ');
      }
      for (std::size_t g = first; g < last; ++g)
        for (const Column& column : groups_[g])
          line += std::string(gap, ' ') + padded(cell_of(column), column.width(), column.words);
      add_line(text, line);
    };
    add(title_, [](const Column& column) { return column.header; });
    for (std::size_t row = 0; row < names_.size(); ++row)
      add(names_[row], [&](const Column& column) { return column.cells[row]; });
    return text;
  }

  /// Each number on a line of its own.
  std::string stacked(std::size_t width) const {
    std::string text;
    add_line(text, title_);
    for (std::size_t row = 0; row < names_.size(); ++row) {
      add_line(text, names_[row]);
      for (const auto& group : groups_)
        for (const Column& column : group) {
          const std::size_t used = gap + text_width(column.header) + gap;
          add_line(text, "  " + column.header + "  " + padded(column.cells[row], width - std::min(width, used), false));
        }
    }
    return text;
  }

  std::string title_;
  std::vector<std::string> names_;
  std::vector<Group> groups_;
};

/// A difference that is the same in all pairs has no interval, and there is none to a value that never is.
std::string shown_difference(const ComparedMetric& metric, std::size_t side) {
  const analysis::Estimate& difference = metric.difference.estimate;
  if (metric.baseline.n > 0 && metric.other.n == 0) return "only in A";
  if (metric.baseline.n == 0 && metric.other.n > 0) return "only in " + side_letter(side);
  if (difference.n == 0 || std::isnan(difference.mean)) return "-";
  if (!difference.without_spread()) return shown(difference, true);
  return difference.mean == 0 ? "0" : fmt::format("{:+.5g} in all {}", difference.mean, difference.n);
}

Group baseline_group(const ComparedBloc& bloc) {
  Column column{"A", {}};
  for (const auto& metric : bloc.metrics) column.cells.push_back(shown(metric.baseline));
  return {column};
}

Group side_group(const ComparedBloc& bloc, double level, bool with_values, bool with_likeness) {
  const std::string letter = side_letter(bloc.side);
  Column values{letter, {}}, differences{letter + " - A", {}}, marks{letter + " is", {}, true};
  for (const auto& metric : bloc.metrics) {
    values.cells.push_back(shown(metric.other));
    differences.cells.push_back(shown_difference(metric, bloc.side));
    marks.cells.push_back(mark(metric, level));
  }
  Group made;
  if (with_values) made.push_back(std::move(values));
  made.push_back(std::move(differences)), made.push_back(std::move(marks));
  if (!with_likeness) return made;
  Column likeness{"alike", {}, true};
  for (const auto& metric : bloc.metrics) likeness.cells.push_back(likeness_mark(metric, level));
  made.push_back(std::move(likeness));
  return made;
}

/// Totals and means of samples may have one name; with a --since all are means.
std::string row_name(const ComparisonReport& report, const results::MetricInfo& about) {
  return label(about) + (analysis::is_sampled(about) && !report.since ? ", sampled" : "");
}

std::string bloc_table(const ComparisonReport& report, const std::vector<const ComparedBloc*>& sides,
                       std::size_t width) {
  const double level = report.judging.level;
  const bool likeness = has_margins(report);
  std::vector<std::string> names;
  for (const auto& metric : sides.front()->metrics) names.push_back(row_name(report, metric.about));
  const bool single = sides.size() == 1;
  Sheet sheet(single ? heading(*sides.front()) : "bloc " + sides.front()->baseline_name, std::move(names));
  Group first = baseline_group(*sides.front());
  if (single) {
    for (auto& column : side_group(*sides.front(), level, true, likeness)) first.push_back(std::move(column));
    sheet.add(std::move(first));
    return sheet.text(width);
  }
  sheet.add(std::move(first));
  for (const ComparedBloc* bloc : sides) sheet.add(side_group(*bloc, level, false, likeness));
  return sheet.text(width);
}

}  // namespace

std::string heading(const ComparedBloc& bloc) {
  if (bloc.baseline_name == bloc.other_name) return "bloc " + bloc.baseline_name;
  return fmt::format("bloc {} (A), {} ({})", bloc.baseline_name, bloc.other_name, side_letter(bloc.side));
}

std::string mark(const ComparedMetric& metric, double level) {
  using analysis::Verdict;
  switch (analysis::verdict_of(metric, level)) {
    case Verdict::untested:
    case Verdict::only_baseline:  // which stands in place of the difference
    case Verdict::only_other:
      return "-";
    case Verdict::equal:
      return "same";
    case Verdict::indistinguishable:
      return "?";
    case Verdict::higher:
      return "more";
    case Verdict::lower:
      return "less";
  }
  return "";
}

std::string likeness_mark(const ComparedMetric& metric, double level) {
  using analysis::Likeness;
  switch (analysis::likeness_of(metric, level)) {
    case Likeness::untested:
      return "-";
    case Likeness::within:
      return "yes";
    case Likeness::beyond:
      return "no";
    case Likeness::unclear:
      return "?";
  }
  return "";
}

std::string comparison_tables(const ComparisonReport& report, std::size_t width) {
  std::vector<std::vector<const ComparedBloc*>> by_bloc;
  for (const auto& bloc : report.comparison.blocs) {
    if (bloc.metrics.empty()) continue;
    const auto same = [&](const auto& sides) { return sides.front()->baseline_name == bloc.baseline_name; };
    const auto at = std::find_if(by_bloc.begin(), by_bloc.end(), same);
    if (at == by_bloc.end())
      by_bloc.push_back({&bloc});
    else
      at->push_back(&bloc);
  }
  std::string text;
  for (const auto& sides : by_bloc) text += "\n" + bloc_table(report, sides, width);
  return text;
}

}  // namespace poldyn::app
