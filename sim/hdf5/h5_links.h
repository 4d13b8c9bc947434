#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/hdf5/h5_check.h"

namespace poldyn::h5 {

enum class Listed { groups, variables };

/// Names of the groups or variables directly in a group, in order of creation where the file keeps it. Dimensions
/// without coordinate are no variables. Throws NotReadable if any object is damaged, and for a link out of the file: a
/// listing that left it out would look whole.
std::vector<std::string> names_in(const Check& check, Handle::Id file, const std::string& group, Listed wanted);

/// Names of dimension scales by what they are, not by where the library would have to search the whole file for them.
class ScaleNames {
 public:
  /// Of each axis of an open variable; empty for an axis without a scale in the variable's group or those around it.
  std::vector<std::string> of(const Check& check, Handle::Id file, Handle::Id variable, const std::string& path,
                              std::size_t axes);

 private:
  using Object = std::array<unsigned char, 16>;  // where in the file it lies
  using Names = std::map<Object, std::string>;

  static bool place_of(Handle::Id id, Object& place);
  const Names& in(const Check& check, Handle::Id file, const std::string& group);
  std::string name_of(const Check& check, Handle::Id file, std::uint64_t reference, const std::string& path);

  std::map<std::string, Names> known_;
  std::map<std::uint64_t, Object> referred_;  // by what a variable's list of dimensions holds
};

}  // namespace poldyn::h5
