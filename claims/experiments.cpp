#include "claims/experiments.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "sim/disk/scenario_disk.h"
#include "sim/experiment/experiment_file.h"
#include "sim/experiment/factor_checks.h"
#include "sim/experiment/glob.h"
#include "sim/reading/parse_double.h"
#include "sim/reading/scenario_writer.h"
#include "sim/reading/table_stack.h"
#include "sim/reading/value_text.h"

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
      : file_(file), quick_(quick), plan_(quick ? file.quick : file.full), mistakes_(all) {}

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
    const std::string varied = factors();
    if (!mistakes_.all().empty()) return;
    baseline.text = head(world, "baseline", "full_factorial", plan_.baseline_replicates) + "\n" + recorded(record);
    space.text = space_head(world, plan_.points) + varied + recorded(record);
    ClaimExperiments both{world.name, read(baseline, world), read(space, world), {}};
    both.strengths = ends_in(both.space);
    if (mistakes_.all().empty()) made.push_back(std::move(both));
  }

  Experiment longer(const ClaimWorld& world, const LongerSpace& wanted, const ClaimRecord& record) {
    StoredExperiment space;
    for (const auto& side : wanted.sides) arms_.push_back({arm_name(side), settings_of(world, side), true});
    for (const Arm& arm : arms_) add(arm, scenario_of(world, arm), space);
    space.text = space_head(world, wanted.points) + factors() + recorded(record);
    return read(space, world);
  }

 private:
  static void add(const Arm& arm, const std::string& text, StoredExperiment& to) {
    to.base_names.push_back(arm.name);
    to.base_texts.push_back(text);
  }

  void arms_of(const ClaimWorld& world, const Claim& claim) {
    std::vector<std::string> sides = claim.regimes;
    for (const auto& effect : claim.effects)
      for (auto& side : sides_of(claim, effect)) sides.push_back(std::move(side));
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
    reading.scenario.run.seed = static_cast<std::int64_t>(file_.seed);
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

  std::string head(const ClaimWorld& world, const char* part, const char* design, std::uint32_t replicates) const {
    return fmt::format("[experiment]\ntitle = {}\ndesign = \"{}\"\nreplicates = {}\nseed = {}\n",
                       toml_string(fmt::format("Claims: {} of world {}", part, world.name)), design, replicates,
                       file_.seed);
  }

  std::string space_head(const ClaimWorld& world, std::uint32_t points) const {
    return head(world, "space", "sobol", plan_.point_replicates) +
           fmt::format("points = {}\ncommon_random_numbers = \"bases\"\n\n", points);
  }

  /// Of the sides that there are. Strengths come last: a world that lacks one has the same points otherwise.
  std::string factors() {
    std::string text;
    std::vector<ClaimFactor> ordered = file_.factors;
    std::stable_partition(ordered.begin(), ordered.end(), [](const ClaimFactor& f) { return !f.strength; });
    for (const auto& factor : ordered) {
      const auto [keys, bases] = factor.strength ? set_by_rules(factor) : KeysAndBases{factor.keys, {}};
      if (factor.strength && bases.empty()) continue;
      const bool falls = factor.strength && number_in(factor.to) < number_in(factor.from);
      text += fmt::format("[factor.{}]\nkey = {}\n{} = [{}, {}]\n{}\n", factor.name, list_of(keys),
                          factor.logarithmic ? "log_range" : "range", falls ? factor.to : factor.from,
                          falls ? factor.from : factor.to,
                          bases.empty() ? "" : fmt::format("bases = {}\n", list_of(bases)));
    }
    return text;
  }

  using Names = std::vector<std::string>;
  using KeysAndBases = std::pair<Names, Names>;

  /// The keys that the strength is written in and the sides whose rules set them.
  KeysAndBases set_by_rules(const ClaimFactor& factor) {
    Names keys, bases;
    for (const Arm& arm : arms_) {
      const Names own = arm.in_space ? keys_set(arm, factor) : Names{};
      if (own.empty()) continue;
      if (!keys.empty() && own != keys)
        mistakes_.add(factor.at, "key", fmt::format("is set in part only by the rules of {}", in_quotes(arm.name)),
                      "give each key a strength of its own");
      keys = own;
      bases.push_back(arm.name);
    }
    return {keys, bases};
  }

  /// In order, each once.
  static Names keys_set(const Arm& arm, const ClaimFactor& factor) {
    std::set<std::string> keys;
    for (const auto& setting : arm.settings) {
      const std::string key = setting.text.substr(0, setting.text.find('='));
      for (const auto& pattern : factor.keys)
        if (glob_matches(pattern, key)) keys.insert(key);
    }
    return {keys.begin(), keys.end()};
  }

  /// The number at the beginning of a TOML value, which may be a text with a unit.
  static double number_in(const std::string& toml) {
    double made = 0;
    parse_double(toml.data() + (toml.starts_with('"') ? 1 : 0), toml.data() + toml.size(), made);
    return made;
  }

  std::map<std::string, StrengthEnds> ends_in(const Experiment& space) const {
    std::map<std::string, StrengthEnds> made;
    for (const auto& factor : file_.factors)
      for (const auto& read : space.factors)
        if (factor.strength && read.name == factor.name) {
          const bool falls = number_in(factor.to) < number_in(factor.from);
          made[factor.name] = {falls ? read.law.high : read.law.low, falls ? read.law.low : read.law.high};
        }
    return made;
  }

  static std::string list_of(const Names& names) {
    std::string text = "[";
    for (const auto& name : names) text += toml_string(name) + ", ";
    return text + "]";
  }

  static std::string recorded(const ClaimRecord& record) {
    return fmt::format("[record]\ntotals = {}\nsampled = {}\n", list_of(record.totals), list_of(record.sampled));
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
  const ClaimPlan& plan_;
  Mistakes mistakes_;
  std::vector<Arm> arms_;
};

}  // namespace

ClaimExperimentsReading claim_experiments(const ClaimsFile& file, const ClaimChoice& choice) {
  ClaimExperimentsReading made;
  ClaimExperimentsMaking making(file, choice.quick, made.mistakes);
  for (const ClaimWorld& world : file.worlds) {
    std::vector<const Claim*> chosen;
    for (const Claim& claim : file.claims)
      if (claim.world == world.name && claim.needs.empty() &&
          std::find(choice.ids.begin(), choice.ids.end(), claim.id) != choice.ids.end())
        chosen.push_back(&claim);
    const auto kept = choice.record.find(world.name);
    making.make(world, chosen, kept == choice.record.end() ? ClaimRecord{} : kept->second, made.worlds);
  }
  return made;
}

Experiment longer_space(const ClaimsFile& file, const ClaimChoice& choice, const LongerSpace& wanted) {
  std::vector<Mistake> mistakes;
  ClaimExperimentsMaking making(file, choice.quick, mistakes);
  Experiment made = making.longer(*file.world(wanted.world), wanted, choice.record.at(wanted.world));
  if (!mistakes.empty()) throw std::logic_error("a longer space has mistakes that the shorter one had not");
  return made;
}

}  // namespace poldyn
