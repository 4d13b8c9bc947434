#include "claims/saved_claims.h"

#include <algorithm>
#include <cstdint>

#include "sim/hdf5/h5_error.h"

namespace poldyn::analysis {
namespace {

[[noreturn]] void no_fit(const h5::Reader& file, const std::string& object, const std::string& cause) {
  throw h5::NotReadable({file.path(), object, "read", cause, {}});
}

/// A variable that must have so many elements.
template <class T>
std::vector<T> column(const h5::Reader& file, const std::string& path, std::size_t length) {
  auto values = file.read<T>(path);
  if (values.size() != length) no_fit(file, path, "its length does not fit the others'");
  return values;
}

std::size_t not_negative(const h5::Reader& file, const std::string& path, std::int32_t count) {
  if (count < 0) no_fit(file, path, "it holds a number of effects below 0");
  return static_cast<std::size_t>(count);
}

void read_claims_of(const h5::Reader& file, SavedClaims& made) {
  const auto ids = file.read<std::string>("claim");
  const auto titles = column<std::string>(file, "claims/title", ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i)
    made.claims.emplace_back().id = ids[i], made.claims.back().title = titles[i];
  const auto count = [&](const std::string& name, std::size_t SavedClaim::*number) {
    const auto values = column<std::int32_t>(file, "claims/" + name, ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
      made.claims[i].*number = not_negative(file, "claims/" + name, values[i]);
  };
  count("effects", &SavedClaim::effects);
  count("shown", &SavedClaim::shown);
  count("small", &SavedClaim::small);
  count("opposite", &SavedClaim::opposite);
  count("depends", &SavedClaim::depends);
  count("undecided", &SavedClaim::undecided);
}

/// "C4: filings" is an effect of C4.
SavedEffect named(const std::string& text) {
  const std::size_t colon = text.find(": ");
  SavedEffect made;
  made.claim = text.substr(0, colon == text.npos ? 0 : colon);
  made.name = colon == text.npos ? text : text.substr(colon + 2);
  return made;
}

void read_outcomes(const h5::Reader& file, SavedClaims& made) {
  const auto outcomes = column<std::uint8_t>(file, "effects/outcome", made.effects.size() * made.points);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    OutcomeCounts& counts = made.effects[i / made.points].outcomes;
    switch (outcomes[i]) {
      case 0:
        ++counts.shown;
        break;
      case 1:
        ++counts.small;
        break;
      case 2:
        ++counts.opposite;
        break;
      default:  // open, or no run was made there
        break;
    }
  }
  const auto with_value = column<double>(file, "pooled/points", made.effects.size());
  for (std::size_t i = 0; i < made.effects.size(); ++i) {
    OutcomeCounts& counts = made.effects[i].outcomes;
    const std::size_t told = counts.shown + counts.small + counts.opposite;
    counts.points = std::max(told, with_value[i] > 0 ? static_cast<std::size_t>(with_value[i]) : 0);
    counts.open = counts.points - told;
  }
}

void read_effects(const h5::Reader& file, SavedClaims& made) {
  for (const auto& text : file.read<std::string>("effect")) made.effects.push_back(named(text));
  const std::size_t n = made.effects.size();
  const auto each = [&]<class T>(const std::string& path, auto&& put) {
    const auto values = column<T>(file, path, n);
    for (std::size_t i = 0; i < n; ++i) put(made.effects[i], values[i]);
  };
  using Effect = SavedEffect;
  each.operator()<std::string>("effects/unit", [](Effect& e, const std::string& x) { e.unit = x; });
  each.operator()<std::string>("effects/by_construction",
                               [](Effect& e, const std::string& x) { e.by_construction = x; });
  each.operator()<std::uint8_t>("effects/direction", [](Effect& e, std::uint8_t x) { e.up = x != 0; });
  each.operator()<std::uint8_t>("effects/counts", [](Effect& e, std::uint8_t x) { e.counts = x != 0; });
  each.operator()<double>("effects/smallest", [](Effect& e, double x) { e.smallest = x; });
  each.operator()<double>("pooled/mean", [](Effect& e, double x) { e.mean = x; });
  each.operator()<double>("pooled/low", [](Effect& e, double x) { e.low = x; });
  each.operator()<double>("pooled/high", [](Effect& e, double x) { e.high = x; });
  each.operator()<std::uint8_t>("effects/word", [&](Effect& e, std::uint8_t x) {
    if (x > static_cast<std::uint8_t>(Word::undecided))
      no_fit(file, "effects/word", "it holds a word that is not known");
    e.word = static_cast<Word>(x);
  });
}

}  // namespace

bool is_claims(const h5::Reader& file) {
  return file.has_group("claims") && file.has_group("effects") && file.has_group("pooled");
}

SavedClaims saved_claims(const h5::Reader& file) {
  if (!is_claims(file)) no_fit(file, "/", "it holds no claims, as poldyn claims writes them");
  SavedClaims made;
  made.title = file.attribute<std::string>("/", "title");
  made.points = file.read<std::int32_t>("point").size();
  read_claims_of(file, made);
  read_effects(file, made);
  read_outcomes(file, made);
  return made;
}

}  // namespace poldyn::analysis
