#include "sim/reading/param_reference.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "sim/reading/param_schema.h"
#include "sim/reading/param_tables.h"
#include "tests/catch.h"

namespace {

/// Compares a page of docs/ with what the program says now.
void check_page(const std::string& name, const std::string& now) {
  const std::string path = std::string(POLDYN_SOURCE_DIR) + "/docs/" + name;
  std::ifstream file(path, std::ios::binary);
  const std::string there{std::istreambuf_iterator<char>(file), {}};
  INFO("docs/" << name << " is out of date: docs/refresh.py build/dev/poldyn writes it anew");
  CHECK((there == now));
}

}  // namespace

TEST_CASE("params: every row is in the text, in Markdown and in the schema", "[io]") {
  const std::string text = poldyn::params_text(), markdown = poldyn::params_markdown();
  const auto schema = nlohmann::json::parse(poldyn::params_schema());
  const poldyn::ParamTables tables;
  std::size_t rows = 0;
  for (const auto& table : tables.all())
    for (const auto& path : table.paths) {
      CHECK_THAT(text, ContainsSubstring("[" + path + "]"));
      const auto* at = &schema;
      const bool list = path.front() == '[';
      if (list) at = &at->at("properties").at(path.substr(1, path.size() - 2)).at("items");
      std::istringstream parts(list ? "" : path);
      for (std::string part; std::getline(parts, part, '.');)
        at = part == "<name>" ? &at->at("patternProperties").front() : &at->at("properties").at(part);
      CHECK(at->at("additionalProperties") == false);
      for (const auto& row : table.rows) {
        ++rows;
        const std::string key{row.key};
        CHECK_THAT(text, ContainsSubstring("\n  " + key + " = "));
        CHECK_THAT(markdown, ContainsSubstring("| `" + key + "` | `"));
        const auto& property = at->at("properties").at(key);
        CHECK(property.contains("default"));
        CHECK_THAT(property.at("description").get<std::string>(), ContainsSubstring(std::string(row.meaning)));
      }
    }
  CHECK(rows > 150);
}

TEST_CASE("params: the text keeps within its width", "[io]") {
  const std::size_t width = GENERATE(std::size_t{60}, std::size_t{100});
  std::istringstream lines(poldyn::params_text(width));
  for (std::string line; std::getline(lines, line);)
    if (line.find_last_of(' ') > 6) CHECK(line.size() <= width);
}

TEST_CASE("params: patterns of the schema are regular expressions, and references lead somewhere", "[io]") {
  const auto schema = nlohmann::json::parse(poldyn::params_schema());
  CHECK(schema.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
  std::size_t patterns = 0, references = 0;
  const auto walk = [&](const auto& self, const nlohmann::json& node) -> void {
    if (node.is_object() && node.contains("pattern") && node.at("pattern").is_string()) {
      ++patterns;
      CHECK_NOTHROW(std::regex(node.at("pattern").get<std::string>()));
    }
    if (node.is_object() && node.contains("$ref")) {
      ++references;
      CHECK(schema.contains(nlohmann::json::json_pointer(node.at("$ref").get<std::string>().substr(1))));
    }
    if (node.is_structured())
      for (const auto& child : node) self(self, child);
  };
  walk(walk, schema);
  CHECK(patterns > 5);
  CHECK(references > 50);
}

TEST_CASE("docs: parameters.md and scenario.schema.json say what the program says", "[io][docs]") {
  check_page("parameters.md", poldyn::params_markdown());
  check_page("scenario.schema.json", poldyn::params_schema());
}
