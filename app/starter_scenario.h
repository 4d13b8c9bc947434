#pragma once

#include <string_view>

namespace poldyn::app {

/// What `poldyn new` writes: a whole scenario that stands by itself and has one rule to play with.
inline constexpr std::string_view starter_scenario = R"(# Two blocs that differ in one rule: in the south, public models are filed and approved before they
# are deployed. A scenario says only what differs from the defaults.
#   poldyn check FILE    says what is wrong with it        poldyn params          lists all parameters
#   poldyn run FILE      runs it                           poldyn expand FILE     shows it with all of them
title = "North deploys freely, south asks for approval"

[run]
horizon = "5 y"
replicates = 10   # repetitions with other luck: they give the intervals
seed = 1

# --- What models are used for -------------------------------------------------------------------------
[domain.general]
kind = "in_distribution"
demand_weight = 3

[domain.research]
kind = "open_ended"
demand_weight = 1

# --- The blocs ----------------------------------------------------------------------------------------
[bloc.north.population]
vendors = 40
regions = 2
entry_rate = "4 /y"

[bloc.north.registration]
who = "nobody"

[bloc.south]
like = "north"   # everything as in the north, but for what follows

[bloc.south.registration]
who = "public_facing"

[bloc.south.track.full]
stages = ["review"]

[bloc.south.track.light]
stages = ["review"]

[bloc.south.stage.review]
offices = "central"
reviewers = 10
review = { dist = "lognormal", mean = "30 d", cv = 0.6 }
window = "1 mo"          # decisions come out once a month
pass_probability = 0.7   # the others are sent back to be mended
)";

}  // namespace poldyn::app
