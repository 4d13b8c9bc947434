#pragma once

#include "sim/hdf5/h5_check.h"
#include "sim/hdf5/h5_handle.h"
#include "sim/hdf5/h5_reader.h"

namespace poldyn::h5 {

/// Opens an HDF5 file to be read, after all that can be told without the library: it is a regular file, and if it has a
/// digest at its end, no byte of it has changed; one without it is tried first (h5_trial.h). Throws NotReadable. From
/// then on this process follows no link out of an HDF5 file.
Handle open_to_read(const Check& check, Trial trial);
/// Whether the file that was opened so says that it has a digest; one that has lost it is not opened.
bool is_sealed(const Check& check, Handle::Id file);

/// Throws NotReadable unless the values of an open variable lie in the file itself: not in other files, as external
/// storage and virtual data sets have them.
void require_own_values(const Check& check, Handle::Id variable, const std::string& path);

/// What is stored may be much smaller than what is read: chunks of 64 KiB that hold one value compress to 1/600, texts
/// that are the same are stored once. A file beside which more is claimed is none of ours.
inline constexpr std::uint64_t most_per_byte = 256, always_plausible = std::uint64_t{64} << 20;

/// Bytes that what is read at once may take: more than a file of this size can be taken to hold. Who claims more would
/// otherwise get the memory.
std::uint64_t plausible_bytes(const Check& check, Handle::Id file);
/// Throws NotReadable if `count` elements of `bytes` each are more than that.
void require_plausible(const Check& check, Handle::Id file, std::string_view path, std::uint64_t count,
                       std::size_t bytes);

}  // namespace poldyn::h5
