#pragma once

#include <cstddef>
#include <string_view>

#include "sim/hdf5/h5_check.h"
#include "sim/hdf5/h5_handle.h"
#include "sim/hdf5/partial_file.h"

namespace poldyn::h5 {

/// For the properties `creation` of a group, or of a file's root: what is in it is listed in the order in which it was
/// made.
void keep_creation_order(const Check& check, Handle::Id creation, std::string_view path);

/// For the properties `creation` of a group, or of a file's root, that is to hold `expected` variables and groups: a
/// few dozen find room in its header, more get an index, as the library thinks best.
void keep_links_in_header(const Check& check, Handle::Id creation, std::string_view path, std::size_t expected);

/// An HDF5 file being written beside its final name. Used by Writer only.
///
/// Disk full: once a flush has failed, HDF5 1.10 can neither flush nor close the file; H5Fclose fails half-way, and the
/// library's own cleaning at exit then reads freed memory. So such a file is lost: never closed, its descriptor led
/// elsewhere to give the disk space back, and the cleaning at exit is switched off (Check, in h5_check.cpp).
class OutputFile {
 public:
  /// Throws as PartialFile does.
  OutputFile(const std::filesystem::path& final_path, IfExists if_exists);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() { abandon(); }

  Handle::Id id() const { return file_.id(); }
  const Check& check() const { return check_; }
  const PartialFile& partial() const { return partial_; }
  bool is_open() const { return static_cast<bool>(file_); }

  /// Everything the library still holds goes to the operating system. Throws IoFailure.
  void flush();
  /// Closes (and with it every object of the file that is still open) and publishes. Call flush() first, so that what
  /// can fail fails there; with `sealed`, a digest of all bytes is added at the end (file_digest.h). After any
  /// exception the file is abandoned.
  void commit(bool sealed);
  /// Removes the partial file and closes, whatever the state of the disk.
  void abandon() noexcept;
  /// True if the file had to be left open: its objects must be left open too (Handle::release).
  bool is_lost() const { return lost_; }

 private:
  PartialFile partial_;
  Check check_;  // names the final file, which is the name that users know
  Handle file_;
  bool lost_ = false;
};

}  // namespace poldyn::h5
