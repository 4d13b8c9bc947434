#include "sim/io/results_frame.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <numeric>
#include <span>

#include "sim/io/h5_conventions.h"
#include "sim/io/results_format.h"

namespace poldyn::results {
namespace {

std::string now_utc() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
}

h5::Attributes named(std::string long_name, std::string standard_name = {}) {
  return h5::attributes_of({.long_name = std::move(long_name), .standard_name = std::move(standard_name)},
                           h5::Type::text);
}

std::vector<std::int32_t> counted(std::size_t n) {
  std::vector<std::int32_t> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// Some thousand at a time: a design may have more points than memory has room for.
template <class T>
void write_by_point(h5::Writer& file, const h5::VariableSpec& spec, std::size_t points,
                    const std::function<T(std::size_t)>& value) {
  constexpr std::size_t most_at_a_time = 4096;
  h5::Variable& variable = file.define_variable(spec);
  std::vector<T> held;
  for (std::size_t p = 0; p < points; ++p) {
    held.push_back(value(p));
    if (held.size() < most_at_a_time && p + 1 < points) continue;
    variable.write_block({p + 1 - held.size()}, {held.size()}, held);
    held.clear();
  }
}

std::vector<std::string> texts(std::span<const std::string_view> views) { return {views.begin(), views.end()}; }

}  // namespace

void write_root_attributes(h5::Writer& file, const Plan& plan) {
  const std::string created = now_utc();
  file.set_attributes("/", {{"Conventions", std::string("CF-1.10")},
                            {"title", plan.title.empty() ? std::string("(no title)") : plan.title},
                            {"source", fmt::format("poldyn {}, discrete-event simulation", plan.version)},
                            {"history", fmt::format("{} {}", created, plan.command_line)},
                            {"references", std::string("docs/format.md and docs/model.md of poldyn")},
                            {"schema_version", schema_version},
                            {"poldyn_version", plan.version},
                            {"git_commit", plan.git_commit},
                            {"created", created},
                            {"command_line", plan.command_line},
                            {"base_seed", plan.base_seed}});
}

void write_dimensions(h5::Writer& file, const Plan& plan) {
  file.define_dimension({.path = "point", .attributes = named("scenario of the design")}, counted(plan.points()));
  file.define_dimension({.path = "replicate", .attributes = named("replicate: one run of a scenario", "realization")},
                        counted(plan.replicates));
  file.define_dimension({.path = "bloc", .attributes = named("name of the bloc")}, plan.blocs);
  std::vector<double> days;
  for (const SimTime time : plan.times) days.push_back(in_days(time));
  file.define_dimension({.path = "time",
                         .attributes = h5::attributes_of({.units = std::string(time_units),
                                                          .long_name = "time since the start of the scenario",
                                                          .standard_name = "time",
                                                          .calendar = std::string(calendar),
                                                          .more = {{"axis", std::string("T")}}},
                                                         h5::Type::f64)},
                        days);
  file.define_dimension({.path = "domain", .attributes = named("name of the domain of use")}, plan.domains);
  file.define_dimension({.path = "stage", .attributes = named("stage of a bloc's approval procedure, in order")},
                        counted(plan.shape.stages));
  file.define_dimension({.path = "cause", .attributes = named("what a release's time was spent on")},
                        texts(names_of<Cause>));
  file.define_dimension({.path = "channel", .attributes = named("way in which use teaches a vendor")},
                        texts(names_of<Channel>));
  file.define_dimension({.path = "heading", .attributes = named("what money was paid for")}, texts(names_of<Heading>));
  file.define_dimension({.path = "group", .attributes = named("group that money or activity is credited to")},
                        texts(names_of<Group>));
  file.define_dimension({.path = "filing_cohort", .attributes = named("filings that are taken together")},
                        texts(names_of<FilingCohort>));
  file.define_dimension({.path = "filing_end", .attributes = named("how a filing ended")}, texts(names_of<FilingEnd>));
  file.define_dimension({.path = "project_cohort", .attributes = named("projects that are taken together")},
                        texts(names_of<ProjectCohort>));
  file.define_dimension({.path = "project_end", .attributes = named("how a project ended")},
                        texts(names_of<ProjectEnd>));
  file.define_dimension(
      {.path = "stratum", .attributes = named("vendors by class and whether the public uses their products")},
      texts(stratum_names));
  file.define_dimension({.path = "other_bloc", .attributes = named("name of the bloc that it is compared with")},
                        plan.blocs);
}

void write_scenarios(h5::Writer& file, const Plan& plan) {
  file.write_variable({.path = "scenario",
                       .type = h5::Type::text,
                       .dimensions = {"point"},
                       .attributes = named("scenario with every parameter, as TOML: poldyn run FILE.h5 runs it again")},
                      plan.scenarios);
}

void write_design(h5::Writer& file, const DesignTable& design) {
  file.write_text("experiment", design.experiment, named("experiment file that the runs were made for"));
  file.define_dimension({.path = "base", .attributes = named("name of the scenario that a point starts from")},
                        design.base_names);
  file.write_variable({.path = "base_scenario",
                       .type = h5::Type::text,
                       .dimensions = {"base"},
                       .attributes = named("scenario with every parameter, as TOML")},
                      design.base_texts);
  write_by_point(file,
                 {.path = "settings",
                  .type = h5::Type::text,
                  .dimensions = {"point"},
                  .attributes = named("what differs from the base's scenario: key = value, one on a line")},
                 design.points, design.settings);
  write_by_point(
      file,
      {.path = "point_id",
       .type = h5::Type::u64,
       .dimensions = {"point"},
       .attributes = h5::attributes_of({.long_name = "hash of the base's content and the settings"}, h5::Type::u64)},
      design.points, design.point_id);
  write_by_point(
      file,
      {.path = "parameters/base_index",
       .type = h5::Type::i32,
       .dimensions = {"point"},
       .attributes = h5::attributes_of({.units = "1", .long_name = "place along the dimension base"}, h5::Type::i32)},
      design.points, design.base);
  for (const auto& column : design.columns) {
    const std::string path = "parameters/" + column.name;
    if (!column.numeric) {
      write_by_point(
          file, {.path = path, .type = h5::Type::text, .dimensions = {"point"}, .attributes = named(column.meaning)},
          design.points, column.text);
      continue;
    }
    const std::string units(column.unit == Unit::day ? "d" : info(column.unit).udunits);
    h5::Conventions about{.units = units, .long_name = column.meaning};
    if (const auto symbol = info(column.unit).symbol; !symbol.empty())
      about.more.push_back({"unit_symbol", std::string(symbol)});
    write_by_point(file, {.path = path, .dimensions = {"point"}, .attributes = h5::attributes_of(about, h5::Type::f64)},
                   design.points, column.number);
  }
}

}  // namespace poldyn::results
