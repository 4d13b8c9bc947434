#include "app/runs/shipped_scenarios.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>

#include "app/console/scenario_input.h"
#include "app/console/shipped_file.h"
#include "app/console/text_table.h"
#include "sim/reading/nearest.h"
#include "sim/reading/scenario_writer.h"
#include "sim/reading/toml_tree.h"
#include "sim/reading/trimmed.h"
#include "sim/reading/value_text.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t comment_width = 100;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string title_in(const std::string& toml) {
  const auto tree = parse_toml(std::make_shared<const Source>(Source{"scenario", toml}));
  const auto* root = std::get_if<TomlNode>(&tree);
  const TomlNode* title = root == nullptr ? nullptr : root->find("title");
  return title == nullptr || title->kind != NodeKind::text ? "" : std::get<std::string>(title->value);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string as_comment(const std::string& label, const std::string& text) {
  std::istringstream lines(labelled(label, text, comment_width));
  std::string made;
  for (std::string line; std::getline(lines, line);) made += "# " + line + "\n";
  return made;
}

/// Whether a key of the scenario, or a part of what it holds, was set by one of the files.
bool is_set(const std::map<std::string, Place>& set_at, const std::string& key) {
  const auto at = set_at.lower_bound(key);
  if (at == set_at.end()) return false;
  return at->first == key || at->first.starts_with(key + ".");
}

/// What was set, of a scenario as write_scenario() makes it with comments; policies as they are. A table that was
/// written and sets nothing stays, too: a paradigm, a domain or a stage is there for its name.
std::string set_parts(const std::string& whole, const std::map<std::string, Place>& set_at) {
  std::string made, table, heading, comments;
  bool in_policy = false;
  const auto end_table = [&] {
    if (!heading.empty() && set_at.contains(table)) made += heading;
    heading.clear();
  };
  for (const std::string& line : lines_of(whole)) {
    if (line.starts_with('[') && !in_policy) end_table();
    in_policy |= line == "[[policy]]";
    if (in_policy) {
      if (!line.starts_with('#')) made += line + "\n";
      if (line == "[[policy]]" && !made.ends_with("\n\n[[policy]]\n")) made.insert(made.size() - line.size() - 1, "\n");
    } else if (line.starts_with('[')) {
      table = line.substr(1, line.size() - 2);
      heading = "\n" + line + "\n";
    } else if (line.starts_with('#')) {
      comments += line + "\n";
    } else if (const auto equals = line.find(" = "); equals != line.npos && !table.empty()) {
      if (is_set(set_at, table + "." + line.substr(0, equals))) {
        made += heading + comments + line + "\n";
        heading.clear();
      }
      comments.clear();
    }
  }
  if (!in_policy) end_table();
  return made;
}

std::string without_title(Scenario scenario) {
  scenario.title.clear();
  return write_scenario(scenario);
}

}  // namespace

std::string said_in_head(const std::string& text, const std::string& word) {
  std::string said;
  bool within = false;
  for (const std::string& line : lines_of(text)) {
    if (!line.starts_with('#')) break;
    const std::string body = line.substr(1);
    if (body.starts_with(" " + word + "  "))
      within = true, said = trimmed(std::string_view(body).substr(word.size() + 1));
    else if (within && body.starts_with("   "))
      said += fmt::format(" {}", trimmed(body));
    else if (within)
      break;
  }
  return said;
}

std::vector<ShippedScenario> shipped_scenarios() {
  const fs::path folder = shipped_file("scenarios");
  std::error_code error;
  std::vector<ShippedScenario> made;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".toml") continue;
    const std::string text = text_of(at->path());
    const std::string title = title_in(text);
    if (title.empty()) continue;
    made.push_back({at->path().lexically_relative(folder).replace_extension().generic_string(), at->path(), title,
                    said_in_head(text, "Question")});
  }
  if (made.empty())
    throw Failure(Exit::no_input,
                  "the folder scenarios/ of the project is neither here nor beside this program's build");
  std::sort(made.begin(), made.end(), [](const auto& a, const auto& b) {
    const auto depth = [](const auto& x) { return std::count(x.name.begin(), x.name.end(), '/'); };
    return std::pair(depth(a), a.name) < std::pair(depth(b), b.name);
  });
  return made;
}

ShippedScenario shipped_scenario(const std::string& name) {
  const auto all = shipped_scenarios();
  std::vector<std::string> known;
  std::vector<const ShippedScenario*> of_stem;
  for (const auto& one : all) {
    if (one.name == name) return one;
    known.push_back(one.name);
    const std::string stem = one.name.substr(one.name.rfind('/') + 1);
    if (stem != one.name) known.push_back(stem);
    if (stem == name) of_stem.push_back(&one);
  }
  if (of_stem.size() == 1) return *of_stem.front();
  const std::string near = nearest(name, known);
  throw Failure(Exit::usage,
                fmt::format("--from '{}': no such scenario is shipped; {}", name,
                            near.empty() ? "`poldyn scenarios` lists them" : fmt::format("did you mean '{}'?", near)));
}

std::string text_from(const ShippedScenario& from, const std::string& title) {
  const Reading reading = load_reading(from.file);
  Scenario scenario = reading.scenario;
  scenario.title = title;
  std::string text = as_comment(
      "", fmt::format("Starts from scenarios/{}.toml (\"{}\") and needs no other file.", from.name, from.title));
  if (!from.question.empty()) text += "#\n" + as_comment("Its question  ", from.question);
  text += "#\n" + as_comment("",
                             "Here stands what that scenario sets, with meaning, range and source; all else has its "
                             "default. `poldyn params` lists every parameter, `poldyn expand` prints them with "
                             "these values, `poldyn check` says every mistake.");
  text += fmt::format("title = {}\n", toml_string(title));
  std::string parts = text + set_parts(write_scenario(scenario, Comments::with), reading.set_at);
  const Reading again = read_scenario_text(parts, from.name);
  if (again.ok() && without_title(again.scenario) == without_title(scenario)) return parts;
  return write_scenario(scenario, Comments::with);  // what a part left out would change
}

}  // namespace poldyn::app
