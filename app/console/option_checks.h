#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

namespace poldyn::app {

/// A whole number from `low` to `high`; says which of the two a value is not.
CLI::Validator whole_number(std::uint64_t low, std::uint64_t high);
/// A number from `low` to `high`, which "nan" is not.
CLI::Validator number_within(double low, double high);
/// The name of a file or folder: an empty one would count as none, and what stands in its place is a mistake of a
/// script.
CLI::Validator not_empty();

}  // namespace poldyn::app
