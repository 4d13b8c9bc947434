#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Path of a list of tables: between brackets it is the heading of one of them.
inline std::string list_of(const std::string& name) { return "[" + name + "]"; }

/// Tables with the same rows and the same defaults: the four channels, the three classes.
struct ParamTable {
  std::vector<std::string> paths;  ///< "run"; "bloc.<name>.market"; "channel.rapid_deployment", ...
  std::span<const ParamRow> rows;
  const void* defaults = nullptr;  ///< object that `rows` read
};

/// Every table that a scenario may have, in the order in which they are written, with the defaults.
class ParamTables {
 public:
  ParamTables();
  const std::vector<ParamTable>& all() const { return tables_; }

 private:
  std::unique_ptr<Scenario> scenario_;  // what `defaults` points into
  std::vector<ParamTable> tables_;
};

}  // namespace poldyn
