#include "sim/hdf5/h5_output_file.h"

#include <fcntl.h>
#include <hdf5.h>
#include <unistd.h>

#include <cstring>
#include <system_error>

#include "sim/hdf5/file_digest.h"

namespace poldyn::h5 {
namespace {

/// Room for so many is made when a group is made, and each look-up goes through all of them.
constexpr std::size_t most_links_in_header = 64;
/// What the library keeps in a header without being asked.
constexpr std::size_t links_always_in_header = 8;
constexpr unsigned usual_name_length = 20;

/// A result file has some 22 in its root.
constexpr std::size_t expected_in_root = 32;

Handle access_properties(const Check& check) {
  Handle access = check.own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "set up", {});
  // Not the 1.8 format: its index of chunks has no checksum, and one flipped bit there makes a chunk read as missing,
  // without an error (16 of 41,152 single damaged bytes; none with 1.10). Not the latest: Debian 12 reads with 1.10.
  check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V110, H5F_LIBVER_V110), "set up", {});
  check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), "set up", {});
  // Nobody else knows the partial file, and some cluster file systems refuse locks.
  check(H5Pset_file_locking(access.id(), 0, 1), "set up", {});
  return access;
}

Handle creation_properties(const Check& check) {
  Handle creation = check.own(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "set up", {});
  keep_creation_order(check, creation.id(), "/");
  check(H5Pset_obj_track_times(creation.id(), 0), "set up", {});
  keep_links_in_header(check, creation.id(), "/", expected_in_root);
  return creation;
}

// Frees the disk space of a removed file that the library cannot close.
void release_descriptor(Handle::Id file) noexcept {
  void* descriptor = nullptr;
  if (H5Fget_vfd_handle(file, H5P_DEFAULT, &descriptor) < 0 || descriptor == nullptr) return;
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) return;
  ::dup2(nowhere, *static_cast<const int*>(descriptor));
  ::close(nowhere);
}

void add_digest(const PartialFile& file) try { seal(file.path()); } catch (const std::system_error& error) {
  const int number = error.code().value();
  throw IoFailure({file.final_path(), {}, "finish", std::strerror(number), remedy_for(number)});
}

}  // namespace

void keep_creation_order(const Check& check, Handle::Id creation, std::string_view path) {
  constexpr unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  check(H5Pset_link_creation_order(creation, order), "describe", path);
  check(H5Pset_attr_creation_order(creation, order), "describe", path);
}

void keep_links_in_header(const Check& check, Handle::Id creation, std::string_view path, std::size_t expected) {
  if (expected <= links_always_in_header || expected > most_links_in_header) return;
  const auto links = static_cast<unsigned>(expected);
  check(H5Pset_link_phase_change(creation, links, links_always_in_header - 2), "describe", path);
  check(H5Pset_est_link_info(creation, links, usual_name_length), "describe", path);
}

OutputFile::OutputFile(const std::filesystem::path& final_path, IfExists if_exists)
    : partial_(final_path, if_exists), check_(partial_.final_path(), Check::Access::write) {
  const Handle access = access_properties(check_);
  const Handle creation = creation_properties(check_);
  file_ = check_.own(H5Fcreate(partial_.path().c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose,
                     "create this file", {});
  check_.ask_on_failure(file_.id());
}

void OutputFile::flush() {
  const int result = H5Fflush(file_.id(), H5F_SCOPE_GLOBAL);
  lost_ = result < 0;
  check_(result, "write", {});
}

void OutputFile::commit(bool sealed) {
  check_.ask_on_failure(-1);
  try {
    check_(file_.close(), "finish", {});
    if (sealed) add_digest(partial_);
    partial_.publish();
  } catch (...) {
    abandon();
    throw;
  }
}

void OutputFile::abandon() noexcept {
  partial_.discard();
  check_.ask_on_failure(-1);
  if (!file_) return;
  lost_ = lost_ || H5Fflush(file_.id(), H5F_SCOPE_GLOBAL) < 0;
  if (!lost_) {
    file_.close();
    return;
  }
  release_descriptor(file_.id());
  file_.release();
}

}  // namespace poldyn::h5
