#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/sum_tree.h"
#include "sim/world/design_counts.h"
#include "sim/world/kinds.h"
#include "sim/world/regions.h"

namespace poldyn {

/// Offers of one bloc, one row per vendor with a deployed product, in columns so that an epoch runs over contiguous
/// memory. Rows move when one is removed (the last takes its place); `vendor` says whose row it is.
struct Market {
  using Columns = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;

  std::uint32_t rows = 0;              ///< in use; the arrays are longer, to grow without copying each time
  std::vector<VendorId> vendor;        ///< (rows)
  std::vector<std::uint8_t> approved;  ///< (rows) of the product: a copy, for tenders look at many rows
  std::vector<std::uint8_t> standard;  ///< (rows) of the product
  std::vector<std::uint64_t> design;   ///< (rows) of the product: its design_key()
  DesignCounts deployed;               ///< how often each of these occurs
  Eigen::ArrayXd price;                ///< (rows)
  Eigen::ArrayXd hardening;            ///< (rows) stock of failure and misuse signals
  Eigen::ArrayXd robustness;           ///< (rows) of the product
  Eigen::ArrayXd released_days;        ///< (rows) when the product was released, days
  Eigen::ArrayXd seen;                 ///< (rows) capability that the product's score is read as, OOM; empty without
                                       ///< tests
  Columns quality;                     ///< (rows, domains) q of the product, OOM
  Columns share;                       ///< (rows, domains) share of the domain's use; a column sums to 1 or is all 0
  Columns chosen;                      ///< (rows, domains) like share, of users who choose; only if use may be ordered
  Columns stock;                       ///< (rows, domains) effective feedback
  Segments by_region;                  ///< the same by group of regions, of which `share` is then the mean by demand
  SumTree known;                       ///< (rows) weight in invitations; empty if these go evenly (market/awareness.h)
  Columns underway;                    ///< (rows, channels * domains) signals that have not had their effect yet
};

}  // namespace poldyn
