#include "app/discover/discovery_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "app/console/failure.h"
#include "app/console/numbers.h"
#include "app/metrics/survivors.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

using analysis::Factor;
using analysis::Study;

std::size_t base_named(const Study& study, const std::string& option, const std::string& name) {
  const auto at = std::find(study.bases.begin(), study.bases.end(), name);
  if (at == study.bases.end())
    throw Failure(Exit::usage,
                  fmt::format("{}: there is no base '{}'; {}", option, name, suggestion(name, study.bases)));
  return static_cast<std::size_t>(at - study.bases.begin());
}

/// A point, and the one that it is compared with.
struct Row {
  std::size_t point = 0, other = 0;
};

/// Values of all factors that apply to both points; those of two rows are alike if they are.
using Key = std::vector<double>;

Key key_of(const Study& study, const std::vector<bool>& common, std::size_t point) {
  Key made;
  for (std::size_t f = 0; f < study.factors.size(); ++f)
    if (common[f]) made.push_back(study.factors[f].values[point]);
  return made;
}

bool applies(const Factor& factor, const std::vector<std::size_t>& points) {
  return std::none_of(points.begin(), points.end(), [&](std::size_t p) { return std::isnan(factor.values[p]); });
}

/// Points of two bases at the same values of the factors that both have. Where several have the same, in their order;
/// where `against` has fewer, from the first on again.
std::vector<Row> paired_rows(const Study& study, std::size_t of, std::size_t against) {
  const auto mine = study.points_of(of), theirs = study.points_of(against);
  std::vector<bool> common;
  for (const Factor& factor : study.factors) common.push_back(applies(factor, mine) && applies(factor, theirs));
  std::map<Key, std::vector<std::size_t>> places;
  for (const std::size_t p : theirs) places[key_of(study, common, p)].push_back(p);
  std::map<Key, std::size_t> used;
  std::vector<Row> rows;
  for (const std::size_t p : mine) {
    const Key key = key_of(study, common, p);
    const auto found = places.find(key);
    if (found != places.end()) rows.push_back({p, found->second[used[key]++ % found->second.size()]});
  }
  return rows;
}

std::vector<Row> rows_of(const Study& study, const BaseChoice& bases) {
  if (!bases.against.empty()) return paired_rows(study, bases.of.front(), bases.against.front());
  std::vector<Row> rows;
  for (const std::size_t base : bases.of)
    for (const std::size_t p : study.points_of(base)) rows.push_back({p, p});
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.point < b.point; });
  return rows;
}

/// Evaluates the condition of single runs.
class Runs {
 public:
  Runs(const Study& study, const StudyCondition& condition, bool difference)
      : study_(study), condition_(condition), difference_(difference), failed_(study.file->failed()) {
    for (const auto& one : condition.quantities)
      values_.push_back(study.response(one.row.about.path, one.bloc, one.row.label));
  }
  bool failed(const Row& row, std::size_t r) const { return failed_[at(row.point, r)] || failed_[at(row.other, r)]; }
  double met(const Row& row, std::size_t r) const {
    return outcome(condition_.condition, [&](std::size_t q) { return value(q, row, r); });
  }

 private:
  std::size_t at(std::size_t point, std::size_t r) const { return point * study_.replicates + r; }
  double value(std::size_t q, const Row& row, std::size_t r) const {
    const double mine = values_[q][at(row.point, r)];
    if (!difference_) return mine;
    const double other = values_[q][at(row.other, r)], gap = analysis::difference_of(other, mine);
    if (!condition_.quantities[q].relative || gap == 0) return gap;
    return other == 0 ? analysis::no_value : gap / std::abs(other);
  }

  const Study& study_;
  const StudyCondition& condition_;
  bool difference_;
  std::vector<bool> failed_;
  std::vector<std::vector<double>> values_;
};

/// Fills outcomes and shares; gives the rows that have any run.
std::vector<Row> add_outcomes(DiscoveryInput& made, const Study& study, const std::vector<Row>& rows,
                              const Runs& runs) {
  made.outcomes.replicates = study.replicates;
  std::vector<Row> kept;
  for (const Row& row : rows) {
    std::vector<double> met;
    std::size_t failed = 0, unsettled = 0;
    for (std::size_t r = 0; r < study.replicates; ++r) {
      const bool lost = runs.failed(row, r);
      const double one = lost ? analysis::no_value : runs.met(row, r);
      failed += lost;
      unsettled += !lost && std::isnan(one);
      met.push_back(!lost && std::isnan(one) ? 0 : one);
    }
    if (failed == study.replicates) continue;
    made.failed += failed, made.unsettled += unsettled;
    kept.push_back(row);
    made.outcomes.met.insert(made.outcomes.met.end(), met.begin(), met.end());
    made.points.shares.push_back(made.outcomes.share(kept.size() - 1));
  }
  return kept;
}

bool varies(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [&](double x) { return x != values.front(); });
}

void add_column(DiscoveryInput& made, Factor factor) {
  made.points.columns.push_back({factor.values, factor.is_number ? 0 : factor.levels.size()});
  made.factors.push_back(std::move(factor));
}

void add_base(DiscoveryInput& made, const Study& study, const std::vector<Row>& rows) {
  Factor base;
  base.name = "base";
  base.is_number = false;
  base.levels = study.bases;
  for (const Row& row : rows) base.values.push_back(static_cast<double>(study.base_of[row.point]));
  if (!base.values.empty() && varies(base.values)) add_column(made, std::move(base));
}

/// Values by row; of a factor that only one of two bases has, those there.
std::vector<double> values_at(const Factor& factor, const std::vector<Row>& rows) {
  std::vector<double> made;
  for (const Row& row : rows) {
    const double x = factor.values[row.point];
    made.push_back(std::isnan(x) ? factor.values[row.other] : x);
  }
  return made;
}

bool complete(const std::vector<double>& values) {
  return std::none_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
}

/// Whether `mine` differs nowhere where `leader` does not, so that it says nothing more.
bool follows(const std::vector<double>& mine, const std::vector<double>& leader) {
  std::map<double, double> told;
  for (std::size_t i = 0; i < mine.size(); ++i)
    if (told.emplace(leader[i], mine[i]).first->second != mine[i]) return false;
  return true;
}

/// Whether two factors move in lockstep: one with the other, or both with a third.
bool in_lockstep(const Factor& a, const Factor& b) {
  return a.moves_with == b.name || b.moves_with == a.name || (!a.moves_with.empty() && a.moves_with == b.moves_with);
}

/// Place among `columns` of a factor in lockstep with factor `f` that says all that `f` does; of two that say the same
/// the one that the other moves with, or the first. columns.size() if `f` speaks for itself, as where the factor that
/// it moves with is absent, or has fewer values.
std::size_t speaker_of(const std::vector<Factor>& columns, std::size_t f) {
  const Factor& mine = columns[f];
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Factor& other = columns[i];
    if (i == f || !in_lockstep(mine, other) || !complete(other.values) || !follows(mine.values, other.values)) continue;
    const bool first = other.name == mine.moves_with || (mine.name != other.moves_with && i < f);
    if (first || !follows(other.values, mine.values)) return i;
  }
  return columns.size();
}

void add_factors(DiscoveryInput& made, const Study& study, const std::vector<Row>& rows) {
  if (rows.empty()) return;
  std::vector<Factor> columns = study.factors;
  for (Factor& factor : columns) factor.values = values_at(factor, rows);
  for (std::size_t f = 0; f < columns.size(); ++f) {
    const Factor& factor = columns[f];
    if (!complete(factor.values))
      made.notes.push_back(
          fmt::format("{} is left out, since it does not vary in every base; --of looks at one", factor.name));
    else if (!varies(factor.values))
      made.notes.push_back(fmt::format("{} is left out, since all of these points have one value of it", factor.name));
    else if (const std::size_t other = speaker_of(columns, f); other < columns.size())
      made.notes.push_back(
          fmt::format("{} moves with {}, and what is said of that one holds for it", factor.name, columns[other].name));
    else
      add_column(made, factor);
  }
}

bool share_luck(const Study& study, std::size_t base) {
  return study.common_in[base] && study.points_of(base).size() > 1;
}

/// Points that have the luck of others: because all of a base have, or because they are held against the same one.
void add_luck(DiscoveryInput& made, const Study& study, const BaseChoice& bases, const std::vector<Row>& rows) {
  const auto shares = [&](std::size_t base) { return share_luck(study, base); };
  made.outcomes.shared_luck = std::any_of(bases.of.begin(), bases.of.end(), shares) ||
                              std::any_of(bases.against.begin(), bases.against.end(), shares);
  std::map<std::size_t, std::size_t> held_against;
  for (const Row& row : rows) ++held_against[row.other];
  if (held_against.size() == rows.size()) return;
  made.outcomes.shared_luck = true;
  made.notes.push_back(
      fmt::format("{} of '{}' for {} of '{}': those that are held against the same point share its luck, "
                  "which intervals and p take into account as far as replicates tell it",
                  counted(held_against.size(), "point"), made.against, rows.size(), made.of));
}

/// Differences of runs with different luck hold the luck of both.
void note_luck(DiscoveryInput& made, const Study& study, const std::vector<Row>& rows) {
  const auto seeds = study.file->file().read<std::uint64_t>("runs/seed");
  const auto seed = [&](std::size_t point) { return seeds[point * study.replicates]; };
  if (std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return seed(row.point) != seed(row.other); }))
    made.notes.push_back(
        "runs of the two bases have different random numbers, so that differences hold the luck of both; "
        "common_random_numbers = \"bases\" in an experiment makes pairs");
}

void note_design(DiscoveryInput& made, const Study& study) {
  if (study.design == "morris" || study.design == "saltelli")
    made.notes.push_back(fmt::format(
        "the points of a {} design differ from each other in one factor at a time and are no independent sample: "
        "intervals are too narrow; a sobol or latin_hypercube design is made for this",
        study.design));
}

}  // namespace

BaseChoice choose_bases(const Study& study, const std::string& of, const std::string& against) {
  BaseChoice made;
  if (!against.empty()) made.against = {base_named(study, "--against", against)};
  if (!of.empty()) made.of = {base_named(study, "--of", of)};
  if (!made.of.empty() && made.of == made.against)
    throw Failure(Exit::usage, fmt::format("--of and --against are both '{}', which does not differ from itself", of));
  if (!of.empty()) return made;
  for (std::size_t base = 0; base < study.bases.size(); ++base)
    if (made.against.empty() || base != made.against.front()) made.of.push_back(base);
  if (!made.against.empty() && made.of.size() != 1)
    throw Failure(Exit::usage, fmt::format("--against '{}' needs --of with the other base; bases here: {}", against,
                                           fmt::join(study.bases, ", ")));
  return made;
}

DiscoveryInput discovery_input(const Study& study, const StudyCondition& condition, const BaseChoice& bases) {
  DiscoveryInput made;
  if (bases.of.size() == 1) made.of = study.bases[bases.of.front()];
  if (!bases.against.empty()) made.against = study.bases[bases.against.front()];
  for (const auto& quantity : condition.quantities) made.metrics.push_back(quantity.row.about.name);
  const std::vector<Row> rows = rows_of(study, bases);
  const Runs runs(study, condition, !bases.against.empty());
  const std::vector<Row> kept = add_outcomes(made, study, rows, runs);
  std::size_t asked = 0;
  for (const std::size_t base : bases.of) asked += study.points_of(base).size();
  made.left_out = asked - kept.size();
  const auto runs_left =
      std::count_if(made.outcomes.met.begin(), made.outcomes.met.end(), [](double met) { return !std::isnan(met); });
  if (runs_left > 0 && made.unsettled == static_cast<std::size_t>(runs_left))
    throw Failure(Exit::bad_data, fmt::format("no run has a value of {}, so nothing can be said of where it is so",
                                              fmt::join(made.metrics, " and ")));
  if (bases.against.empty() && bases.of.size() > 1) add_base(made, study, kept);
  add_factors(made, study, kept);
  add_luck(made, study, bases, kept);
  note_luck(made, study, kept);
  note_design(made, study);
  if (std::string note = survivors_note(made.metrics); !note.empty()) {
    note.pop_back();  // notes have no full stop of their own
    made.notes.push_back(std::move(note));
  }
  return made;
}

}  // namespace poldyn::app
