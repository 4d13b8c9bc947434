#include "sim/experiment/factor_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

/// What may stand beside `way`.
std::vector<std::string_view> companions(std::string_view way, InputKind kind) {
  if (way == "values") return {};
  if (way != "dist") return {"levels"};
  switch (kind) {
    case InputKind::uniform:
    case InputKind::log_uniform:
      return {"levels", "low", "high"};
    case InputKind::normal:
    case InputKind::lognormal:
      return {"levels", "low", "high", "mean", "sd", "cv"};
    case InputKind::triangular:
      return {"levels", "low", "high", "mode"};
  }
  return {};
}

template <class E>
std::string name_of(E value) {
  return in_quotes(names_of<E>.at(static_cast<std::size_t>(value)));
}

constexpr auto all_companions = std::to_array<std::string_view>({"levels", "low", "high", "mean", "sd", "cv", "mode"});

}  // namespace

bool is_settled(std::string_view key) {
  return key == "run.seed" || key == "run.replicates" || key.starts_with("record.");
}

void check_companions(NodeReader& reader, std::string_view way, const Factor& factor, DesignKind design) {
  const auto allowed = companions(way, factor.law.kind);
  const std::string beside = way == "dist" ? fmt::format("dist = {}", name_of(factor.law.kind)) : std::string(way);
  for (const auto key : all_companions) {
    const TomlNode* node = reader.find(key);
    if (!node) continue;
    if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
      reader.blame(*node, reader.full(key), fmt::format("{} has no meaning beside {}", reader.full(key), beside),
                   "take it out");
    else if (key == "levels" && design != DesignKind::full_factorial)
      reader.blame(*node, reader.full(key),
                   fmt::format("{} has no meaning in a design {}", reader.full(key), name_of(design)),
                   "take it out; only a full factorial has levels");
  }
  if (factor.law.kind != InputKind::normal && factor.law.kind != InputKind::lognormal) return;
  const TomlNode* sd = reader.find("sd");
  const TomlNode* cv = reader.find("cv");
  if (!reader.find("mean"))
    reader.blame(*reader.find("dist"), reader.full("mean"), fmt::format("{} is missing", reader.full("mean")),
                 fmt::format("{} has a mean", beside));
  if (sd && cv)
    reader.blame(*cv, reader.full("cv"), fmt::format("{} and sd say the same thing twice", reader.full("cv")),
                 "take one of them out");
}

void check_overlaps(const Experiment& experiment, Mistakes& mistakes) {
  struct Setter {
    std::size_t factor;
    FactorTarget::Part part;
  };
  for (std::size_t base = 0; base < experiment.bases.size(); ++base) {
    std::map<std::string, std::vector<Setter>> setters;
    for (std::size_t f = 0; f < experiment.factors.size(); ++f) {
      const Factor& factor = experiment.factors[f];
      for (const FactorTarget& target : factor.targets[base]) {
        auto& earlier = setters[target.key];
        const auto clash = std::find_if(earlier.begin(), earlier.end(), [&](const Setter& one) {
          return one.factor != f && (one.part == target.part || one.part == FactorTarget::Part::whole ||
                                     target.part == FactorTarget::Part::whole);
        });
        if (clash != earlier.end()) {
          mistakes.add(factor.place, factor.name,
                       fmt::format("factor.{} and factor.{} both set {}", experiment.factors[clash->factor].name,
                                   factor.name, target.key),
                       "let one of them leave it out; `with` moves two in lockstep");
          break;  // a pattern would say it for each parameter
        }
        earlier.push_back({f, target.part});
      }
    }
  }
}

}  // namespace poldyn
