#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace poldyn {

/// Least number of characters inserted, deleted, replaced or swapped with their neighbour that turns `a` into `b`
/// (optimal string alignment); upper and lower case count as equal.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known word that `word` was probably meant to be, or an empty text if none is near. The first of equals wins.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// "did you mean 'horizon'?", or, with none near, "known here: a, b, c", or an empty text if nothing is known.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace poldyn
