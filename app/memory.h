#pragma once

namespace poldyn::app {

/// Once, before any thread starts. Where the address space is limited (ulimit -v, batch systems), threads share one
/// arena: the C library would set 64 MB aside for each, and a limit of a few hundred would be used up by nothing.
void prepare_memory();

}  // namespace poldyn::app
