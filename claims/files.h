#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/dose_response.h"
#include "claims/claims_file.h"
#include "claims/decider.h"
#include "sim/results/results_reader.h"

namespace poldyn::analysis {

/// The merged file of a campaign whose bases are the sides of claims, read by side.
class ArmFile {
 public:
  explicit ArmFile(const std::filesystem::path& file);

  bool has(const std::string& arm) const;
  std::size_t points() const { return points_; }  ///< of each side
  std::size_t replicates() const { return file_.replicates(); }
  std::size_t failed() const;
  /// Of one side at one point, by replicate; NaN for a failed run. Throws MeasureFault, std::out_of_range.
  std::vector<double> values(const std::string& measure, const std::string& arm, std::size_t point) const;
  std::size_t failed(const std::string& arm) const;
  /// What a factor is at each point on a side; NaN where it does not vary there.
  std::vector<double> column(const std::string& factor, const std::string& arm) const;
  const std::vector<std::string>& arms() const { return arms_; }
  const results::Reader& file() const { return file_; }

 private:
  std::size_t place_of(const std::string& arm) const;

  results::Reader file_;
  std::vector<std::string> arms_;
  std::size_t points_ = 0;
  mutable std::map<std::string, std::vector<double>> read_;  // by measure
};

/// The space of one world: files of which a later one has more points, of the same sides or fewer.
class SpaceFiles {
 public:
  void add(ArmFile file) { files_.push_back(std::move(file)); }
  const std::vector<ArmFile>& files() const { return files_; }

  std::size_t points() const { return files_.back().points(); }
  /// Points at which all of these sides were run.
  std::size_t points(const std::vector<std::string>& arms) const;
  std::vector<double> values(const std::string& measure, const std::string& arm, std::size_t point) const;
  std::vector<double> column(const std::string& factor, const std::string& arm) const;
  std::size_t failed(const std::string& arm) const { return longest_with(arm).failed(arm); }
  /// On any side on which it varies, at as many points as there are.
  std::vector<double> column(const std::string& factor) const;

 private:
  const ArmFile& longest_with(const std::string& arm) const;

  std::vector<ArmFile> files_;
};

/// Files of one world.
struct WorldFiles {
  ArmFile baseline;
  SpaceFiles space;
  std::map<std::string, std::pair<double, double>> strengths;  ///< where each has no force and where its full force
};

}  // namespace poldyn::analysis
