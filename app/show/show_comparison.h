#pragma once

#include <filesystem>
#include <string>

#include "app/plot/canvas.h"

namespace poldyn::app {

/// Whether `poldyn compare -o` wrote the file. Throws h5::NotReadable if it is no HDF5.
bool is_comparison(const std::filesystem::path& file);

/// What a comparison's file says: differences from A with their intervals, in per cent of A, those of each bloc and
/// side together. What A has none of has no per cent, and is told below. Throws h5::NotReadable.
std::string comparison_picture(const std::filesystem::path& file, plot::Style style, std::size_t width);

}  // namespace poldyn::app
