#include "sim/hdf5/h5_input_file.h"

#include <fmt/format.h>
#include <hdf5.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <system_error>

#include "sim/hdf5/file_digest.h"
#include "sim/hdf5/h5_conventions.h"
#include "sim/hdf5/h5_trial.h"

namespace poldyn::h5 {
namespace {

namespace fs = std::filesystem;

/// A campaign's folder is what people give first where they mean the file that is made of it.
std::string folder_words(const fs::path& folder) {
  std::error_code none;
  if (!fs::exists(folder / "campaign.toml", none)) return "it is a folder";
  return "it is a folder with the parts of a campaign; `poldyn merge` makes one file of them";
}

/// A scenario, too, is given where its results are meant.
std::string no_hdf5_words(const fs::path& file) {
  if (file.extension() != ".toml") return "it is not an HDF5 file, or its start is damaged";
  return "it is not an HDF5 file but TOML; results are what `poldyn run`, or `sweep` and `merge`, makes of it";
}

void require_regular(const Check& check) {
  std::error_code error;
  const auto status = fs::status(check.file(), error);
  if (status.type() == fs::file_type::not_found) check.fail("read", {}, "there is no such file");
  if (fs::is_directory(status)) check.fail("read", {}, folder_words(check.file()));
  if (error || ::access(check.file().c_str(), R_OK) != 0)
    check.fail("read", {}, error ? error.message() : std::strerror(errno));
  if (!fs::is_regular_file(status)) check.fail("read", {}, "it is not a regular file");
  if (fs::file_size(check.file(), error) == 0) check.fail("read", {}, "the file is empty");
}

/// Whether there is a digest. Throws unless it fits.
bool require_whole(const Check& check) {
  std::optional<Sealed> seal;
  try {
    seal = look_at_seal(check.file());
  } catch (const std::system_error& error) {
    check.fail("read", {}, error.code().message());
  }
  if (seal && !seal->whole())
    check.fail("read", {},
               fmt::format("it is damaged: it was written with the digest {:016x} and has {:016x} now", seal->written,
                           seal->found));
  return seal.has_value();
}

}  // namespace

bool is_sealed(const Check& check, Handle::Id file) {
  return check(H5Aexists(file, std::string(digest_attribute).c_str()), "look up", "its digest") > 0;
}

Handle open_to_read(const Check& check, Trial trial) {
  require_regular(check);
  const bool sealed = require_whole(check);
  // The library's kinds of link beside hard and soft ones: only external ones. Fails where it is gone already.
  H5Lunregister(H5L_TYPE_EXTERNAL);
  const Handle access = check.own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "set up", {});
  check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), "set up", {});
  // A finished file does not change, so there is nothing to lock; and locks fail on some cluster and read-only file
  // systems.
  check(H5Pset_file_locking(access.id(), 0, 1), "set up", {});
  if (H5Fis_hdf5(check.file().c_str()) == 0) check.fail("read", {}, no_hdf5_words(check.file()));
  if (!sealed && trial == Trial::yes) try_reading(check);
  Handle file = check.own(H5Fopen(check.file().c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose, "open", {});
  if (!sealed && is_sealed(check, file.id()))
    check.fail(
        "read", {},
        "it was changed after it was written: its digest is not there; remove its attribute 'digest' to have it read "
        "all the same");
  return file;
}

void require_own_values(const Check& check, Handle::Id variable, const std::string& path) {
  const Handle creation = check.own(H5Dget_create_plist(variable), H5Pclose, "open", path);
  if (H5Pget_layout(creation.id()) == H5D_VIRTUAL || H5Pget_external_count(creation.id()) > 0)
    check.fail("read", path, "its values lie in other files, which are not read");
}

std::uint64_t plausible_bytes(const Check& check, Handle::Id file) {
  hsize_t size = 0;
  check(H5Fget_filesize(file, &size), "look at the size of", {});
  return always_plausible + most_per_byte * size;
}

void require_plausible(const Check& check, Handle::Id file, std::string_view path, std::uint64_t count,
                       std::size_t bytes) {
  if (count > plausible_bytes(check, file) / bytes)
    check.fail("read", path,
               fmt::format("it claims {} elements, more than a file of this size can be taken to hold", count));
}

}  // namespace poldyn::h5
