/// The order of tables in a file has no effect: of every shipped scenario every value under every name is the same to
/// the bit, in whatever order its tables stand.

#include "sim/run/working_order.h"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/disk/scenario_disk.h"
#include "sim/engine/stream.h"
#include "sim/policy/contradictions.h"
#include "sim/reading/scenario_writer.h"
#include "sim/run/simulate.h"
#include "sim/world/events.h"
#include "tests/catch.h"
#include "tests/shipped.h"

using namespace poldyn;

namespace {

using Values = std::map<std::string, std::uint64_t>;  // bits of a value, by metric and names

std::string name_on_axis(Axis axis, const Scenario& s, std::size_t bloc, std::size_t i) {
  if (axis == Axis::domain) return s.domains[i].name;
  if (axis == Axis::other_bloc) return s.blocs[i].name;
  if (axis == Axis::stage && i < s.blocs[bloc].stages.size()) return s.blocs[bloc].stages[i].name;
  if (axis == Axis::policy) return s.policies[i].label;
  if (axis == Axis::rule) return rule_names(s)[i];
  return std::to_string(i);
}

void collect(Values& values, const std::vector<double>& from, const MetricRow& row, std::size_t steps,
             const RunShape& shape, const Scenario& s) {
  const std::size_t extent = shape.extent(row.axis);
  for (std::size_t b = 0; b < shape.blocs; ++b)
    for (std::size_t t = 0; t < steps; ++t)
      for (std::size_t i = 0; i < extent; ++i)
        values[std::string(row.name) + (steps > 1 ? " of " : " at the end of ") + s.blocs[b].name + " " +
               std::to_string(t) + " " + name_on_axis(row.axis, s, b, i)] =
            std::bit_cast<std::uint64_t>(from[(b * steps + t) * extent + i]);
}

Values values_of(const RunResult& run, const Scenario& s) {
  Values values;
  for (std::size_t m = 0; m < run.sampled.size(); ++m)
    collect(values, run.sampled[m], sampled_metrics()[m], run.shape.times, run.shape, s);
  for (std::size_t m = 0; m < run.totals.size(); ++m)
    collect(values, run.totals[m], total_metrics()[m], 1, run.shape, s);
  return values;
}

/// Names of the first few that differ.
std::string differences(const Values& a, const Values& b) {
  std::string found;
  std::size_t count = 0;
  for (const auto& [name, value] : a)
    if (const auto other = b.find(name); other == b.end() || other->second != value)
      if (++count < 5) found += name + "; ";
  return count == 0 && a.size() == b.size() ? "" : std::to_string(count) + ": " + found;
}

template <class T>
void shuffle(std::vector<T>& all, Stream& dice) {
  for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[dice.below(static_cast<std::uint32_t>(i))]);
}

bool starts(const std::string& text, std::string_view with) { return text.compare(0, with.size(), with) == 0; }

/// The text with its tables in another order. Policies keep theirs and paradigms theirs, for it has a meaning.
std::string shuffled(const std::string& text, Stream& dice) {
  std::vector<std::string> tables{""};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string line = text.substr(at, end - at);
    if (starts(line, "[") && !starts(line, "[policy.")) tables.emplace_back();
    tables.back() += line;
    at = end;
  }
  const std::string head = tables.front();
  tables.erase(tables.begin());
  const auto is_ordered = [](const std::string& table) {
    return starts(table, "[[policy]]") || starts(table, "[paradigm.");
  };
  std::vector<std::string> ordered;
  std::copy_if(tables.begin(), tables.end(), std::back_inserter(ordered), is_ordered);
  shuffle(tables, dice);
  auto next = ordered.begin();
  std::string made = head;
  for (const std::string& table : tables) made += is_ordered(table) ? *next++ : table;
  return made;
}

const std::vector<std::string> half_a_year{"run.horizon=\"200 d\"", "run.sample_interval=\"40 d\"",
                                           "run.warmup=\"30 d\""};

Scenario read(const std::string& file) {
  Reading reading = read_scenario(file, half_a_year);
  INFO(file << "\n" << to_text(reading.mistakes));
  REQUIRE(reading.ok());
  return reading.scenario;
}

Scenario read_text(const std::string& text) {
  Reading reading = read_scenario_text(text, "text");
  INFO(to_text(reading.mistakes));
  REQUIRE(reading.ok());
  return reading.scenario;
}

template <class T>
std::vector<std::string> names(const std::vector<T>& all) {
  std::vector<std::string> made;
  for (const auto& one : all) made.push_back(one.name);
  return made;
}

Scenario two_blocs(double horizon) {
  Reading reading = read_scenario(
      POLDYN_SOURCE_DIR "/scenarios/two_blocs.toml",
      {"run.horizon=\"" + std::to_string(horizon) + " d\"", "record.events=true", "record.releases=true"});
  REQUIRE(reading.ok());
  return reading.scenario;
}

/// Offices are numbered by bloc, stage and region.
std::string office_name(const Scenario& s, std::uint32_t number) {
  std::uint32_t next = 0;
  for (const BlocRules& bloc : s.blocs)
    for (const auto& stage : bloc.stages) {
      const auto here =
          stage.rule.offices == OfficeLevel::region ? static_cast<std::uint32_t>(bloc.population.regions) : 1U;
      if (number < next + here) return bloc.name + "/" + stage.name + "/" + std::to_string(number - next);
      next += here;
    }
  return "none";
}

}  // namespace

TEST_CASE("order: shuffling the tables of any shipped scenario changes no value under any name", "[run]") {
  Stream dice({5, 0}, 0, 0, 0);
  std::set<std::string> moved;
  for (const std::string& file : shipped_scenarios()) {
    INFO(file);
    const Scenario written = read(file);
    const RunResult before = simulate(written, {11, 0});
    const Values values = values_of(before, written);
    Scenario other = read_text(shuffled(write_scenario(written), dice));
    shuffle(other.standards.names, dice);
    if (names(other.blocs) != names(written.blocs)) moved.insert("blocs");
    if (names(other.domains) != names(written.domains)) moved.insert("domains");
    if (names(other.blocs[0].stages) != names(written.blocs[0].stages)) moved.insert("stages");
    const RunResult after = simulate(other, {11, 0});
    CHECK(after.fingerprint == before.fingerprint);
    CHECK(after.events == before.events);
    CHECK(differences(values, values_of(after, other)).empty());
  }
  CHECK(moved == std::set<std::string>{"blocs", "domains", "stages"});
}

TEST_CASE("order: policies that never act at once may stand in any order", "[run]") {
  Scenario s = read(POLDYN_SOURCE_DIR "/scenarios/sovereign.toml");
  const std::string reviewers = "bloc.main.stage." + s.blocs[0].stages[0].name + ".reviewers";
  for (const double day : {40.0, 70.0, 110.0}) {
    PolicyRule& policy = s.policies.emplace_back();
    policy.at = Days{day};
    policy.label = "from day " + std::to_string(static_cast<int>(day));
    policy.edits.push_back({reviewers, EditKind::scale, Value{day / 80}});
  }
  REQUIRE(contradictions(s).empty());
  const Values before = values_of(simulate(s, {11, 0}), s);
  std::reverse(s.policies.begin(), s.policies.end());
  CHECK(differences(before, values_of(simulate(s, {11, 0}), s)).empty());
  s.policies.clear();
  CHECK_FALSE(differences(before, values_of(simulate(s, {11, 0}), s)).empty());  // they did something
}

TEST_CASE("order: a condition of a policy goes on looking at what it named", "[run]") {
  Scenario s = two_blocs(400);
  std::reverse(s.blocs.begin(), s.blocs.end());
  std::reverse(s.domains.begin(), s.domains.end());
  std::size_t by_domain = 0;
  while (sampled_metrics()[by_domain].axis != Axis::domain) ++by_domain;
  PolicyRule& policy = s.policies.emplace_back();
  policy.when = "something";
  policy.condition.steps = {{ConditionStep::Op::greater, 0, static_cast<std::uint32_t>(by_domain), 1, 0}};
  const WorkingOrder order = order_of_names(s);
  CHECK_FALSE(order.as_written());
  const Scenario ordered = in_order(s, order);
  const ConditionStep step = ordered.policies[0].condition.steps[0];
  CHECK(ordered.blocs[step.bloc].name == s.blocs[0].name);
  CHECK(ordered.domains[step.index].name == s.domains[1].name);
}

TEST_CASE("order: events and releases of a run name the blocs of the file", "[run]") {
  const Scenario s = two_blocs(300);
  Scenario other = s;
  std::reverse(other.blocs.begin(), other.blocs.end());
  const RunResult a = simulate(s, {3, 0}), b = simulate(other, {3, 0});
  REQUIRE(a.log.size() == b.log.size());
  std::size_t of_blocs = 0, of_offices = 0, windows = 0;
  for (std::size_t i = 0; i < a.log.size(); ++i) {
    const auto kind = static_cast<EventKind>(a.log[i].what.kind);
    if (kind == EventKind::market_epoch || kind == EventKind::tender_opens) {
      ++of_blocs;
      CHECK(s.blocs.at(a.log[i].what.subject).name == other.blocs.at(b.log[i].what.subject).name);
    }
    if (kind != EventKind::window_opens) continue;
    ++windows;
    of_offices += office_name(s, a.log[i].what.subject) != office_name(other, b.log[i].what.subject);
  }
  CHECK(of_blocs > 50);
  CHECK(of_offices == 0);
  CHECK(windows > 5);
  REQUIRE(a.releases.size() == b.releases.size());
  REQUIRE(a.releases.size() > 50);
  for (std::size_t i = 0; i < a.releases.size(); ++i) {
    CHECK(s.blocs[a.releases[i].bloc].name == other.blocs[b.releases[i].bloc].name);
    CHECK(a.releases[i].vendor_key == b.releases[i].vendor_key);
  }
}
