#pragma once

#include "sim/reading/toml_tree.h"

namespace poldyn {

/// The table with each key that holds dots, which only a quoted one can, as tables within tables: "run.horizon" in
/// quotes is then what run.horizon without is. Of two values under one key both are kept, and the first is found.
TomlNode without_dotted_keys(const TomlNode& table);

}  // namespace poldyn
