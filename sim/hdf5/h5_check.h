#pragma once

#include <concepts>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/h5_handle.h"
#include "sim/hdf5/h5_types.h"

namespace poldyn::h5 {

/// Turns negative results of the HDF5 library into exceptions that name file, object and operation. Used by the sources
/// of this layer only.
class Check {
 public:
  enum class Access { read, write };

  /// Also switches off the library's own printing of errors, which otherwise goes to stderr.
  Check(std::filesystem::path file, Access access);

  /// Gives `result` back unless it is negative. Throws NotReadable when reading; when writing, IoFailure if the library
  /// met an error of the operating system, else H5Error.
  template <std::signed_integral Result>
  Result operator()(Result result, std::string_view operation, std::string_view object) const {
    if (result < 0) fail(operation, object);
    return result;
  }
  /// The same for a new identifier, owned.
  Handle own(Handle::Id id, Handle::Close close, std::string_view operation, std::string_view object) const {
    return Handle((*this)(id, operation, object), close);
  }
  /// Throws as above, with the most telling line of the current HDF5 error stack as the cause.
  [[noreturn]] void fail(std::string_view operation, std::string_view object) const;
  /// Throws as above with a cause of our own.
  [[noreturn]] void fail(std::string_view operation, std::string_view object, std::string cause) const;

  /// The high-level library (dimension scales) swallows reasons. While `file` is open, a failure without a reason is
  /// followed by a flush of it, whose reason then counts. Negative: none.
  void ask_on_failure(Handle::Id file) { open_file_ = file; }

  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  Access access_;
  Handle::Id open_file_ = -1;
};

/// The type in memory; valid for the life of the library, or owned (strings).
Handle memory_type(const Check& check, Type type);
/// The type in the file: little-endian on every machine, so that equal data are equal bytes.
Handle file_type(const Check& check, Type type);
/// The element type that `id` (a type identifier) holds. Throws NotReadable for all others.
Type element_type(const Check& check, Handle::Id id, std::string_view object);

/// Simple data space, or a scalar for an empty shape; `maximum` as in H5Screate_simple, empty: fixed.
Handle make_space(const Check& check, const Shape& shape, const Shape& maximum = {});
Shape shape_of_space(const Check& check, Handle::Id space, std::string_view object);

}  // namespace poldyn::h5
