#include "sim/reading/param_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sim/reading/law_reader.h"
#include "sim/reading/param_reference.h"
#include "sim/reading/param_tables.h"
#include "sim/reading/quantity.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* name_pattern = "^[a-z][a-z0-9_]*$";

/// Name of a unit's definition in $defs.
std::string slug(Unit unit) {
  switch (unit) {
    case Unit::none:
      return "number";
    case Unit::share:
      return "share";
    case Unit::count:
      return "count";
    case Unit::bit:
      return "bit";
    case Unit::day:
      return "time";
    case Unit::per_day:
      return "rate_per_day";
    case Unit::per_year:
      return "rate";
    case Unit::oom:
      return "oom";
    case Unit::oom_per_year:
      return "oom_rate";
    case Unit::compute:
      return "compute";
    case Unit::flop:
      return "flop";
    case Unit::money:
      return "money";
    case Unit::money_per_year:
      return "money_rate";
  }
  return "";
}

Json text_ref(Unit unit) { return {{"$ref", "#/$defs/" + slug(unit) + "_text"}}; }
Json law_ref(Unit unit) { return {{"$ref", "#/$defs/" + slug(unit) + "_law"}}; }

Json quantity_text_def(Unit unit) {
  return {{"type", "string"}, {"pattern", quantity_pattern(unit)}, {"description", unit_example(unit)}};
}

/// A number in the declared unit, or a text with its unit. Only the number's range can be said in a schema.
Json quantity(Unit unit, const Range& range) {
  Json number{{"type", "number"}};
  if (std::isfinite(range.low)) number["minimum"] = range.low;
  if (std::isfinite(range.high)) number["maximum"] = range.high;
  return {{"anyOf", {number, text_ref(unit)}}};
}

Unit unit_of(const std::string& key, LawKind kind, Unit unit) {
  if (key == "cv" || key == "k" || key == "alpha" || key == "sigma") return Unit::none;
  if (key == "shape" && kind != LawKind::inverse_gaussian) return Unit::none;
  return key == "rate" ? (unit == Unit::day ? Unit::per_day : Unit::none) : unit;
}

/// Each family with its parameters, and last a change to the inherited law's mean or spread.
Json law_def(Unit unit) {
  Json alternatives = Json::array();
  for (std::size_t i = 0; i < law_names.size(); ++i) {
    const auto kind = static_cast<LawKind>(i);
    Json properties{{"dist", {{"const", law_names[i]}}}};
    for (const auto& key : law_parameters(kind)) properties[key] = quantity(unit_of(key, kind, unit), Range{0});
    alternatives.push_back({{"properties", properties}, {"required", {"dist"}}, {"additionalProperties", false}});
  }
  alternatives.push_back({{"properties", {{"mean", quantity(unit, Range{0})}, {"cv", quantity(Unit::none, Range{0})}}},
                          {"minProperties", 1},
                          {"additionalProperties", false}});
  return {{"type", "object"}, {"anyOf", alternatives}};
}

Json type_of(const ParamRow& row) {
  switch (row.kind) {
    case Kind::flag:
      return {{"type", "boolean"}};
    case Kind::integer: {
      Json whole{{"type", "integer"}, {"minimum", row.range.low}, {"maximum", row.range.high}};
      if (unit_spellings(row.unit).empty()) return whole;
      return {{"anyOf", {whole, text_ref(row.unit)}}};
    }
    case Kind::number:
      return quantity(row.unit, row.range);
    case Kind::name:
      return {{"enum", row.choices}};
    case Kind::text:
      return {{"type", "string"}};
    case Kind::law: {
      Json law = law_ref(row.unit);
      law["properties"] = {{"mean", quantity(row.unit, row.range)}};
      Json alternatives = quantity(row.unit, row.range);
      alternatives["anyOf"].push_back(law);
      return alternatives;
    }
    case Kind::numbers:
      return {{"type", "array"}, {"items", quantity(row.unit, row.range)}};
    case Kind::names:
      return {{"type", "array"}, {"items", {{"type", "string"}}}};
  }
  throw std::logic_error("a parameter of unknown kind");
}

Json default_of(const Value& value, const ParamRow& row) {
  const auto quantity_or_number = [&](double x) {
    return info(row.unit).symbol.empty() ? Json(x) : Json(quantity_text(x, row.unit));
  };
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const auto* number = std::get_if<double>(&value)) return quantity_or_number(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) return *numbers;
  if (const auto* names = std::get_if<std::vector<std::string>>(&value)) return *names;
  const auto& law = std::get<Law>(value);
  if (law.kind == LawKind::constant) return quantity_or_number(law.mean);
  Json made{{"dist", law_names.at(static_cast<std::size_t>(law.kind))}, {"mean", quantity_or_number(law.mean)}};
  if (law.kind != LawKind::exponential) made["cv"] = law.cv;
  return made;
}

Json parameter(const ParamRow& row, const void* defaults) {
  Json made = type_of(row);
  std::string text{row.meaning};
  if (const auto range = range_text(row); !range.empty()) text += fmt::format("; {}", range);
  made["description"] = fmt::format("{}; source: {}", text, row.origin.text);
  made["default"] = default_of(row.get(defaults), row);
  return made;
}

Json closed_table() { return {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}}; }

/// The table at a dotted path, made on the way down; "<name>" stands for every name that a scenario may choose.
Json& table_at(Json& root, std::string_view path) {
  if (path.starts_with('[')) {  // a list of tables
    Json& list = root["properties"][std::string(path.substr(1, path.size() - 2))];
    if (list.is_null()) list = {{"type", "array"}, {"items", closed_table()}};
    return list["items"];
  }
  Json* table = &root;
  while (!path.empty()) {
    const std::string key{path.substr(0, path.find('.'))};
    path.remove_prefix(std::min(key.size() + 1, path.size()));
    Json& below = key == "<name>" ? (*table)["patternProperties"][name_pattern] : (*table)["properties"][key];
    if (below.is_null()) below = closed_table();
    table = &below;
  }
  return *table;
}

Json text_property(const char* description) { return {{"type", "string"}, {"description", description}}; }

}  // namespace

std::string params_schema() {
  Json root{
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"title", "poldyn scenario"},
      {"description", "A scenario of poldyn, a simulator of AI-ecosystem policy dynamics, as TOML"},
      {"type", "object"},
      {"properties",
       {{"title", text_property("one line that says what the scenario is")},
        {"description", text_property("what the scenario is for and where its numbers come from")},
        {"extends",
         {{"anyOf", {{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}, {"minItems", 1}}}},
          {"description", "scenario file to start from, or several of which the later win, relative to this one"}}}}},
      {"additionalProperties", false}};
  Json& defs = root["$defs"];
  const auto define = [&](Unit unit) { defs[slug(unit) + "_text"] = quantity_text_def(unit); };
  for (const Unit unit : {Unit::none, Unit::per_day}) define(unit);
  const ParamTables tables;
  for (const auto& table : tables.all())
    for (const auto& path : table.paths)
      for (const auto& row : table.rows) {
        define(row.unit);
        if (row.kind == Kind::law) defs[slug(row.unit) + "_law"] = law_def(row.unit);
        table_at(root, path)["properties"][std::string(row.key)] = parameter(row, table.defaults);
      }
  const Json remove{{"type", "boolean"},
                    {"description", "takes away what an extended file or a like bloc brought"},
                    {"default", false}};
  for (const auto* path : {"domain.<name>", "paradigm.<name>", "bloc.<name>", "bloc.<name>.track.<name>",
                           "bloc.<name>.stage.<name>", "bloc.<name>.rule.<name>", "bloc.<name>.class.<name>"})
    table_at(root, path)["properties"]["remove"] = remove;
  table_at(root, "bloc.<name>")["properties"]["new"] = {
      {"type", "boolean"},
      {"description", "says that no extended file has a bloc of this name: it starts from the defaults"},
      {"default", false}};
  for (const auto& [name, text] : {std::pair{"set", "parameters by their full keys, and their new values"},
                                   {"add", "numbers, and means of distributions, to add to"},
                                   {"scale", "numbers, and means of distributions, to multiply"},
                                   {"at_least", "least result of what is added or scaled"},
                                   {"at_most", "greatest result of what is added or scaled"}})
    table_at(root, list_of("policy"))["properties"][name] = {{"type", "object"}, {"description", text}};
  table_at(root, "bloc.<name>")["properties"]["like"] = text_property("bloc to start from as a copy");
  return root.dump(2) + "\n";
}

}  // namespace poldyn
