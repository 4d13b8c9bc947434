#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace poldyn::app {

/// A scenario of the project's folder scenarios/, as its own file tells of it.
struct ShippedScenario {
  std::string name;  ///< its path below scenarios/, without ending: "regimes/regime_open"
  std::filesystem::path file;
  std::string title;
  std::string question;  ///< what it shows: the line "# Question" of its head, in one line; may be empty
};

/// All that have a title, in the order of their names: layers, which are no scenarios by themselves, have none. Throws
/// Failure if the folder is not there.
std::vector<ShippedScenario> shipped_scenarios();

/// By its name or, where no other ends like it, by the last part of that. Throws Failure with the nearest name.
ShippedScenario shipped_scenario(const std::string& name);

/// A scenario file that starts from `from`: self-contained, with every parameter that it or what it extends sets, each
/// with its meaning, range and source. Reading it gives the same scenario but for its title. Throws InputError.
std::string text_from(const ShippedScenario& from, const std::string& title);

/// What the head of a scenario file says after `word`, as "Question"; lines are joined.
std::string said_in_head(const std::string& text, const std::string& word);

}  // namespace poldyn::app
