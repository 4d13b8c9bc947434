#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hdf5/h5_check.h"

namespace poldyn::h5 {

/// C strings for the HDF5 library from a view of std::string, cleaned (clean_utf8) where that is needed.
class StringPointers {
 public:
  explicit StringPointers(const Values& values);
  const void* data() const { return pointers_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
};

enum class StringSource { attribute, dataset };

/// Reads `count` strings, of variable or of fixed length (other programs write those), from an open attribute or data
/// set; the selections in memory and file are for data sets only. Texts of a data set that are longer than `most_bytes`
/// together are not read: many may stand for one that is stored once.
std::vector<std::string> read_strings(const Check& check, Handle::Id id, StringSource source, Handle::Id memory_space,
                                      Handle::Id file_space, std::size_t count, std::uint64_t most_bytes,
                                      std::string_view what);

}  // namespace poldyn::h5
