#pragma once

#include "sim/io/h5_check.h"
#include "sim/io/h5_handle.h"
#include "sim/io/partial_file.h"

namespace poldyn::h5 {

/// An HDF5 file being written beside its final name. Used by Writer only.
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
  /// Closes (and with it every object of the file that is still open) and publishes. After any exception the file is
  /// abandoned. Call flush() first: a failing H5Fclose leaves the library in a state nobody can repair.
  void commit();
  /// Removes the partial file and closes, whatever the state of the disk.
  void abandon() noexcept;

 private:
  PartialFile partial_;
  Check check_;  // names the final file, which is the name that users know
  Handle file_;
};

}  // namespace poldyn::h5
