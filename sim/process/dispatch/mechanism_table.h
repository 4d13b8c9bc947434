#pragma once

#include <span>
#include <string_view>

#include "sim/process/core/mechanism.h"

namespace poldyn {

/// Every mechanism, one row each, in the order in which they schedule a bloc's first events.
std::span<const Mechanism> mechanism_table();

/// What handles events of a kind. Each kind has one handler, or the table does not compile.
Handler handler_of(EventKind kind);

/// Whether the subject of such an event is a bloc.
bool is_of_bloc(EventKind kind);

/// Name of a mechanism's switch.
std::string_view name_of(const Mechanism& mechanism);

/// The mechanism that alone reads this parameter: while it is off, no change of it has an effect. Empty if there is
/// none such.
std::string_view mechanism_of(std::string_view key);

}  // namespace poldyn
