#pragma once

#include <string_view>

namespace poldyn::app {

/// What `poldyn new` writes: short, and different from the defaults only where a first experiment would be.
inline constexpr std::string_view starter_scenario = R"(# A scenario says only what differs from the defaults. poldyn params lists all parameters,
# poldyn expand shows this scenario with all of them, poldyn check says what is wrong with it.
title = "my first scenario"

[run]
horizon = "10 y"
replicates = 20
seed = 1

[bloc.north]

[bloc.south]
)";

}  // namespace poldyn::app
