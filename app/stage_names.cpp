#include "app/stage_names.h"

#include "sim/io/scenario_file.h"

namespace poldyn::app {

StageNames::StageNames(const results::Reader& result) : result_(result) {
  if (result.has_design()) bases_ = result.file().read<std::int32_t>("parameters/base_index");
}

const std::vector<std::vector<std::string>>& StageNames::of(std::size_t point) {
  const std::size_t key = bases_.empty() ? point : static_cast<std::size_t>(bases_.at(point));
  const auto at = known_.find(key);
  if (at != known_.end()) return at->second;
  auto& made = known_[key];
  const auto [text, settings] = result_.point_scenario(point);
  const Reading reading = read_scenario_text(text, "/scenario", settings);
  if (!reading.ok()) return made;
  for (const auto& bloc : reading.scenario.blocs) {
    auto& names = made.emplace_back();
    for (const auto& stage : bloc.stages) names.push_back(stage.name);
  }
  return made;
}

}  // namespace poldyn::app
