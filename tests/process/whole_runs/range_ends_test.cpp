/// Generated: every number of a scenario at both ends of its range and next to them. The run ends, the world is in
/// order, and what comes out at an end is what comes out next to it: a rule has no edge of its own making. Where 0
/// stands for something else ("0 never"), the parameter's meaning says so, and what comes next to it is not compared.

#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/policy/contradictions.h"
#include "sim/policy/policy_edit.h"
#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Everything happens, and no two things at one instant, so that a shift of a microsecond changes no order.
Scenario scene() {
  Scenario s = busy();
  s.policies.clear();
  s.run.horizon = Days{700};
  for (std::size_t b = 0; b < s.blocs.size(); ++b) {
    BlocRules& bloc = s.blocs[b];
    bloc.market.epoch = Days{29.7 + 1.23 * static_cast<double>(b)};
    bloc.compliance.fork_time = lognormal(10, 0.5);
    bloc.stages[0].rule.window = Days{13.7};
    bloc.programmes.first = Days{290.3};
    bloc.directives.days = {51.7};
  }
  return s;
}

constexpr double hair = 1e-9;

/// Runs stop here: at some ends of some ranges a day has a million events.
constexpr std::size_t most_events = 40'000;

/// What a run came to, and whether it came to its end.
struct Outcome {
  std::string wrong;
  bool whole = false;
  std::vector<std::pair<std::string_view, double>> values;
};

Outcome outcome(const Scenario& s) {
  Outcome made;
  try {
    Simulation sim = start(s, {1, 0});
    std::size_t events = 0;
    run(
        sim, [&](const Event&, const World&) { ++events; }, [&] { return events < most_events; });
    made.whole = events < most_events;
    made.wrong = what_is_wrong(sim);
    for (const Bloc& bloc : sim.world.blocs) {
      const BlocTally& t = bloc.tally;
      const auto keep = [&](std::string_view name, auto x) { made.values.emplace_back(name, static_cast<double>(x)); };
      keep("entries", t.entries), keep("exits", t.exits), keep("projects", t.projects), keep("releases", t.releases);
      keep("refused", t.refused), keep("renewed", t.renewed), keep("tenders", t.tenders), keep("audits", t.audits);
      keep("incidents", t.incidents), keep("adoptions", t.adoptions), keep("forks", t.forks);
      keep("variants filed", t.variants_filed), keep("suspensions", t.suspensions), keep("use", t.use);
      keep("harm", t.harm), keep("cost of forks", t.fork_cost), keep("research", t.research);
      keep("ordered use", t.ordered_use), keep("compute", bloc.books.compute), keep("best", bloc.best_trained_q);
    }
  } catch (const std::exception& fault) {
    made.wrong = fault.what();
  }
  return made;
}

/// Less than ten dollars is no money: a thousand hairs of demand bring that much, and one hair a thousandth of it.
constexpr double nothing = 1e-5;

/// What of two outcomes differs by more than 1 %, in words.
std::string differences(const Outcome& a, const Outcome& b) {
  if (a.values.size() != b.values.size()) return "one of them has no values";
  std::string text;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const double x = a.values[i].second, y = b.values[i].second, size = std::max(std::abs(x), std::abs(y));
    const bool near = x == y || size <= nothing || std::abs(x - y) <= 0.01 * size || (std::isnan(x) && std::isnan(y));
    if (!near || (std::isinf(size) && x != y)) text += fmt::format("{} {} beside {}; ", a.values[i].first, x, y);
  }
  return text;
}

struct End {
  double at;
  double next;     ///< a hair beside it
  double further;  ///< a thousand hairs
};

std::vector<End> ends(const ParamRow& row) {
  std::vector<End> made;
  if (row.kind != Kind::number && row.kind != Kind::integer && row.kind != Kind::law) return made;
  const double low = row.range.low, high = row.range.high;
  const bool whole = row.kind == Kind::integer;
  const double up = low == 0 ? hair : hair * std::abs(low), down = hair * std::max(1e-3, std::abs(high));
  if (std::isfinite(low)) made.push_back({low, whole ? low + 1 : low + up, low + 1000 * up});
  if (std::isfinite(high)) made.push_back({high, whole ? high - 1 : high - down, high - 1000 * down});
  return made;
}

std::optional<Scenario> with(const std::string& key, double x) {
  Scenario s = scene();
  const EditTarget target = find_parameter(s, key);
  if (target.row->kind == Kind::integer)
    target.row->set(target.object, static_cast<std::int64_t>(x));
  else if (target.row->kind == Kind::number)
    target.row->set(target.object, x);
  else {
    Law law = std::get<Law>(target.get());
    law.mean = x;
    target.row->set(target.object, law);
  }
  return contradictions(s).empty() ? std::optional(s) : std::nullopt;
}

/// Ends at which two things are exactly equal, so that a hair decides between them: a jump there is the rule. What is
/// as good as another is not taken, and of two things at one instant the order is fixed (model.md, order of events).
bool is_a_tie(std::string_view key, double at) {
  return (key.ends_with(".expected_fitness") &&
          (at == 0 || at == 1)) ||                     // of paradigms: as good as another, not better
         (key == "vendors.wait_memory" && at == 1) ||  // the next project ends as the last decision would have come
         (key.ends_with(".audits.least_robustness") && at == 0) ||  // of what nobody has used yet it is 0, not below
         (key.ends_with(".variants.reward_share") &&
          at == 0) ||  // a variant that brings nothing, not even a loss, is not filed
         (key.ends_with(".grace") && key.find(".rule.") != key.npos && at == 0) ||  // the model that begins it is free
         (key.ends_with(".staffing.training") &&
          at == 0) ||  // the review that begins as a trainee joins is slow as a whole
         (key == "vendors.refresh_gain_oom" && at == 0) ||  // an application that is as good as before is released
         (key == "standards.conversion_oom" && at == 0) ||  // of bases as good as each other the standard decides
         (key.ends_with(".market.demand") && at == 0);      // all gains in money are alike, however little money it is
}

/// Ends near which there is no bound: capability gains with the logarithm of money over this, and money that is a
/// multiple of nothing has no say.
bool is_a_pole(std::string_view key, double at) { return key.ends_with(".project_cost") && at == 0; }

/// Whether the meaning says that 0 is no number like others.
bool has_a_meaning_of_its_own(const ParamRow& row, double at) {
  return at == 0 && row.meaning.find(" 0 ") != row.meaning.npos;
}

}  // namespace

TEST_CASE("range ends: there the run ends in order, and is what it is next to them", "[process][slow]") {
  std::size_t ran = 0, compared = 0;
  Scenario s = scene();
  REQUIRE(outcome(s).whole);
  for (const Section& part : all_sections(s)) {
    if (part.path == "run" || part.path == "record" || part.path.starts_with("bloc.south")) continue;
    for (const ParamRow& row : part.rows)
      for (const End& end : ends(row)) {
        const std::string key = part.path + "." + std::string(row.key);
        const auto at = with(key, end.at), next = with(key, end.next);
        INFO(key << " = " << end.at);
        if (!at) continue;
        const Outcome there = outcome(*at);
        CHECK(there.wrong == "");
        ++ran;
        if (!next) continue;
        const Outcome beside = outcome(*next);
        CHECK(beside.wrong == "");
        ++ran;
        if (!there.whole || !beside.whole || row.kind == Kind::integer || has_a_meaning_of_its_own(row, end.at) ||
            is_a_pole(key, end.at))
          continue;
        if (is_a_tie(key, end.at)) {  // then it is the very end that jumps
          const auto further = with(key, end.further);
          REQUIRE(further);
          const Outcome far = outcome(*further);
          CHECK(far.wrong == "");
          CHECK(far.whole);
          CHECK(differences(far, beside) == "");
        } else {
          CHECK(differences(there, beside) == "");
        }
        ++compared;
      }
  }
  CHECK(ran > 500);
  CHECK(compared > 150);
}
