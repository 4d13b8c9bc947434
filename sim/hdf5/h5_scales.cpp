#include "sim/hdf5/h5_scales.h"

#include <hdf5.h>

#include <map>
#include <string>
#include <vector>

namespace poldyn::h5 {
namespace {

/// An element of REFERENCE_LIST, as the library has it in memory and in the file.
struct Reference {
  hobj_ref_t dataset;
  unsigned axis;
};

hobj_ref_t reference_to(const Check& check, const Variable& variable) {
  hobj_ref_t made{};
  check(H5Rcreate(&made, variable.id(), ".", H5R_OBJECT, -1), "refer to", variable.path());
  return made;
}

Handle list_type(const Check& check) {
  Handle type = check.own(H5Tcreate(H5T_COMPOUND, sizeof(Reference)), H5Tclose, "describe", "REFERENCE_LIST");
  check(H5Tinsert(type.id(), "dataset", HOFFSET(Reference, dataset), H5T_STD_REF_OBJ), "describe", "REFERENCE_LIST");
  check(H5Tinsert(type.id(), "dimension", HOFFSET(Reference, axis), H5T_NATIVE_INT), "describe", "REFERENCE_LIST");
  return type;
}

void put(const Check& check, const Variable& variable, const char* name, const Handle& type, std::size_t count,
         const void* values) {
  const Handle space = make_space(check, {count});
  const Handle attribute = check.own(H5Acreate2(variable.id(), name, type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT),
                                     H5Aclose, "attach a dimension to", variable.path());
  check(H5Awrite(attribute.id(), type.id(), values), "attach a dimension to", variable.path());
}

}  // namespace

void ScaleLists::attach(const Variable& variable, const std::vector<const Variable*>& scales) {
  if (!scales.empty()) attached_.push_back({&variable, scales});
}

void ScaleLists::write(const Check& check) const {
  struct Users {
    const Variable* scale;
    hobj_ref_t at;
    std::vector<Reference> list;
  };
  std::map<std::string, Users> dimensions;  // by path, so that a file is the same whenever it is made
  const Handle dimension_list = check.own(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "describe", "DIMENSION_LIST");
  for (const Attached& each : attached_) {
    const hobj_ref_t self = reference_to(check, *each.variable);
    std::vector<hvl_t> axes;
    for (unsigned axis = 0; axis < each.scales.size(); ++axis) {
      const Variable& scale = *each.scales[axis];
      const auto [at, is_new] = dimensions.try_emplace(scale.path(), Users{&scale, {}, {}});
      if (is_new) at->second.at = reference_to(check, scale);
      at->second.list.push_back({self, axis});
      axes.push_back({1, &at->second.at});
    }
    put(check, *each.variable, "DIMENSION_LIST", dimension_list, axes.size(), axes.data());
  }
  const Handle type = list_type(check);
  for (const auto& [path, users] : dimensions)
    put(check, *users.scale, "REFERENCE_LIST", type, users.list.size(), users.list.data());
}

}  // namespace poldyn::h5
