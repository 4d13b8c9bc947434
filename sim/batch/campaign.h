#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/batch/axis_map.h"
#include "sim/batch/folder_lock.h"
#include "sim/experiment/experiment.h"
#include "sim/observe/run_result.h"
#include "sim/results/part_file.h"

namespace poldyn {

/// A run that a campaign is to make.
struct PlannedRun {
  std::uint64_t id = 0;
  std::uint32_t point = 0;  ///< the first of those that are the same scenario
  std::uint32_t replicate = 0;
};

/// The folder holds another experiment, or none; `what()` says so in the user's words.
class NotThisCampaign : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
/// There is no such folder.
class NoCampaign : public NotThisCampaign {
 public:
  using NotThisCampaign::NotThisCampaign;
};

/// Where a run's results lie. Campaigns of millions of runs hold one for each: eight bytes.
struct PartRow {
  static constexpr std::uint32_t no_part = 0xFFFFFFFF;
  std::uint32_t part = no_part;
  std::uint32_t place = 0;  ///< row of the part, and above it whether the run failed

  bool made() const { return part != no_part; }
  std::uint32_t row() const { return place & 0x7FFFFFFFU; }
  bool failed() const { return place >> 31 != 0; }
};

/// What the parts of a folder hold.
struct PartList {
  std::vector<std::filesystem::path> parts;  ///< readable, by name
  std::vector<std::filesystem::path> damaged;
  std::vector<PartRow> rows;  ///< of each run that the campaign is to make, by Campaign::rank() of its id
  std::size_t made = 0;       ///< rows that are in a part
  std::size_t failed = 0;     ///< of those
  double seconds = 0;         ///< that all those runs took
  std::uintmax_t bytes = 0;
};

enum class Verify : bool { quickly, fully };

/// Whether another experiment may take the place of the one that a folder holds; runs that both have are kept.
enum class Extend : std::uint8_t {
  no,
  same_program,  ///< only if this program began it, so that runs of two versions are not mixed
  yes
};

/// An experiment and the folder where its runs are collected:
///   campaign.toml        the experiment with everything that it needs
///   parts/part-*.h5      runs
///
/// What one that goes on trusts: a campaign.toml that reproduces its own identity() and was written by this version and
/// commit (open() refuses another, but for Extend::yes); and of parts those whose bytes have the hash in their name and
/// whose layout is layout(). Runs are known by the id of what was run, never by their place; a run that failed counts
/// as made.
///
/// Order of calls: open() first, under a FolderLock by whoever writes; then look() for what is there, set_aside() for
/// what is damaged, and planned_run() for what is left to run. Nothing here changes a part once it is written.
class Campaign {
 public:
  Campaign(std::filesystem::path folder, Experiment experiment, std::string version, std::string git_commit);

  /// Makes the folder where there is none, and nothing in it but `parts`; it can be locked then. Throws as open() does.
  void make_folder() const;
  /// Makes the folder, or sees that it is this experiment's. Throws NotThisCampaign; h5::CannotCreate, h5::IoFailure.
  void open(Extend extend);

  /// The campaign that a folder holds. Throws NotThisCampaign.
  static Campaign in(const std::filesystem::path& folder);

  const Experiment& experiment() const { return experiment_; }
  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path parts_folder() const { return folder_ / "parts"; }
  /// Runs to make: those of a point that stands in the design several times are made once.
  std::size_t runs() const { return firsts_.size() * experiment_.replicates; }
  PlannedRun planned_run(std::size_t number) const;
  std::uint64_t point_id(std::size_t point) const { return point_ids_[point]; }
  /// How many of the runs have a smaller id; runs() if no run has this one.
  std::size_t rank(std::uint64_t id) const;
  /// Hash of what is run and kept, in order.
  std::uint64_t identity() const { return identity_; }
  const std::string& name() const { return name_; }  ///< of the experiment's file
  void set_name(std::string name) { name_ = std::move(name); }

  /// Axes of the results of all points together: the places of all bases, each name once.
  const AxisNames& names() const { return names_; }
  const RunShape& shape() const { return shape_; }
  /// For parts: what may lie in one file.
  parts::Layout layout() const;
  /// A run's values as a part keeps them.
  parts::Row row_of(const PlannedRun& unit, std::uint64_t seed, const RunResult& result) const;

  /// Looks through the parts. Damaged ones are left where they are.
  PartList look(Verify verify) const;
  /// Renames damaged parts, so that their runs are made again: "<name>.damaged".
  static void set_aside(const PartList& list);

 private:
  bool knows(std::uint64_t id) const { return rank(id) < runs(); }
  std::string manifest() const;

  std::filesystem::path folder_;
  Experiment experiment_;
  std::string name_ = "experiment";
  std::string version_, git_commit_;
  std::vector<std::uint64_t> point_ids_;  // by point
  std::vector<std::uint32_t> firsts_;     // points but for those that are the same as an earlier one
  std::vector<std::uint64_t> ids_;        // of the runs, rising
  std::uint64_t identity_ = 0;
  std::uint64_t layout_id_ = 0;  // hash of what one row of a part is
  AxisNames names_;
  std::vector<AxisMap> maps_;  // by base
  RunShape shape_;
};

}  // namespace poldyn
