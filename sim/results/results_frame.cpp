#include "sim/results/results_frame.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <numeric>

#include "sim/hdf5/h5_conventions.h"
#include "sim/observe/axes.h"
#include "sim/results/results_format.h"

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

/// Names of the places of an axis on which blocs differ; empty beyond a bloc's own.
void write_names_by_bloc(h5::Writer& file, const Header& plan, const AxisRow& axis) {
  const std::size_t length = plan.shape.extent(axis.axis);
  std::vector<std::string> all;
  for (std::size_t bloc = 0; bloc < plan.names.blocs.size(); ++bloc) {
    std::vector<std::string> own = plan.names.along(axis.axis, bloc);
    own.resize(length);
    all.insert(all.end(), own.begin(), own.end());
  }
  file.write_variable({.path = name_variable(axis.dimension),
                       .type = h5::Type::text,
                       .dimensions = {"bloc", std::string(axis.dimension)},
                       .attributes = named(fmt::format("name of the {} in the bloc", axis.dimension))},
                      all);
}

/// An axis of no length has neither dimension nor metrics; that of stages has always been there.
void write_axis(h5::Writer& file, const Header& plan, const AxisRow& axis) {
  const std::size_t length = plan.shape.extent(axis.axis);
  const h5::DimensionSpec spec{.path = std::string(axis.dimension), .attributes = named(std::string(axis.meaning))};
  if (axis.axis == Axis::stage) {
    file.define_dimension(spec, counted(length));
    if (length > 0) write_names_by_bloc(file, plan, axis);
  } else if (length > 0) {
    file.define_dimension(spec, plan.names.along(axis.axis, 0));
  }
}

void write_column(h5::Writer& file, const DesignColumn& column, std::size_t points) {
  constexpr std::size_t most_levels = 1000;  // an attribute holds 64 kB
  const std::string path = "parameters/" + column.name;
  h5::Conventions about{.long_name = column.meaning};
  if (column.numeric) about.units = std::string(info(column.unit).udunits);
  if (const auto symbol = info(column.unit).symbol; column.numeric && !symbol.empty())
    about.more.push_back({"unit_symbol", std::string(symbol)});
  if (!column.levels.empty() && column.levels.size() <= most_levels) about.more.push_back({"levels", column.levels});
  if (!column.moves_with.empty()) about.more.push_back({"moves_with", column.moves_with});
  const h5::Type type = column.numeric ? h5::Type::f64 : h5::Type::text;
  const h5::VariableSpec spec{
      .path = path, .type = type, .dimensions = {"point"}, .attributes = h5::attributes_of(about, type)};
  if (column.numeric)
    write_by_point(file, spec, points, column.number);
  else
    write_by_point(file, spec, points, column.text);
}

}  // namespace

void write_root_attributes(h5::Writer& file, const Header& plan) {
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
  if (plan.shape.stages > 0)  // so that xarray takes it for a coordinate
    file.set_attributes("/", {{"coordinates", name_variable(dimension_of(Axis::stage))}});
}

void write_dimensions(h5::Writer& file, const Header& plan) {
  file.define_dimension({.path = "point", .attributes = named("scenario of the design")}, counted(plan.points()));
  file.define_dimension({.path = "replicate", .attributes = named("replicate: one run of a scenario", "realization")},
                        counted(plan.replicates));
  file.define_dimension({.path = "bloc", .attributes = named("name of the bloc")}, plan.names.blocs);
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
  for (const AxisRow& axis : axis_rows) write_axis(file, plan, axis);
}

void write_scenarios(h5::Writer& file, const Header& plan) {
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
  file.set_attributes("parameters", {{"design", design.kind}});
  if (design.grid_levels > 0) file.set_attributes("parameters", {{"grid_levels", design.grid_levels}});
  for (const auto& column : design.columns) write_column(file, column, design.points);
}

}  // namespace poldyn::results
