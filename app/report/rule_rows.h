#pragma once

#include <string>

#include "sim/reading/param_tables.h"

/// Parameters of scenarios as a report tells them: from the dotted keys and the values that a scenario file has.
namespace poldyn::app {

/// The row that declares a parameter, whatever the name of its bloc; nothing of a key that this version does not know.
const ParamRow* rule_row(const ParamTables& tables, const std::string& key);
/// What a key belongs to: "Registration (bloc main)" of "bloc.main.registration.who".
std::string part_of(const std::string& key);
/// A value without the quotes and brackets of TOML, lengths of time in the largest unit that divides them.
std::string shown_value(std::string value);
/// "[0, 0.5]": what the sources of a row, or who assumed it, hold possible; empty if the row does not say.
std::string plausible_text(const ParamRow& row);

}  // namespace poldyn::app
