#include "analysis/tradeoff/policy_table.h"

#include <cmath>

#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

Factor numbers(const std::string& name, std::vector<double> values) {
  Factor made;
  made.name = name;
  made.unit = "d";
  made.values = std::move(values);
  return made;
}

/// Two bases with the same three rows.
Study two_bases() {
  Study study;
  study.design = "sobol";
  study.bases = {"open", "gated"};
  study.base_of = {0, 0, 0, 1, 1, 1};
  study.points = 6;
  study.replicates = 2;
  study.factors = {numbers("wait", {1, 2, 3, 1, 2, 3})};
  return study;
}

/// Policies a in {1, 2} by futures b in {5, 6, 7}; the last factor changes fastest.
Study grid() {
  Study study = two_bases();
  study.design = "full_factorial";
  study.bases = {""};
  study.base_of.assign(6, 0);
  study.factors = {numbers("a", {1, 1, 1, 2, 2, 2}), numbers("b", {5, 6, 7, 5, 6, 7})};
  return study;
}

}  // namespace

TEST_CASE("crossing: bases are policies, and rows are futures", "[study]") {
  const PolicyTable found = policy_table_of(two_bases(), {"base"});
  CHECK(found.policies == std::vector<std::string>{"open", "gated"});
  CHECK(found.points == std::vector<std::vector<std::size_t>>{{0, 1, 2}, {3, 4, 5}});
  REQUIRE(found.unknowns.size() == 1);
  CHECK(found.unknowns[0].values == std::vector<double>{1, 2, 3});
  CHECK(found.unknowns[0].shown[1] == "2 d");
  CHECK(found.layout.sampled_futures);
}

TEST_CASE("crossing: what varies in one base alone does not part rows", "[study]") {
  Study study = two_bases();
  study.factors.push_back(numbers("reviewers", {no_value, no_value, no_value, 7, 8, 9}));
  const PolicyTable found = policy_table_of(study, {"base"});
  CHECK(found.futures() == 3);
  CHECK(found.unknowns.size() == 2);
  CHECK(found.unknowns[1].values == std::vector<double>{7, 8, 9});
}

TEST_CASE("crossing: factors are policies, whatever the order of points", "[study]") {
  Study study = grid();
  const PolicyTable first = policy_table_of(study, {"a"});
  CHECK(first.policies == std::vector<std::string>{"a 1 d", "a 2 d"});
  CHECK(first.points == std::vector<std::vector<std::size_t>>{{0, 1, 2}, {3, 4, 5}});
  CHECK_FALSE(first.layout.sampled_futures);
  const PolicyTable other = policy_table_of(study, {"b"});
  CHECK(other.points == std::vector<std::vector<std::size_t>>{{0, 3}, {1, 4}, {2, 5}});
  CHECK(other.unknowns[0].name == "a");
  const PolicyTable all = policy_table_of(study, {"a", "b"});
  CHECK(all.policies.size() == 6);
  CHECK(all.futures() == 1);
  CHECK(all.unknowns.empty());
}

TEST_CASE("crossing: a factor that moves with a policy's is one of it", "[study]") {
  Study study = grid();
  study.factors.push_back(numbers("c", {10, 10, 10, 20, 20, 20}));
  CHECK_THROWS_AS(policy_table_of(study, {"a"}), NotCrossed);  // c would be an unknown that a decides
  study.factors.back().moves_with = "a";
  CHECK(policy_table_of(study, {"a"}).policies[1] == "a 2 d, c 20 d");
}

TEST_CASE("crossing: futures that some policy lacks are left out, and counted", "[study]") {
  Study study = grid();
  study.points = 5;
  study.base_of.pop_back();
  for (auto& factor : study.factors) factor.values.pop_back();
  const PolicyTable found = policy_table_of(study, {"a"});
  CHECK(found.futures() == 2);
  CHECK(found.dropped == 1);
}

TEST_CASE("crossing: designs that do not cross are refused", "[study]") {
  Study sample = grid();
  sample.factors[1] = numbers("b", {1, 2, 3, 4, 5, 6});
  CHECK_THROWS_AS(policy_table_of(sample, {"a"}), NotCrossed);
  Study twice = grid();
  twice.factors[1] = numbers("b", {5, 5, 7, 5, 6, 7});
  CHECK_THROWS_AS(policy_table_of(twice, {"a"}), NotCrossed);
  CHECK_THROWS_AS(policy_table_of(grid(), {}), NotCrossed);  // one policy
}

TEST_CASE("crossing: seeds say what luck is shared", "[study]") {
  PolicyTable found = policy_table_of(two_bases(), {"base"});
  set_luck(found, std::vector<std::uint64_t>(12, 1), 2);
  CHECK(found.layout.shared_luck);
  CHECK(found.paired);
  set_luck(found, std::vector<std::uint64_t>{1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3}, 2);
  CHECK_FALSE(found.layout.shared_luck);
  CHECK(found.paired);
  set_luck(found, std::vector<std::uint64_t>{1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6}, 2);
  CHECK_FALSE(found.paired);
}

TEST_CASE("crossing: values stand by policy, future and replicate", "[study]") {
  const PolicyTable found = policy_table_of(grid(), {"b"});
  std::vector<double> runs;
  for (int i = 0; i < 12; ++i) runs.push_back(i);
  const Worlds worlds = found.worlds(runs, 2);
  CHECK(worlds.values == std::vector<double>{0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11});
}
