#pragma once

#include <optional>
#include <string>

#include "sim/hdf5/h5_descriptions.h"
#include "sim/hdf5/h5_handle.h"
#include "sim/hdf5/h5_types.h"

namespace poldyn::h5 {

/// How a variable is laid out in the file.
struct Storage {
  /// One length per axis; empty: chosen, 64 KiB or less, so that the innermost axes (one time series) stay together.
  Shape chunk = {};
  /// 0 (off) to 9; with shuffle where elements have more than one byte. 4 took half as long again as 1 to write and
  /// made series of steps no smaller.
  int deflate = 1;
  bool checksum = true;  ///< Fletcher32 per chunk: reading damaged data throws
  bool missing = true;   ///< float types: what is never written reads as NaN, stated in `_FillValue`; integers read 0
};

/// A data set in a file being written, with up to 1 MiB of cache. Made and owned by Writer; may be used until commit(),
/// then every call throws std::logic_error. Written in row-major order. All writing calls throw IoFailure (disk full,
/// ...), and std::logic_error if type or shape do not match; only float64 may be given for float32, and is rounded.
class Variable {
 public:
  /// For Writer. `folder` is the open group that gets the data set; `extendable` the one axis that can grow.
  /// `descriptions` must outlive it.
  Variable(Descriptions& descriptions, Handle::Id folder, std::string path, Type type, Shape shape,
           std::optional<std::size_t> extendable, const Storage& storage);

  const std::string& path() const { return path_; }
  Type type() const { return type_; }
  const Shape& shape() const { return shape_; }  ///< current lengths
  std::optional<std::size_t> extendable_axis() const { return extendable_; }

  /// All elements, volume(shape()) of them.
  void write(const Values& values);
  /// The block of `count` elements per axis that begins at `start`; the extendable axis grows if it must.
  void write_block(const Shape& start, const Shape& count, const Values& values);
  /// Adds to the end of the extendable axis: as many slices as `values` holds, in row-major order of the added block.
  void append(const Values& values);
  /// Lengthens the extendable axis; the new elements read as NaN or 0. Does nothing if it is that long already.
  void grow(std::uint64_t length);

  Handle::Id id() const;                           ///< of the open data set, for Writer
  void close();                                    ///< for Writer
  void release() noexcept { dataset_.release(); }  ///< for Writer, see Handle::release

 private:
  const Check& check() const { return descriptions_->check(); }
  void require(const Values& values, const Shape& count) const;
  void transfer(const Values& values, Handle::Id memory_space, Handle::Id file_space);

  Descriptions* descriptions_;
  std::string path_;
  Type type_;
  Shape shape_;
  std::optional<std::size_t> extendable_;
  Handle dataset_;
};

}  // namespace poldyn::h5
