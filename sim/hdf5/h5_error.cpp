#include "sim/hdf5/h5_error.h"

#include <cerrno>
#include <utility>

namespace poldyn::h5 {
namespace {

std::string message(const ErrorDetails& failure) {
  std::string text = failure.file.string() + ": cannot " + failure.operation;
  if (!failure.object.empty()) text += " " + failure.object;
  text += ": " + failure.cause;
  if (!failure.remedy.empty()) text += "; " + failure.remedy;
  return text;
}

}  // namespace

H5Error::H5Error(ErrorDetails failure) : std::runtime_error(message(failure)), failure_(std::move(failure)) {}

std::string remedy_for(int error_number) {
  switch (error_number) {
    case ENOSPC:
      return "free some space, or write to another disk, and run again";
    case EDQUOT:
      return "your disk quota is used up: free some space, or write elsewhere, and run again";
    case EFBIG:
      return "the file exceeds the size limit of the file system or of the shell (ulimit -f)";
    case EACCES:
    case EPERM:
      return "choose a folder that you may write to";
    case EROFS:
      return "the file system is read-only: write to another one";
    case EIO:
      return "the device reports an error: write to another disk";
    default:
      return {};
  }
}

}  // namespace poldyn::h5
