#include "sim/hdf5/h5_links.h"

#include <hdf5.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "sim/hdf5/h5_text.h"

namespace poldyn::h5 {
namespace {

struct Listing {
  std::vector<std::string> names;
  bool leads_out = false;
};

herr_t collect_link(hid_t, const char* name, const H5L_info_t* info, void* data) {
  auto& listing = *static_cast<Listing*>(data);
  listing.names.emplace_back(name);
  if (info->type != H5L_TYPE_HARD && info->type != H5L_TYPE_SOFT) listing.leads_out = true;
  return listing.leads_out ? 1 : 0;
}

/// Every name in a group.
std::vector<std::string> links_in(const Check& check, Handle::Id group, const std::string& path) {
  const Handle creation = check.own(H5Gget_create_plist(group), H5Pclose, "list", path);
  unsigned order = 0;
  check(H5Pget_link_creation_order(creation.id(), &order), "list", path);
  Listing listing;
  const bool kept = (order & H5P_CRT_ORDER_INDEXED) != 0;  // files of other programs may not
  check(H5Literate(group, kept ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_link, &listing),
        "list", path);
  if (listing.leads_out)
    check.fail("list", join_path(path, listing.names.back()), "it leads to another file, which is not followed");
  return std::move(listing.names);
}

// Pure netCDF dimensions are data sets too; their NAME says so (see Writer::define_index).
bool is_pure_dimension(Handle::Id dataset) {
  if (H5Aexists(dataset, "CLASS") == 0 || H5DSis_scale(dataset) <= 0) return false;
  char label[64] = {};
  constexpr std::string_view mark = "This is a netCDF dimension but not a netCDF variable";
  return H5DSget_scale_name(dataset, label, sizeof label) > 0 && std::string_view(label).starts_with(mark);
}

/// The object that a name stands for; nothing for a symbolic link that leads nowhere.
std::optional<Handle> object_at(const Check& check, Handle::Id group, const std::string& path,
                                const std::string& name) {
  Handle object(H5Oopen(group, name.c_str(), H5P_DEFAULT), H5Oclose);
  if (object) return object;
  H5L_info_t info;
  const std::string whole = join_path(path, name);
  check(H5Lget_info(group, name.c_str(), &info, H5P_DEFAULT), "look up", whole);
  if (info.type != H5L_TYPE_SOFT) check(H5Oopen(group, name.c_str(), H5P_DEFAULT), "open", whole);
  return std::nullopt;
}

Handle open_group(const Check& check, Handle::Id file, const std::string& path) {
  return check.own(H5Gopen2(file, path.c_str(), H5P_DEFAULT), H5Gclose, "open", path);
}

/// The first scale of each axis, which is its dimension; 0 where there is none. An object reference is never 0.
std::vector<std::uint64_t> scales_of(const Check& check, Handle::Id variable, const std::string& path,
                                     std::size_t axes) {
  std::vector<std::uint64_t> found(axes, 0);
  if (check(H5Aexists(variable, "DIMENSION_LIST"), "read the dimensions of", path) == 0) return found;
  const Handle attribute =
      check.own(H5Aopen(variable, "DIMENSION_LIST", H5P_DEFAULT), H5Aclose, "read the dimensions of", path);
  const Handle space = check.own(H5Aget_space(attribute.id()), H5Sclose, "read the dimensions of", path);
  const Handle stored = check.own(H5Aget_type(attribute.id()), H5Tclose, "read the dimensions of", path);
  const bool is_list = H5Tget_class(stored.id()) == H5T_VLEN && shape_of_space(check, space.id(), path) == Shape{axes};
  if (!is_list) check.fail("read the dimensions of", path, "its list of dimensions has not one entry per axis");
  const Handle type = check.own(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "read the dimensions of", path);
  std::vector<hvl_t> lists(axes);
  check(H5Aread(attribute.id(), type.id(), lists.data()), "read the dimensions of", path);
  for (std::size_t axis = 0; axis < axes; ++axis)
    if (lists[axis].len > 0) found[axis] = *static_cast<const hobj_ref_t*>(lists[axis].p);
  H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, lists.data());
  return found;
}

}  // namespace

std::vector<std::string> names_in(const Check& check, Handle::Id file, const std::string& path, Listed wanted) {
  const Handle group = open_group(check, file, path);
  std::vector<std::string> names = links_in(check, group.id(), path);
  std::erase_if(names, [&](const std::string& name) {
    const auto object = object_at(check, group.id(), path, name);
    if (!object) return true;
    const H5I_type_t kind = H5Iget_type(object->id());
    if (wanted == Listed::groups) return kind != H5I_GROUP;
    return kind != H5I_DATASET || is_pure_dimension(object->id());
  });
  return names;
}

bool ScaleNames::place_of(Handle::Id id, Object& place) {
  place.fill(0);
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info;
  if (H5Oget_info3(id, &info, H5O_INFO_BASIC) < 0) return false;
  static_assert(sizeof info.token <= sizeof(Object));
  std::memcpy(place.data(), &info.token, sizeof info.token);
#else
  H5O_info_t info;
  if (H5Oget_info2(id, &info, H5O_INFO_BASIC) < 0) return false;
  static_assert(sizeof info.addr <= sizeof(Object));
  std::memcpy(place.data(), &info.addr, sizeof info.addr);
#endif
  return true;
}

const ScaleNames::Names& ScaleNames::in(const Check& check, Handle::Id file, const std::string& path) {
  const auto [at, is_new] = known_.try_emplace(path);
  if (!is_new) return at->second;
  const Handle group = open_group(check, file, path);
  for (const auto& name : links_in(check, group.id(), path)) {
    const auto object = object_at(check, group.id(), path, name);
    Object place;
    if (object && H5Iget_type(object->id()) == H5I_DATASET && H5Aexists(object->id(), "CLASS") > 0 &&
        H5DSis_scale(object->id()) > 0 && place_of(object->id(), place))
      at->second.emplace(place, name);
  }
  return at->second;
}

/// Empty if no group around the variable has the scale.
std::string ScaleNames::name_of(const Check& check, Handle::Id file, std::uint64_t reference, const std::string& path) {
  const auto [at, is_new] = referred_.try_emplace(reference);
  if (is_new) {
    const Handle scale =
        check.own(H5Rdereference2(file, H5P_DEFAULT, H5R_OBJECT, &reference), H5Oclose, "read the dimensions of", path);
    if (!place_of(scale.id(), at->second)) check.fail("read the dimensions of", path);
  }
  std::vector<std::string> groups;  // from the root on, where most dimensions are
  for (std::string group = split_path(path).folder;; group = split_path(group).folder) {
    groups.insert(groups.begin(), group);
    if (group == "/") break;
  }
  for (const auto& group : groups) {
    const Names& there = in(check, file, group);
    if (const auto found = there.find(at->second); found != there.end()) return found->second;
  }
  return {};
}

std::vector<std::string> ScaleNames::of(const Check& check, Handle::Id file, Handle::Id variable,
                                        const std::string& path, std::size_t axes) {
  std::vector<std::string> names(axes);
  if (H5Aexists(variable, "CLASS") > 0 && H5DSis_scale(variable) > 0) {
    std::fill(names.begin(), names.end(), split_path(path).name);  // a coordinate is its own dimension
    return names;
  }
  const std::vector<std::uint64_t> scales = scales_of(check, variable, path, axes);
  for (std::size_t axis = 0; axis < axes; ++axis)
    if (scales[axis] != 0) names[axis] = name_of(check, file, scales[axis], path);
  return names;
}

}  // namespace poldyn::h5
