#pragma once

#include <string>

/// Shares and levels as text has them, in every output that tells some.
namespace poldyn::app {

/// "87 %", "4.2 %", "99.1 %": a decimal where less than a tenth is missing at either end; "-" of what does not exist.
std::string percent(double share);
/// "87 %", "4 %", where decimals would be noise; what is neither nothing nor all is "<1 %" or ">99 %".
std::string whole_percent(double share);
/// "95 % interval", "97.5 % interval"
std::string interval_of_level(double level);

}  // namespace poldyn::app
