#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include "sim/experiment/csv_columns.h"
#include "sim/experiment/factor_checks.h"
#include "sim/experiment/factor_reader.h"
#include "sim/experiment/glob.h"
#include "sim/reading/nearest.h"

namespace poldyn {
namespace {

/// A parameter with a plausible range, and the bases that have it.
struct Candidate {
  std::string key;  ///< of a law that of its mean
  const ParamRow* row = nullptr;
  std::vector<std::string> bases;
};

bool has_plausible_range(const ParamRow& row) {
  const bool number = row.kind == Kind::number || row.kind == Kind::integer || row.kind == Kind::law;
  const auto& [low, high] = row.origin.plausible;
  return number && std::isfinite(low) && std::isfinite(high) && low < high;
}

/// In the order of the scenarios.
std::vector<Candidate> candidates(std::vector<ExperimentBase>& bases) {
  std::vector<Candidate> made;
  std::map<std::string, std::size_t> places;
  for (auto& base : bases)
    for (const auto& part : all_sections(base.scenario))
      for (const auto& row : part.rows) {
        if (!has_plausible_range(row)) continue;
        std::string key = fmt::format("{}.{}", part.path, row.key);
        if (is_settled(key)) continue;
        if (row.kind == Kind::law) key += ".mean";
        const auto [at, is_new] = places.emplace(key, made.size());
        if (is_new) made.push_back({key, &row, {}});
        made[at->second].bases.push_back(base.name);
      }
  return made;
}

/// A pattern means a law, too, whose mean is the parameter.
bool matches(const std::string& pattern, const Candidate& one) {
  return glob_matches(pattern, one.key) ||
         (one.row->kind == Kind::law && glob_matches(pattern, one.key.substr(0, one.key.rfind('.'))));
}

std::vector<std::string> words_of(const std::string& key) {
  std::vector<std::string> words(1);
  for (const char c : key) {
    if (c == '.')
      words.emplace_back();
    else
      words.back() += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  }
  if (words.back() == "mean") words.pop_back();
  return words;
}

/// The last words of the key: as few as tell it from the others and from what results call their columns.
std::string short_name(const std::string& key, const std::vector<std::string>& others,
                       const std::set<std::string>& taken) {
  const std::vector<std::string> words = words_of(key);
  std::string name;
  for (std::size_t n = 1; n <= words.size(); ++n) {
    const auto tail = [n](const std::vector<std::string>& all) {
      return fmt::format("{}",
                         fmt::join(all.end() - static_cast<std::ptrdiff_t>(std::min(n, all.size())), all.end(), "_"));
    };
    name = tail(words);
    const bool alone = std::none_of(others.begin(), others.end(), [&](const std::string& other) {
      return other != key && tail(words_of(other)) == name;
    });
    if (alone && !taken.contains(name) && !std::isdigit(static_cast<unsigned char>(name.front()))) return name;
  }
  while (taken.contains(name)) name += "_";
  return name;
}

/// Ends that lie apart by a factor of ten or more are a matter of magnitude.
InputLaw law_of(const Range& plausible) {
  InputLaw law;
  law.kind = plausible.low > 0 && plausible.high >= 10 * plausible.low ? InputKind::log_uniform : InputKind::uniform;
  law.low = plausible.low;
  law.high = plausible.high;
  return law;
}

/// A name for each, of those that are not taken.
std::vector<std::string> names_for(const std::vector<Candidate>& chosen, std::set<std::string> taken) {
  for (const auto& name : columns::taken()) taken.emplace(name);
  std::vector<std::string> keys, made;
  for (const Candidate& one : chosen) keys.push_back(one.key);
  for (const std::string& key : keys) {
    made.push_back(short_name(key, keys, taken));
    taken.insert(made.back());
  }
  return made;
}

}  // namespace

void FactorReader::read_plausible(NodeReader& experiment) {
  const TomlNode& node = *experiment.find("plausible");
  const auto fail = [&](const std::string& problem, const std::string& remedy) {
    experiment.blame(node, "experiment.plausible", problem, remedy);
  };
  if (experiment_.design == DesignKind::full_factorial || experiment_.design == DesignKind::table)
    return fail("experiment.plausible gives ranges, which a full factorial or a table does not take",
                "write design = \"morris\", \"saltelli\", \"sobol\" or \"latin_hypercube\"");
  if (experiment_.bases.empty()) return;  // that is told
  auto chosen = candidates(experiment_.bases);
  std::vector<std::string> keys;
  keys.reserve(chosen.size());
  for (const Candidate& one : chosen)  // as they stand in scenarios
    keys.push_back(one.row->kind == Kind::law ? one.key.substr(0, one.key.rfind('.')) : one.key);
  const auto patterns = experiment.texts("plausible");
  for (const auto& pattern : patterns)
    if (std::none_of(chosen.begin(), chosen.end(), [&](const Candidate& one) { return matches(pattern, one); }))
      fail(fmt::format("{} matches no parameter with a plausible range", in_quotes(pattern)),
           suggestion(pattern, keys));
  std::erase_if(chosen, [&](const Candidate& one) {
    const auto is_meant = [&](const std::string& pattern) { return matches(pattern, one); };
    const auto is_set = [&](const Written& w) { return std::any_of(w.keys.begin(), w.keys.end(), is_meant); };
    return std::none_of(patterns.begin(), patterns.end(), is_meant) ||
           std::any_of(written_.begin(), written_.end(), is_set);
  });
  if (chosen.size() + experiment_.factors.size() > most_factors)
    return fail(fmt::format("there are more than {} factors", most_factors), "");
  std::set<std::string> taken;
  for (const auto& factor : experiment_.factors) taken.insert(factor.name);
  const auto names = names_for(chosen, std::move(taken));
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    Factor factor;
    factor.name = names[i];
    factor.place = node.value_at;
    factor.law = law_of(chosen[i].row->origin.plausible);
    Written written{{chosen[i].key}, node.value_at, {}, {}, node.value_at, nullptr};
    if (chosen[i].bases.size() < experiment_.bases.size()) written.bases = chosen[i].bases;
    add(std::move(factor), std::move(written), true);
  }
}

}  // namespace poldyn
