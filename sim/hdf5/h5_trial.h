#pragma once

#include "sim/hdf5/h5_check.h"

namespace poldyn::h5 {

/// Reads an HDF5 file without a digest once in a process of its own, with bounds of time and memory. The library has
/// crashes, endless loops and buffers as large as a file claims, all on damaged files: here they end that process, and
/// not this one. Throws NotReadable if the process ended so, or met an object that it cannot read; a file that is no
/// HDF5 file at all passes, and is told by whoever opens it.
void try_reading(const Check& check);

}  // namespace poldyn::h5
