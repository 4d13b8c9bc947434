#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "analysis/side.h"
#include "app/plot/canvas.h"

namespace poldyn::app {

/// One scenario that pictures are drawn of: a point of a result file.
struct ShownSide {
  std::shared_ptr<const results::Reader> file;
  std::size_t point = 0;
  analysis::Side side;  ///< `side.values` are those of the file's first point, whichever is shown

  /// Of this point: (replicate, bloc[, time][, extra]).
  std::vector<double> values(const std::string& path) const;
};

/// A bloc of a scenario: what has a letter and a colour of its own in pictures.
struct Subject {
  std::size_t side = 0, bloc = 0;
  std::string letter;  ///< empty if there is only one
  std::string name;    ///< what the letter stands for
  plot::Ink ink = plot::Ink::first;
};

/// The points of each file that were asked for, or its only one. Throws Failure if a file has several and none was
/// asked for, or not that many.
std::vector<ShownSide> shown_sides(const std::vector<std::filesystem::path>& files,
                                   const std::vector<std::uint64_t>& points);

/// At most plot::most_sides, sides and their blocs in order; with one bloc asked for, those of that name. Throws
/// Failure if no side has it. `left_out` counts the others.
std::vector<Subject> subjects_of(const std::vector<ShownSide>& sides, const std::string& bloc, std::size_t& left_out);

std::vector<analysis::Side> as_sides(const std::vector<ShownSide>& sides);

/// Lines that say what the letters stand for.
std::string legend(const std::vector<Subject>& subjects, std::size_t left_out, std::size_t width);

}  // namespace poldyn::app
