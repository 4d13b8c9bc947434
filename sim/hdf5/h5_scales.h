#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/hdf5/h5_descriptions.h"
#include "sim/hdf5/h5_variable.h"

namespace poldyn::h5 {

/// Which dimensions a file's variables lie along, as HDF5's dimension scales say it (HDF Group, "HDF5 Dimension Scale
/// Specification"): DIMENSION_LIST of a variable points at its dimensions, REFERENCE_LIST of a dimension back at the
/// variables. The library's own call writes a dimension's list anew for each variable, and finds out for all others
/// which they are: of 400 metrics that took most of a file's time.
class ScaleLists {
 public:
  explicit ScaleLists(Descriptions& descriptions) : descriptions_(&descriptions) {}
  /// Writes which dimensions a variable has, and notes it for them. `scales`: one dimension's variable per axis. They
  /// must stay open until write().
  void attach(const Variable& variable, const std::vector<const Variable*>& scales);
  /// Writes which variables each dimension has; to be called once, when all are attached.
  void write() const;

 private:
  using Address = std::uint64_t;  // of an object in the file
  /// An element of REFERENCE_LIST, as the library has it in memory and in the file.
  struct Reference {
    Address dataset;
    unsigned axis;
  };
  struct Users {
    const Variable* scale;
    Address at;
    std::vector<Reference> list;
  };

  const Check& check() const { return descriptions_->check(); }
  Address address_of(const Variable& variable) const;
  void put(const Variable& variable, const char* name, const Handle& type, std::size_t count, const void* values) const;

  Descriptions* descriptions_;
  Handle dimension_list_;                    // the type of an element
  std::map<std::string, Users> dimensions_;  // by path, so that a file is the same whenever it is made
};

}  // namespace poldyn::h5
