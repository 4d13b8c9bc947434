/// No rule reads a name: whatever blocs, domains, stages, standards, paradigms and the scenario itself are called, the
/// same happens, if the random numbers are those of the names before.

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "sim/disk/scenario_disk.h"
#include "sim/policy/contradictions.h"
#include "sim/process/dispatch/start.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"

using namespace poldyn;

namespace {

/// Gives new names and remembers them, so that what refers to a name can follow.
class Renaming {
 public:
  explicit Renaming(std::string prefix) : prefix_(std::move(prefix)) {}
  void give(std::string& name) {
    made_[name] = prefix_ + std::to_string(made_.size());
    name = made_[name];
  }
  void follow(std::string& name) const {
    if (const auto found = made_.find(name); found != made_.end()) name = found->second;
  }
  void follow(std::vector<std::string>& names) const {
    for (auto& name : names) follow(name);
  }

 private:
  std::string prefix_;
  std::map<std::string, std::string> made_;
};

void rename_stages(BlocRules& bloc) {
  Renaming stage("stage");
  for (auto& one : bloc.stages) stage.give(one.name);
  for (auto& one : bloc.stages) stage.follow(one.rule.return_to);
  for (auto& [name, track] : bloc.tracks) stage.follow(track.stages);
}

Scenario renamed(Scenario s) {
  Renaming bloc("bloc"), domain("domain"), standard("standard"), paradigm("paradigm");
  s.title = "Another title";
  for (auto& one : s.blocs) bloc.give(one.name);
  for (auto& one : s.domains) domain.give(one.name);
  for (auto& one : s.standards.names) standard.give(one);
  for (auto& one : s.paradigms) paradigm.give(one.name);
  for (auto& one : s.domains) bloc.follow(one.rule.outside_envelope_of);
  domain.follow(s.scores.covered);
  for (BlocRules& one : s.blocs) {
    rename_stages(one);
    domain.follow(one.mandates.domains);
    standard.follow(one.standards.home);
    bloc.follow(one.recognition.blocs);
    bloc.follow(one.openness.source_blocs);
  }
  return s;
}

}  // namespace

TEST_CASE("names: whatever things are called, the same happens", "[process]") {
  const std::string file = GENERATE("sovereign", "open", "two_blocs", "registration_rewards", "regimes/world",
                                    "regimes/diverging_blocs", "regimes/conformity", "regimes/permits");
  const Reading reading = read_scenario(POLDYN_SOURCE_DIR "/scenarios/" + file + ".toml",
                                        {"run.horizon=\"4 y\"", "mechanisms.policy=false"});
  INFO(file << "\n" << to_text(reading.mistakes));
  REQUIRE(reading.ok());
  Scenario plain = reading.scenario;
  plain.policies.clear();  // they name parameters, and with them blocs
  const Scenario other = renamed(plain);
  REQUIRE(contradictions(other).empty());
  CHECK(other.blocs[0].name != plain.blocs[0].name);
  Simulation as_called = start(plain, {3, 0}), renamed_only = start(other, {3, 0}, identities_of(plain)),
             another = start(other, {3, 0});
  const RunResult a = record_run(as_called), b = record_run(renamed_only);
  CHECK(record_run(another).fingerprint != a.fingerprint);  // names do reach the random numbers
  CHECK(a.fingerprint == b.fingerprint);
  CHECK(a.events > 1'000);
  REQUIRE(a.totals.size() == b.totals.size());
  std::size_t differ = 0, values = 0;
  for (std::size_t i = 0; i < a.totals.size(); ++i) {
    REQUIRE(a.totals[i].size() == b.totals[i].size());
    for (std::size_t k = 0; k < a.totals[i].size(); ++k, ++values)
      differ += !(a.totals[i][k] == b.totals[i][k] || (std::isnan(a.totals[i][k]) && std::isnan(b.totals[i][k])));
  }
  CHECK(values > 100);
  CHECK(differ == 0);
}
