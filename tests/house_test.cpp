/// The house: what a file may define, who may call whom, how long a function may be.

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "sim/observe/metric_rows.h"
#include "sim/results/results_format.h"
#include "tests/catch.h"
#include "tests/sources_of_project.h"

using namespace poldyn::sources;

namespace {

/// A declaration or definition at namespace scope: what stands before its ';' or '{', and how many lines its body has.
struct Statement {
  std::string head;
  int body_lines = -1;  ///< -1: a declaration
  bool hidden = false;  ///< in a namespace without a name
};

std::string without_strings(const std::string& text) {
  static const std::regex quoted(R"rx("(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])')rx");
  return std::regex_replace(without_comments(text), quoted, "0");
}

std::vector<Statement> statements_of(const std::string& source) {
  static const std::regex is_namespace(R"rx((^|\s)namespace(\s+[\w:]+)?\s*$)rx"),
      is_named(R"rx(namespace\s+[\w:]+\s*$)rx");
  const std::string text = without_strings(source);
  std::vector<Statement> found;
  std::vector<bool> hidden;  // by namespace that is open
  std::string head;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '#' && (i == 0 || text[i - 1] == '\n')) {
      while (i < text.size() && text[i] != '\n') ++i;
    } else if (c == '{' && std::regex_search(head, is_namespace)) {
      hidden.push_back(!std::regex_search(head, is_named));
      head.clear();
    } else if (c == '{') {
      int depth = 1, lines = 0;
      while (depth > 0 && ++i < text.size()) {
        depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
        lines += text[i] == '\n';
      }
      const bool in_hidden = std::find(hidden.begin(), hidden.end(), true) != hidden.end();
      found.push_back({head, std::max(0, lines - 1), in_hidden});
      head.clear();
    } else if (c == '}' || c == ';') {
      if (c == ';') found.push_back({head, -1, std::find(hidden.begin(), hidden.end(), true) != hidden.end()});
      if (c == '}' && !hidden.empty()) hidden.pop_back();
      head.clear();
    } else {
      head += c;
    }
  }
  return found;
}

/// Of a type, a name or an assertion.
bool declares_no_function(const std::string& head) {
  static const std::regex other(R"rx(^\s*(using|friend|static_assert|extern|struct|class|enum|typedef)\b)rx");
  return std::regex_search(head, other);
}

/// Name of the free function that a statement declares or defines, or "".
std::string function_of(const std::string& head) {
  static const std::regex called(R"rx((^|[^\w:])([a-z_]\w*)\()rx");
  std::smatch match;
  if (declares_no_function(head) || !std::regex_search(head, match, called)) return "";
  return match.prefix().str().find('=') == std::string::npos ? match[2].str() : "";
}

/// Whether a statement is a function, free or of a class: its first bracket is no initialiser's.
bool has_parameters(const std::string& head) {
  const std::size_t bracket = head.find('(');
  return bracket != std::string::npos && !declares_no_function(head) &&
         (head.substr(0, bracket).find('=') == std::string::npos || head.find("operator") != std::string::npos);
}

std::string stem_of(const std::string& path) { return path.substr(0, path.rfind('.')); }

/// Headers that declare a free function which another file than their own source defines. `fronts` may.
std::vector<std::string> foreign_declarations(const Sources& sources, const Names& fronts) {
  std::map<std::string, Names> defined;
  std::vector<std::pair<std::string, std::string>> declared;
  for (const auto& [path, text] : sources)
    for (const Statement& statement : statements_of(text)) {
      const std::string name = function_of(statement.head);
      if (name.empty() || statement.hidden) continue;
      if (statement.body_lines >= 0)
        defined[name].insert(path);
      else if (path.ends_with(".h") && !fronts.contains(path))
        declared.emplace_back(path, name);
    }
  std::vector<std::string> problems;
  for (const auto& [header, name] : declared) {
    const Names& by = defined[name];
    const bool own =
        std::any_of(by.begin(), by.end(), [&, h = header](const auto& path) { return stem_of(path) == stem_of(h); });
    if (!own && !by.empty()) problems.push_back(header + " declares " + name + ", which " + *by.begin() + " defines");
  }
  return problems;
}

/// Files, a header and its source taken as one, that include each other in a ring. Since a header declares what its own
/// source defines, that is also who calls whom.
std::vector<std::string> ring_in(const Sources& sources) {
  static const std::regex include(R"rx(^\s*#\s*include\s*"([^"]+)")rx");
  std::map<std::string, Names> uses;
  for (const auto& [path, text] : sources) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
      if (std::smatch match; std::regex_search(line, match, include) && sources.contains(match[1]))
        if (stem_of(match[1]) != stem_of(path)) uses[stem_of(path)].insert(stem_of(match[1]));
  }
  // Who uses nobody that is left is taken out, until nobody is left or only rings are.
  for (bool changed = true; changed;) {
    changed = false;
    for (auto at = uses.begin(); at != uses.end();) {
      const bool free =
          std::none_of(at->second.begin(), at->second.end(), [&](const auto& u) { return uses.contains(u); });
      changed |= free;
      at = free ? uses.erase(at) : std::next(at);
    }
  }
  std::vector<std::string> ring;
  for (const auto& [stem, used] : uses) ring.push_back(stem);
  return ring;
}

/// Types that two files define in one namespace: each source compiles, and the linker mixes up their functions.
/// `problems` names the type and both files. A type of a source's anonymous namespace is its own.
std::vector<std::string> types_of_one_name(const Sources& sources) {
  static const std::regex token(
      R"rx(namespace\s*([\w:]*)\s*\{|\b(?:struct|class|enum class|enum)\s+(\w+)(?:\s+final)?\s*(?::(?!:)[^;{()]*)?\{|[{}])rx");
  std::map<std::string, std::string> home;
  std::vector<std::string> problems;
  for (const auto& [path, text] : sources) {
    const std::string code = std::regex_replace(without_comments(text), std::regex(R"rx("(\\.|[^"\\\n])*")rx"), "");
    std::vector<std::optional<std::string>> open;  // names of namespaces, nothing for other braces
    for (std::sregex_iterator it(code.begin(), code.end(), token), end; it != end; ++it) {
      const std::string found = it->str();
      if (found == "}") {
        if (!open.empty()) open.pop_back();
      } else if (found.rfind("namespace", 0) == 0) {
        open.emplace_back((*it)[1].str());
      } else {
        std::string name = (*it)[2].str();
        const bool shared = std::all_of(open.begin(), open.end(), [](const auto& one) { return one && !one->empty(); });
        open.emplace_back();
        if (name.empty() || !shared) continue;
        for (auto outer = open.rbegin() + 1; outer != open.rend(); ++outer) name = **outer + "::" + name;
        const auto [at, fresh] = home.emplace(name, path);
        if (!fresh && at->second != path) problems.push_back(name + " is defined in " + at->second + " and " + path);
      }
    }
  }
  return problems;
}

}  // namespace

TEST_CASE("architecture: no two files define a type of one name", "[architecture]") {
  for (const auto& problem : types_of_one_name(sources_in({"sim", "analysis", "claims", "app"}))) FAIL_CHECK(problem);
  CHECK(
      types_of_one_name({{"a.h", "namespace n {\nstruct A {};\n}\n"}, {"b.cpp", "namespace n {\nclass A {};\n}\n"}}) ==
      std::vector<std::string>{"n::A is defined in a.h and b.cpp"});
  CHECK(types_of_one_name({{"a.h", "namespace n {\nstruct A {};\n}\n"},
                           {"b.cpp", "namespace n {\nnamespace {\nstruct A {};\n}\nstruct B { struct A {}; };\n}\n"}})
            .empty());
}

TEST_CASE("architecture: a header declares what its own source defines", "[architecture]") {
  // Each of these is the front of a table or a family whose parts stand in files of their own.
  const Names fronts{"sim/base/elementary.h", "sim/observe/metric_table.h", "app/commands/commands.h",
                     "app/glossary/glossary_table.h"};
  const Sources sources = sources_in({"sim", "analysis", "claims", "app"});
  for (const auto& problem : foreign_declarations(sources, fronts)) FAIL_CHECK(problem);
  CHECK(foreign_declarations(sources, {}).size() > 50);  // power: the fronts are seen
  const auto first = [](const Sources& planted) {
    const auto problems = foreign_declarations(planted, {});
    return problems.empty() ? std::string("none") : problems.front();
  };
  CHECK(first({{"a/x.h", "namespace n {\nvoid f(int i);\n}\n"}, {"a/y.cpp", "namespace n {\nvoid f(int i) {}\n}\n"}}) ==
        "a/x.h declares f, which a/y.cpp defines");
  CHECK(first({{"a/x.h", "namespace n {\nvoid f(int i);\n}\n"}, {"a/x.cpp", "namespace n {\nvoid f(int i) {}\n}\n"}}) ==
        "none");
  CHECK(first({{"a/x.h", "void f();"}, {"a/y.cpp", "namespace {\nvoid f() {}\n}  // namespace\n"}}) == "none");
}

TEST_CASE("architecture: no file of the process calls back to one that called it", "[architecture]") {
  const Sources sources = sources_in({"sim/process"});
  CHECK(sources.size() > 80);
  for (const auto& stem : ring_in(sources)) FAIL_CHECK(stem << " is in a ring");
  CHECK(ring_in({{"a.cpp", "#include \"a.h\"\n#include \"b.h\"\n"},
                 {"a.h", ""},
                 {"b.h", ""},
                 {"b.cpp", "#include \"a.h\"\n"}}) == std::vector<std::string>{"a", "b"});
  CHECK(ring_in({{"a.cpp", "#include \"b.h\"\n"}, {"a.h", ""}, {"b.h", ""}, {"b.cpp", "#include \"b.h\"\n"}}).empty());
}

TEST_CASE("architecture: no function has 50 lines", "[architecture]") {
  constexpr int limit = 50;
  std::size_t functions = 0;
  for (const auto& [path, text] : sources_in({"sim", "analysis", "claims", "app"}))
    for (const Statement& statement : statements_of(text)) {
      if (statement.body_lines < 0 || !has_parameters(statement.head)) continue;
      ++functions;
      if (statement.body_lines >= limit)
        FAIL_CHECK(path + ": " + statement.head + " has " << statement.body_lines << " lines");
    }
  CHECK(functions > 1500);
  const auto planted = statements_of("namespace n {\nint f() {\n  return 1;\n}\nvoid A::g() {\n\n\n}\n}\n");
  REQUIRE(planted.size() == 2);
  CHECK(planted[0].body_lines == 1);
  CHECK(planted[1].body_lines == 2);
  CHECK(has_parameters("void A::g(int i) const"));
  CHECK(has_parameters("A::A(int i) : i_(i)"));
  CHECK_FALSE(has_parameters("constexpr auto rows = std::to_array<Row>("));
  CHECK_FALSE(has_parameters("class A : public B"));
}

TEST_CASE("house: no two files of tests have one name, by which ctest asks for the cases of one", "[architecture]") {
  std::map<std::string, std::string> seen;
  for (const auto& [path, text] : sources_in({"tests"})) {
    if (!path.ends_with("_test.cpp")) continue;
    const auto [at, is_new] = seen.emplace(path.substr(path.rfind('/') + 1), path);
    if (!is_new) FAIL_CHECK(path + " and " + at->second + " run each other's cases");
  }
  CHECK(seen.size() > 150);
}

TEST_CASE("house: each path of a metric that is written down is that of a metric", "[architecture]") {
  std::set<std::string> known;
  for (const auto& row : poldyn::total_metrics()) known.insert(poldyn::results::path_of("totals", row));
  for (const auto& row : poldyn::sampled_metrics()) known.insert(poldyn::results::path_of("metrics", row));
  const auto unknown_in = [&](const std::string& text) {
    static const std::regex path(R"rx("((totals|metrics)/[a-z_]+/[a-z0-9_]+)(\[[a-z0-9_]+\])?")rx");
    std::vector<std::string> made;
    for (std::sregex_iterator it(text.begin(), text.end(), path), end; it != end; ++it)
      if (!known.contains((*it)[1])) made.push_back((*it)[1]);
    return made;
  };
  for (const auto& [path, text] : sources_in({"analysis", "claims", "app"}))
    for (const auto& unknown : unknown_in(text)) FAIL_CHECK(path + " speaks of " + unknown);
  CHECK(unknown_in("f(\"totals/iteration/releases\", \"totals/pipeline/filing_ends_within_year[approved]\")").empty());
  CHECK(unknown_in("f(\"totals/iteration/realeses\")").size() == 1);
}
