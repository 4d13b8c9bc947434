#include "app/compare/comparison_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "analysis/firings.h"
#include "app/compare/comparison_words.h"
#include "app/compare/precision_option.h"
#include "app/runs/resampling.h"
#include "poldyn_version.h"
#include "sim/hdf5/h5_conventions.h"
#include "sim/results/results_frame.h"

namespace poldyn::app {
namespace {

using h5::Type;

std::vector<std::int32_t> counted_up(std::size_t n) {
  std::vector<std::int32_t> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// Columns along one dimension, made from rows.
template <class Row>
class Columns {
 public:
  Columns(h5::Writer& file, std::string group, std::string dimension, std::vector<Row> rows)
      : file_(file), group_(std::move(group)), dimension_(std::move(dimension)), rows_(std::move(rows)) {}

  template <class T, class Get>
  void add(const std::string& name, const std::string& meaning, Get&& get, std::vector<h5::Flag> flags = {}) {
    std::vector<T> values;
    for (const Row& row : rows_) values.push_back(static_cast<T>(get(row)));
    write<T>(name, meaning, values, std::move(flags));
  }
  /// A number in the unit that its row states.
  template <class Get>
  void number(const std::string& name, const std::string& meaning, Get&& get, const std::string& unit = "1") {
    std::vector<double> values;
    for (const Row& row : rows_) values.push_back(get(row));
    write<double>(name, meaning, values, {}, unit);
  }
  template <class Get>
  void text(const std::string& name, const std::string& meaning, Get&& get) {
    add<std::string>(name, meaning, get);
  }

 private:
  template <class T>
  void write(const std::string& name, const std::string& meaning, const std::vector<T>& values,
             std::vector<h5::Flag> flags, const std::string& unit = "1") {
    const Type type = h5::type_of<T>();
    h5::Conventions about{.units = type == Type::text || !flags.empty() ? "" : unit, .long_name = meaning};
    about.flags = std::move(flags);
    file_.write_variable({.path = group_ + "/" + name,
                          .type = type,
                          .dimensions = {dimension_},
                          .attributes = h5::attributes_of(about, type)},
                         values);
  }

  h5::Writer& file_;
  std::string group_;
  std::string dimension_;
  std::vector<Row> rows_;
};

struct Row {
  const analysis::ComparedBloc* bloc;
  const analysis::ComparedMetric* metric;
  const analysis::Pairs& pairs() const { return metric->pairs; }
};

std::vector<Row> rows_of(const ComparisonReport& report) {
  std::vector<Row> rows;
  for (const auto& bloc : report.comparison.blocs)
    for (const auto& metric : bloc.metrics) rows.push_back({&bloc, &metric});
  return rows;
}

void write_root(h5::Writer& file, const ComparisonReport& report, const std::string& command_line) {
  results::Header plan;
  for (std::size_t i = 0; i < report.sides.size(); ++i)
    plan.title += fmt::format("{}{} = {}: {}", i == 0 ? "Comparison: " : "; ", side_letter(i),
                              name_with_settings(report.sides[i]), report.sides[i].title);
  plan.version = version;
  plan.git_commit = git_commit;
  plan.command_line = command_line;
  plan.base_seed = report.sides.front().seed;
  results::write_root_attributes(file, plan);
  h5::Attributes more{{"paired", std::string(report.comparison.paired ? "yes" : "no")},
                      {"confidence", report.judging.level},
                      {"intervals", std::string(report.judging.any_look ? "any_look" : "t")},
                      {"tests", static_cast<std::int64_t>(report.comparison.tests)},
                      {"pairs", static_cast<std::int64_t>(report.comparison.runs)},
                      {"resamples", static_cast<std::int64_t>(analysis::resamples_for(report.judging.level))},
                      {"resampling_seed", resampling_seed}};
  if (report.since) more.push_back({"since_days", *report.since});
  if (!report.comparison.never.empty()) more.push_back({"never", report.comparison.never});
  if (!report.comparison.warnings.empty()) more.push_back({"warnings", report.comparison.warnings});
  file.set_attributes("/", more);
}

void write_sides(h5::Writer& file, const ComparisonReport& report) {
  std::vector<std::string> letters;
  for (std::size_t i = 0; i < report.sides.size(); ++i) letters.push_back(side_letter(i));
  file.define_dimension(
      {.path = "side",
       .attributes = h5::attributes_of({.long_name = "side of the comparison; A is the baseline"}, Type::text)},
      letters);
  using analysis::Side;
  Columns<const Side*> table(file, "sides", "side", [&] {
    std::vector<const Side*> sides;
    for (const Side& side : report.sides) sides.push_back(&side);
    return sides;
  }());
  table.text("file", "file as it was given", [](const Side* side) { return side->name; });
  table.text("title", "title of the scenario", [](const Side* side) { return side->title; });
  table.text("settings", "what was set on top of the file, key=value, a line each",
             [](const Side* side) { return fmt::format("{}", fmt::join(side->settings, "\n")); });
  table.text("fingerprint", "hash of all events of all runs", [](const Side* side) { return side->fingerprint; });
  table.add<std::int64_t>("run_count", "runs, failed ones among them", [](const Side* side) { return side->runs; });
  table.number(
      "warmup", "days that totals leave out", [](const Side* side) { return side->warmup; }, "d");
  table.number(
      "horizon", "days that are simulated", [](const Side* side) { return side->horizon; }, "d");
  table.number(
      "sample_interval", "days between samples", [](const Side* side) { return side->sample_interval; }, "d");
  table.text("scenario", "scenario with every parameter, as TOML; empty if this version cannot read it",
             [](const Side* side) { return side->scenario; });
}

struct PolicyRow {
  std::size_t side;
  analysis::Firings of;
};

/// How often and when the policies of each side came into force; nothing if no side has any.
void write_policies(h5::Writer& file, const ComparisonReport& report) {
  std::vector<PolicyRow> rows;
  for (std::size_t side = 0; side < report.sides.size(); ++side)
    for (auto& each : analysis::firings_of(report.sides[side])) rows.push_back({side, std::move(each)});
  if (rows.empty()) return;
  file.define_dimension({.path = "policies/policy_row",
                         .attributes = h5::attributes_of({.units = "1", .long_name = "row of the table"}, Type::i32)},
                        counted_up(rows.size()));
  Columns<PolicyRow> table(file, "policies", "policy_row", std::move(rows));
  table.add<std::int32_t>("side_index", "place of the side along side", [](const PolicyRow& row) { return row.side; });
  table.text("policy", "label of the policy, or its place in the list, from 1",
             [](const PolicyRow& row) { return row.of.policy; });
  table.add<std::int64_t>("fired_in_runs", "runs in which it came into force",
                          [](const PolicyRow& row) { return row.of.in_runs; });
  table.number("firings", "times that it came into force in a run, mean",
               [](const PolicyRow& row) { return row.of.firings.mean; });
  table.number(
      "first_firing", "day on which it first did, mean over the runs in which it did",
      [](const PolicyRow& row) { return row.of.first.mean; }, "d");
  table.number(
      "last_firing", "day on which it last did, likewise", [](const PolicyRow& row) { return row.of.last.mean; }, "d");
  table.number(
      "time_in_force", "days that it was in force in a run, mean",
      [](const PolicyRow& row) { return row.of.in_force.mean; }, "d");
}

void write_names(Columns<Row>& table) {
  table.text("metric", "path of the total in a result file", [](const Row& row) { return row.metric->about.path; });
  table.text("name", "name of the total", [](const Row& row) { return row.metric->about.name; });
  table.text("unit", "unit of values and differences; empty for a pure number",
             [](const Row& row) { return row.metric->about.symbol; });
  table.text("bloc", "bloc in the baseline", [](const Row& row) { return row.bloc->baseline_name; });
  table.text("bloc_in_side", "bloc in the other side", [](const Row& row) { return row.bloc->other_name; });
  table.add<std::int32_t>("side_index", "place of the other side along side",
                          [](const Row& row) { return row.bloc->side; });
}

void write_estimates(Columns<Row>& table) {
  const auto add = [&](const std::string& name, const std::string& of, auto estimate) {
    table.add<std::int64_t>(name + "_n", "values of " + of, [=](const Row& row) { return estimate(row).n; });
    table.number(name + "_mean", "mean of " + of, [=](const Row& row) { return estimate(row).mean; });
    table.number(name + "_sd", "standard deviation of " + of, [=](const Row& row) { return estimate(row).sd; });
    table.number(name + "_half_width", "half-width of the interval of the mean of " + of,
                 [=](const Row& row) { return estimate(row).half_width; });
  };
  add("baseline", "the baseline", [](const Row& row) { return row.metric->baseline; });
  add("other", "the other side", [](const Row& row) { return row.metric->other; });
  add("difference", "other less baseline, as it is judged",
      [](const Row& row) { return row.metric->difference.estimate; });
}

void write_statistics(Columns<Row>& table, double level) {
  table.number("p", "p value of no difference, as it is judged",
               [](const Row& row) { return row.metric->difference.p; });
  table.number("p_holm", "p adjusted for all tests of this file (Holm 1979)",
               [](const Row& row) { return row.metric->adjusted_p; });
  table.add<std::uint8_t>("reading", "what may be said",
                          [&](const Row& row) { return analysis::verdict_of(*row.metric, level); },
                          {{0, "untested"},
                           {1, "equal"},
                           {2, "unclear"},
                           {3, "higher"},
                           {4, "lower"},
                           {5, "only_baseline"},
                           {6, "only_other"}});
  table.number("t_low", "t interval of the difference, for a number of pairs fixed beforehand",
               [](const Row& row) { return row.pairs().difference.estimate.low(); });
  table.number("t_high", "its upper end", [](const Row& row) { return row.pairs().difference.estimate.high(); });
  table.number("t_p", "p value of the paired t test", [](const Row& row) { return row.pairs().difference.p; });
  table.number("any_look_low", "interval of the difference that holds whenever one stops",
               [](const Row& row) { return row.pairs().any_look.low(); });
  table.number("any_look_high", "its upper end", [](const Row& row) { return row.pairs().any_look.high(); });
  table.number("any_look_p", "p value that holds whenever one stops",
               [](const Row& row) { return row.pairs().any_look_p; });
  table.number("bca_low", "BCa bootstrap interval of the difference",
               [](const Row& row) { return row.pairs().bca.low; });
  table.number("bca_high", "its upper end", [](const Row& row) { return row.pairs().bca.high; });
  table.number("relative_difference", "difference over the size of the baseline's mean",
               [](const Row& row) { return row.pairs().relative; });
  table.number("cohen_d_z", "mean over standard deviation of the differences",
               [](const Row& row) { return row.pairs().effect_paired; });
  table.number("cohen_d", "mean difference over the pooled standard deviation",
               [](const Row& row) { return row.pairs().cohen_d; });
  table.number("sign_share", "share of pairs with the sign of the mean difference",
               [](const Row& row) { return row.pairs().sign_share; });
  table.number("variance_reduction", "(var baseline + var other) / var difference",
               [](const Row& row) { return row.pairs().variance_reduction; });
}

void write_likeness(Columns<Row>& table, double level) {
  table.number("margin", "difference that still counts as none; NaN if none was given",
               [](const Row& row) { return row.metric->margin ? row.metric->margin->amount : analysis::no_value; });
  table.add<std::uint8_t>("margin_is", "what the margin is",
                          [](const Row& row) { return row.metric->margin && row.metric->margin->relative; },
                          {{0, "in_the_unit"}, {1, "share_of_baseline"}});
  table.add<std::uint8_t>("alike", "whether the difference is less than the margin",
                          [&](const Row& row) { return analysis::likeness_of(*row.metric, level); },
                          {{0, "untested"}, {1, "within"}, {2, "beyond"}, {3, "unclear"}});
  table.number("p_within_holm", "p value of a difference of the margin or more, adjusted (Holm 1979)",
               [](const Row& row) { return row.metric->adjusted_alike.within_p; });
  table.number("p_beyond_holm", "p value of a difference of the margin or less, adjusted likewise",
               [](const Row& row) { return row.metric->adjusted_alike.beyond_p; });
}

void write_runs(h5::Writer& file, const std::vector<Row>& rows, std::size_t runs) {
  for (const bool baseline : {true, false}) {
    std::vector<double> values;
    for (const Row& row : rows) {
      std::vector<double> of_row = baseline ? row.metric->baseline_runs : row.metric->other_runs;
      of_row.resize(runs, analysis::no_value);
      values.insert(values.end(), of_row.begin(), of_row.end());
    }
    const std::string name = baseline ? "baseline_runs" : "other_runs";
    const std::string meaning = baseline ? "value of each run of the baseline" : "value of each run of the other side";
    file.write_variable({.path = "comparison/" + name,
                         .dimensions = {"row", "replicate"},
                         .attributes = h5::attributes_of({.units = "1", .long_name = meaning}, Type::f64)},
                        values);
  }
}

void write_precision(h5::Writer& file, const ComparisonReport& report) {
  using analysis::Reach;
  file.define_index({.path = "precision/asked"}, report.reach.size());
  Columns<Reach> table(file, "precision", "asked", report.reach);
  const auto target = [&](const Reach& one) -> const analysis::PrecisionTarget& { return report.targets[one.target]; };
  table.text("metric", "path of the total", [=](const Reach& one) { return target(one).about.path; });
  table.text("name", "name of the total", [=](const Reach& one) { return target(one).about.name; });
  table.text("unit", "unit of half-widths", [=](const Reach& one) { return target(one).about.symbol; });
  table.text("bloc", "bloc in the baseline", [](const Reach& one) { return one.bloc; });
  table.add<std::int32_t>("side_index", "place of the other side along side",
                          [](const Reach& one) { return one.side; });
  table.number("wanted", "greatest half-width that was asked for", [](const Reach& one) { return one.wanted; });
  table.number("half_width", "half-width at the end", [](const Reach& one) { return one.half_width; });
  table.add<std::int64_t>("pairs", "pairs that have a value", [](const Reach& one) { return one.pairs; });
  table.add<std::int64_t>("runs_needed", "rough number of pairs that it takes; 0 if none will do",
                          [](const Reach& one) { return one.needed; });
}

void write_composition(h5::Writer& file, const ComparisonReport& report) {
  using analysis::Standardised;
  file.define_index({.path = "composition/mean"}, report.composition.size());
  Columns<Standardised> table(file, "composition", "mean", report.composition);
  table.text("metric", "path of the crude mean", [](const Standardised& x) { return x.about.path; });
  table.text("bloc", "bloc in the baseline", [](const Standardised& x) { return x.bloc; });
  table.add<std::int32_t>("side_index", "place of the other side along side",
                          [](const Standardised& x) { return x.side; });
  const auto add = [&](const std::string& name, const std::string& of, analysis::Difference Standardised::*what) {
    table.number(name + "_mean", "mean of " + of, [=](const Standardised& x) { return (x.*what).estimate.mean; });
    table.number(name + "_half_width", "half-width of its interval",
                 [=](const Standardised& x) { return (x.*what).estimate.half_width; });
    table.number(name + "_p", "p value of no difference", [=](const Standardised& x) { return (x.*what).p; });
  };
  add("crude", "the difference as it is", &Standardised::crude);
  add("standardised", "the difference at equal composition", &Standardised::standardised);
}

struct AroundRow {
  const analysis::Around* around;
  const analysis::Around::Row* row;
};

void write_around(h5::Writer& file, const ComparisonReport& report) {
  std::vector<AroundRow> rows;
  for (const auto& around : report.around)
    for (const auto& row : around.rows) rows.push_back({&around, &row});
  file.define_index({.path = "around/change"}, rows.size());
  Columns<AroundRow> table(file, "around", "change", rows);
  table.text("metric", "path of the sampled metric", [](const AroundRow& x) { return x.row->about.path; });
  table.text("bloc", "bloc in the baseline", [](const AroundRow& x) { return x.around->bloc; });
  table.add<std::int32_t>("side_index", "place of the other side along side",
                          [](const AroundRow& x) { return x.around->side; });
  table.number("date", "days from the start to the change of rules", [](const AroundRow& x) { return x.around->date; });
  const auto add = [&](const std::string& name, analysis::Estimate analysis::Around::Row::*what) {
    table.number(name + "_mean", "other less baseline, mean of samples " + name + " the date",
                 [=](const AroundRow& x) { return (x.row->*what).mean; });
    table.number(name + "_half_width", "half-width of its interval",
                 [=](const AroundRow& x) { return (x.row->*what).half_width; });
  };
  add("before", &analysis::Around::Row::before);
  add("after", &analysis::Around::Row::after);
}

struct Series {
  std::size_t side;
  const analysis::Settling* settling;
};

void write_settling(h5::Writer& file, const ComparisonReport& report) {
  std::vector<Series> all;
  for (std::size_t i = 0; i < report.settling.size(); ++i)
    for (const auto& one : report.settling[i]) all.push_back({i, &one});
  file.define_index({.path = "mser5/series"}, all.size());
  Columns<Series> table(file, "mser5", "series", all);
  table.text("metric", "path of the sampled metric", [](const Series& one) { return one.settling->about.path; });
  table.text("bloc", "bloc", [](const Series& one) { return one.settling->bloc; });
  table.add<std::int32_t>("side_index", "place along side", [](const Series& one) { return one.side; });
  table.add<std::uint8_t>("settled", "whether MSER-5 finds a cut",
                          [](const Series& one) { return one.settling->settled; },
                          {{0, "yes"}, {1, "too_short"}, {2, "has_gaps"}, {3, "no"}});
  table.number("cut", "days at the start that MSER-5 would cut from the mean over runs; NaN if it finds none",
               [](const Series& one) { return one.settling->cut_days; });
}

}  // namespace

void write_comparison(h5::Writer& file, const ComparisonReport& report, const std::string& command_line) {
  write_root(file, report, command_line);
  write_sides(file, report);
  write_policies(file, report);
  const std::vector<Row> rows = rows_of(report);
  std::size_t runs = 0;
  for (const auto& side : report.sides) runs = std::max(runs, side.runs);
  const auto named = [](std::string meaning, std::string standard) {
    return h5::attributes_of({.long_name = std::move(meaning), .standard_name = std::move(standard)}, Type::i32);
  };
  file.define_dimension({.path = "row", .attributes = named("a total of a bloc, in the baseline and another side", "")},
                        counted_up(rows.size()));
  file.define_dimension({.path = "replicate", .attributes = named("run; equal numbers are a pair", "realization")},
                        counted_up(runs));
  Columns<Row> table(file, "comparison", "row", rows);
  write_names(table);
  write_estimates(table);
  write_statistics(table, report.judging.level);
  if (has_margins(report)) write_likeness(table, report.judging.level);
  write_runs(file, rows, runs);
  if (!report.reach.empty()) write_precision(file, report);
  if (!report.composition.empty()) write_composition(file, report);
  if (!report.around.empty()) write_around(file, report);
  if (!report.settling.empty()) write_settling(file, report);
}

}  // namespace poldyn::app
