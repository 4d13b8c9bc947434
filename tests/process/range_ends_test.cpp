/// Generated: every number of a scenario at both ends of its range and next to them. The run ends, the world is in
/// order, and what comes out at an end is what comes out next to it: a rule has no edge of its own making. Where 0
/// stands for something else ("0 never"), the parameter's meaning says so, and what comes next to it is not compared.

#include <cmath>
#include <optional>
#include <string>
#include <vector>

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

/// Runs stop here: at some ends of some ranges a day has a million events.
constexpr std::size_t most_events = 40'000;

/// What a run came to, and whether it came to its end.
struct Outcome {
  std::string wrong;
  bool whole = false;
  std::vector<double> values;
};

Outcome outcome(const Scenario& s) {
  Outcome made;
  try {
    Simulation sim(s, {1, 0});
    std::size_t events = 0;
    run(
        sim, [&](const Event&, const World&) { ++events; }, [&] { return events < most_events; });
    made.whole = events < most_events;
    made.wrong = what_is_wrong(sim);
    for (const Bloc& bloc : sim.world.blocs) {
      const BlocTally& t = bloc.tally;
      for (const std::uint64_t n : {t.entries, t.exits, t.projects, t.releases, t.refused, t.renewed, t.tenders,
                                    t.audits, t.incidents, t.adoptions, t.forks, t.variants_filed, t.suspensions})
        made.values.push_back(static_cast<double>(n));
      for (const double x :
           {t.use, t.harm, t.fork_cost, t.research, t.ordered_use, bloc.books.compute, bloc.best_trained_q})
        made.values.push_back(x);
    }
  } catch (const std::exception& fault) {
    made.wrong = fault.what();
  }
  return made;
}

/// The greatest relative difference of two outcomes.
double distance(const Outcome& a, const Outcome& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const double x = a.values[i], y = b.values[i], size = std::max(std::abs(x), std::abs(y));
    if (x != y && size > 1e-6) most = std::max(most, std::abs(x - y) / size);
  }
  return most;
}

struct End {
  double at;
  double next;
};

std::vector<End> ends(const ParamRow& row) {
  std::vector<End> made;
  if (row.kind != Kind::number && row.kind != Kind::integer && row.kind != Kind::law) return made;
  const double low = row.range.low, high = row.range.high;
  if (std::isfinite(low))
    made.push_back({low, row.kind == Kind::integer ? low + 1 : low == 0 ? 1e-9 : low + 1e-9 * std::abs(low)});
  if (std::isfinite(high))
    made.push_back({high, row.kind == Kind::integer ? high - 1 : high - 1e-9 * std::max(1e-3, std::abs(high))});
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
         (key.ends_with(".project_cost") &&
          at == 0);  // money that is a multiple of nothing is no measure: it has no say
}

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
            is_a_tie(key, end.at))
          continue;
        CHECK(distance(there, beside) < 0.01);
        ++compared;
      }
  }
  CHECK(ran > 500);
  CHECK(compared > 150);
}
