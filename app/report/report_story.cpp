#include "app/report/report_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/console/failure.h"
#include "app/report/answer.h"
#include "app/report/comparison_story.h"
#include "app/report/marks.h"
#include "app/report/report_files.h"
#include "app/report/saved_pages.h"
#include "app/report/section_attribution.h"
#include "app/report/section_claims.h"
#include "app/report/spoken.h"
#include "app/report/story.h"
#include "app/report/study_story.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

std::string_view words_of(ReportKind kind) {
  constexpr std::array<std::string_view, 5> words{"a result file of runs", "the merged file of a campaign",
                                                  "a comparison", "an attribution", "claims"};
  return words[static_cast<std::size_t>(kind)];
}

void refuse_option(bool given, const char* option, ReportKind kind, const char* of) {
  if (given) throw Failure(Exit::usage, fmt::format("{} is for {}, and this file is {}", option, of, words_of(kind)));
}

void refuse_options(const ReportOptions& options, ReportKind kind) {
  if (kind != ReportKind::campaign) {
    const char* of = "the merged file of a campaign";
    refuse_option(!options.where.empty(), "--where", kind, of);
    refuse_option(!options.policies.empty(), "--policies", kind, of);
    refuse_option(!options.goals.empty(), "--goal", kind, of);
    refuse_option(!options.satisfy.empty(), "--satisfy", kind, of);
  }
  if (options.where.empty() && (!options.of.empty() || !options.against.empty()))
    throw Failure(Exit::usage, "--of and --against say whose runs --where is about: give a condition, too");
  if (kind == ReportKind::runs) return;
  refuse_option(!options.facts.empty(), "--facts", kind, "result files of runs");
  if (kind == ReportKind::campaign) return;
  refuse_option(!options.metrics.empty(), "-m", kind, "files of runs: this one has the measures that it was made with");
  refuse_option(options.level != analysis::confidence, "--confidence", kind,
                "files of runs: this one has its intervals");
  if (kind != ReportKind::comparison) refuse_option(!options.bloc.empty(), "--bloc", kind, "files of runs");
}

// Texts of files, which from here on are only shown, as they may stand among marks of ours.

analysis::SavedAttributions attributions_in(const h5::Reader& file) {
  analysis::SavedAttributions made = analysis::saved_attributions(file);
  cover(made.title);
  for (auto* texts : {&made.side_files, &made.side_titles, &made.groups, &made.parts}) cover(*texts);
  for (auto& row : made.rows)
    for (std::string* text : {&row.name, &row.unit, &row.bloc}) cover(*text);
  return made;
}

analysis::SavedClaims claims_in(const h5::Reader& file) {
  analysis::SavedClaims made = analysis::saved_claims(file);
  cover(made.title);
  for (auto& claim : made.claims)
    for (std::string* text : {&claim.id, &claim.title}) cover(*text);
  for (auto& effect : made.effects)
    for (std::string* text : {&effect.claim, &effect.name, &effect.unit, &effect.by_construction}) cover(*text);
  return made;
}

/// Two files are two sides; all else is told of alone, or with --with.
void refuse_mixture(const ReportOptions& options) {
  if (options.files.size() < 2) return;
  std::vector<ReportKind> kinds;
  for (const auto& file : options.files) kinds.push_back(report_kind(file));
  if (std::all_of(kinds.begin(), kinds.end(), [](ReportKind kind) { return kind == ReportKind::runs; })) return;
  const auto other = std::find_if(kinds.begin(), kinds.end(), [](ReportKind kind) { return kind != ReportKind::runs; });
  const std::string told =
      fmt::format("{} is {} and {} is {}, and these do not go together: ", options.files[0].string(),
                  words_of(kinds[0]), options.files[1].string(), words_of(kinds[1]));
  const bool added = *other == ReportKind::attribution || *other == ReportKind::claims;
  throw Failure(Exit::usage,
                told + (added ? fmt::format("--with {} adds it to a report of runs or of a campaign",
                                            options.files[static_cast<std::size_t>(other - kinds.begin())].string())
                              : std::string("make a report of each")));
}

/// A page of one saved study, whose section is all that there is to tell.
ReportStory saved_story(const h5::Reader& file, const ReportOptions& options, ReportSection section,
                        const std::string& question, std::vector<std::string> answer, const std::string& command_line) {
  ReportStory made;
  made.over = fmt::format("poldyn report · {}",
                          text_in(file, "created").empty() ? name_of(file) : text_in(file, "created").substr(0, 10));
  made.question = options.question.empty() ? question : as_text(options.question);
  made.answer = std::move(answer);
  made.standing = standing_line(ReportMaterial{});
  made.source =
      fmt::format("{}; {}, fingerprint {}", report_maker().second, name_of(file), text_in(file, "fingerprint"));
  ReportSection limits{.id = "limits", .heading = "What this cannot say", .short_heading = "What this cannot say"};
  limits.bullets = {"Intervals show luck, not error of the model. Wrong assumptions do not show in them.",
                    "“Not told apart” is not “without influence”: look at the interval."};
  ReportSection again{.id = "again", .heading = "Make it again", .short_heading = "Make it again"};
  again.lead = {"The same commands with the same version give the same numbers, bit for bit."};
  if (const std::string line = command_line_in(file); !line.empty()) again.commands.push_back(line);
  again.commands.push_back(command_line);
  again.particulars = {report_maker(),
                       {"File", name_of(file)},
                       {"Made by", fmt::format("poldyn {}, commit {}", text_in(file, "poldyn_version"),
                                               short_commit(text_in(file, "git_commit")))},
                       {"Fingerprint", text_in(file, "fingerprint")}};
  made.sections = {std::move(section), std::move(limits), std::move(again)};
  return made;
}

std::string attribution_question(const analysis::SavedAttributions& saved) {
  const auto head = [](const std::string& title) { return title.substr(0, title.find(": ")); };
  if (saved.side_titles.size() < 2) return "Which rules make the difference?";
  return fmt::format("Which rules make the difference of “{}” and “{}”?", head(saved.side_titles[0]),
                     head(saved.side_titles[1]));
}

ReportStory attribution_story(const h5::Reader& file, const ReportOptions& options, const std::string& command_line) {
  const auto saved = attributions_in(file);
  constexpr std::size_t most = 3;
  std::vector<std::string> answer;
  for (std::size_t i = 0; i < std::min(most, saved.rows.size()); ++i)
    answer.push_back(attribution_sentence(saved, saved.rows[i]));
  ReportStory made = saved_story(file, options, attribution_section(saved), attribution_question(saved),
                                 std::move(answer), command_line);
  for (std::size_t i = 0; i < std::min<std::size_t>(2, saved.side_files.size()); ++i)
    made.sides.push_back({fs::path(saved.side_files[i]).filename().string(), saved.side_titles.at(i)});
  return made;
}

ReportStory claims_story(const h5::Reader& file, const ReportOptions& options, const std::string& command_line) {
  const auto saved = claims_in(file);
  return saved_story(file, options, claims_section(saved), "What is shown of the claims?", {claims_sentence(saved)},
                     command_line);
}

/// Before what the page cannot say.
void add_sections(ReportStory& story, const ReportOptions& options) {
  for (const auto& path : options.with) {
    const ReportKind kind = report_kind(path);
    if (kind != ReportKind::attribution && kind != ReportKind::claims)
      throw Failure(Exit::usage,
                    fmt::format("--with {}: it is {}; what can be added is a file of `poldyn attribute -o` or "
                                "of `poldyn claims`",
                                path.string(), words_of(kind)));
    const h5::Reader file(path);
    ReportSection section =
        kind == ReportKind::attribution ? attribution_section(attributions_in(file)) : claims_section(claims_in(file));
    const auto same = [&](const ReportSection& one) { return one.id == section.id; };
    if (std::any_of(story.sections.begin(), story.sections.end(), same))
      throw Failure(Exit::usage, fmt::format("--with {}: the page has {} already", path.string(), words_of(kind)));
    section.notes.push_back(fmt::format("From {}, fingerprint {}.", name_of(file), text_in(file, "fingerprint")));
    const auto at = std::find_if(story.sections.begin(), story.sections.end(),
                                 [](const ReportSection& one) { return one.id == "limits"; });
    story.sections.insert(at, std::move(section));
  }
}

ReportStory story_of_kind(ReportKind kind, const ReportOptions& options, const std::string& command_line) {
  if (kind == ReportKind::runs) return story_of(material_in_files(options, command_line));
  if (kind == ReportKind::campaign) return study_story(material_of_study(options, command_line));
  const h5::Reader file(options.files.front());
  if (kind == ReportKind::comparison) return comparison_story(file, options, command_line);
  if (kind == ReportKind::attribution) return attribution_story(file, options, command_line);
  return claims_story(file, options, command_line);
}

}  // namespace

ReportKind report_kind(const fs::path& path) {
  if (path.extension() == ".toml") return ReportKind::runs;  // refused as such, with what to do
  std::error_code unknown;
  if (fs::is_directory(path, unknown))
    throw Failure(Exit::usage, fmt::format("{} is a folder: of a campaign, `poldyn merge {} -o all.h5` makes the file "
                                           "that a report is made from",
                                           path.string(), path.string()));
  const h5::Reader file(path);
  if (analysis::is_attribution(file)) return ReportKind::attribution;
  if (file.has_group("comparison") && file.has_group("sides")) return ReportKind::comparison;
  if (analysis::is_claims(file)) return ReportKind::claims;
  return file.has_variable("base_scenario") ? ReportKind::campaign : ReportKind::runs;
}

ReportStory report_story(const ReportOptions& options, const std::string& command_line) {
  refuse_mixture(options);
  const ReportKind kind = report_kind(options.files.front());
  refuse_options(options, kind);
  ReportStory made = story_of_kind(kind, options, command_line);
  add_sections(made, options);
  return made;
}

}  // namespace poldyn::app
