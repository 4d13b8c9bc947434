#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hdf5/h5_check.h"
#include "sim/hdf5/h5_descriptions.h"
#include "sim/hdf5/h5_types.h"

/// Attributes of an open object, for the sources of this layer. `object` is its path, for messages.
namespace poldyn::h5 {

/// Whether an object may have an attribute of the name already; finding out takes a good part of the time of writing.
enum class Before { nothing, perhaps };

/// Writes or replaces. Throws std::invalid_argument for a name that netCDF refuses or that this layer keeps for itself.
void write_attribute(Descriptions& descriptions, Handle::Id id, std::string_view object, const Attribute& attribute,
                     Before before);
/// `_FillValue`, which only the layer itself may set: it has to agree with the fill value in the data set.
void write_fill_value(Descriptions& descriptions, Handle::Id id, std::string_view object, Type type);

/// Nothing if there is no such attribute. Single-element arrays come back as arrays.
std::optional<AttributeValue> read_attribute(const Check& check, Handle::Id id, std::string_view object,
                                             const std::string& name);
/// In order of creation where the file keeps it; without those that tie scales to data sets.
std::vector<std::string> attribute_names(const Check& check, Handle::Id id, std::string_view object);

}  // namespace poldyn::h5
