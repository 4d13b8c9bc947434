#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/experiment/constraint.h"
#include "sim/experiment/design.h"
#include "sim/experiment/fraction.h"
#include "sim/experiment/input_law.h"
#include "sim/policy/scenario.h"
#include "sim/reading/mistake.h"
#include "sim/reading/toml_tree.h"

namespace poldyn {

/// A scenario that points start from.
struct ExperimentBase {
  std::string name;
  std::string text;  ///< with every parameter, as TOML
  Scenario scenario;
  std::uint64_t identity = 0;  ///< of everything that a run's course depends on
};

/// A parameter that a factor sets, or of a law its mean or cv.
struct FactorTarget {
  enum class Part : std::uint8_t { whole, mean, cv };
  std::string key;  ///< "bloc.main.stage.review.reviewers"
  Part part = Part::whole;
  std::size_t section = 0;  ///< place in all_sections() of the base
  const ParamRow* row = nullptr;
  Value base;                         ///< what the base has
  std::string base_text;              ///< the same as TOML
  std::optional<Value> layered = {};  ///< of a factor that is a layer: what the layer sets
};

/// What varies. A position in [0, 1] picks one of `values`, or a quantile of `law` if there are none.
struct Factor {
  std::string name;
  Place place;
  std::vector<TomlNode> values;
  InputLaw law;
  std::size_t levels = 0;                          ///< of a grid: of `values` their number; 0: not stated
  std::optional<std::size_t> with;                 ///< the factor that it moves in lockstep with
  std::vector<std::vector<FactorTarget>> targets;  ///< by base; empty where the factor does not apply
  bool numeric = false;                            ///< its values are numbers, in `unit`
  Unit unit = Unit::none;
  std::string meaning;  ///< of its first parameter
  std::string layer;    ///< file of rules that it lays over the base or not; its values are "off" and "on"
};

/// A parameter's new value, as TOML.
struct Setting {
  std::string key;
  std::string value;
  friend bool operator==(const Setting&, const Setting&) = default;
};

/// What runs keep: places in total_metrics() and sampled_metrics(), rising.
struct RecordPlan {
  std::vector<std::size_t> totals;
  std::vector<std::size_t> sampled;
  friend bool operator==(const RecordPlan&, const RecordPlan&) = default;
};

/// Which points run on the same random numbers, replicate by replicate.
enum class SharedNumbers : std::uint8_t {
  none,
  all,
  bases  ///< those of one row of the design: bases can be compared there, and rows are independent of each other
};

/// Nothing, a number in the factor's unit, or a text.
using FactorValue = std::variant<std::monostate, double, std::string>;

/// An experiment file, read: which scenarios are to be run how often, and what of them is kept. A design is a list of
/// points; the same design is laid over each base. Const access is safe from many threads at once.
class Experiment {
 public:
  std::string title;
  DesignKind design = DesignKind::full_factorial;
  std::uint32_t replicates = 1;
  std::uint64_t seed = 1;
  SharedNumbers shared_numbers = SharedNumbers::all;
  std::vector<ExperimentBase> bases;
  std::vector<Factor> factors;
  std::vector<std::string> constraints;
  RecordPlan record;
  std::string text;                           ///< of the experiment file
  std::string table;                          ///< text of the CSV table, if it has one
  std::map<std::string, std::string> layers;  ///< texts of files that are factors, by name
  std::vector<std::uint32_t> table_bases;     ///< of each of its rows; none: each row is a point of every base
  std::string note;                           ///< what the design says about itself: "resolution IV"; may be empty

  std::size_t points() const { return points_.size(); }
  std::size_t dropped() const { return dropped_; }  ///< points that broke a constraint
  std::size_t base_of(std::size_t point) const { return points_[point].base; }
  /// Whether a row of the table is a point of this base.
  bool has_row(std::size_t base, std::size_t row) const { return table_bases.empty() || table_bases.at(row) == base; }
  FactorValue value(std::size_t point, std::size_t factor) const;
  /// What a factor with a list of values takes one after the other, in a base that it applies to; none for a range.
  std::vector<FactorValue> levels(std::size_t factor) const;
  /// Levels of the grid that Morris trajectories move on; 0 for other designs.
  std::size_t grid_levels() const { return grid_levels_; }

  /// The point's scenario with all rules checked. Throws std::runtime_error with what is wrong with it.
  Scenario scenario(std::size_t point) const;
  /// How the point differs from its base, by key; a factor that sets what holds anyway is none.
  std::vector<Setting> settings(std::size_t point) const;

  /// Names what is run: a hash of the base's content and the settings. So it does not depend on the place in the
  /// design, on names, on what else is run or on how a value is spelt.
  std::uint64_t point_id(std::size_t point) const;
  /// Seed of the point's runs: the same for all with common random numbers, else one that follows from its id, or from
  /// its row.
  std::uint64_t seed_of(std::size_t point, std::uint64_t point_id) const;
  static std::uint64_t run_id(std::uint64_t point_id, std::uint64_t seed, std::uint32_t replicate);

  /// Lays out the points, after everything public is set. Throws std::invalid_argument if a generator or constraint
  /// cannot be read, std::length_error if there are too many points.
  struct Layout {
    std::size_t points = 0;  ///< points, samples or trajectories, as the design has it
    std::size_t levels = 4;  ///< of Morris trajectories
    bool second_order = false;
    std::optional<Fraction> fraction;
    std::vector<Constraint> constraints;  ///< over all factors' names
  };
  void lay_out(const Layout& layout);

  /// The factor's value at a position for one target; nothing if the parameter cannot have it, which `mistakes` says.
  std::optional<Value> value_at(const Factor& factor, const FactorTarget& target, const Value& below, double at,
                                std::size_t base, std::vector<Mistake>& mistakes) const;

 private:
  struct Point {
    std::uint32_t base;
    std::uint32_t row;
  };
  double position(std::size_t point, std::size_t factor) const;
  FactorValue value_in(std::size_t base, std::size_t factor, double at) const;
  bool on_grid() const;
  DesignMatrix matrix_for(const std::vector<std::size_t>& chosen, const Layout& layout) const;

  std::vector<DesignMatrix> matrices_;             // by base
  std::vector<std::vector<std::size_t>> columns_;  // by base and factor: its column there, or none
  std::vector<Point> points_;
  std::size_t dropped_ = 0;
  std::size_t grid_levels_ = 0;
};

/// More points than anybody would run.
inline constexpr std::size_t most_points = 10'000'000;
/// Each run takes 16 bytes of memory while its campaign is worked on.
inline constexpr std::size_t most_runs = 100'000'000;

}  // namespace poldyn
