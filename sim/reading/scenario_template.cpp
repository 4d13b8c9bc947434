#include "sim/reading/scenario_template.h"

#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

constexpr std::string_view body = R"toml(description = """
Two blocs that start alike. In the north every model is filed, reviewed and approved before it is deployed, and state
tenders prefer registered local vendors. The south deploys at once and buys on merit."""

# How to use this file
#   poldyn check FILE      reads it and says what is wrong with it
#   poldyn run FILE        simulates it
#   poldyn expand FILE     shows every parameter, also the ones that are left at their default here
#   poldyn params          explains every parameter: unit, range, meaning, source
# A quantity has its unit and stands in quotes: "60 d", "3 mo", "10 y", "12 /y", "5 M$", "20 %". Times: us, ms, s, min,
# h, d, wk, mo, y. A number without a unit is in the parameter's own unit, for most times that is days.
# What is written here is an example, not a calibrated regime: change it.

[run]
horizon = "10 y"           # how long the world is simulated
warmup = "1 y"             # left out of totals, so that they do not depend on how the world was set up
sample_interval = "1 mo"   # how often metrics are taken
replicates = 5             # independent repetitions, for the uncertainty of each result

# Mechanisms can be switched off one at a time, to see what each of them causes. All but one are on by default.
# [mechanisms]
# openness = false

# ---- fields of use ---------------------------------------------------------------------------------------------------
# A domain is a market segment and a skill. Names are yours: lower-case letters, digits and _.

[domain.general]
kind = "in_distribution"
demand_weight = 3

[domain.research]
kind = "open_ended"
outside_envelope_of = ["north"]   # the north has not approved this use

[domain.agents]
kind = "tool_use"

# ---- vendors ---------------------------------------------------------------------------------------------------------
# Three classes: frontier (trains large models), derivative (builds on others' weights), integrator (sells
# applications). The parameters below hold in every bloc.

[class.frontier]
training = { dist = "lognormal", mean = "6 mo", cv = 0.4 }   # a random length: its mean, and its spread (sd / mean)
project_cost = "50 M$"

[class.derivative]
training = { dist = "lognormal", mean = "2 mo", cv = 0.4 }
compute_oom = "-1 OOM"      # a tenth of the reference compute: orders of magnitude
project_cost = "5 M$"
adopt = 0.6                 # how they search for better models: weights of four ways
local = 0.3

[class.integrator]
training = { dist = "gamma", mean = "45 d", shape = 4 }
project_cost = "500 k$"
operating_cost = "1 M$/y"
unmodified = true           # uses a model as it is

# ---- a bloc with approval --------------------------------------------------------------------------------------------

[bloc.north.population]
vendors = 30
class_shares = [0.1, 0.5, 0.4]   # frontier, derivative, integrator
entry_rate = "6 /y"
regions = 2

[bloc.north.registration]
who = "all"                 # or: nobody, public_facing, above_threshold
validity = "3 y"            # then an approval must be renewed

# A filing passes the stages of its track in order. Each stage has offices, reviewers and a time that a review takes.
[bloc.north.track.full]
stages = ["completeness", "expert_panel"]

[bloc.north.track.light]    # applications on an approved model, and renewals
stages = ["completeness"]

[bloc.north.stage.completeness]
reviewers = 4
review = "5 d"              # every review takes exactly this long

[bloc.north.stage.expert_panel]
reviewers = 8
review = { dist = "lognormal", mean = "30 d", cv = 0.6 }
window = "1 mo"             # decisions come out once a month
pass_probability = 0.7      # else it is returned, mended and filed again
rectification = "30 d"
max_attempts = 4

[bloc.north.procurement]
tenders = "40 /y"
preference = 0.7            # 0 scores merit alone, 1 preference alone
registered_only = true

[bloc.north.transmission]   # how much of what use could teach reaches the vendors
public_failure = 0.3
adversarial_use = 0.3

# ---- a bloc without ---------------------------------------------------------------------------------------------------
# `like` starts from a copy of another bloc, so that only the differences need be said.

[bloc.south]
like = "north"

[bloc.south.registration]
who = "nobody"

[bloc.south.procurement]
preference = 0
registered_only = false

[bloc.south.transmission]
public_failure = 1
adversarial_use = 1
)toml";

}  // namespace

std::string new_scenario_text(std::string_view name) {
  return "title = " + toml_string(name) + "\n" + std::string(body);
}

}  // namespace poldyn
