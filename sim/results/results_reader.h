#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hdf5/h5_reader.h"
#include "sim/results/results_format.h"

namespace poldyn::results {

/// A metric as its file describes it.
struct MetricInfo {
  std::string path;    ///< "totals/iteration_speed/review_share"
  std::string name;    ///< the last part of it
  std::string symbol;  ///< unit as people write it: "OOM", "M$", "d"; empty for a pure number
  std::string meaning;
  std::vector<std::string> dimensions;
};

/// Reads result files. The constructor throws h5::NotReadable if the file is none, of a later schema than this version
/// reads, damaged, or if its arrays do not fit each other: whoever has a Reader may index by what it says.
class Reader {
 public:
  /// Whether its arrays may be believed without a look at each: of a file that this process has just written.
  enum class Shapes : bool { unknown, known };
  explicit Reader(const std::filesystem::path& path, Shapes shapes = Shapes::unknown);

  std::string title() const { return text_attribute("title"); }
  std::string version() const { return text_attribute("poldyn_version"); }
  std::string git_commit() const { return text_attribute("git_commit"); }
  std::string created() const { return text_attribute("created"); }
  std::string fingerprint() const { return text_attribute("fingerprint"); }
  bool complete() const { return text_attribute("complete") == "yes"; }
  std::uint64_t base_seed() const { return file_.attribute<std::uint64_t>("/", "base_seed"); }

  std::size_t points() const { return points_; }
  std::size_t replicates() const { return replicates_; }
  const std::vector<std::string>& blocs() const { return blocs_; }
  /// True for the merged file of a campaign, whose points are a base and what differs from it.
  bool has_design() const { return file_.has_variable("base_scenario"); }
  /// Of each point, with every parameter; not of a file with a design.
  std::vector<std::string> scenarios() const { return file_.read<std::string>("scenario"); }
  /// Of one point of any file: a scenario's text, and "key=value" settings on top of it.
  struct PointScenario {
    std::string text;
    std::vector<std::string> settings;
  };
  PointScenario point_scenario(std::size_t point) const;
  /// Place of the point's base, of a file with a design. Throws h5::NotReadable if there is none such.
  std::size_t base_of(std::size_t point) const;
  /// Base seed of the runs of a point; nothing if they have several.
  std::optional<std::uint64_t> seed_of(std::size_t point) const;

  /// By point, then replicate.
  std::vector<std::uint64_t> fingerprints() const { return file_.read<std::uint64_t>("runs/fingerprint"); }
  std::vector<std::uint64_t> events() const { return file_.read<std::uint64_t>("runs/events"); }
  std::vector<RunStatus> statuses() const;
  std::vector<bool> failed() const;
  std::vector<std::string> messages() const { return file_.read<std::string>("runs/message"); }

  std::vector<MetricInfo> totals() const;
  /// Sampled metrics of one number per bloc; their values are (point, replicate, bloc, time).
  std::vector<MetricInfo> sampled() const;
  /// Of either kind, by its path; nothing if there is none such.
  std::optional<MetricInfo> metric(const std::string& path) const;
  /// All sampled metrics; (point, replicate, bloc, time[, extra]).
  std::vector<MetricInfo> all_sampled() const { return metrics_in("metrics"); }
  /// (point, replicate, bloc[, extra]), the last fastest.
  std::vector<double> values(std::string_view path) const { return file_.read<double>(path); }

  const h5::Reader& file() const { return file_; }

 private:
  std::vector<MetricInfo> metrics_in(const std::string& group) const;
  std::string text_attribute(const std::string& name) const;

  h5::Reader file_;
  std::size_t points_ = 0;
  std::size_t replicates_ = 0;
  std::vector<std::string> blocs_;
};

}  // namespace poldyn::results
