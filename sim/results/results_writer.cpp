#include "sim/results/results_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

#include "sim/hdf5/h5_conventions.h"
#include "sim/hdf5/h5_writer.h"
#include "sim/results/results_format.h"
#include "sim/results/results_frame.h"
#include "sim/results/results_tables.h"

namespace poldyn::results {
namespace {

/// Runs are collected in memory and written together: a call of the library costs more than the values of one run.
constexpr std::size_t held_bytes = std::size_t{4} << 20;
constexpr std::size_t most_held_runs = 4096;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One metric's data set and the values of runs that are not written yet.
struct Column {
  h5::Variable* variable = nullptr;
  std::size_t run_size = 0;  ///< values of one run
  std::vector<double> held;

  void add(const std::vector<double>& values) {
    if (values.size() != run_size)
      throw std::logic_error(fmt::format("{} got {} values of a run, not {}",
                                         variable ? variable->path() : "a metric without places", values.size(),
                                         run_size));
    held.insert(held.end(), values.begin(), values.end());
  }
  void add_nothing() { held.insert(held.end(), run_size, nan); }
};

/// Runs that lie together: replicates of one point, or all replicates of some points.
struct RunBlock {
  std::uint64_t point = 0, points = 1, first = 0, replicates = 0;
};

std::vector<MetricRow> chosen_rows(std::span<const MetricRow> rows,
                                   const std::optional<std::vector<std::size_t>>& kept) {
  std::vector<MetricRow> chosen;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!kept || std::binary_search(kept->begin(), kept->end(), i)) chosen.push_back(rows[i]);
  return chosen;
}

/// One for each family that has a variable, in the order of the rows.
void make_groups(h5::Writer& file, std::string_view group, const std::vector<MetricRow>& rows, const RunShape& shape) {
  std::vector<std::pair<std::string_view, std::size_t>> families;
  for (const MetricRow& row : rows) {
    if (!has_variable(row, shape)) continue;
    const auto at =
        std::find_if(families.begin(), families.end(), [&](const auto& family) { return family.first == row.family; });
    if (at == families.end())
      families.emplace_back(row.family, 1);
    else
      ++at->second;
  }
  if (!families.empty()) file.create_group(group, families.size());
  for (const auto& [family, variables] : families) file.create_group(fmt::format("{}/{}", group, family), variables);
}

/// The first two axes are point and replicate.
template <class T>
void write_runs(h5::Variable& variable, const RunBlock& block, std::vector<T>& values) {
  h5::Shape start(variable.shape().size(), 0);
  h5::Shape lengths = variable.shape();
  start[0] = block.point;
  start[1] = block.first;
  lengths[0] = block.points;
  lengths[1] = block.replicates;
  variable.write_block(start, lengths, values);
  values.clear();
}

}  // namespace

struct Writer::State {
  h5::Writer file;
  Header plan;
  std::vector<Column> sampled;
  std::vector<Column> totals;
  h5::Variable *seeds = nullptr, *fingerprints = nullptr, *events = nullptr, *statuses = nullptr, *messages = nullptr;
  std::vector<std::uint64_t> held_seeds, held_fingerprints, held_events;
  std::vector<std::uint8_t> held_statuses;
  std::vector<std::string> held_messages;
  std::optional<ReleaseTable> release_table;
  std::optional<SpellTable> filing_table, project_table;
  std::optional<EventTable> event_table;
  std::size_t hold = 1;  ///< runs to collect before writing
  std::uint32_t point = 0;
  std::uint32_t first_held = 0;
  bool all_ok = true;
  CombinedFingerprint fingerprint;

  State(const std::filesystem::path& path, h5::IfExists if_exists, Header given);
  std::vector<Column> define(std::string_view group, std::span<const MetricRow> rows, bool sampled_in_time,
                             const std::optional<std::vector<std::size_t>>& kept);
  void define_runs();
  std::uint32_t replicate() const {
    return (first_held + static_cast<std::uint32_t>(held_statuses.size())) % plan.replicates;
  }
  /// The point of the next run.
  std::uint64_t current_point() const { return point + (first_held + held_statuses.size()) / plan.replicates; }
  void require_room() const;
  void note(RunStatus status, const RunResult& result, std::uint64_t seed, const std::string& message);
  void add_nothing() {
    for (auto* columns : {&sampled, &totals})
      for (auto& column : *columns) column.add_nothing();
  }
  void flush();
};

Writer::State::State(const std::filesystem::path& path, h5::IfExists if_exists, Header given)
    : file(path, if_exists), plan(std::move(given)) {
  write_root_attributes(file, plan);
  write_dimensions(file, plan);
  if (plan.design)
    write_design(file, *plan.design);
  else
    write_scenarios(file, plan);
  define_runs();
  totals = define("totals", total_metrics(), false, plan.totals);
  sampled = define("metrics", sampled_metrics(), true, plan.sampled);
  if (plan.releases) release_table.emplace(file);
  if (plan.filings) filing_table.emplace(file, SpellTable::Of::filings);
  if (plan.filings) project_table.emplace(file, SpellTable::Of::projects);
  if (plan.events) event_table.emplace(file);
  std::size_t run_bytes = 1;
  for (const auto* columns : {&sampled, &totals})
    for (const auto& column : *columns) run_bytes += column.run_size * sizeof(double);
  hold = std::clamp<std::size_t>(held_bytes / run_bytes, 1, most_held_runs);
}

std::vector<Column> Writer::State::define(std::string_view group, std::span<const MetricRow> rows, bool sampled_in_time,
                                          const std::optional<std::vector<std::size_t>>& kept) {
  std::vector<Column> columns;
  const std::vector<MetricRow> chosen = chosen_rows(rows, kept);
  make_groups(file, group, chosen, plan.shape);
  for (const MetricRow& row : chosen) {
    Column column;
    if (!has_variable(row, plan.shape)) {
      columns.push_back(column);
      continue;
    }
    column.variable = &file.define_variable({.path = path_of(group, row),
                                             .dimensions = dimensions_of(row, sampled_in_time),
                                             .attributes = attributes_of(row)});
    const std::size_t times = sampled_in_time ? plan.shape.times : 1;
    column.run_size = plan.shape.blocs * times * plan.shape.extent(row.axis);
    columns.push_back(std::move(column));
  }
  return columns;
}

void Writer::State::define_runs() {
  const auto add = [&](const char* name, h5::Type type, const h5::Conventions& about) {
    return &file.define_variable({.path = fmt::format("runs/{}", name),
                                  .type = type,
                                  .dimensions = {"point", "replicate"},
                                  .attributes = h5::attributes_of(about, type)});
  };
  seeds = add("seed", h5::Type::u64, {.long_name = "base seed; the replicate's number is the rest of the key"});
  fingerprints = add("fingerprint", h5::Type::u64, {.long_name = "hash of the run's events, in order"});
  events = add("events", h5::Type::u64, {.units = "1", .long_name = "number of events"});
  const std::vector<h5::Flag> flags{{0, "ok"}, {1, "failed"}};
  const std::vector<h5::Flag> missing_too{{0, "ok"}, {1, "failed"}, {2, "missing"}};
  statuses =
      add("status", h5::Type::u8, {.long_name = "what became of the run", .flags = plan.design ? missing_too : flags});
  messages = add("message", h5::Type::text, {.long_name = "why the run failed; empty if it did not"});
}

void Writer::State::require_room() const {
  if (current_point() >= plan.points()) throw std::logic_error("more runs than the result file was planned for");
}

void Writer::State::note(RunStatus status, const RunResult& result, std::uint64_t seed, const std::string& message) {
  fingerprint.add(status, result.fingerprint);
  held_seeds.push_back(seed);
  held_fingerprints.push_back(result.fingerprint);
  held_events.push_back(result.events);
  held_statuses.push_back(static_cast<std::uint8_t>(status));
  held_messages.push_back(message);
  // A point with more runs than may be held is written in pieces; others are written several at a time.
  const std::uint64_t behind = first_held + held_statuses.size();
  const bool ends_point = behind % plan.replicates == 0;
  const bool in_pieces = plan.replicates > hold;
  if (in_pieces ? ends_point || held_statuses.size() >= hold : ends_point && behind + plan.replicates > hold) flush();
}

void Writer::State::flush() {
  const std::uint64_t count = held_statuses.size();
  if (count == 0) return;
  const std::uint64_t behind = first_held + count;
  const RunBlock block = behind < plan.replicates || first_held > 0
                             ? RunBlock{point, 1, first_held, count}
                             : RunBlock{point, behind / plan.replicates, 0, plan.replicates};
  for (auto* columns : {&sampled, &totals})
    for (auto& column : *columns)
      if (column.variable) write_runs(*column.variable, block, column.held);
  write_runs(*seeds, block, held_seeds);
  write_runs(*fingerprints, block, held_fingerprints);
  write_runs(*events, block, held_events);
  write_runs(*messages, block, held_messages);
  write_runs(*statuses, block, held_statuses);
  point += static_cast<std::uint32_t>(behind / plan.replicates);
  first_held = static_cast<std::uint32_t>(behind % plan.replicates);
}

Writer::Writer(const std::filesystem::path& path, h5::IfExists if_exists, Header plan)
    : state_(std::make_unique<State>(path, if_exists, std::move(plan))) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;

void Writer::add(const RunResult& result) {
  State& s = *state_;
  s.require_room();
  if (result.replicate != s.replicate()) throw std::logic_error("runs are not added in order");
  if (result.sampled.size() != s.sampled.size() || result.totals.size() != s.totals.size())
    throw std::logic_error("a run's result has other metrics than are declared");
  for (std::size_t i = 0; i < s.sampled.size(); ++i) s.sampled[i].add(result.sampled[i]);
  for (std::size_t i = 0; i < s.totals.size(); ++i) s.totals[i].add(result.totals[i]);
  const auto point = static_cast<std::int32_t>(s.current_point());
  const auto replicate = static_cast<std::int32_t>(result.replicate);
  if (s.release_table) s.release_table->add(point, replicate, result.releases);
  if (s.filing_table) s.filing_table->add(point, replicate, result.spells.filings);
  if (s.project_table) s.project_table->add(point, replicate, result.spells.projects);
  if (s.event_table) s.event_table->add(point, replicate, result.log);
  s.note(RunStatus::ok, result, s.plan.design ? result.seed : s.plan.base_seed, {});
}

void Writer::add_without_values(const std::string& message, std::optional<std::uint64_t> seed) {
  State& s = *state_;
  s.require_room();
  s.all_ok = false;
  s.add_nothing();
  s.note(RunStatus::failed, {}, seed.value_or(s.plan.base_seed), message.empty() ? "unknown error" : message);
}

void Writer::add_missing(std::uint64_t seed) {
  State& s = *state_;
  s.require_room();
  s.all_ok = false;
  s.add_nothing();
  s.note(RunStatus::missing, {}, seed, {});
}

void Writer::commit() {
  State& s = *state_;
  s.flush();
  if (s.point < s.plan.points() || s.first_held > 0)
    throw std::logic_error("a result file was finished before its runs");
  s.file.set_attributes(
      "/", {{"fingerprint", hex(s.fingerprint.value())}, {"complete", std::string(s.all_ok ? "yes" : "no")}});
  s.file.commit(h5::Seal::at_end);
}

std::uint64_t Writer::fingerprint() const { return state_->fingerprint.value(); }
const std::filesystem::path& Writer::partial_path() const { return state_->file.partial_path(); }
const std::filesystem::path& Writer::final_path() const { return state_->file.final_path(); }

}  // namespace poldyn::results
