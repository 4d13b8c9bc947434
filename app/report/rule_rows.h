#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "sim/reading/param_tables.h"

/// Parameters of scenarios as a report tells them: from the dotted keys and the values that a scenario file has.
namespace poldyn::app {

/// Rows of parameters by the keys of scenarios, whatever the names of their blocs.
class RuleRows {
 public:
  RuleRows();
  /// The row that declares a parameter; nothing of a key that this version does not know.
  const ParamRow* find(const std::string& key) const;

 private:
  struct Pattern {
    std::vector<std::string> parts;
    const ParamRow* row = nullptr;
  };
  ParamTables tables_;
  std::unordered_map<std::string, std::vector<Pattern>> by_last_;  // last part of a key
};

/// What a key belongs to: "Registration (bloc main)" of "bloc.main.registration.who".
std::string part_of(const std::string& key);
/// A value without the quotes and brackets of TOML, lengths of time in the largest unit that divides them.
std::string shown_value(std::string value);
/// "[0, 0.5]": what the sources of a row, or who assumed it, hold possible; empty if the row does not say.
std::string plausible_text(const ParamRow& row);

}  // namespace poldyn::app
