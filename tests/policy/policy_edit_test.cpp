#include "sim/policy/policy_edit.h"

#include <limits>

#include "sim/policy/contradictions.h"
#include "sim/policy/policy_faults.h"
#include "sim/policy/staffing_faults.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;

namespace {

const ParamRow& row_of(Scenario& s, const char* key) { return *find_parameter(s, key).row; }

Edit set(const char* key, Value value) { return {key, EditKind::set, std::move(value)}; }

}  // namespace

TEST_CASE("edits: a phase-in moves numbers and means in proportion and ends exactly at its target", "[policy]") {
  Scenario s = lab::busy();
  const ParamRow& demand = row_of(s, "bloc.north.market.demand");
  const Edit edit = set("bloc.north.market.demand", 0.1);
  CHECK(edited(demand, 0.7, edit, 0) == Value{0.7});
  CHECK(std::get<double>(edited(demand, 0.7, edit, 0.25)) == Approx(0.55));
  CHECK(edited(demand, 0.7, edit, 1) == Value{0.1});
  CHECK(0.7 + (0.1 - 0.7) != 0.1);  // power: the formula at f = 1 is another double
  const ParamRow& reviewers = row_of(s, "bloc.north.stage.desk.reviewers");
  const Edit more = set("bloc.north.stage.desk.reviewers", std::int64_t{12});
  CHECK(edited(reviewers, std::int64_t{2}, more, 0.44) == Value{std::int64_t{6}});
  CHECK(edited(reviewers, std::int64_t{2}, more, 1) == Value{std::int64_t{12}});
  const ParamRow& review = row_of(s, "bloc.north.stage.desk.review");
  const Edit faster = set("bloc.north.stage.desk.review", exponential(10));
  CHECK(edited(review, lognormal(30, 0.5), faster, 0.5) == Value{exponential(20)});
  const ParamRow& who = row_of(s, "bloc.north.registration.who");
  CHECK(edited(who, std::string("all"), set("bloc.north.registration.who", std::string("nobody")), 0) ==
        Value{std::string("nobody")});
}

TEST_CASE("edits: sums and products stay within the parameter's range and the edit's bounds", "[policy]") {
  Scenario s = lab::busy();
  const ParamRow& share = row_of(s, "bloc.north.procurement.preference");
  const auto add = [](double by, double least = 0, double most = 1) {
    return Edit{"bloc.north.procurement.preference", EditKind::add, by, least, most};
  };
  CHECK(edited(share, 0.9, add(0.3), 1) == Value{1.0});
  CHECK(edited(share, 0.1, add(-0.3), 1) == Value{0.0});
  CHECK(edited(share, 0.5, add(0.3, 0, 0.6), 1) == Value{0.6});
  CHECK(std::get<double>(edited(share, 0.2, {"", EditKind::scale, 2.0}, 0.5)) == Approx(0.3));
  const ParamRow& reviewers = row_of(s, "bloc.north.stage.desk.reviewers");
  CHECK(edited(reviewers, std::int64_t{3}, {"", EditKind::add, -5.0, 2, 40}, 1) == Value{std::int64_t{2}});
}

TEST_CASE("edits: when a change ends, what is left is what the others make of the base", "[policy]") {
  Scenario s = lab::busy();
  const char* key = "bloc.north.market.demand";
  s.policies.clear();
  s.policies.resize(3);
  s.policies[0].edits = {set(key, 10.0)};
  s.policies[1].edits = {{key, EditKind::add, 5.0}};
  s.policies[2].edits = {{key, EditKind::scale, 2.0}};
  const auto value = [&](std::vector<PolicyLayer> layers) {
    return std::get<double>(value_under(s, row_of(s, key), key, 7.0, layers));
  };
  CHECK(value({}) == 7);
  CHECK(value({{0}, {1}, {2}}) == 30);
  CHECK(value({{1}, {2}}) == 24);       // the first has ended
  CHECK(value({{2}, {1}}) == 19);       // in the other order
  CHECK(value({{1}, {1}, {1}}) == 22);  // three firings
  CHECK(value({{2}, {0}}) == 10);       // what is set hides what came before
}

TEST_CASE("edits: what a run takes for given is refused with the reason, and stands in some table", "[policy]") {
  Scenario s = lab::busy();
  std::size_t given = 0, free = 0;
  for (const Section& part : all_sections(s))
    for (const ParamRow& row : part.rows) {
      const std::string key = part.path + "." + std::string(row.key);
      (fixed_because(key).empty() ? free : given) += 1;
      Scenario edited = lab::busy();
      edited.policies[0].edits = {set(key.c_str(), row.get(part.object))};
      const auto faults = contradictions(edited);
      INFO(key);
      CHECK(faults.empty() == (fixed_because(key).empty() && staffed_at(edited, key).empty()));
    }
  CHECK(given > 30);
  CHECK(free > 150);
  CHECK(fixed_because("bloc.north.stage.desk.offices") != "");
  CHECK(fixed_because("bloc.north.stage.desk.reviewers") == "");
  CHECK(fixed_because("run.horizon.more") == "");
}

TEST_CASE("policies: what contradicts itself, or makes the rules do so, is a fault", "[policy]") {
  const auto faults_of = [](auto&& change) {
    Scenario s = lab::busy();
    change(s.policies[0]);
    const auto faults = contradictions(s);
    return faults.size() == 1 ? faults[0].path + ": " + faults[0].message : std::to_string(faults.size());
  };
  CHECK(faults_of([](PolicyRule&) {}) == "0");
  CHECK_THAT(faults_of([](PolicyRule& p) { p.edits.clear(); }), ContainsSubstring("changes nothing"));
  CHECK_THAT(faults_of([](PolicyRule& p) { p.until = p.at; }), ContainsSubstring("policy.1.until: "));
  CHECK_THAT(faults_of([](PolicyRule& p) { p.gap = Days{3}; }), ContainsSubstring("no `when`"));
  CHECK_THAT(faults_of([](PolicyRule& p) { p.edits.push_back(p.edits[0]); }), ContainsSubstring("twice"));
  CHECK_THAT(faults_of([](PolicyRule& p) { p.edits[0].key = "bloc.west.market.demand"; }),
             ContainsSubstring("no such"));
  // Only together with the rules at that date.
  CHECK_THAT(faults_of([](PolicyRule& p) { p.edits[0] = set("accounts.project_hardware", 0.9); }),
             ContainsSubstring("under it accounts.project_cloud"));
}

TEST_CASE("edits: whole numbers are rounded once, at the end of the chain", "[policy]") {
  Scenario s = lab::busy();
  const char* key = "bloc.north.stage.desk.reviewers";
  const ParamRow& reviewers = row_of(s, key);
  s.policies.resize(3);
  s.policies[0].edits = {{key, EditKind::add, 0.4}};
  s.policies[1].edits = {{key, EditKind::scale, 1.1}};
  s.policies[2].edits = {{key, EditKind::set, std::int64_t{4}}};
  const auto after = [&](std::uint32_t policy, std::size_t firings, std::int64_t base) {
    const std::vector<PolicyLayer> layers(firings, PolicyLayer{policy});
    return std::get<std::int64_t>(value_under(s, reviewers, key, base, layers));
  };
  CHECK(after(0, 1, 3) == 3);
  CHECK(after(0, 2, 3) == 4);
  CHECK(after(0, 10, 3) == 7);
  CHECK(after(1, 10, 3) == 8);  // 3 x 1.1^10 = 7.8
  CHECK(after(1, 1, 1) == 1);
  CHECK(after(1, 5, 1) == 2);  // 1.61
  const std::vector<PolicyLayer> half_way{{2, 1, SimTime{}, 0.25}, {0}};
  CHECK(value_under(s, reviewers, key, std::int64_t{3}, half_way) == Value{std::int64_t{4}});  // 3.25 + 0.4
}

TEST_CASE("edits: whatever the bounds, no sum or product leaves the parameter's range or what is whole", "[policy]") {
  Scenario s = lab::busy();
  const double inf = std::numeric_limits<double>::infinity();
  for (const Section& part : all_sections(s))
    for (const ParamRow& row : part.rows) {
      if (row.kind != Kind::number && row.kind != Kind::integer && row.kind != Kind::law) continue;
      const double low = row.range.low, high = row.range.high;
      for (const double by : {-1e300, -0.3, 0.3, 1e300})
        for (const auto& [least, most] : {std::pair{-inf, inf}, {high + 1, inf}, {-inf, low - 1}, {low + 0.25, inf}}) {
          const Value value = edited(row, row.get(part.object), {"", EditKind::add, by, least, most}, 1);
          const double x = row.kind == Kind::integer ? static_cast<double>(std::get<std::int64_t>(value))
                           : row.kind == Kind::law   ? std::get<Law>(value).mean
                                                     : std::get<double>(value);
          INFO(part.path << "." << row.key << " + " << by << " within " << least << ", " << most);
          CHECK(row.range.has(x));
        }
    }
}

TEST_CASE("policies: bounds that the parameter cannot keep are faults at their own keys", "[policy]") {
  const auto fault_of = [](const char* key, double least, double most) {
    Scenario s = lab::busy();
    s.mechanisms.staffing = false;  // no other hand on its reviewers
    s.policies[0].edits = {{key, EditKind::add, 0.1, least, most}};
    const auto faults = contradictions(s);
    return faults.empty() ? std::string() : faults[0].path + ": " + faults[0].message;
  };
  const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const char *share = "bloc.north.procurement.preference", *reviewers = "bloc.north.stage.desk.reviewers";
  CHECK(fault_of(share, 0, 1) == "");
  CHECK(fault_of(share, 0.2, inf) == "");
  CHECK(fault_of(share, 5, inf) ==
        "policy.1.at_least.bloc.north.procurement.preference: at_least = 5 is outside [0, 1]");
  CHECK_THAT(fault_of(share, 1 + 1e-9, inf), ContainsSubstring("at_least = 1.000000001 is outside"));
  CHECK_THAT(fault_of(share, -1, inf), ContainsSubstring("at_least = -1 is outside [0, 1]"));
  CHECK_THAT(fault_of("bloc.north.market.demand", -inf, -5000), ContainsSubstring("at_most = -5000 is outside [0, "));
  CHECK_THAT(fault_of("bloc.north.stage.desk.review", -inf, -1), ContainsSubstring("at_most = -1 is outside [0, "));
  CHECK_THAT(fault_of(share, nan, inf), ContainsSubstring("at_least = nan is outside"));
  CHECK_THAT(fault_of(share, 0.9, 0.1), ContainsSubstring("at_least is above at_most"));
  CHECK_THAT(fault_of(reviewers, 2.2, 2.8), ContainsSubstring("no whole number between"));
  CHECK(fault_of(reviewers, 1.5, 2.5) == "");
}
