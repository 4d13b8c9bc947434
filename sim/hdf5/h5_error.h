#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace poldyn::h5 {

/// What failed: "<file>: cannot <operation> <object>: <cause>; <remedy>".
struct ErrorDetails {
  std::filesystem::path file;
  std::string object;     ///< path inside the file, "/" for the root; may be empty
  std::string operation;  ///< a verb: "write", "open", ...
  std::string cause;      ///< the operating system's reason, or the most telling line of the HDF5 error stack
  std::string remedy;     ///< what the user can do; may be empty
};

/// Any failure of the HDF5 library. This base type itself means that the library refused a call for a reason that is
/// neither the file system's nor the file's: a defect of the program. Misuse of this layer (a shape that does not
/// match, a dimension nobody defined) is std::logic_error instead.
class H5Error : public std::runtime_error {
 public:
  explicit H5Error(ErrorDetails failure);
  const ErrorDetails& failure() const { return failure_; }

 private:
  ErrorDetails failure_;
};

/// The output cannot be started: it exists, its folder is missing or not writable, ... Exit code 73.
class CannotCreate : public H5Error {
 public:
  using H5Error::H5Error;
};

/// The operating system failed a write: disk full, quota, device. Exit code 74.
class IoFailure : public H5Error {
 public:
  using H5Error::H5Error;
};

/// The input is missing, not HDF5, damaged, or lacks what was asked for.
class NotReadable : public H5Error {
 public:
  using H5Error::H5Error;
};

/// What a user can do about an error number of the operating system; empty if there is no good advice.
std::string remedy_for(int error_number);

}  // namespace poldyn::h5
