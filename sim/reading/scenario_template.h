#pragma once

#include <string>
#include <string_view>

namespace poldyn {

/// A small complete scenario with explanations, for `poldyn new`. `name` becomes its title.
std::string new_scenario_text(std::string_view name);

}  // namespace poldyn
