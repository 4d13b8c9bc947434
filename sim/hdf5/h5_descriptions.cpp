#include "sim/hdf5/h5_descriptions.h"

#include <hdf5.h>

#include <limits>

namespace poldyn::h5 {
namespace {

/// A metric has nine; beyond eight the library would keep an index of them, in a heap and two trees for each variable.
constexpr unsigned most_compact_attributes = 32;

/// In which texts are converted, some thousand at a time. The library clears the whole of it for each data set, be it
/// of one text, and takes 1 MB if nobody says otherwise.
constexpr std::size_t text_buffer_bytes = 64 * 1024;

}  // namespace

Handle::Id Descriptions::in_memory(Type type) {
  Handle& held = in_memory_[type];
  if (!held) held = memory_type(*check_, type);
  return held.id();
}

Handle::Id Descriptions::in_file(Type type) {
  Handle& held = in_file_[type];
  if (!held) held = file_type(*check_, type);
  return held.id();
}

Handle::Id Descriptions::plain_text(std::size_t length) {
  if (!plain_text_) plain_text_ = check_->own(H5Tcopy(H5T_C_S1), H5Tclose, "describe", "string type");
  if (length != plain_length_) (*check_)(H5Tset_size(plain_text_.id(), length), "describe", "string type");
  plain_length_ = length;
  return plain_text_.id();
}

Handle::Id Descriptions::space(const Shape& shape) {
  Handle& held = spaces_[shape];
  if (!held) held = make_space(*check_, shape);
  return held.id();
}

Handle::Id Descriptions::transfer(Type type) {
  if (type != Type::text) return H5P_DEFAULT;
  if (text_transfer_) return text_transfer_.id();
  constexpr const char* what = "transfer of texts";
  text_transfer_ = check_->own(H5Pcreate(H5P_DATASET_XFER), H5Pclose, "describe", what);
  (*check_)(H5Pset_buffer(text_transfer_.id(), text_buffer_bytes, nullptr, nullptr), "describe", what);
  return text_transfer_.id();
}

Handle Descriptions::own_properties(bool with_missing) const {
  constexpr const char* what = "properties of data sets";
  Handle made = check_->own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "describe", what);
  const Handle::Id id = made.id();
  (*check_)(H5Pset_obj_track_times(id, 0), "describe", what);
  (*check_)(H5Pset_attr_creation_order(id, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "describe", what);
  (*check_)(H5Pset_attr_phase_change(id, most_compact_attributes, most_compact_attributes / 2), "describe", what);
  if (with_missing) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    (*check_)(H5Pset_fill_value(id, H5T_NATIVE_DOUBLE, &nan), "describe", what);
  }
  return made;
}

Handle::Id Descriptions::plain_properties(bool with_missing, bool in_header) {
  Handle& held = properties_[{with_missing, in_header}];
  if (held) return held.id();
  held = own_properties(with_missing);
  if (in_header) (*check_)(H5Pset_layout(held.id(), H5D_COMPACT), "describe", "properties of data sets");
  return held.id();
}

}  // namespace poldyn::h5
