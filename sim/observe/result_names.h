#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/metric.h"
#include "sim/observe/run_result.h"

/// What results are called, in files and out of them. Nothing here knows a file format.
namespace poldyn::results {

/// `missing`: not run yet, in a file merged from an unfinished campaign.
enum class RunStatus : std::uint8_t { ok, failed, missing };

/// Extra dimension of a metric, or an empty text.
std::string_view dimension_of(Axis axis);

/// Variable in the root that names the places of an axis on which blocs differ, by bloc: "stage_name".
std::string name_variable(std::string_view dimension);

/// Names of the variables in the root of a merged file that lie along one of its dimensions; a design's columns are
/// called otherwise.
std::vector<std::string_view> root_coordinates();

/// Whether a file of that shape has the metric: none lies along an axis of policies if there are none.
bool has_variable(const MetricRow& row, const RunShape& shape);

/// "metrics/iteration_speed/queue_length"; `group` is "metrics" or "totals".
std::string path_of(std::string_view group, const MetricRow& row);

/// Names of the dimensions, outermost first.
std::vector<std::string> dimensions_of(const MetricRow& row, bool sampled);

/// One number for many runs: FNV-1a (64 bits) over status and fingerprint of each, in order, low byte first.
class CombinedFingerprint {
 public:
  void add(RunStatus status, std::uint64_t fingerprint);
  std::uint64_t value() const { return hash_; }

 private:
  void add_byte(std::uint64_t byte);
  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

/// 16 hexadecimal digits: how fingerprints are shown and compared by eye.
std::string hex(std::uint64_t fingerprint);

}  // namespace poldyn::results
