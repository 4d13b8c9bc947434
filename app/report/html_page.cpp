#include "app/report/html_page.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "app/report/html_text.h"
#include "app/report/marks.h"
#include "sim/base/printable.h"

namespace poldyn::app {
namespace {

const char* css_class(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::number:
      return " class=\"n\"";
    case ColumnKind::first_side:
      return " class=\"A\"";
    case ColumnKind::second_side:
      return " class=\"B\"";
    default:
      return "";
  }
}

/// What stands behind a line break is set small.
std::string cell_html(const std::string& cell) {
  const std::size_t end = cell.find('\n');
  if (end == cell.npos) return html_inline(cell);
  return html_inline(cell.substr(0, end)) + " <span class=\"id\">" + html_escaped(uncovered(cell.substr(end + 1))) +
         "</span>";
}

std::string table_html(const ReportTable& table) {
  std::string html = "<div class=\"scroll\"><table class=\"cards\"><thead><tr>";
  for (const auto& column : table.columns)
    html += fmt::format("<th scope=\"col\"{}>{}</th>", css_class(column.kind), html_inline(column.name));
  html += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    if (row.size() == 1) {
      html += fmt::format("<tr class=\"part\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n",
                          table.columns.size(), cell_html(row[0]));
      continue;
    }
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      html += i == 0 ? "<th scope=\"row\">" + cell_html(row[i]) + "</th>"
                     : fmt::format("<td{}>{}</td>", css_class(table.columns[i].kind), cell_html(row[i]));
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string key_html(const std::vector<KeyItem>& key) {
  if (key.empty()) return "";
  std::string html = "<ul class=\"key\">";
  for (const auto& item : key)
    html += fmt::format("<li><i style=\"background:{}\"></i><span>{}</span></li>", html_escaped(item.colour),
                        html_inline(item.text));
  return html + "</ul>\n";
}

std::string chart_html(const ReportChart& chart) {
  std::string html = fmt::format(
      "<figure aria-labelledby=\"{0}-title\">\n<figcaption><h3 id=\"{0}-title\">{1}</h3><p>{2}</p></figcaption>\n",
      chart.id, html_inline(chart.title), html_inline(chart.subtitle));
  if (!chart.wide.is_null()) html += fmt::format("<div class=\"chart\" id=\"{}\"></div>\n", chart.id);
  html += key_html(chart.key);
  html += "<details class=\"tab\"><summary>Table: the numbers in this chart</summary>\n" + table_html(chart.table) +
          "</details>\n";
  return html + fmt::format("<div class=\"exports\" data-exports=\"{}\" data-name=\"{}\">Save</div>\n</figure>\n",
                            chart.id, html_escaped(plain_text(chart.title)));
}

std::string aside_html(const ReportAside& aside) {
  std::string html = "<aside class=\"side\"><h3>" + html_inline(aside.heading) + "</h3>\n";
  for (const auto& text : aside.paragraphs) html += "<p>" + html_inline(text) + "</p>\n";
  if (!aside.marks.empty()) html += "<ul class=\"marks\">";
  for (const auto& text : aside.marks) html += "<li>" + html_inline(text) + "</li>";
  return html + (aside.marks.empty() ? "" : "</ul>") + "</aside>\n";
}

std::string section_html(const ReportSection& section) {
  std::string html =
      fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-heading\">\n<h2 id=\"{0}-heading\">{1}</h2>\n", section.id,
                  html_inline(section.heading));
  for (const auto& text : section.lead) html += "<p>" + html_inline(text) + "</p>\n";
  if (!section.bullets.empty()) {
    html += "<ul>";
    for (const auto& text : section.bullets) html += "<li>" + html_inline(text) + "</li>\n";
    html += "</ul>\n";
  }
  if (!section.table.rows.empty()) html += table_html(section.table);
  if (!section.folded.rows.empty())
    html += fmt::format("<details class=\"tab\"><summary>{}</summary>\n{}</details>\n",
                        html_inline(section.folded_summary), table_html(section.folded));
  for (const auto& chart : section.charts) html += chart_html(chart);
  for (const auto& text : section.notes) html += "<p class=\"note\">" + html_inline(text) + "</p>\n";
  if (!section.commands.empty()) {
    html += "<pre>";
    for (const auto& line : section.commands) html += html_escaped(line) + "\n";
    html += "</pre>\n";
  }
  if (!section.particulars.empty()) {
    html += "<dl class=\"facts\">";
    for (const auto& [name, text] : section.particulars)
      html += "<dt>" + html_inline(name) + "</dt><dd>" + html_inline(text) + "</dd>\n";
    html += "</dl>\n";
  }
  html += "</section>\n";
  for (const auto& aside : section.asides) html += aside_html(aside);
  return html;
}

std::string header_html(const ReportStory& story) {
  std::string html = "<header>\n<p class=\"over\">" + html_inline(story.over) + "</p>\n<h1>" +
                     html_inline(story.question) + "</h1>\n<dl class=\"regimes\">";
  for (std::size_t i = 0; i < story.sides.size(); ++i)
    html += fmt::format("<div class=\"{}\"><dt>{}</dt><dd>{}</dd></div>\n", i == 0 ? "A" : "B",
                        html_inline(story.sides[i].name), html_inline(story.sides[i].description));
  html += "</dl>\n<div class=\"answer\" id=\"answer\"><h2>The answer in short</h2>\n";
  for (const auto& sentence : story.answer) html += "<p>" + html_inline(sentence) + "</p>\n";
  return html + "</div>\n<p class=\"standing\">" + html_inline(story.standing) +
         " <a href=\"#limits\">What this cannot say</a>.</p>\n</header>\n";
}

std::string contents_html(const ReportStory& story) {
  std::string html = "<nav class=\"side\" aria-label=\"Contents\"><h2>In this report</h2><ol class=\"toc\">\n";
  for (const auto& section : story.sections)
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.id, html_inline(section.short_heading));
  return html + "</ol></nav>\n";
}

/// All texts as the script shows them, which knows no marks.
Json shown(const Json& value) {
  if (value.is_string()) return plain_text(value.get_ref<const std::string&>());
  if (!value.is_structured()) return value;
  Json made = value;
  for (auto& part : made) part = shown(part);
  return made;
}

std::string charts_json(const ReportStory& story) {
  Json charts = Json::array();
  for (const auto& section : story.sections)
    for (const auto& chart : section.charts) {
      if (chart.wide.is_null()) continue;
      charts.push_back({{"id", chart.id},
                        {"file", chart.id},
                        {"description", plain_text(chart.description)},
                        {"wide", shown(chart.wide)},
                        {"narrow", shown(chart.narrow)},
                        {"data", shown(chart.data)},
                        {"csv", csv_of(chart, story.source)}});
    }
  return json_in_html(charts.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void put(std::string& page, std::string_view place, const std::string& text) {
  const std::size_t at = page.find(place);
  if (at == page.npos) throw std::logic_error(fmt::format("the page of a report has no {}", place));
  page.replace(at, place.size(), text);
}

}  // namespace

std::string csv_of(const ReportChart& chart, const std::string& source) {
  const auto note = [](const std::string& text) { return "# " + printable_line(plain_text(text)) + "\n"; };
  std::string csv = note(chart.title) + note(source);
  for (const auto& [name, meaning] : chart.frame.columns) csv += note(name + ": " + meaning);
  for (std::size_t i = 0; i < chart.frame.columns.size(); ++i)
    csv += (i == 0 ? "" : ",") + chart.frame.columns[i].first;
  csv += "\n";
  for (const auto& row : chart.frame.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) csv += (i == 0 ? "" : ",") + csv_cell(row[i]);
    csv += "\n";
  }
  return csv;
}

std::string html_page(const ReportStory& story, std::string_view page) {
  std::string html(page);
  std::string main = "<a class=\"skip\" href=\"#answer\">To the answer</a>\n<main class=\"page\">\n" +
                     header_html(story) + contents_html(story);
  for (const auto& section : story.sections) main += section_html(section);
  main += "<footer><p>" + html_inline(story.source) +
          ". This page makes no request to the network.</p></footer>\n</main>\n<div id=\"print-colours\" hidden></div>";
  // What is put in has no "<!--": no text of the report is taken for a place.
  put(html, "<!--poldyn:charts-->", charts_json(story));
  put(html, "<!--poldyn:main-->", main);
  put(html, "<!--poldyn:title-->", html_escaped(plain_text(story.question)));
  return html;
}

}  // namespace poldyn::app
