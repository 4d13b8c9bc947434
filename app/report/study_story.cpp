#include "app/report/study_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/numbers.h"
#include "app/report/answer.h"
#include "app/report/saved_pages.h"
#include "app/report/section_design.h"
#include "app/report/section_discovery.h"
#include "app/report/section_effects.h"
#include "app/report/section_influence.h"
#include "app/report/section_outcomes.h"
#include "app/report/section_tradeoff.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

std::string with_unit(const StudyResponse& response, const std::string& number) {
  return response.wording.unit.empty() ? number : number + " " + response.wording.unit;
}

/// "Over 160 points project start to users is 181 days on average, and 150 to 219 in nine points of ten."
std::string outcome_sentence(const StudyMaterial& material, const StudyResponse& response) {
  std::vector<std::string> parts;
  std::size_t points = 0;  // of a base at most
  for (std::size_t told = 0; told < material.bases.size(); ++told) {
    const OverPoints over = over_points(point_means(material, response, told));
    if (over.points == 0) continue;
    points = std::max(points, over.points);
    std::string part = fmt::format("**{}** on average", with_unit(response, spoken(over.mean)));
    if (material.bases.size() > 1) part += " under " + material.base_name(told);
    part += over.is_same()          ? ", the same at each"
            : over.low == over.high ? fmt::format(", and {} at nine points in ten ({} at all)", spoken(over.low),
                                                  spoken_range(over.least, over.most))
                                    : fmt::format(", and {} at nine points in ten", spoken_range(over.low, over.high));
    parts.push_back(std::move(part));
  }
  if (parts.empty()) return fmt::format("No run has a value of {}.", response.asked.about.name);
  return fmt::format("Over {}{} {} is {}.", counted(points, "point"), parts.size() > 1 ? " each" : "",
                     begun_small(response.wording.title), fmt::join(parts, "; "));
}

std::vector<std::string> answer_of(const StudyMaterial& material) {
  constexpr std::size_t most = 4;
  const StudyResponse& first = material.responses.front();
  std::vector<std::string> made{outcome_sentence(material, first)};
  if (first.exists) made.push_back(influence_sentence(material, first, 0));
  if (material.discovery) made.push_back(discovery_answer(*material.discovery));
  made.push_back(tradeoff_sentence(material));
  std::erase(made, "");
  for (std::size_t i = 1; i < material.responses.size() && made.size() + 1 < most; ++i)
    if (std::string text = influence_sentence(material, material.responses[i], 0); !text.empty())
      made.push_back(std::move(text));
  return made;
}

std::string question_of(const StudyMaterial& material) {
  if (!material.question.empty()) return material.question;
  const std::string& title = material.study.title;
  if (title.empty()) return fmt::format("What moves {}?", begun_small(material.responses.front().wording.title));
  return title;
}

ReportSection limits_of(const StudyMaterial& material) {
  ReportSection made{.id = "limits", .heading = "What this cannot say", .short_heading = "What this cannot say"};
  made.bullets = {
      "Intervals show luck and the choice of points, not error of the model. Wrong assumptions do not show in "
      "them.",
      "What matters here matters within the ranges that were varied. A wider range makes a factor matter "
      "more, and what was not varied has no say.",
      "“Not told apart” is not “without influence”: look at the interval."};
  if (material.study.blocs.size() > 1)
    made.bullets.push_back(fmt::format("Of {} blocs, {} is told of here; `--bloc NAME` tells of another.",
                                       count_in_words(static_cast<double>(material.study.blocs.size())),
                                       material.study.blocs[material.bloc]));
  if (!material.file->complete()) made.bullets.push_back("Some runs failed or are missing, and are left out.");
  for (const auto& note : material.notes) made.bullets.push_back(note);
  return made;
}

std::string runs_text(const StudyMaterial& material) {
  const std::size_t runs = material.study.points * material.study.replicates;
  return fmt::format("{}, base seed {}", runs, material.file->base_seed());
}

ReportSection again_of(const StudyMaterial& material) {
  const results::Reader& file = *material.file;
  ReportSection made{.id = "again", .heading = "Make it again", .short_heading = "Make it again"};
  made.lead = {
      "The same commands with the same version give the same numbers, bit for bit. The experiment stands whole "
      "in the file, and `poldyn sweep` makes its runs again."};
  if (const std::string line = command_line_in(file.file()); !line.empty()) made.commands.push_back(line);
  made.commands.push_back(material.command_line);
  made.particulars = {report_maker(),
                      {"File", material.file_name()},
                      {"Made by", fmt::format("poldyn {}, commit {}, {}", file.version(),
                                              short_commit(file.git_commit()), file.created().substr(0, 10))},
                      {"Runs", runs_text(material)},
                      {"Fingerprint", file.fingerprint()}};
  return made;
}

}  // namespace

ReportStory study_story(const StudyMaterial& material) {
  ReportStory made;
  made.over = fmt::format("poldyn report · {} · {} runs · {}", material.file->created().substr(0, 10),
                          spoken_at(static_cast<double>(material.study.points * material.study.replicates), 0),
                          design_in_words(material));
  made.question = question_of(material);
  made.answer = answer_of(material);
  made.standing = standing_line(ReportMaterial{});
  made.source = fmt::format("{}; {}, {} runs, fingerprint {}", report_maker().second, material.file_name(),
                            material.study.points * material.study.replicates, material.file->fingerprint());
  for (auto& section :
       {design_section(material), outcomes_section(material), influence_section(material), effects_section(material),
        discovery_section(material), tradeoff_section(material), limits_of(material), again_of(material)})
    if (says_something(section)) made.sections.push_back(section);
  return made;
}

}  // namespace poldyn::app
