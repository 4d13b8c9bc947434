#include "sim/batch/claims_campaign.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/batch/experiment_file.h"
#include "sim/batch/factor_checks.h"
#include "sim/io/scenario_file.h"
#include "sim/io/scenario_writer.h"
#include "sim/io/table_stack.h"
#include "sim/io/value_text.h"

namespace poldyn {
namespace {

/// A scenario that is run: a side, ablated or not.
struct Arm {
  std::string name;
  std::vector<ClaimSetting> settings;
  bool in_space = true;
};

class ClaimExperimentsMaking {
 public:
  ClaimExperimentsMaking(const ClaimsFile& file, bool quick, std::vector<Mistake>& all)
      : file_(file), quick_(quick), mistakes_(all) {}

  /// Nothing if there is nothing to run.
  void make(const ClaimWorld& world, const std::vector<const Claim*>& claims, const ClaimRecord& record,
            std::vector<ClaimExperiments>& made) {
    arms_.clear();
    for (const Claim* claim : claims) arms_of(world, *claim);
    if (arms_.empty()) return;
    StoredExperiment baseline, space;
    for (const Arm& arm : arms_) {
      const std::string text = scenario_of(world, arm);
      add(arm, text, baseline);
      if (arm.in_space) add(arm, text, space);
    }
    if (!mistakes_.all().empty()) return;
    const ClaimPlan& plan = quick_ ? file_.quick : file_.full;
    baseline.text = head(world, "baseline", "full_factorial", plan.baseline_replicates, 0) + recorded(record);
    space.text = head(world, "space", "sobol", plan.point_replicates, plan.points) + factors() + recorded(record);
    ClaimExperiments both{world.name, read(baseline, world), read(space, world)};
    if (mistakes_.all().empty()) made.push_back(std::move(both));
  }

 private:
  static void add(const Arm& arm, const std::string& text, StoredExperiment& to) {
    to.base_names.push_back(arm.name);
    to.base_texts.push_back(text);
  }

  void arms_of(const ClaimWorld& world, const Claim& claim) {
    std::vector<std::string> sides = claim.regimes;
    for (const auto& effect : claim.effects)
      if (effect.kind != EffectKind::ranks) {
        if (effect.kind != EffectKind::level && effect.kind != EffectKind::halves) sides.push_back(effect.off);
        sides.push_back(effect.on);
      }
    for (const auto& side : sides) {
      auto settings = settings_of(world, side);
      add_arm({arm_name(side), settings, true});
      for (const auto& ablation : claim.ablations) {
        auto ablated = settings;
        ablated.insert(ablated.end(), ablation.set.begin(), ablation.set.end());
        add_arm({arm_name(side, claim, ablation), std::move(ablated), false});
      }
    }
  }

  void add_arm(Arm arm) {
    if (std::none_of(arms_.begin(), arms_.end(), [&](const Arm& a) { return a.name == arm.name; }))
      arms_.push_back(std::move(arm));
  }

  std::vector<ClaimSetting> settings_of(const ClaimWorld& world, const std::string& side) const {
    std::vector<ClaimSetting> made = world.set;
    if (quick_) made.insert(made.end(), world.quick_set.begin(), world.quick_set.end());
    for (const auto& name : rules_of_side(side)) {
      const auto& set = file_.rule(name)->set;
      made.insert(made.end(), set.begin(), set.end());
    }
    return made;
  }

  std::string scenario_of(const ClaimWorld& world, const Arm& arm) {
    std::vector<std::string> overrides;
    for (const auto& setting : arm.settings) overrides.push_back(setting.text);
    Reading reading = read_scenario(world.scenario, overrides);
    for (const Mistake& mistake : reading.mistakes) blame(mistake, world, arm);
    for (const auto& [key, place] : reading.set_at)
      if (is_settled(key) && place.source && !place.source->is_file)
        blame({place, key, fmt::format("{} would be read by nobody", in_quotes(key)),
               "seed and replicates stand in [campaign], and what is kept is what the claims ask for", Blame::data},
              world, arm);
    if (!reading.ok()) return {};
    reading.scenario.run.seed = file_.seed;
    return write_scenario(reading.scenario);
  }

  void blame(const Mistake& mistake, const ClaimWorld& world, const Arm& arm) {
    // The user wrote no --set: the mistake is where the claims file has that setting.
    Place at = mistake.place;
    const bool written = at.source && at.source->is_file && at.line > 0;
    for (const auto& setting : arm.settings)
      if (at.source && !at.source->is_file && at.source->text == setting.text) at = setting.at;
    const bool found = written || (at.source && at.source->is_file && at.line > 0);
    if (!found) at = world.at;
    // One that is nobody's by itself, such as a contradiction of two settings, says on which side it arises.
    const bool alone = found || mistake.blame == Blame::no_input;
    mistakes_.add(at, mistake.key,
                  alone ? mistake.problem : fmt::format("{} (side {})", mistake.problem, in_quotes(arm.name)),
                  mistake.remedy);
    if (mistake.blame == Blame::no_input)
      for (Mistake& told : mistakes_.all())
        if (told.problem == mistake.problem) told.blame = Blame::no_input;
  }

  std::string head(const ClaimWorld& world, const char* part, const char* design, std::uint32_t replicates,
                   std::uint32_t points) const {
    return fmt::format("[experiment]\ntitle = {}\ndesign = \"{}\"\nreplicates = {}\nseed = {}\n{}\n",
                       toml_string(fmt::format("Claims: {} of world {}", part, world.name)), design, replicates,
                       file_.seed, points > 0 ? fmt::format("points = {}\n", points) : "");
  }

  std::string factors() const {
    std::string text;
    for (const auto& factor : file_.factors) {
      text += fmt::format("[factor.{}]\nkey = [", factor.name);
      for (const auto& key : factor.keys) text += toml_string(key) + ", ";
      text += fmt::format("]\n{} = [{}, {}]\n\n", factor.logarithmic ? "log_range" : "range", factor.low, factor.high);
    }
    return text;
  }

  static std::string recorded(const ClaimRecord& record) {
    const auto list = [](const std::vector<std::string>& names) {
      std::string text = "[";
      for (const auto& name : names) text += toml_string(name) + ", ";
      return text + "]";
    };
    return fmt::format("[record]\ntotals = {}\nsampled = {}\n", list(record.totals), list(record.sampled));
  }

  Experiment read(StoredExperiment& stored, const ClaimWorld& world) {
    stored.name = file_.name;
    ExperimentReading reading = read_experiment(stored);
    for (const Mistake& mistake : reading.mistakes) {
      Place at = world.at;
      for (const auto& factor : file_.factors)
        if (mistake.key == factor.name || mistake.key.starts_with("factor." + factor.name) ||
            std::any_of(factor.keys.begin(), factor.keys.end(), [&](const auto& k) { return k == mistake.key; }))
          at = factor.at;
      mistakes_.add(at, mistake.key, fmt::format("{} (world {})", mistake.problem, world.name), mistake.remedy);
    }
    return std::move(reading.experiment);
  }

  const ClaimsFile& file_;
  bool quick_;
  Mistakes mistakes_;
  std::vector<Arm> arms_;
};

}  // namespace

ClaimExperimentsReading claim_experiments(const ClaimsFile& file, const std::vector<std::string>& ids, bool quick,
                                          const std::map<std::string, ClaimRecord>& record) {
  ClaimExperimentsReading made;
  ClaimExperimentsMaking making(file, quick, made.mistakes);
  for (const ClaimWorld& world : file.worlds) {
    std::vector<const Claim*> chosen;
    for (const Claim& claim : file.claims)
      if (claim.world == world.name && claim.needs.empty() && std::find(ids.begin(), ids.end(), claim.id) != ids.end())
        chosen.push_back(&claim);
    const auto kept = record.find(world.name);
    making.make(world, chosen, kept == record.end() ? ClaimRecord{} : kept->second, made.worlds);
  }
  return made;
}

}  // namespace poldyn
