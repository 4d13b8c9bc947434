#include "claims/thresholds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "app/console/failure.h"
#include "claims/effect.h"
#include "sim/reading/nearest.h"
#include "sim/reading/parse_double.h"
#include "sim/reading/trimmed.h"

namespace poldyn::app {
namespace {

std::string small_letters(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

struct Named {
  std::string id;
  std::string claim, long_name;  ///< "C4", "C4: time from idea to deployment"
  ClaimEffect* effect = nullptr;
};

std::vector<Named> all_effects(ClaimsFile& file) {
  std::vector<Named> made;
  for (Claim& claim : file.claims) {
    std::size_t at = 0;
    for (ClaimEffect& effect : claim.effects)
      made.push_back(
          {fmt::format("{}.{}", claim.id, ++at), claim.id, fmt::format("{}: {}", claim.id, effect.name), &effect});
  }
  return made;
}

std::vector<Named> named_by(const std::string& asked, const std::vector<Named>& all) {
  std::vector<Named> made;
  const std::string wanted = small_letters(asked);
  for (const Named& one : all)
    if (small_letters(one.id) == wanted || small_letters(one.claim) == wanted ||
        (wanted.find(':') != std::string::npos && small_letters(one.long_name).starts_with(wanted)))
      made.push_back(one);
  if (!made.empty()) return made;
  std::vector<std::string> known;
  for (const Named& one : all) {
    known.push_back(one.id);
    known.push_back(one.long_name);
  }
  const std::string near = suggestion(asked, known);
  throw Failure(Exit::usage, fmt::format("--threshold: there is no effect '{}'; {}", asked,
                                         near.empty() ? "poldyn claims --list names them" : near));
}

/// The threshold as the file would write it; of a ratio "10 %" is 0.1.
double value_for(std::string_view text, const std::string& whole, const ClaimEffect& effect) {
  double value = 0;
  const auto [end, error] = parse_double(text.data(), text.data() + text.size(), value);
  const std::string_view unit = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  const bool percent = unit == "%" && effect.logarithmic();
  if (error != std::errc() || !std::isfinite(value) || !(value > 0))
    throw Failure(Exit::usage, fmt::format("--threshold '{}': what follows = is no number above 0", whole));
  if (!unit.empty() && !percent && unit != effect.unit)
    throw Failure(Exit::usage,
                  fmt::format("--threshold '{}': '{}' is not the unit of this effect, which is {}", whole, unit,
                              effect.logarithmic()  ? "%"
                              : effect.unit.empty() ? "a pure number"
                                                    : effect.unit));
  return percent ? value / 100 : value;
}

}  // namespace

std::vector<AskedThreshold> ask_thresholds(const std::vector<std::string>& texts, const std::vector<std::string>& ids,
                                           ClaimsFile& file) {
  std::vector<AskedThreshold> made;
  const auto all = all_effects(file);
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos)
      throw Failure(Exit::usage, fmt::format("--threshold '{}': write EFFECT=VALUE, as C4.1=0.05", text));
    const std::string asked(trimmed(std::string_view(text).substr(0, equals)));
    for (const Named& one : named_by(asked, all)) {
      if (std::find(ids.begin(), ids.end(), one.claim) == ids.end())
        throw Failure(Exit::usage, fmt::format("--threshold '{}': {} is not among the claims that --only names ({})",
                                               text, one.claim, fmt::join(ids, ",")));
      AskedThreshold change{one.id, *one.effect, analysis::threshold(*one.effect), 0};
      one.effect->smallest = value_for(trimmed(std::string_view(text).substr(equals + 1)), text, *one.effect);
      one.effect->because = "asked for";
      change.now = analysis::threshold(*one.effect);
      made.push_back(std::move(change));
    }
  }
  return made;
}

}  // namespace poldyn::app
