#include "app/attribute/attribution_file.h"

#include <fmt/format.h>

#include <functional>
#include <numeric>

#include "app/compare/comparison_words.h"
#include "app/runs/resampling.h"
#include "poldyn_version.h"
#include "sim/hdf5/h5_conventions.h"
#include "sim/results/results_frame.h"

namespace poldyn::app {
namespace {

using analysis::Measured;
using h5::Type;

std::vector<std::int32_t> counted_up(std::size_t n) {
  std::vector<std::int32_t> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

h5::Attributes named(std::string meaning, std::string standard = "") {
  return h5::attributes_of({.long_name = std::move(meaning), .standard_name = std::move(standard)}, Type::text);
}

void write_root(h5::Writer& file, const AttributionReport& report, const std::string& command_line) {
  results::Header plan;
  plan.title = fmt::format("Attribution: A = {}: {}; B = {}: {}", name_with_settings(report.sides[0]),
                           report.sides[0].title, name_with_settings(report.sides[1]), report.sides[1].title);
  plan.version = version;
  plan.git_commit = git_commit;
  plan.command_line = command_line;
  plan.base_seed = report.sides.front().seed;
  results::write_root_attributes(file, plan);
  h5::Attributes more{{"kind", std::string("attribution")},
                      {"method", std::string(report.design.sampled() ? "sampled" : "exact")},
                      {"orders", static_cast<std::int64_t>(report.orders())},
                      {"replicates", static_cast<std::int64_t>(report.replicates)},
                      {"worlds", static_cast<std::int64_t>(report.worlds)},
                      {"runs", static_cast<std::int64_t>(report.runs)},
                      {"fingerprint", report.fingerprint},
                      {"confidence", report.level},
                      {"resamples", static_cast<std::int64_t>(analysis::resamples_for(report.level))},
                      {"resampling_seed", resampling_seed}};
  if (report.since) more.push_back({"since_days", *report.since});
  if (!report.never.empty()) more.push_back({"never", report.never});
  file.set_attributes("/", more);
}

/// Texts along one dimension.
template <class List, class Get>
void write_texts(h5::Writer& file, const std::string& path, const std::string& dimension, const std::string& meaning,
                 const List& list, Get&& get) {
  std::vector<std::string> values;
  values.reserve(std::size(list));
  for (const auto& each : list) values.push_back(get(each));
  file.write_variable({.path = path, .type = Type::text, .dimensions = {dimension}, .attributes = named(meaning)},
                      values);
}

void write_indices(h5::Writer& file, const std::string& path, const std::string& dimension, const std::string& meaning,
                   const std::vector<std::int32_t>& values) {
  file.write_variable({.path = path,
                       .type = Type::i32,
                       .dimensions = {dimension},
                       .attributes = h5::attributes_of({.units = "1", .long_name = meaning}, Type::i32)},
                      values);
}

void write_sides(h5::Writer& file, const AttributionReport& report) {
  file.define_dimension({.path = "side", .attributes = named("A, from which the difference is taken, and B")},
                        std::vector<std::string>{"A", "B"});
  using analysis::Side;
  const auto add = [&](const char* name, const char* meaning, auto get) {
    write_texts(file, std::string("sides/") + name, "side", meaning, report.sides, get);
  };
  add("file", "file as it was given", [](const Side& side) { return side.name; });
  add("title", "title of the scenario", [](const Side& side) { return side.title; });
  add("settings", "what was set on top of the file, key=value, a line each",
      [](const Side& side) { return fmt::format("{}", fmt::join(side.settings, "\n")); });
  add("fingerprint", "hash of all events of all runs", [](const Side& side) { return side.fingerprint; });
  add("scenario", "scenario with every parameter, as TOML", [](const Side& side) { return side.scenario; });
}

/// Dotted keys of the parameters of a part, a line each.
std::string rules_of(const AttributionReport& report, const RulePart& part) {
  std::string text;
  for (const std::size_t i : part.differences) {
    const RuleDifference& difference = report.differences[i];
    const auto keys = difference.keys.empty() ? std::vector<std::string>{difference.name} : difference.keys;
    for (const auto& key : keys) text += (text.empty() ? "" : "\n") + key;
  }
  return text;
}

bool has_pairs(const AttributionReport& report) {
  return report.groups.size() >= 2 && (!report.design.sampled() || report.groups.size() <= analysis::most_interacting);
}

void write_groups(h5::Writer& file, const AttributionReport& report) {
  std::vector<std::string> groups, parts;
  std::vector<std::int32_t> group_of, first, second;
  const std::vector<RulePart> all = parts_of(report.groups);
  for (std::size_t k = 0; k < report.groups.size(); ++k) {
    groups.push_back(report.groups[k].name);
    group_of.insert(group_of.end(), report.groups[k].parts.size(), static_cast<std::int32_t>(k));
  }
  for (const RulePart& part : all) parts.push_back(part.name);
  file.define_dimension({.path = "group", .attributes = named("group of rules that goes over from A to B")}, groups);
  file.define_dimension({.path = "part", .attributes = named("part of a group, group/part, or the group itself")},
                        parts);
  write_indices(file, "parts/group_index", "part", "place of its group along group", group_of);
  write_texts(file, "parts/rules", "part", "parameters in which A and B differ, a line each", all,
              [&](const RulePart& part) { return rules_of(report, part); });
  if (!has_pairs(report)) return;
  for (const auto& [i, j] : analysis::pairs_of(groups.size())) {
    first.push_back(static_cast<std::int32_t>(i));
    second.push_back(static_cast<std::int32_t>(j));
  }
  file.define_index({.path = "pair"}, first.size());
  write_indices(file, "pairs/first", "pair", "place of one group along group", first);
  write_indices(file, "pairs/second", "pair", "place of the other group along group", second);
}

using Lists = std::function<std::vector<const Measured*>(const AttributedRow&)>;

/// What is known of each row's quantities: along row, `dimension` if there is one, and replicate for single runs.
class Quantities {
 public:
  Quantities(h5::Writer& file, const AttributionReport& report, std::string name, std::string dimension, Lists lists)
      : file_(file), report_(report), name_(std::move(name)), lists_(std::move(lists)) {
    if (!dimension.empty()) dimensions_.push_back(std::move(dimension));
  }

  void number(const std::string& what, const std::string& meaning, double (*get)(const Measured&)) {
    std::vector<double> values;
    for (const auto& row : report_.rows)
      for (const Measured* one : lists_(row)) values.push_back(get(*one));
    write(what, meaning, dimensions_, values);
  }
  void estimates(const std::string& of) {
    number("mean", "mean over runs of " + of, [](const Measured& x) { return x.mean.estimate.mean; });
    number("half_width", "half-width of the t interval of its mean",
           [](const Measured& x) { return x.mean.estimate.half_width; });
    number("n", "runs in which all worlds have a value",
           [](const Measured& x) { return static_cast<double>(x.mean.estimate.n); });
    number("p", "p value of no difference", [](const Measured& x) { return x.mean.p; });
    number("bca_low", "BCa bootstrap interval of its mean", [](const Measured& x) { return x.bca.low; });
    number("bca_high", "its upper end", [](const Measured& x) { return x.bca.high; });
  }
  void judged() {
    number("p_holm", "p adjusted for all that is tested in this file (Holm 1979)",
           [](const Measured& x) { return x.adjusted_p; });
    number("order_error", "standard error of the mean due to having drawn orders",
           [](const Measured& x) { return x.order_error; });
  }
  void runs(const std::string& of) {
    std::vector<double> values;
    for (const auto& row : report_.rows)
      for (const Measured* one : lists_(row)) values.insert(values.end(), one->runs.begin(), one->runs.end());
    auto dimensions = dimensions_;
    dimensions.emplace_back("replicate");
    write("runs", "of each run, " + of, dimensions, values);
  }

 private:
  void write(const std::string& what, const std::string& meaning, const std::vector<std::string>& dimensions,
             const std::vector<double>& values) {
    file_.write_variable({.path = "attribution/" + name_ + "_" + what,
                          .dimensions = dimensions,
                          .attributes = h5::attributes_of({.units = "1", .long_name = meaning}, Type::f64)},
                         values);
  }

  h5::Writer& file_;
  const AttributionReport& report_;
  std::string name_;
  std::vector<std::string> dimensions_{"row"};
  Lists lists_;
};

Lists list_of(std::vector<Measured> analysis::Attributed::*list) {
  return [list](const AttributedRow& row) {
    std::vector<const Measured*> made;
    for (const Measured& one : row.found.*list) made.push_back(&one);
    return made;
  };
}

void write_rows(h5::Writer& file, const AttributionReport& report) {
  file.define_index({.path = "row"}, report.rows.size());
  file.define_dimension({.path = "replicate", .attributes = named("run; equal numbers are a pair", "realization")},
                        counted_up(report.replicates));
  const auto add = [&](const char* name, const char* meaning, auto get) {
    write_texts(file, std::string("attribution/") + name, "row", meaning, report.rows, get);
  };
  add("metric", "path of the metric in a result file", [](const AttributedRow& x) { return x.row.asked.about.path; });
  add("name", "name of the metric", [](const AttributedRow& x) { return x.row.asked.about.name; });
  add("unit", "unit of its differences; empty for a pure number",
      [](const AttributedRow& x) { return x.row.asked.about.symbol; });
  add("bloc", "bloc in A", [](const AttributedRow& x) { return x.row.bloc_a; });
  add("bloc_in_side", "bloc in B", [](const AttributedRow& x) { return x.row.bloc_b; });
  add("worlds_without_value", "worlds in which some run has none, a line each",
      [](const AttributedRow& x) { return fmt::format("{}", fmt::join(x.without_value, "\n")); });
}

}  // namespace

void write_attribution(h5::Writer& file, const AttributionReport& report, const std::string& command_line) {
  using analysis::Attributed;
  write_root(file, report, command_line);
  write_sides(file, report);
  write_groups(file, report);
  write_rows(file, report);
  Quantities whole(file, report, "whole", "",
                   [](const AttributedRow& row) { return std::vector<const Measured*>{&row.found.whole}; });
  whole.estimates("B - A");
  whole.runs("B - A");
  const auto add = [&](const char* name, const char* dimension, std::vector<Measured> Attributed::*list,
                       const std::string& of, bool tested) {
    Quantities table(file, report, name, dimension, list_of(list));
    table.estimates(of);
    if (tested) table.judged();
    table.runs(of);
  };
  add("group", "group", &Attributed::groups, "a group's part of B - A (Shapley 1953)", true);
  add("part", "part", &Attributed::parts, "a part's part of B - A (Owen 1977)", true);
  add("alone", "group", &Attributed::alone, "what a group does where all else is A's", false);
  add("last", "group", &Attributed::last, "what a group does where all else is B's", false);
  if (has_pairs(report))
    add("interaction", "pair", &Attributed::interactions, "interaction index of a pair (Grabisch & Roubens 1999)",
        true);
}

}  // namespace poldyn::app
