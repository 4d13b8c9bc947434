#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/console/json.h"

/// What a report says, in a form that is neither HTML nor Markdown. In running text `**` begins and ends what is
/// stressed. Text may come from files: whoever writes it out escapes it.
namespace poldyn::app {

enum class ColumnKind { text, number, first_side, second_side };

struct ReportColumn {
  std::string name;
  ColumnKind kind = ColumnKind::text;
};

/// Rounded, for people. A row of one cell heads what follows; what stands behind a line break in a cell is a name of
/// the program's, and is set small.
struct ReportTable {
  std::vector<ReportColumn> columns;
  std::vector<std::vector<std::string>> rows;
};

/// With all digits, for programs: the export as CSV. Each column says what it holds.
struct ReportFrame {
  using Cell = std::variant<std::string, double>;
  std::vector<std::pair<std::string, std::string>> columns;  ///< name, meaning with unit
  std::vector<std::vector<Cell>> rows;
};

/// A colour by its name in the style sheet, as "var(--a)", and what it stands for.
struct KeyItem {
  std::string colour, text;
};

struct ReportChart {
  std::string id, title, subtitle;
  std::string description{};  ///< for who cannot see it: what is drawn, and what is to be seen
  Json wide{}, narrow{};      ///< Vega-Lite, drawn 680 and 328 px wide, without their data
  Json data{};                ///< by name: lists of objects
  std::vector<KeyItem> key{};
  ReportTable table{};
  ReportFrame frame{};
};

/// Stands in the margin.
struct ReportAside {
  std::string heading;
  std::vector<std::string> paragraphs{};
  std::vector<std::string> marks{};  ///< "● told apart: ..."
};

struct ReportSection {
  std::string id, heading, short_heading;
  std::vector<std::string> lead{};
  ReportTable table{};   ///< drawn if it has rows
  ReportTable folded{};  ///< the same, closed until it is asked for
  std::string folded_summary{};
  std::vector<ReportChart> charts{};
  std::vector<std::string> bullets{}, notes{};
  std::vector<ReportAside> asides{};
  std::vector<std::string> commands{};
  std::vector<std::pair<std::string, std::string>> particulars{};
};

/// Whether it tells more than a heading would.
inline bool says_something(const ReportSection& section) {
  return !section.lead.empty() || !section.charts.empty() || !section.table.rows.empty() || !section.bullets.empty();
}

struct SideCaption {
  std::string name, description;
};

struct ReportStory {
  std::string over, question;
  std::vector<SideCaption> sides;
  std::vector<std::string> answer;
  std::string standing;
  std::vector<ReportSection> sections;
  std::string source;  ///< version, files and fingerprints in a line, for exports
};

}  // namespace poldyn::app
