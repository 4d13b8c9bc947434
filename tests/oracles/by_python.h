#pragma once

#include <string>
#include <vector>

/// Other people's implementations, asked about the same data. All tests of this folder are slow: a package takes
/// seconds to load. Without the package a test is skipped and says what to install.
namespace oracles {

/// What to install for a module that Python cannot import; empty if it can.
std::string missing(const std::string& module, const std::string& package);

/// What a program says. It finds `data`, a list of numpy vectors, bit for bit those given here, and hands back numbers
/// with `say(...)`, vectors among them. Throws with the program's words if it fails.
std::vector<double> by_python(const std::string& program, const std::vector<std::vector<double>>& data);

}  // namespace oracles
