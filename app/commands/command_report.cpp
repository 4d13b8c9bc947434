#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

#include "app/commands/commands.h"
#include "app/console/input_files.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/report/html_page.h"
#include "app/report/markdown_memo.h"
#include "app/report/marks.h"
#include "app/report/page_template.h"
#include "app/report/report_story.h"
#include "app/report/svg_charts.h"
#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/partial_file.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

void refuse_without_page() {
  if (page_template().empty())
    throw Failure(Exit::usage,
                  "this poldyn was built without the page of reports: install node and npm, and configure and build it "
                  "again; `poldyn report --markdown` works without");
}

/// A file that is to be written: beside its name first, and there only when all are whole.
struct Page {
  std::unique_ptr<h5::PartialFile> file;
  std::string text;
};

void write_all(std::vector<Page>& pages) {
  for (Page& page : pages) {
    std::ofstream out(page.file->path(), std::ios::binary);
    out << page.text;
    out.close();
    if (!out) {
      const std::error_code why(errno, std::generic_category());
      throw Failure(Exit::io, fmt::format("cannot write {}: {}", page.file->final_path().string(), why.message()));
    }
  }
  for (auto page = pages.rbegin(); page != pages.rend(); ++page) page->file->publish();  // the memo after its pictures
}

/// Beside "memo.md" the folder "memo-charts", with a picture for each chart.
fs::path picture_folder(const fs::path& memo) { return memo.parent_path() / (memo.stem().string() + "-charts"); }

std::vector<Page> memo_with_pictures(const ReportStory& story, const fs::path& output, h5::IfExists if_exists) {
  std::vector<Page> made;
  const fs::path folder = picture_folder(output);
  made.push_back({std::make_unique<h5::PartialFile>(output, if_exists), ""});
  for (const auto& section : story.sections)
    for (const auto& chart : section.charts)
      if (std::string picture = svg_of(chart); !picture.empty()) {
        std::error_code failed;
        fs::create_directories(folder, failed);
        if (failed)
          throw Failure(Exit::cannot_create,
                        fmt::format("cannot make the folder {}: {}", folder.string(), failed.message()));
        made.push_back(
            {std::make_unique<h5::PartialFile>(folder / (chart.id + ".svg"), if_exists), std::move(picture)});
      }
  made.front().text = markdown_memo(story, made.size() > 1 ? folder.filename().string() : "");
  return made;
}

/// Pictures that the memo shows which lies there now, and is about to be replaced.
std::vector<fs::path> pictures_of_old(const fs::path& output) {
  std::vector<fs::path> made;
  std::ifstream in(output, std::ios::binary);
  const std::string memo{std::istreambuf_iterator<char>(in), {}};
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(picture_folder(output), ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("chart-") && memo.find("/" + name + ")") != memo.npos) made.push_back(entry.path());
  }
  return made;
}

/// Those of them that the new one does not show are no part of it.
void remove_unshown(const std::vector<fs::path>& old, const std::vector<Page>& pages) {
  std::error_code ignored;
  for (const auto& path : old)
    if (std::none_of(pages.begin(), pages.end(),
                     [&](const Page& page) { return page.file->final_path().filename() == path.filename(); }))
      fs::remove(path, ignored);
}

/// Options of a campaign's report, and what is told of besides.
void add_studies(CLI::App& command, ReportOptions& options) {
  const auto many = [&](const char* name, std::vector<std::string>& to, const char* text, const char* type) {
    command.add_option(name, to, text)->allow_extra_args(false)->type_name(type);
  };
  command.add_option("--with", options.with, "add a file of attribute -o or of claims; repeatable")
      ->check(not_empty())
      ->allow_extra_args(false)
      ->type_name("FILE");
  command.add_option("--where", options.where, "of a campaign, where a condition is met")
      ->check(not_empty())
      ->type_name("CONDITION");
  command.add_option("--of", options.of, "of --where, base whose runs are looked at")
      ->check(not_empty())
      ->type_name("BASE");
  command.add_option("--against", options.against, "of --where, base that it is compared with")
      ->check(not_empty())
      ->type_name("BASE");
  command.add_option("--policies", options.policies, "of a campaign, factors that are chosen")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("FACTOR,...");
  many("--goal", options.goals, "NAME:low or NAME:high is better; repeatable", "METRIC");
  many("--satisfy", options.satisfy, "as 'releases > 100'; repeatable", "CONDITION");
}

void report(const ReportOptions& options, Session& session) {
  if (!options.markdown) refuse_without_page();
  const fs::path output =
      !options.output.empty() ? options.output : fs::path(options.markdown ? "report.md" : "report.html");
  InputFiles inputs;
  inputs.add_all(options.files);
  std::error_code unreadable;  // said when the facts are read
  if (!options.facts.empty())
    for (const auto& entry : fs::directory_iterator(options.facts, unreadable))
      if (entry.path().extension() == ".h5") inputs.add(entry.path());
  inputs.add_all(options.with);
  if (output == "-") throw Failure(Exit::usage, "-o -: a page is a file; give it a name");
  inputs.refuse(output);
  const ReportStory story = report_story(options, session.command_line);
  const auto if_exists = options.force ? h5::IfExists::replace : h5::IfExists::refuse;
  std::vector<Page> pages;
  if (options.markdown)
    pages = memo_with_pictures(story, output, if_exists);
  else
    pages.push_back({std::make_unique<h5::PartialFile>(output, if_exists), html_page(story, page_template())});
  const auto old = options.markdown && options.force ? pictures_of_old(output) : std::vector<fs::path>{};
  write_all(pages);
  remove_unshown(old, pages);
  if (options.quiet) return;
  for (const auto& sentence : story.answer) print(plain_text(sentence) + "\n");
  say(fmt::format("{}\n", output.string()));
}

}  // namespace

void add_report(CLI::App& program, Session& session) {
  const auto options = std::make_shared<ReportOptions>();
  CLI::App& command = *program.add_subcommand("report", "Make a page, or a memo, from result files");
  command
      .add_option("FILE", options->files,
                  "a result file, or two to compare; or one of merge,\ncompare -o, attribute -o or claims")
      ->required()
      ->expected(1, 2);
  command.add_option("-o,--output", options->output, "where it goes (report.html, report.md)")
      ->check(not_empty())
      ->type_name("FILE");
  command.add_flag("--markdown", options->markdown, "a memo as Markdown, with its charts as SVG beside it");
  command.add_option("--question", options->question, "the question that it answers, as its heading")
      ->check(not_empty())
      ->type_name("TEXT");
  command.add_option("--bloc", options->bloc, "the bloc to tell of; without it the first")
      ->check(not_empty())
      ->type_name("NAME");
  command.add_option("-m,--metric", options->metrics, "of other metrics than the headline; repeatable")
      ->allow_extra_args(false)
      ->type_name("METRIC");
  command.add_option("--facts", options->facts, "folder of `poldyn facts`: facts hit and missed")
      ->check(not_empty())
      ->type_name("FOLDER");
  command.add_option("--confidence", options->level, "of intervals and verdicts (0.95)")
      ->check(number_within(0.5, 0.9999))
      ->type_name("P");
  add_studies(command, *options);
  command.add_flag("-f,--force", options->force, "replace an existing file");
  command.add_flag("-q,--quiet", options->quiet, "print nothing");
  command.footer(
      "Example: poldyn report a.h5 b.h5 -o report.html\n"
      "         poldyn report all.h5 --where \"releases > 500\"\n\n"
      "One file with everything in it, which makes no request to the network.");
  command.callback([options, &session] { report(*options, session); });
}

}  // namespace poldyn::app
