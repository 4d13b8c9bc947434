#include "sim/reading/word_search.h"

#include <algorithm>

#include "sim/reading/lower_case.h"
#include "sim/reading/trimmed.h"

namespace poldyn {
namespace {

bool contains(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return lower_case(a) == lower_case(b); };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

}  // namespace

bool all_words_in(std::string_view words, const std::vector<std::string_view>& texts) {
  words = trimmed(words);
  if (words.empty()) return false;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find_first_of(" \t"));
    if (std::none_of(texts.begin(), texts.end(), [&](auto text) { return contains(text, word); })) return false;
    words = trimmed(words.substr(word.size()));
  }
  return true;
}

}  // namespace poldyn
