#pragma once

#include <cstdint>
#include <vector>

#include "sim/hdf5/h5_writer.h"
#include "sim/observe/run_result.h"

/// Tables of what happened inside runs: columns along a dimension of their own, because netCDF knows no records.
namespace poldyn::results {

/// "releases": one row for each release, runs one after the other.
class ReleaseTable {
 public:
  explicit ReleaseTable(h5::Writer& file);
  void add(std::int32_t point, std::int32_t replicate, const std::vector<ReleaseRecord>& rows);

 private:
  h5::Variable *point_, *replicate_, *bloc_, *vendor_, *vendor_key_, *project_, *lineage_, *design_, *mean_q_,
      *started_, *deployed_, *open_, *derivative_, *delay_;
};

/// "filings" or "projects": from when to when each was under way, and how it ended.
class SpellTable {
 public:
  enum class Of { filings, projects };
  SpellTable(h5::Writer& file, Of what);
  void add(std::int32_t point, std::int32_t replicate, const std::vector<SpellRecord>& rows);

 private:
  Of what_;
  h5::Variable *point_, *replicate_, *bloc_, *key_, *ordinal_, *from_, *to_, *days_, *end_;
  h5::Variable *purpose_ = nullptr, *light_ = nullptr, *class_, *public_facing_ = nullptr, *must_file_ = nullptr;
};

/// "events": the full log of each run, in order.
class EventTable {
 public:
  explicit EventTable(h5::Writer& file);
  void add(std::int32_t point, std::int32_t replicate, const std::vector<Event>& rows);

 private:
  h5::Variable *point_, *replicate_, *at_, *sequence_, *phase_, *kind_, *subject_, *detail_, *extra_, *parent_;
};

}  // namespace poldyn::results
