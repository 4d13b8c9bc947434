#pragma once

namespace poldyn {

/// Standard normal distribution. Both use the functions of elementary.h only, so that their bits are the same
/// everywhere.

/// The z below which a share `u` lies; -inf at 0, inf at 1. Relative error about 1e-16: Wichura (1988), algorithm AS
/// 241.
double normal_quantile(double u);

/// The share that lies below z. Relative error below 1e-13.
double normal_share(double z);

}  // namespace poldyn
