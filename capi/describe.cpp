#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "app/glossary/glossary.h"
#include "capi/buffers.h"
#include "capi/guard.h"
#include "capi/handle.h"
#include "sim/observe/axes.h"
#include "sim/observe/result_names.h"
#include "sim/reading/axis_names.h"
#include "sim/reading/value_text.h"
#include "sim/run/simulate.h"

namespace {

using namespace poldyn;
using namespace poldyn::capi;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 8> kind_names{"flag", "integer", "number",  "name",
                                                     "text", "law",     "numbers", "names"};

Json json_of(const Law& law) {
  return {{"dist", law_names.at(static_cast<std::size_t>(law.kind))}, {"mean", law.mean}, {"cv", law.cv}};
}
template <class T>
Json json_of(const T& value) {
  return value;
}

void add_range(Json& entry, const Range& range) {
  if (std::isfinite(range.low)) entry["low"] = range.low;
  if (std::isfinite(range.high)) entry["high"] = range.high;
}

Json parameter(const Section& part, const ParamRow& row, const Reading& reading) {
  const std::string key = part.path + "." + std::string(row.key);
  const Value value = row.get(part.object);
  Json entry{{"key", key},
             {"kind", kind_names.at(static_cast<std::size_t>(row.kind))},
             {"value", std::visit([](const auto& x) { return json_of(x); }, value)},
             {"text", toml_text(value, row)}};
  if (row.unit != Unit::none) entry["unit"] = info(row.unit).symbol;
  add_range(entry, row.range);
  if (std::isfinite(row.origin.plausible.low))
    entry["plausible"] = {row.origin.plausible.low, row.origin.plausible.high};
  if (!row.choices.empty()) entry["choices"] = row.choices;
  entry["meaning"] = row.meaning;
  entry["source"] = row.origin.text;
  if (const auto at = reading.set_at.find(key); at != reading.set_at.end()) entry["place"] = to_text(at->second);
  return entry;
}

std::string parameters(Reading& reading) {
  Json list = Json::array();
  for (const Section& part : all_sections(reading.scenario))
    for (const ParamRow& row : part.rows) list.push_back(parameter(part, row, reading));
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json dimension(std::string_view name, const Json& labels) { return {{"name", name}, {"labels", labels}}; }

/// Metrics in the order of their buffer.
Json metrics(std::string_view group, std::span<const MetricRow> rows, const RunShape& shape, const AxisNames& names) {
  const bool sampled = group == "metrics";
  Json list = Json::array();
  std::size_t offset = 0;
  for (const MetricRow& row : rows) {
    const std::size_t length = length_of(row, shape, sampled);
    if (!results::has_variable(row, shape)) {
      offset += length;
      continue;
    }
    const std::string path = results::path_of(group, row);
    Json entry{{"path", path}, {"unit", info(row.unit).symbol}, {"meaning", row.meaning}};
    if (const std::string words = app::plain_words(path); !words.empty()) entry["words"] = words;
    entry["formula"] = row.formula;
    add_range(entry, row.valid);
    entry["offset"] = offset;
    Json dimensions = Json::array({dimension("bloc", names.blocs)});
    if (sampled) dimensions.push_back({{"name", "time"}});
    if (row.axis == Axis::stage)
      dimensions.push_back(dimension(results::dimension_of(row.axis), names.stages));
    else if (row.axis != Axis::none)
      dimensions.push_back(dimension(results::dimension_of(row.axis), names.along(row.axis, 0)));
    entry["dimensions"] = std::move(dimensions);
    list.push_back(std::move(entry));
    offset += length;
  }
  return list;
}

std::string metrics(const Scenario& scenario) {
  const RunShape shape = shape_of(scenario);
  const AxisNames names = axis_names(scenario);
  Json times = Json::array();
  for (const SimTime at : sample_times(scenario)) times.push_back(in_days(at));
  const Json all{{"title", scenario.title},
                 {"blocs", names.blocs},
                 {"times", std::move(times)},
                 {"totals", metrics("totals", total_metrics(), shape, names)},
                 {"series", metrics("metrics", sampled_metrics(), shape, names)}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

const char* poldyn_parameters_json(poldyn_scenario* scenario) {
  const int status = guarded([&]() -> int {
    if (scenario == nullptr) return fail(POLDYN_USAGE, "no scenario was handed over");
    scenario->parameters = parameters(scenario->reading);
    return POLDYN_OK;
  });
  return status == POLDYN_OK ? scenario->parameters.c_str() : nullptr;
}

const char* poldyn_metrics_json(poldyn_scenario* scenario) {
  const int status = guarded([&]() -> int {
    if (scenario == nullptr) return fail(POLDYN_USAGE, "no scenario was handed over");
    scenario->metrics = metrics(scenario->reading.scenario);
    return POLDYN_OK;
  });
  return status == POLDYN_OK ? scenario->metrics.c_str() : nullptr;
}

int poldyn_scenario_shape(const poldyn_scenario* scenario, poldyn_shape* shape) {
  return guarded([&]() -> int {
    if (scenario == nullptr) return fail(POLDYN_USAGE, "no scenario was handed over");
    if (shape == nullptr) return fail(POLDYN_USAGE, "there is no place for the shape");
    const RunShape of = shape_of(scenario->reading.scenario);
    *shape = {totals_of(of), series_of(of), of.blocs, of.times, of.domains, of.stages, of.policies, of.rules};
    return POLDYN_OK;
  });
}
