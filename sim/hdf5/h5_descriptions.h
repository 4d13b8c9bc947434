#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "sim/hdf5/h5_check.h"
#include "sim/hdf5/h5_types.h"

namespace poldyn::h5 {

/// What the values of a file being written are described with: element types, shapes, properties of data sets. Each is
/// made once, for all that it fits: the library takes longer to make one than to write the value that it is for. The
/// identifiers belong to this object, and are valid as long as it is.
class Descriptions {
 public:
  explicit Descriptions(const Check& check) : check_(&check) {}

  const Check& check() const { return *check_; }
  Handle::Id in_memory(Type type);
  Handle::Id in_file(Type type);
  /// One text of ASCII that has this many bytes, not 0; valid until the next call.
  Handle::Id plain_text(std::size_t length);
  /// Of fixed lengths; a scalar if empty.
  Handle::Id space(const Shape& shape);

  /// How values of this type are moved into a data set.
  Handle::Id transfer(Type type);

  /// Of a data set that is no chunks: no time stamps, attributes in their order and in its header. `with_missing`: what
  /// is never written is NaN. `in_header`: so are its values.
  Handle::Id plain_properties(bool with_missing, bool in_header);
  /// The same to be changed, for chunks.
  Handle own_properties(bool with_missing) const;

 private:
  const Check* check_;
  std::map<Type, Handle> in_memory_, in_file_;
  Handle plain_text_;
  std::size_t plain_length_ = 0;
  std::map<Shape, Handle> spaces_;
  Handle text_transfer_;
  std::map<std::pair<bool, bool>, Handle> properties_;
};

}  // namespace poldyn::h5
