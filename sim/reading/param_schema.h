#pragma once

#include <string>

namespace poldyn {

/// All parameters as JSON Schema (draft 2020-12), from which editors complete and check a scenario's TOML.
std::string params_schema();

}  // namespace poldyn
