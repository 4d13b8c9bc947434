#pragma once

#include <string_view>
#include <vector>

namespace poldyn {

/// Whether each of the words in `words`, which blanks part, stands somewhere in one of the texts, within a longer word
/// too; upper and lower case count as equal. False if there is no word.
bool all_words_in(std::string_view words, const std::vector<std::string_view>& texts);

}  // namespace poldyn
