#pragma once

#include <span>

#include "analysis/sensitivity/rank_index.h"

namespace poldyn::analysis {

/// First-order index from points that are spread more evenly than by chance: of a low-discrepancy sequence or a grid.
/// They keep away from each other: neighbours in one factor lie in opposite halves of others (that is what makes a
/// sequence even, scrambled or not), so that the rank index comes out too low. Here points are put into sqrt(n) classes
/// along the factor; of few values each is a class. In a class of s points the mean product of different ones is the
/// square of the class's mean if they are independent; if the other factors fill the class without any error, it is too
/// low by the variance within over s. A `complete` grid does that exactly. Where between the two a sequence lies
/// depends on the response: the index is the middle, and its interval holds both with their errors.
RankIndex class_index(std::span<const double> x, bool is_number, const Response& y, bool common, bool complete,
                      double level);

}  // namespace poldyn::analysis
