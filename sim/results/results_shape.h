#pragma once

#include "sim/hdf5/h5_reader.h"

namespace poldyn::results {

/// Throws h5::NotReadable unless every array of a result file that poldyn reads has the type, axes and lengths that
/// docs/format.md promises, bases are there and times rise: so that readers may index one by another.
void require_shapes(const h5::Reader& file);

}  // namespace poldyn::results
