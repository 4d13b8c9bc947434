#include "sim/hdf5/h5_attribute.h"

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include "sim/hdf5/h5_strings.h"
#include "sim/hdf5/h5_text.h"

namespace poldyn::h5 {
namespace {

// Written by the dimension-scale library or by this layer; a user's value would break how readers find dimensions.
constexpr std::array<std::string_view, 8> reserved = {
    "CLASS",         "NAME",       "DIMENSION_LIST", "REFERENCE_LIST",
    "_Netcdf4Dimid", "_FillValue", "_NCProperties",  "_Netcdf4Coordinates"};

bool is_reserved(std::string_view name) { return std::find(reserved.begin(), reserved.end(), name) != reserved.end(); }

/// One text of ASCII is stored as netCDF's own texts are, with its length in the type: Octave and older readers know
/// no other, and it needs no heap. Others have any length, in UTF-8.
bool is_plain(const Values& values, const Shape& shape) {
  if (values.type() != Type::text || !shape.empty()) return false;
  const auto& text = *static_cast<const std::string*>(values.data());
  return !text.empty() && is_ascii(text);
}

/// How the name is encoded; nothing of its own where it is ASCII, as most are: a list of properties costs as much as
/// the attribute.
Handle creation_properties(const Check& check, std::string_view name, std::string_view what) {
  if (is_ascii(name)) return {};
  Handle made = check.own(H5Pcreate(H5P_ATTRIBUTE_CREATE), H5Pclose, "describe", what);
  check(H5Pset_char_encoding(made.id(), H5T_CSET_UTF8), "describe", what);
  return made;
}

void put(Descriptions& descriptions, Handle::Id id, std::string_view object, const std::string& name,
         const Values& values, const Shape& shape, Before before) {
  const Check& check = descriptions.check();
  const std::string what = "attribute '" + name + "' of " + std::string(object);
  if (before == Before::perhaps && check(H5Aexists(id, name.c_str()), "look up", what) > 0)
    check(H5Adelete(id, name.c_str()), "replace", what);
  const std::string* plain = is_plain(values, shape) ? static_cast<const std::string*>(values.data()) : nullptr;
  const Handle::Id type = plain ? descriptions.plain_text(plain->size()) : descriptions.in_file(values.type());
  const Handle creation = creation_properties(check, name, what);
  const Handle attribute = check.own(H5Acreate2(id, name.c_str(), type, descriptions.space(shape),
                                                creation ? creation.id() : H5P_DEFAULT, H5P_DEFAULT),
                                     H5Aclose, "create", what);
  if (values.size() == 0) return;
  if (plain) {
    check(H5Awrite(attribute.id(), type, plain->data()), "write", what);
  } else if (values.type() == Type::text) {
    const StringPointers pointers(values);
    check(H5Awrite(attribute.id(), descriptions.in_memory(Type::text), pointers.data()), "write", what);
  } else {
    check(H5Awrite(attribute.id(), descriptions.in_memory(values.type()), values.data()), "write", what);
  }
}

template <Element T>
AttributeValue get(const Check& check, Handle::Id attribute, bool single, std::size_t count, std::string_view what) {
  std::vector<T> values(count);
  if (count > 0) {
    if constexpr (std::same_as<T, std::string>) {
      values = read_strings(check, attribute, StringSource::attribute, H5S_ALL, H5S_ALL, count, 0, what);
    } else {
      const Handle memory = memory_type(check, type_of<T>());
      check(H5Aread(attribute, memory.id(), values.data()), "read", what);
    }
  }
  if (single) return values.at(0);
  return values;
}

AttributeValue get(const Check& check, Handle::Id attribute, bool single, std::size_t count, Type type,
                   std::string_view what) {
  switch (type) {
    case Type::f64:
      return get<double>(check, attribute, single, count, what);
    case Type::f32:
      return get<float>(check, attribute, single, count, what);
    case Type::i64:
      return get<std::int64_t>(check, attribute, single, count, what);
    case Type::u64:
      return get<std::uint64_t>(check, attribute, single, count, what);
    case Type::i32:
      return get<std::int32_t>(check, attribute, single, count, what);
    case Type::u32:
      return get<std::uint32_t>(check, attribute, single, count, what);
    case Type::u8:
      return get<std::uint8_t>(check, attribute, single, count, what);
    case Type::text:
      return get<std::string>(check, attribute, single, count, what);
  }
  throw std::logic_error("element type without an attribute type");
}

herr_t collect_name(hid_t, const char* name, const H5A_info_t*, void* data) {
  if (!is_reserved(name)) static_cast<std::vector<std::string>*>(data)->emplace_back(name);
  return 0;
}

}  // namespace

void write_attribute(Descriptions& descriptions, Handle::Id id, std::string_view object, const Attribute& attribute,
                     Before before) {
  require_name(attribute.name);
  if (is_reserved(attribute.name)) throw std::invalid_argument("attribute " + attribute.name + " is set by this layer");
  const auto put_any = [&](const auto& value) {
    using T = std::decay_t<decltype(value)>;
    const Shape shape = [&] {
      if constexpr (Element<T>)
        return Shape{};
      else
        return Shape{value.size()};
    }();
    put(descriptions, id, object, attribute.name, Values(value), shape, before);
  };
  std::visit(put_any, attribute.value);
}

void write_fill_value(Descriptions& descriptions, Handle::Id id, std::string_view object, Type type) {
  const auto put_nan = [&](const Values& nan) {
    put(descriptions, id, object, "_FillValue", nan, {1}, Before::nothing);
  };
  if (type == Type::f64) put_nan(std::numeric_limits<double>::quiet_NaN());
  if (type == Type::f32) put_nan(std::numeric_limits<float>::quiet_NaN());
}

std::optional<AttributeValue> read_attribute(const Check& check, Handle::Id id, std::string_view object,
                                             const std::string& name) {
  const std::string what = "attribute '" + name + "' of " + std::string(object);
  if (check(H5Aexists(id, name.c_str()), "look up", what) == 0) return std::nullopt;
  const Handle attribute = check.own(H5Aopen(id, name.c_str(), H5P_DEFAULT), H5Aclose, "open", what);
  const Handle type = check.own(H5Aget_type(attribute.id()), H5Tclose, "read", what);
  const Handle space = check.own(H5Aget_space(attribute.id()), H5Sclose, "read", what);
  const Shape shape = shape_of_space(check, space.id(), what);
  return get(check, attribute.id(), shape.empty(), static_cast<std::size_t>(volume(shape)),
             element_type(check, type.id(), what), what);
}

std::vector<std::string> attribute_names(const Check& check, Handle::Id id, std::string_view object) {
  const Handle creation = check.own(H5Iget_type(id) == H5I_DATASET ? H5Dget_create_plist(id) : H5Gget_create_plist(id),
                                    H5Pclose, "list the attributes of", object);
  unsigned order = 0;
  check(H5Pget_attr_creation_order(creation.id(), &order), "list the attributes of", object);
  const bool kept = (order & H5P_CRT_ORDER_INDEXED) != 0;  // files of other programs may not
  std::vector<std::string> names;
  hsize_t at = 0;
  check(H5Aiterate2(id, kept ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME, H5_ITER_INC, &at, collect_name, &names),
        "list the attributes of", object);
  return names;
}

}  // namespace poldyn::h5
