#include "app/report/section_courses.h"

#include <fmt/format.h>

#include "app/report/course_chart.h"
#include "app/report/share_chart.h"
#include "app/report/spoken.h"

namespace poldyn::app {
namespace {

const std::vector<CoursePanel>& iteration_panels() {
  static const std::vector<CoursePanel> panels{
      {"metrics/iteration/idea_to_deployment", "Project start to users", "days, of what came out"},
      {"metrics/iteration/releases", "Models released", "in the last twelve months", true},
      {"metrics/iteration/generations_per_year", "New models per vendor", "a year"},
      {"metrics/iteration/age_in_use", "Age of what is in use", "days"}};
  return panels;
}

const std::vector<CoursePanel>& fragmentation_panels() {
  static const std::vector<CoursePanel> panels{
      {"metrics/fragmentation/hill_q1_lineages", "Effective number of families", "by use"},
      {"metrics/fragmentation/largest_lineage_share", "Leading family", "share of use"},
      {"metrics/fragmentation/design_diversity", "Difference between two designs", "0 to 1"},
      {"metrics/fragmentation/clone_share", "Models with another’s design", "share of models in service"}};
  return panels;
}

/// The frontier as a difference: two rising lines hide it.
const std::vector<CoursePanel>& capability_panels() {
  static const std::vector<CoursePanel> panels{
      {"metrics/capability/frontier", "Best model, behind or ahead", "decades of compute", false, true},
      {"metrics/capability/usage_q", "What users meet, behind or ahead", "decades of compute", false, true},
      {"metrics/capability/robustness", "Robustness that users meet", "0 to 1"},
      {"metrics/structure/vendors", "Vendors in business", "at that time"}};
  return panels;
}

/// Of one side the frontier as it is.
const std::vector<CoursePanel>& capability_alone_panels() {
  static const std::vector<CoursePanel> panels{
      {"metrics/capability/frontier", "Best model", "decades of compute"},
      {"metrics/capability/usage_q", "What users meet", "decades of compute"},
      {"metrics/capability/robustness", "Robustness that users meet", "0 to 1"},
      {"metrics/structure/vendors", "Vendors in business", "at that time"}};
  return panels;
}

const std::vector<ShareCourse>& families() {
  static const std::vector<ShareCourse> courses{
      {"metrics/fragmentation/largest_lineage_share", "by rank", "the leading family", "all others"},
      {"metrics/between_blocs/foreign_lineage_share", "by origin", "began in another bloc", "began in this bloc"}};
  return courses;
}

const std::vector<CoursePanel>& pipeline_panels() {
  static const std::vector<CoursePanel> panels{
      {"metrics/pipeline/pending", "Filings under way", "at that time"},
      {"metrics/pipeline/queue_length", "Filings waiting for a reviewer", "mean since the sample before"}};
  return panels;
}

}  // namespace

ReportSection courses_section(const ReportMaterial& material) {
  const std::string length = length_in_words(material.sides[0].horizon);
  ReportSection made{.id = "years", .heading = "Over " + length, .short_heading = "Over " + length};
  const bool paired = material.is_comparison() && material.comparison.paired;
  const auto add = [&](const char* id, const char* title, const std::vector<CoursePanel>& panels) {
    if (auto chart = course_chart(material, id, title, panels); !chart.wide.is_null())
      made.charts.push_back(std::move(chart));
  };
  add("chart-iteration", "How fast it iterates", iteration_panels());
  add("chart-pipeline", "What waits for a decision", pipeline_panels());
  add("chart-fragmentation", "How fragmented it is", fragmentation_panels());
  add("chart-capability", "How capable it becomes", paired ? capability_panels() : capability_alone_panels());
  if (auto chart = share_chart(material, "chart-families", "Families’ shares of use",
                               "A family is all that descends from one model. By rank: the leading family is the one "
                               "in front at that time, whichever it is, so it may change. By origin: by the bloc in "
                               "which a family began, whoever builds on it now. Mean of the runs.",
                               families());
      !chart.wide.is_null())
    made.charts.push_back(std::move(chart));
  if (made.charts.empty()) made.lead = {"No measure was sampled over time."};
  return made;
}

}  // namespace poldyn::app
