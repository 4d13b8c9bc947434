#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The columns that stand beside the factors' in what is printed as CSV. They are written from these lists, and no
/// factor may be called like one of them: it would take its place in a reader's table.
namespace poldyn::columns {

using Names = std::span<const std::string_view>;

// Of `export`, in this order; `base` only where there is a design, and then the factors.
inline constexpr auto export_begins = std::to_array<std::string_view>({"metric", "unit", "point"});
inline constexpr auto export_base = std::to_array<std::string_view>({"base"});
inline constexpr auto export_ends =
    std::to_array<std::string_view>({"replicate", "seed", "status", "bloc", "time_days", "axis", "position", "value"});

// Of `expand --csv`: before the factors; `--runs` has the others behind them.
inline constexpr auto point_begins = std::to_array<std::string_view>({"point", "point_id", "base"});
inline constexpr auto run_ends = std::to_array<std::string_view>({"replicate", "seed", "run_id"});

/// "a,b,c"
std::string joined(Names names);

/// Names that no factor may have: columns, and what stands along the axes of a merged file, each once.
std::vector<std::string_view> taken();

}  // namespace poldyn::columns
