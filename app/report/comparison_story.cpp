#include "app/report/comparison_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/console/failure.h"
#include "app/report/answer.h"
#include "app/report/finding.h"
#include "app/report/saved_pages.h"
#include "app/report/section_differences.h"
#include "app/report/section_limits.h"
#include "app/report/section_rules.h"
#include "app/report/spoken.h"
#include "sim/hdf5/h5_error.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

using analysis::Side;
using results::MetricInfo;

/// Values of one side's rows: by row's key, then replicate and bloc.
using RowValues = std::map<std::string, std::vector<double>>;

/// A file of `compare -o` as the sides that it was made from, with the rows that it has.
class SavedComparison {
 public:
  explicit SavedComparison(const h5::Reader& file) : file_(file) {
    metric_ = file.read<std::string>("comparison/metric");
    name_ = texts("comparison/name", metric_.size());
    unit_ = texts("comparison/unit", metric_.size());
    bloc_ = texts("comparison/bloc", metric_.size());
    bloc_in_side_ = texts("comparison/bloc_in_side", metric_.size());
    side_of_row_ = file.read<std::int32_t>("comparison/side_index");
    read_sides();
    if (side_of_row_.size() != metric_.size()) no_fit("comparison/side_index");
    for (const std::int32_t side : side_of_row_)
      if (side < 1 || static_cast<std::size_t>(side) >= sides_.size()) no_fit("comparison/side_index");
    read_values();
  }

  const std::vector<Side>& sides() const { return sides_; }

  analysis::ComparisonSettings judging() const {
    analysis::ComparisonSettings made;
    made.level = file_.attribute<double>("/", "confidence");
    made.any_look = text_in(file_, "intervals") == "any_look";
    for (const MetricInfo& about : sides_.front().totals) made.rows.push_back({about, ""});
    return made;
  }

 private:
  [[noreturn]] void no_fit(const std::string& object) const {
    throw h5::NotReadable({file_.path(), object, "read", "its length or its values do not fit the others'", {}});
  }
  std::vector<std::string> texts(const std::string& path, std::size_t length) const {
    auto values = file_.read<std::string>(path);
    if (values.size() != length) no_fit(path);
    return values;
  }
  std::vector<double> numbers(const std::string& path, std::size_t length) const {
    auto values = file_.read<double>(path);
    if (values.size() != length) no_fit(path);
    return values;
  }

  void read_sides() {
    const auto names = file_.read<std::string>("sides/file");
    const std::size_t n = names.size();
    if (n < 2) no_fit("sides/file");
    const auto titles = texts("sides/title", n), scenarios = texts("sides/scenario", n),
               settings = texts("sides/settings", n), fingerprints = texts("sides/fingerprint", n);
    const auto horizon = numbers("sides/horizon", n), warmup = numbers("sides/warmup", n);
    const bool paired = text_in(file_, "paired") == "yes";
    for (std::size_t i = 0; i < n; ++i) {
      Side side;
      side.name = names[i], side.title = titles[i], side.scenario = scenarios[i], side.fingerprint = fingerprints[i];
      if (!settings[i].empty()) side.settings = {settings[i]};
      side.horizon = horizon[i], side.warmup = warmup[i];
      side.seed = paired ? 1 : i + 1;  // equal ones make pairs
      side.labels = [](std::string_view, std::size_t) { return std::vector<std::string>{}; };
      sides_.push_back(std::move(side));
    }
  }

  /// The axis of a metric is gone: what it was at one label is a metric of its own.
  std::string key_of(std::size_t row) const {
    return name_[row].ends_with(']') ? metric_[row] + name_[row].substr(name_[row].find('[')) : metric_[row];
  }

  void add_metric(std::size_t row) {
    const std::string key = key_of(row);
    auto& known = sides_.front().totals;
    if (std::any_of(known.begin(), known.end(), [&](const MetricInfo& about) { return about.path == key; })) return;
    for (Side& side : sides_) side.totals.push_back({key, name_[row], unit_[row], "", {"point", "replicate", "bloc"}});
  }

  static std::size_t place(std::vector<std::string>& list, const std::string& name) {
    const auto at = std::find(list.begin(), list.end(), name);
    if (at != list.end()) return static_cast<std::size_t>(at - list.begin());
    list.push_back(name);
    return list.size() - 1;
  }

  void read_values() {
    const h5::Shape shape = file_.shape("comparison/baseline_runs");
    if (shape.size() != 2 || shape[0] != metric_.size()) no_fit("comparison/baseline_runs");
    const auto runs = static_cast<std::size_t>(shape[1]);
    const auto mine = numbers("comparison/baseline_runs", metric_.size() * runs),
               theirs = numbers("comparison/other_runs", metric_.size() * runs);
    for (std::size_t row = 0; row < metric_.size(); ++row) {
      add_metric(row);
      place(sides_.front().blocs, bloc_[row]);
      place(sides_[static_cast<std::size_t>(side_of_row_[row])].blocs, bloc_in_side_[row]);
    }
    std::vector<RowValues> values(sides_.size());
    const auto put = [&](std::size_t side, std::size_t row, const std::string& bloc, const std::vector<double>& from) {
      const std::size_t blocs = sides_[side].blocs.size(), at = place(sides_[side].blocs, bloc);
      auto& list = values[side][key_of(row)];
      list.resize(runs * blocs, analysis::no_value);
      for (std::size_t run = 0; run < runs; ++run) list[run * blocs + at] = from[row * runs + run];
    };
    for (std::size_t row = 0; row < metric_.size(); ++row) {
      put(0, row, bloc_[row], mine);
      put(static_cast<std::size_t>(side_of_row_[row]), row, bloc_in_side_[row], theirs);
    }
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      Side& side = sides_[i];
      side.runs = runs;
      const std::size_t length = runs * side.blocs.size();
      side.values = [of = std::move(values[i]), length](const MetricInfo& about) {
        const auto at = of.find(about.path);
        return at == of.end() ? std::vector<double>(length, analysis::no_value) : at->second;
      };
    }
  }

  const h5::Reader& file_;
  std::vector<std::string> metric_, name_, unit_, bloc_, bloc_in_side_;
  std::vector<std::int32_t> side_of_row_;
  std::vector<Side> sides_;
};

/// The first side and one other, with the verdicts of the whole family.
ReportMaterial pair_of(const std::vector<Side>& sides, const analysis::Comparison& all, std::size_t other) {
  ReportMaterial made;
  made.sides = {sides.front(), sides[other]};
  made.told = named_sides(made.sides);
  made.comparison = all;
  std::erase_if(made.comparison.blocs, [&](const auto& bloc) { return bloc.side != other; });
  for (auto& bloc : made.comparison.blocs) bloc.side = 1;
  return made;
}

void choose_compared_bloc(ReportMaterial& material, const std::string& name) {
  const auto& blocs = material.comparison.blocs;
  if (blocs.empty()) throw Failure(Exit::bad_data, "the comparison has no row, so there is nothing to report");
  std::vector<std::string> known;
  known.reserve(blocs.size());
  for (const auto& bloc : blocs) known.push_back(bloc.baseline_name);
  const auto at = name.empty() ? known.begin() : std::find(known.begin(), known.end(), name);
  if (at == known.end())
    throw Failure(Exit::usage,
                  fmt::format("--bloc '{}': the comparison has no such bloc; {}", name, suggestion(name, known)));
  const auto& bloc = blocs[static_cast<std::size_t>(at - known.begin())];
  const auto place = [](const Side& side, const std::string& wanted) {
    return static_cast<std::size_t>(std::find(side.blocs.begin(), side.blocs.end(), wanted) - side.blocs.begin());
  };
  material.told[0].bloc = place(material.sides[0], bloc.baseline_name);
  material.told[1].bloc = place(material.sides[1], bloc.other_name);
}

void add_other(ReportStory& story, const ReportMaterial& material, std::size_t other, bool only_one) {
  const auto findings = findings_of(material);
  auto sentences = answer_of(material, findings);
  if (!only_one && sentences.size() > 1) sentences.resize(1);
  for (auto& sentence : sentences) story.answer.push_back(std::move(sentence));
  const std::string suffix = only_one ? "" : fmt::format("-{}", other);
  for (ReportSection section : {rules_section(material), differences_section(material, findings)}) {
    section.id += suffix;
    if (!only_one) section.heading += ": " + material.told[1].name, section.short_heading = section.heading;
    for (ReportChart& chart : section.charts) chart.id += suffix;
    story.sections.push_back(std::move(section));
  }
}

ReportSection again_of(const h5::Reader& file, const std::string& command_line) {
  ReportSection made{.id = "again", .heading = "Make it again", .short_heading = "Make it again"};
  made.lead = {"The same commands with the same version give the same numbers, bit for bit."};
  if (const std::string line = command_line_in(file); !line.empty()) made.commands.push_back(line);
  made.commands.push_back(command_line);
  made.particulars = {
      report_maker(),
      {"File", name_of(file)},
      {"Made by", fmt::format("poldyn {}, commit {}, {}", text_in(file, "poldyn_version"),
                              short_commit(text_in(file, "git_commit")), text_in(file, "created").substr(0, 10))}};
  return made;
}

std::string question_of(const std::vector<ReportMaterial>& pairs, const std::string& asked) {
  if (!asked.empty()) return asked;
  std::vector<std::string> others;
  others.reserve(pairs.size());
  for (const auto& pair : pairs) others.push_back(pair.told[1].name);
  return fmt::format("What changes under {}, compared with {}?", fmt::join(others, " or "), pairs.front().told[0].name);
}

}  // namespace

ReportStory comparison_story(const h5::Reader& file, const ReportOptions& options, const std::string& command_line) {
  const SavedComparison saved(file);
  const auto judging = saved.judging();
  const analysis::Comparison all = analysis::compare(saved.sides(), judging);
  std::vector<ReportMaterial> pairs;
  for (std::size_t other = 1; other < saved.sides().size(); ++other) {
    pairs.push_back(pair_of(saved.sides(), all, other));
    pairs.back().level = judging.level;
    choose_compared_bloc(pairs.back(), options.bloc);
  }
  ReportStory made;
  made.over =
      fmt::format("poldyn report · {} · a comparison of {} sides · {} {}", text_in(file, "created").substr(0, 10),
                  saved.sides().size(), all.runs, all.paired ? "pairs of runs" : "runs of each");
  made.question = question_of(pairs, options.question);
  if (pairs.size() == 1)
    for (const auto& side : pairs.front().told)
      made.sides.push_back({capitalised(side.name), capitalised(side.description)});
  for (std::size_t i = 0; i < pairs.size(); ++i) add_other(made, pairs[i], i + 1, pairs.size() == 1);
  made.standing = standing_line(pairs.front());
  made.sections.push_back(limits_section(pairs.front()));
  made.sections.back().bullets.push_back(
      "A comparison’s file has no curves over time, no ledger and no filings: `poldyn report` of the result files "
      "does.");
  made.sections.push_back(again_of(file, command_line));
  made.source = fmt::format("{}; {}", report_maker().second, name_of(file));
  return made;
}

}  // namespace poldyn::app
