#include "sim/reading/nearest.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/reading/lower_case.h"

namespace poldyn {
namespace {

constexpr std::size_t longest_compared = 100;  // a longer word is no misspelt key
constexpr std::size_t longest_list = 30;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower_case(a[i - 1]) == lower_case(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower_case(a[i - 1]) == lower_case(b[j - 2]) &&
          lower_case(a[i - 2]) == lower_case(b[j - 1]))
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > longest_compared) return {};
  std::string best;
  std::size_t least = std::min<std::size_t>(3, word.size() / 3 + 1) + 1;
  for (const auto& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    // A word that shares no letter with the candidate is no misspelling of it.
    if (distance < least && distance < std::max(word.size(), candidate.size())) {
      least = distance;
      best = candidate;
    }
  }
  if (!best.empty()) return best;
  for (const auto& candidate : known)  // "rate" for "entry_rate", "horizon_days" for "horizon"
    if (word.size() >= 4 && candidate.size() >= 4 &&
        (candidate.find(word) != std::string::npos || word.find(candidate) != std::string_view::npos))
      return candidate;
  return {};
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  if (const std::string near = nearest(word, known); !near.empty()) return fmt::format("did you mean '{}'?", near);
  if (known.empty() || known.size() > longest_list) return {};
  return fmt::format("known here: {}", fmt::join(known, ", "));
}

}  // namespace poldyn
