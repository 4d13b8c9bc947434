#pragma once

#include <vector>

#include "sim/hdf5/h5_check.h"
#include "sim/hdf5/h5_variable.h"

namespace poldyn::h5 {

/// Which dimensions a file's variables lie along, as HDF5's dimension scales say it (HDF Group, "HDF5 Dimension Scale
/// Specification"): DIMENSION_LIST of a variable points at its dimensions, REFERENCE_LIST of a dimension back at the
/// variables. The library's own call writes a dimension's list anew for each variable, and finds out for all others
/// which they are: of 400 metrics that took most of a file's time.
class ScaleLists {
 public:
  /// `scales`: one dimension's variable per axis. All must stay open until write().
  void attach(const Variable& variable, const std::vector<const Variable*>& scales);
  /// Writes the lists of all that was attached; to be called once.
  void write(const Check& check) const;

 private:
  struct Attached {
    const Variable* variable;
    std::vector<const Variable*> scales;
  };
  std::vector<Attached> attached_;
};

}  // namespace poldyn::h5
