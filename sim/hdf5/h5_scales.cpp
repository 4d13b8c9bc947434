#include "sim/hdf5/h5_scales.h"

#include <hdf5.h>

#include <type_traits>

namespace poldyn::h5 {

static_assert(std::is_same_v<hobj_ref_t, haddr_t> && sizeof(haddr_t) == sizeof(std::uint64_t));

ScaleLists::Address ScaleLists::address_of(const Variable& variable) const {
  hobj_ref_t made{};
  check()(H5Rcreate(&made, variable.id(), ".", H5R_OBJECT, -1), "refer to", variable.path());
  return made;
}

void ScaleLists::put(const Variable& variable, const char* name, const Handle& type, std::size_t count,
                     const void* values) const {
  const Handle attribute =
      check().own(H5Acreate2(variable.id(), name, type.id(), descriptions_->space({count}), H5P_DEFAULT, H5P_DEFAULT),
                  H5Aclose, "attach a dimension to", variable.path());
  check()(H5Awrite(attribute.id(), type.id(), values), "attach a dimension to", variable.path());
}

// At once, beside the variable's other attributes: later its header would have to be continued somewhere else.
void ScaleLists::attach(const Variable& variable, const std::vector<const Variable*>& scales) {
  if (scales.empty()) return;
  if (!dimension_list_)
    dimension_list_ = check().own(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "describe", "DIMENSION_LIST");
  const Address self = address_of(variable);
  std::vector<hvl_t> axes;
  for (unsigned axis = 0; axis < scales.size(); ++axis) {
    const Variable& scale = *scales[axis];
    const auto [users, is_new] = dimensions_.try_emplace(scale.path(), Users{&scale, {}, {}});
    if (is_new) users->second.at = address_of(scale);
    users->second.list.push_back({self, axis});
    axes.push_back({1, &users->second.at});
  }
  put(variable, "DIMENSION_LIST", dimension_list_, axes.size(), axes.data());
}

void ScaleLists::write() const {
  const char* what = "REFERENCE_LIST";
  const Handle type = check().own(H5Tcreate(H5T_COMPOUND, sizeof(Reference)), H5Tclose, "describe", what);
  check()(H5Tinsert(type.id(), "dataset", HOFFSET(Reference, dataset), H5T_STD_REF_OBJ), "describe", what);
  check()(H5Tinsert(type.id(), "dimension", HOFFSET(Reference, axis), H5T_NATIVE_INT), "describe", what);
  for (const auto& [path, users] : dimensions_) put(*users.scale, what, type, users.list.size(), users.list.data());
}

}  // namespace poldyn::h5
