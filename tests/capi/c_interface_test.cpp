/// The C interface, called as C does: what it gives is what simulate() gives, and what is wrong is said.

#include <cmath>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "capi/buffers.h"
#include "capi/poldyn.h"
#include "sim/reading/axis_names.h"
#include "sim/reading/scenario_file.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"

using Catch::Matchers::ContainsSubstring;
using nlohmann::json;

namespace {

const std::string world = R"(
title = "small"
[run]
horizon = "2 y"
sample_interval = "90 d"
[domain.general]
kind = "in_distribution"
[bloc.north.population]
vendors = 8
[bloc.south]
like = "north"
[bloc.south.registration]
who = "all"
[bloc.south.track.full]
stages = ["review"]
[bloc.south.track.light]
stages = ["review"]
[bloc.south.stage.review]
)";

/// Frees itself.
struct Handle {
  poldyn_scenario* at = nullptr;
  explicit Handle(poldyn_scenario* scenario) : at(scenario) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { poldyn_scenario_free(at); }
};

poldyn_scenario* read(const std::string& text, const char* name = "world.toml") {
  return poldyn_scenario_read(name, text.data(), text.size(), nullptr, nullptr);
}

int set(poldyn_scenario* scenario, const std::vector<std::pair<const char*, const char*>>& changes) {
  std::vector<const char*> keys, values;
  for (const auto& [key, value] : changes) keys.push_back(key), values.push_back(value);
  return poldyn_scenario_set(scenario, keys.data(), values.data(), keys.size());
}

struct Runs {
  std::vector<double> totals, series;
  std::vector<std::uint64_t> fingerprints, events;
  int status = -1;
  std::uint32_t done = 0;
};

Runs run(poldyn_scenario* scenario, std::uint32_t first, std::uint32_t count, std::uint32_t threads = 1,
         poldyn_progress progress = nullptr, void* context = nullptr) {
  poldyn_shape shape{};
  REQUIRE(poldyn_scenario_shape(scenario, &shape) == POLDYN_OK);
  Runs made;
  made.totals.assign(count * shape.totals, -1);
  made.series.assign(count * shape.series, -1);
  made.fingerprints.assign(count, 1);
  made.events.assign(count, 0);
  poldyn_request request{};
  request.size = sizeof request;
  request.seed = 5;
  request.first = first;
  request.count = count;
  request.threads = threads;
  request.totals = made.totals.data();
  request.series = made.series.data();
  request.fingerprints = made.fingerprints.data();
  request.events = made.events.data();
  request.progress = progress;
  request.context = context;
  made.status = poldyn_run(scenario, &request);
  made.done = request.done;
  return made;
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

TEST_CASE("C interface: runs are those of simulate(), whatever the threads and in whatever pieces", "[capi]") {
  const Handle scenario(read(world));
  REQUIRE(scenario.at != nullptr);
  const poldyn::Reading reading = poldyn::read_scenario_text(world, "world.toml");
  const std::uint32_t threads = GENERATE(1U, 3U);
  const Runs all = run(scenario.at, 2, 5, threads), part = run(scenario.at, 4, 1);
  REQUIRE(all.status == POLDYN_OK);
  CHECK(all.done == 5);
  const std::size_t totals = all.totals.size() / 5, series = all.series.size() / 5;
  for (std::uint32_t i = 0; i < 5; ++i) {
    const poldyn::RunResult expected = poldyn::simulate(reading.scenario, {5, 2 + i});
    CHECK(all.fingerprints[i] == expected.fingerprint);
    CHECK(all.events[i] == expected.events);
    std::size_t at = i * totals;
    for (const auto& metric : expected.totals)
      for (const double value : metric) CHECK(same(all.totals[at++], value));
    CHECK(at == (i + 1) * totals);
    at = i * series;
    for (const auto& metric : expected.sampled)
      for (const double value : metric) CHECK(same(all.series[at++], value));
    CHECK(at == (i + 1) * series);
  }
  CHECK(part.fingerprints[0] == all.fingerprints[2]);
  CHECK(std::memcmp(part.totals.data(), all.totals.data() + 2 * totals, totals * sizeof(double)) == 0);
}

TEST_CASE("C interface: metrics stand where they are said to stand", "[capi]") {
  const Handle scenario(read(world));
  const json metrics = json::parse(poldyn_metrics_json(scenario.at));
  CHECK(metrics["title"] == "small");
  CHECK(metrics["blocs"] == json({"north", "south"}));
  poldyn_shape shape{};
  REQUIRE(poldyn_scenario_shape(scenario.at, &shape) == POLDYN_OK);
  CHECK(metrics["times"].size() == shape.times);
  CHECK(metrics["times"][1] == 90);
  const Runs one = run(scenario.at, 0, 1);
  const poldyn::RunResult expected = poldyn::simulate(poldyn::read_scenario_text(world, "world.toml").scenario, {5, 0});
  std::size_t seen = 0, with_words = 0;
  for (const auto& [kind, rows, values, buffer] :
       {std::tuple{"totals", poldyn::total_metrics(), &expected.totals, &one.totals},
        {"series", poldyn::sampled_metrics(), &expected.sampled, &one.series}})
    for (const json& metric : metrics[kind]) {
      const std::string path = metric["path"];
      const auto row = std::find_if(rows.begin(), rows.end(), [&](const poldyn::MetricRow& r) {
        return path.ends_with("/" + std::string(r.family) + "/" + std::string(r.name));
      });
      REQUIRE(row != rows.end());
      const auto& own = values->at(static_cast<std::size_t>(row - rows.begin()));
      std::size_t length = 1;
      for (const json& dimension : metric["dimensions"]) {
        if (dimension["name"] == "time")
          length *= shape.times;
        else if (dimension["labels"].front().is_array())
          length *= shape.stages;
        else
          length *= dimension["labels"].size();
      }
      REQUIRE(length == own.size());
      const std::size_t offset = metric["offset"];
      for (std::size_t i = 0; i < length; ++i) CHECK(same(buffer->at(offset + i), own[i]));
      with_words += metric.contains("words");
      ++seen;
    }
  CHECK(seen > 350);
  CHECK(with_words == seen);
}

TEST_CASE("C interface: keys are set together or not at all, and taken back", "[capi]") {
  const Handle scenario(read(world));
  const std::string before = poldyn_scenario_text(scenario.at);
  CHECK(set(scenario.at, {{"run.horizon", "1 y"}, {"bloc.north.population.vendorz", "3"}}) == POLDYN_MISTAKE);
  CHECK_THAT(poldyn_last_error(), ContainsSubstring("did you mean 'vendors'?"));
  const json said = json::parse(poldyn_last_error_json());
  REQUIRE(said.size() == 1);
  CHECK(said[0]["key"] == "bloc.north.population.vendorz");
  CHECK(before == poldyn_scenario_text(scenario.at));
  CHECK(std::string(poldyn_last_error()).empty());  // that call was sound
  CHECK(std::string(poldyn_last_error_json()) == "[]");

  // Each alone contradicts the scenario: nobody is approved, and approval is asked for.
  const Handle buying(read(world + "[bloc.south.procurement]\nregistered_only = true\n"));
  CHECK(set(buying.at, {{"bloc.south.registration.who", "nobody"}}) == POLDYN_MISTAKE);
  CHECK_THAT(poldyn_last_error(), ContainsSubstring("nobody can bid"));
  CHECK(set(buying.at, {{"bloc.south.registration.who", "nobody"},
                        {"bloc.south.procurement.registered_only", "false"}}) == POLDYN_OK);

  const Handle copy(poldyn_scenario_copy(scenario.at));
  CHECK(set(copy.at, {{"run.horizon", "1 y"}}) == POLDYN_OK);
  CHECK(set(copy.at, {{"run.horizon", "3 y"}}) == POLDYN_OK);
  CHECK(set(copy.at, {{"bloc.north.population.vendors", "5"}}) == POLDYN_OK);
  CHECK_THAT(poldyn_scenario_text(copy.at), ContainsSubstring("vendors = 5"));
  CHECK(before == poldyn_scenario_text(scenario.at));
  CHECK(set(copy.at, {{"run.horizon", nullptr}, {"bloc.north.population.vendors", nullptr}}) == POLDYN_OK);
  CHECK(before == poldyn_scenario_text(copy.at));
  // What is told reads back to the same runs.
  const Handle again(read(before, "again.toml"));
  REQUIRE(again.at != nullptr);
  CHECK(run(again.at, 0, 1).fingerprints == run(scenario.at, 0, 1).fingerprints);
}

TEST_CASE("C interface: all parameters are told, as they stand and where they were set", "[capi]") {
  const Handle scenario(read(world));
  CHECK(set(scenario.at, {{"bloc.south.stage.review.reviewers", "7"}}) == POLDYN_OK);
  std::map<std::string, json> rows;
  for (const json& row : json::parse(poldyn_parameters_json(scenario.at))) rows[row["key"]] = row;
  CHECK(rows.size() > 400);
  CHECK(rows["run.horizon"]["value"] == 730.5);
  CHECK(rows["run.horizon"]["unit"] == "d");
  CHECK(rows["run.horizon"]["place"] == "world.toml:4:11");
  CHECK(rows["bloc.south.registration.who"]["value"] == "all");
  CHECK(rows["bloc.south.registration.who"]["choices"].size() == 4);
  CHECK(rows["bloc.south.stage.review.reviewers"]["value"] == 7);
  CHECK_THAT(rows["bloc.south.stage.review.reviewers"]["place"].get<std::string>(), ContainsSubstring("--set"));
  CHECK(!rows["bloc.south.stage.review.review"].contains("place"));
  CHECK(rows["bloc.south.stage.review.review"]["value"]["dist"].is_string());
  // Each text, set as it stands, changes nothing.
  const std::string before = poldyn_scenario_text(scenario.at);
  std::size_t tried = 0;
  for (const auto& [key, row] : rows) {
    if (++tried % 7 != 0) continue;
    INFO(key << " = " << row["text"]);
    const std::string text = row["text"];
    CHECK(set(scenario.at, {{key.c_str(), text.c_str()}}) == POLDYN_OK);
    CHECK(before == poldyn_scenario_text(scenario.at));
  }
}

TEST_CASE("C interface: a scenario extends what the caller hands over", "[capi]") {
  struct Store {
    std::map<std::string, std::string> texts;
    std::vector<std::string> asked;
  } store{{{"folder/base.toml", world}, {"folder/layers/law.toml", "[bloc.south.registration]\nwho = \"nobody\"\n"}},
          {}};
  const auto source = [](void* context, const char* name, std::size_t* length) -> const char* {
    auto& from = *static_cast<Store*>(context);
    from.asked.emplace_back(name);
    const auto found = from.texts.find(name);
    if (found == from.texts.end()) return nullptr;
    *length = found->second.size();
    return found->second.data();
  };
  const std::string top = "extends = [\"base.toml\", \"layers/law.toml\"]\n";
  const Handle scenario(poldyn_scenario_read("folder/top.toml", top.data(), top.size(), source, &store));
  INFO(poldyn_last_error());
  REQUIRE(scenario.at != nullptr);
  CHECK(store.asked == std::vector<std::string>{"folder/base.toml", "folder/layers/law.toml"});
  store.texts.clear();  // nothing is asked for again
  CHECK(set(scenario.at, {{"bloc.north.population.vendors", "4"}}) == POLDYN_OK);
  CHECK_THAT(poldyn_scenario_text(scenario.at), ContainsSubstring("vendors = 4"));

  CHECK(poldyn_scenario_read("folder/top.toml", top.data(), top.size(), source, &store) == nullptr);
  CHECK_THAT(poldyn_last_error(), ContainsSubstring("folder/top.toml:1") && ContainsSubstring("no such text"));
  CHECK(read(top) == nullptr);
  CHECK_THAT(poldyn_last_error(), ContainsSubstring("hand over where texts are to be had"));
}

TEST_CASE("C interface: a call is cancelled soon, and what was finished is there", "[capi]") {
  const Handle scenario(read(world));
  struct Seen {
    std::uint32_t calls = 0, last = 0;
  } seen;
  const auto after_two = [](void* context, std::uint32_t done, std::uint32_t count, double under_way) {
    auto& own = *static_cast<Seen*>(context);
    ++own.calls;
    own.last = done;
    CHECK(done <= count);
    CHECK(under_way >= 0);
    return done >= 2 ? 1 : 0;
  };
  const Runs some = run(scenario.at, 0, 200, 2, after_two, &seen);
  CHECK(some.status == POLDYN_CANCELLED);
  CHECK(some.done >= 2);
  CHECK(some.done < 200);
  CHECK(some.done >= seen.last);  // what was ready by then is delivered
  const Runs whole = run(scenario.at, 0, 2);
  CHECK(some.fingerprints[1] == whole.fingerprints[1]);
  CHECK(some.fingerprints[199] == 1);  // not touched
}

TEST_CASE("C interface: what cannot be is refused, and nothing is written", "[capi]") {
  CHECK(poldyn_interface() == POLDYN_INTERFACE);
  CHECK(read("title = ", "bad.toml") == nullptr);
  CHECK_THAT(poldyn_last_error(), ContainsSubstring("bad.toml:1"));
  const std::string odd = "title = \"\xff\xfe\"\n";
  CHECK(read(odd) == nullptr);
  CHECK(json::parse(poldyn_last_error_json()).size() == 1);  // is JSON, whatever was written
  CHECK(poldyn_scenario_read(nullptr, "", 0, nullptr, nullptr) == nullptr);
  CHECK(poldyn_scenario_read("x", nullptr, 0, nullptr, nullptr) == nullptr);
  CHECK_THAT(poldyn_last_error(), ContainsSubstring("no text"));
  CHECK(poldyn_scenario_copy(nullptr) == nullptr);
  CHECK(poldyn_scenario_text(nullptr) == nullptr);
  CHECK(poldyn_parameters_json(nullptr) == nullptr);
  CHECK(poldyn_metrics_json(nullptr) == nullptr);
  CHECK(poldyn_notes_json(nullptr) == nullptr);
  poldyn_scenario_free(nullptr);
  const Handle scenario(read(world));
  CHECK(poldyn_scenario_shape(scenario.at, nullptr) == POLDYN_USAGE);
  CHECK(poldyn_run(scenario.at, nullptr) == POLDYN_USAGE);
  poldyn_request request{};
  CHECK(poldyn_run(scenario.at, &request) == POLDYN_USAGE);
  CHECK_THAT(poldyn_last_error(), ContainsSubstring("sizeof(poldyn_request)"));
  request.size = sizeof request;
  CHECK(poldyn_run(scenario.at, &request) == POLDYN_USAGE);
  request.first = 4'294'967'295U;
  request.count = 1;
  CHECK(poldyn_run(scenario.at, &request) == POLDYN_USAGE);
  const char* nothing[] = {nullptr};
  CHECK(poldyn_scenario_set(scenario.at, nothing, nothing, 1) == POLDYN_USAGE);
  CHECK(poldyn_scenario_set(scenario.at, nullptr, nullptr, 1) == POLDYN_USAGE);
  CHECK(poldyn_scenario_set(scenario.at, nullptr, nullptr, 0) == POLDYN_OK);
  // Another thread has an error of its own.
  CHECK(poldyn_scenario_shape(nullptr, nullptr) == POLDYN_USAGE);
  std::string there = "?";
  std::thread([&] { there = poldyn_last_error(); }).join();
  CHECK(there.empty());
  CHECK(!std::string(poldyn_last_error()).empty());
}

TEST_CASE("C interface: what pairs say, from values by hand", "[capi]") {
  std::vector<double> a, b;
  for (int i = 0; i < 40; ++i) a.push_back(i), b.push_back(i + (i % 2 == 0 ? 1 : 3));
  a[7] = std::nan("");
  poldyn_difference d{};
  REQUIRE(poldyn_compare(a.data(), b.data(), a.size(), 0.95, &d) == POLDYN_OK);
  CHECK(d.pairs == 39);
  CHECK_THAT(d.mean, Catch::Matchers::WithinAbs((20 * 1 + 19 * 3) / 39.0, 1e-12));
  CHECK_THAT(d.mean_b - d.mean_a, Catch::Matchers::WithinAbs(d.mean, 1e-12));
  // The sequence's factor at n = 39, level 0.95, k = 20: by its formula, in another arithmetic.
  const double n = 39, k = 20, shrink = k / (n + k), reach = std::pow(20 / std::sqrt(shrink), 2 / n);
  const double factor = std::sqrt((n - 1) * (reach - 1) / (1 - reach * shrink));
  CHECK_THAT(d.half_width, Catch::Matchers::WithinRel(factor * d.sd / std::sqrt(n), 1e-12));
  CHECK(d.p < 1e-6);
  REQUIRE(poldyn_compare(a.data(), b.data(), 5, 0.95, &d) == POLDYN_OK);
  CHECK(std::isinf(d.half_width));
  REQUIRE(poldyn_compare(nullptr, nullptr, 0, 0.95, &d) == POLDYN_OK);
  CHECK(d.pairs == 0);
  CHECK(std::isnan(d.mean));
  CHECK(poldyn_compare(a.data(), b.data(), 5, 1, &d) == POLDYN_USAGE);
  CHECK(poldyn_compare(nullptr, b.data(), 5, 0.95, &d) == POLDYN_USAGE);
}
