#include "sim/reading/like_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

namespace poldyn {
namespace {

using Copies = std::map<std::string, std::vector<std::string>>;  // by the bloc that they are like

Copies copies_of(const Layers& layers, const Scenario& scenario) {
  Copies made;
  for (const auto& bloc : scenario.blocs) {
    std::string model;  // what the last layer says
    for (const TomlNode& root : layers.roots) {
      const TomlNode* blocs = root.find("bloc");
      const TomlNode* table = blocs ? blocs->find(bloc.name) : nullptr;
      const TomlNode* like = table ? table->find("like") : nullptr;
      if (const auto* name = like ? std::get_if<std::string>(&like->value) : nullptr) model = *name;
    }
    if (!model.empty()) made[model].push_back(bloc.name);
  }
  return made;
}

/// "north" of "bloc.north.market.demand".
std::string bloc_of(const std::string& key) {
  constexpr std::string_view begin = "bloc.";
  return key.starts_with(begin) ? key.substr(begin.size(), key.find('.', begin.size()) - begin.size()) : "";
}

bool changes(const PolicyRule& policy, const std::vector<std::string>& blocs) {
  return std::any_of(policy.edits.begin(), policy.edits.end(), [&](const Edit& edit) {
    return std::find(blocs.begin(), blocs.end(), bloc_of(edit.key)) != blocs.end();
  });
}

}  // namespace

std::vector<Fault> like_notes(const Layers& layers, const Scenario& scenario) {
  std::vector<Fault> notes;
  if (!scenario.mechanisms.policy) return notes;
  const Copies copies = copies_of(layers, scenario);
  for (std::size_t i = 0; i < scenario.policies.size(); ++i)
    for (const Edit& edit : scenario.policies[i].edits) {
      const auto of = copies.find(bloc_of(edit.key));
      if (of == copies.end() || changes(scenario.policies[i], of->second)) continue;
      notes.push_back({fmt::format("policy.{}.{}", i + 1, edit.key),
                       fmt::format("it reaches bloc {} alone, not {}, which {} like it at the start only", of->first,
                                   fmt::join(of->second, ", "), of->second.size() == 1 ? "is" : "are"),
                       fmt::format("change bloc.{}... too, if it is meant", of->second.front())});
      break;
    }
  return notes;
}

}  // namespace poldyn
