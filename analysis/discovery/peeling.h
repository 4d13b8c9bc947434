#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/discovery/box.h"

/// The Patient Rule Induction Method (Friedman & Fisher 1999, Statistics and Computing 9, 123): from a box around all
/// points a thin slice is peeled off again and again, the one whose loss raises the share inside most.
namespace poldyn::analysis {

struct PeelingOptions {
  double slice = 0.05;  ///< of the points in the box that a peel takes, or more where values are equal
  double least = 0.05;  ///< of all points that the box keeps
};

/// A box on the way.
struct Peel {
  Box box;
  Mass inside;  ///< of the points that were peeled
};

/// The way from the box that holds all of `rows` down to the least mass; at least the first. A peel has the greatest
/// gain of the mean for each point that it takes, a group that is smaller than a slice counting as one: a factor of few
/// values is not preferred for its large groups (Kwakkel & Jaxa-Rozen 2016, Environ. Model. Softw. 79, 311), nor a
/// level for having one bad point.
std::vector<Peel> peel(const Points& points, std::span<const std::size_t> rows, const PeelingOptions& options = {});

/// Place of the box that explains most of the squares of shares, of those whose share is above that of all. 0 if there
/// is none such.
std::size_t best_of(const std::vector<Peel>& way);

/// Pastes: moves each bound, in turn and until none moves, to where the box explains most, which is further out,
/// further in, or nowhere. Never below the least mass.
Box pasted(Box box, const Points& points, std::span<const std::size_t> rows, const PeelingOptions& options = {});

}  // namespace poldyn::analysis
