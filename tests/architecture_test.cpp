/// The tree is the architecture: every #include is compared with the tables of sim/README.md.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/sources_of_project.h"

namespace {

using namespace poldyn::sources;

struct Rules {
  std::map<std::string, Names> may_include;               ///< folder -> folders; "*" stands for anything
  std::vector<std::pair<Names, Names>> must_not_contain;  ///< folders -> words
};

/// Rows of the two tables: "| `folder` | holds | `folder` `folder` |" and "| `folder` `folder` | `word` `word` |".
Rules rules_in(const std::string& readme) {
  Rules rules;
  std::istringstream lines(readme);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("| `", 0) != 0) continue;
    std::vector<std::string> cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(cell);
    if (cells.size() == 3) {
      auto names = in_backticks(cells[2]);
      if (cells[2].find("anything") != std::string::npos) names.insert("*");
      rules.may_include[*in_backticks(cells[0]).begin()] = names;
    } else if (cells.size() == 2) {
      rules.must_not_contain.emplace_back(in_backticks(cells[0]), in_backticks(cells[1]));
    }
  }
  return rules;
}

bool is_below(const std::string& path, const std::string& folder) { return path.rfind(folder + "/", 0) == 0; }

/// The folder of the table that holds `path`, the innermost if several do, or "".
std::string folder_of(const std::string& path, const Rules& rules) {
  std::string holder;
  for (const auto& [folder, allowed] : rules.may_include)
    if (is_below(path, folder) && folder.size() > holder.size()) holder = folder;
  return holder;
}

std::vector<std::string> problems_in(const std::string& path, const std::string& text, const Rules& rules) {
  static const std::regex include(R"rx(^\s*#\s*include\s*"([^"]+)")rx");
  std::vector<std::string> problems;
  const std::string from = folder_of(path, rules);
  if (from.empty()) return {path + ": its folder has no row in sim/README.md"};
  const Names& allowed = rules.may_include.at(from);
  std::istringstream lines(without_comments(text));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string place = path + ":" + std::to_string(++number) + ": ";
    for (const auto& [folders, words] : rules.must_not_contain) {
      const bool binds =
          std::any_of(folders.begin(), folders.end(), [&](const auto& folder) { return is_below(path, folder); });
      for (const auto& word : words)
        if (binds && line.find(word) != std::string::npos) problems.push_back(place + from + " must not use " + word);
    }
    std::smatch match;
    if (!std::regex_search(line, match, include) || match[1] == "poldyn_version.h") continue;
    const std::string to = folder_of(match[1], rules);
    if (to.empty())
      problems.push_back(place + match[1].str() + " is not a path from the root of the project");
    else if (to != from && !allowed.contains(to) && !allowed.contains("*"))
      problems.push_back(place + from + " must not include " + to);
  }
  return problems;
}

Rules rules_of_the_project() { return rules_in(text_of(root / "sim/README.md")); }

}  // namespace

TEST_CASE("architecture: the table of sim/README.md is read whole", "[architecture]") {
  const Rules rules = rules_of_the_project();
  const std::string readme = text_of(root / "sim/README.md");
  std::size_t rows = 0;
  for (auto at = readme.find("\n| `"); at != std::string::npos; at = readme.find("\n| `", at + 1)) ++rows;
  CHECK(rules.may_include.size() + rules.must_not_contain.size() == rows);
  CHECK(rules.must_not_contain.size() == 5);
  CHECK(rules.may_include.at("sim/base").empty());
  CHECK(rules.may_include.at("sim/policy") == Names{"sim/base", "sim/world"});
  for (const auto& [folder, allowed] : rules.may_include)
    for (const auto& name : allowed) CHECK((name == "*" || rules.may_include.contains(name)));
  for (const auto& entry : fs::recursive_directory_iterator(root / "sim")) {
    if (!entry.is_directory() || entry.path().filename() == "process") continue;
    CHECK(rules.may_include.contains(entry.path().lexically_relative(root).generic_string()));
  }
}

TEST_CASE("architecture: every include follows an arrow of sim/README.md", "[architecture]") {
  const Rules rules = rules_of_the_project();
  int files = 0;
  for (const char* top : {"sim", "analysis", "claims", "app", "tests", "bench"}) {
    if (!fs::exists(root / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      ++files;
      const std::string path = entry.path().lexically_relative(root).generic_string();
      for (const auto& problem : problems_in(path, text_of(entry.path()), rules)) FAIL_CHECK(problem);
    }
  }
  CHECK(files > 3);
}

TEST_CASE("architecture: a planted back arrow, thread or HDF5 header is found and named", "[architecture]") {
  const Rules rules = rules_of_the_project();
  const auto first = [&](const std::string& path, const std::string& text) {
    const auto problems = problems_in(path, text, rules);
    return problems.empty() ? std::string("none") : problems.front();
  };
  CHECK(first("sim/world/a.h", "#include \"sim/base/x.h\"\n\n#include \"sim/engine/y.h\"\n") ==
        "sim/world/a.h:3: sim/world must not include sim/engine");
  CHECK(first("sim/base/a.h", "#  include  \"app/main.h\"") == "sim/base/a.h:1: sim/base must not include app");
  CHECK(first("analysis/a.cpp", "#include \"sim/engine/event.h\"") ==
        "analysis/a.cpp:1: analysis must not include sim/engine");
  CHECK(first("sim/base/a.h", "#include \"sim_time.h\"") ==
        "sim/base/a.h:1: sim_time.h is not a path from the root of the project");
  CHECK(first("sim/other/a.h", "") == "sim/other/a.h: its folder has no row in sim/README.md");
  CHECK(first("sim/process/market/a.cpp", "#include <thread>") ==
        "sim/process/market/a.cpp:1: sim/process/market must not use <thread>");
  CHECK(first("sim/process/service/a.cpp", "#include \"sim/process/market/b.h\"") ==
        "sim/process/service/a.cpp:1: sim/process/service must not include sim/process/market");
  CHECK(first("sim/process/a.cpp", "") == "sim/process/a.cpp: its folder has no row in sim/README.md");
  CHECK(first("sim/observe/a.cpp", "\n  std::ranges::sort(x);") ==
        "sim/observe/a.cpp:2: sim/observe must not use std::ranges");
  CHECK(first("app/a.cpp", "#include <toml++/toml.h>") == "app/a.cpp:1: app must not use <toml++/");
  CHECK(first("sim/policy/a.h", "return std::exp(x);") == "sim/policy/a.h:1: sim/policy must not use std::exp(");
  CHECK(first("sim/process/dispatch/a.cpp", "u = share.log();") ==
        "sim/process/dispatch/a.cpp:1: sim/process/dispatch must not use .log()");
  CHECK(first("sim/batch/a.cpp", "return std::pow(a, b);") == "sim/batch/a.cpp:1: sim/batch must not use std::pow(");
  CHECK(first("sim/engine/a.cpp", "#include <boost/random/x.hpp>") ==
        "sim/engine/a.cpp:1: sim/engine must not use <boost/");
  CHECK(first("sim/batch/a.cpp", "#include <H5Cpp.h>") == "sim/batch/a.cpp:1: sim/batch must not use <H5");

  CHECK(first("sim/reading/a.cpp", "#include <hdf5.h>") == "sim/reading/a.cpp:1: sim/reading must not use <hdf5.h>");
  CHECK(first("sim/hdf5/a.cpp", "#include <hdf5.h>\n#include \"sim/base/x.h\"\n#include \"poldyn_version.h\"") ==
        "none");
  CHECK(first("claims/a.cpp", "#include \"app/console/x.h\"") == "none");
  CHECK(first("claims/a.cpp", "#include \"app/x.h\"") == "claims/a.cpp:1: claims must not include app");
  CHECK(first("sim/observe/a.cpp", "#include \"sim/base/elementary.h\"\nthrow std::logic_error(name(exp(x)));") ==
        "none");
  CHECK(first("analysis/a.cpp", "return std::log(x);") == "none");
  CHECK(first("sim/batch/a.cpp", "#include <thread>\n#include \"sim/hdf5/x.h\"") == "none");
  CHECK(first("sim/base/a.h", "/* <thread>\n std::ranges */ int a;  // std::views, \"\n// #include \"app/x.h\"") ==
        "none");
  CHECK(first("tests/a.cpp", "#include <hdf5.h>\n#include \"app/x.h\"\n#include \"tests/catch.h\"") == "none");
}

namespace {

/// Words of countries, unions and their people, and the names of regimes that this project compares: they may stand in
/// scenarios and data only. Comments and texts count, too.
const std::regex& partial_words() {
  static const std::regex words(
      "\\b(china|chinese|prc|usa|america|american|americans|united states|european|europe|eu|russia|russian|japan|"
      "japanese|korea|korean|india|indian|britain|british|uk|germany|german|france|french|taiwan|singapore|beijing|"
      "shanghai|washington|brussels|sovereign|sovereignty)\\b",
      std::regex::icase);
  return words;
}

std::vector<std::string> partial_lines(const std::string& path, const std::string& text) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::smatch match;
    if (std::regex_search(line, match, partial_words()))
      found.push_back(path + ":" + std::to_string(number) + ": '" + match[0].str() + "'");
  }
  return found;
}

}  // namespace

TEST_CASE("architecture: no code names a country or a regime", "[architecture]") {
  int files = 0;
  for (const char* top : {"sim", "analysis", "claims", "app"})
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      ++files;
      const std::string path = entry.path().lexically_relative(root).generic_string();
      for (const auto& line : partial_lines(path, text_of(entry.path()))) FAIL_CHECK(line);
    }
  CHECK(files > 200);
  CHECK(partial_lines("a.cpp", "int a;\nif (bloc.name == \"Sovereign\") {}\n") ==
        std::vector<std::string>{"a.cpp:2: 'Sovereign'"});
  CHECK(partial_lines("a.cpp", "// as in the EU\n").size() == 1);
  CHECK(partial_lines("a.cpp", "neurons = \"3 us\";  // million US dollars\n").empty());
}

namespace {

/// A file of the kernel that calls exp, log ... without sim/base/elementary.h gets the C library's when <cmath> is
/// there, and no compiler says so.
bool calls_unknown_function(const std::string& text) {
  static const std::regex call(
      R"rx((^|[^\w.:>])(::|poldyn::)?(exp|exp2|expm1|log|log2|log10|log1p|pow|sin|cos|tan|tgamma)\()rx");
  static const std::regex quoted(R"rx("(\\.|[^"\\\n])*")rx");
  const std::string code = std::regex_replace(without_comments(text), quoted, "");
  return std::regex_search(code, call) && text.find("#include \"sim/base/elementary.h\"") == std::string::npos;
}

}  // namespace

TEST_CASE("architecture: who calls exp, log or pow in a run includes the project's own", "[architecture]") {
  int callers = 0;
  for (const char* folder : {"base", "engine", "world", "policy", "process", "observe", "run", "experiment", "batch"})
    for (const auto& entry : fs::recursive_directory_iterator(root / "sim" / folder)) {
      if (entry.is_directory()) continue;
      const std::string path = entry.path().lexically_relative(root).generic_string(), text = text_of(entry.path());
      callers += text.find("#include \"sim/base/elementary.h\"") != std::string::npos;
      if (path != "sim/base/elementary.h" && calls_unknown_function(text))
        FAIL_CHECK(path + " calls the C library's function");
    }
  CHECK(callers > 20);
  CHECK(calls_unknown_function("#include <cmath>\ndouble f(double x) { return exp(x); }"));
  CHECK(calls_unknown_function("double f(double x) { return -::pow(x, 2); }"));
  CHECK_FALSE(calls_unknown_function("double f(double x) { return std::abs(x); }  // exp(x)"));
  CHECK_FALSE(calls_unknown_function("const char* formula = \"sum of exp(-x)\";"));
  CHECK_FALSE(calls_unknown_function("double f(Row r) { return r.log(4) + catalog(x) + made_exp(x); }"));
}

namespace {

/// Rows "| question | `file` | `function` `function` |" of sim/README.md: what is said of where something is decided,
/// and is not so.
std::vector<std::string> untrue_places(const std::string& readme) {
  std::vector<std::string> untrue;
  std::istringstream lines(readme.substr(std::min(readme.size(), readme.find("## Where is it decided?"))));
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line) && line.rfind("## What stays", 0) != 0;) {
    if (line.find('`') == std::string::npos) continue;
    const auto second = line.find('|', 1), third = line.find('|', second + 1);
    const std::string file = *in_backticks(line.substr(second, third - second)).begin();
    const std::string text = fs::exists(root / file) ? text_of(root / file) : "";
    for (const auto& name : in_backticks(line.substr(third)))
      if (!std::regex_search(text, std::regex("\\b" + name + "\\b"))) untrue.push_back(file + " has no " + name);
    ++rows;
  }
  if (rows < 10) untrue.push_back("the table of places has " + std::to_string(rows) + " rows");
  return untrue;
}

}  // namespace

TEST_CASE("architecture: what sim/README.md says is decided in a file is there", "[architecture]") {
  const std::string readme = text_of(root / "sim/README.md");
  for (const auto& problem : untrue_places(readme)) FAIL_CHECK(problem);
  std::string planted = readme;
  planted.replace(planted.find("`is_about`"), 10, "`was_about`");
  CHECK(untrue_places(planted) == std::vector<std::string>{"sim/policy/filing_rule.h has no was_about"});
}
