#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/base/ids.h"
#include "sim/base/money.h"
#include "sim/base/sim_time.h"
#include "sim/world/clearance.h"
#include "sim/world/delay.h"
#include "sim/world/kinds.h"
#include "sim/world/paradigm.h"
#include "sim/world/regions.h"

namespace poldyn {

enum class ModelStatus : std::uint8_t { unused, candidate, filed, deployed, lapsed, suspended };

/// A trained artefact. Slots of models that nothing refers to are used again; `generation` tells who lives there.
///
/// candidate -> filed -> deployed, or candidate -> deployed without a filing; a product goes on to lapsed or suspended
/// and may come back. What is written when it is trained (design, q, lineage) does not change; clearances, robustness
/// and status do.
struct Model {
  VendorId vendor;
  std::uint32_t project = 0;  ///< of its vendor
  std::uint32_t generation = 0;
  ModelStatus status{};
  bool open = false;           ///< open weights
  bool derivative = false;     ///< built on another vendor's base
  bool unmodified = false;     ///< an application of that base
  bool base_approved = false;  ///< that base is approved in the vendor's bloc
  bool adopted = false;        ///< its project took another vendor's base, weights or interface
  bool approved = false;       ///< copy: what rules ask an approval of it is given, and it is not suspended
  bool must_file = false;      ///< the rules made it file or notify when it was ready
  bool tacit = false;          ///< copy: a deadline gave some of that, in part at least
  bool published = false;      ///< its open weights were out before it was deployed
  std::uint8_t standard = no_standard;
  bool inherited_weights = false;  ///< its compute is that of weights which its project took
  bool foreign_base = false;       ///< its project took a base of another bloc's vendor
  std::uint16_t bundled = 0;       ///< earlier candidates that went into it
  Paradigm paradigm = 0;
  RuleMask bound = 0;                     ///< copy: rules that bind it
  RequirementSet built_for = common_set;  ///< what it meets; before it is deployed it is fitted to its home
  BlocId root_bloc;                       ///< bloc in which the lineage began
  double mean_q = 0;                      ///< mean of q over domains, weighted by demand
  std::uint64_t design = 0;
  std::uint64_t lineage = 0;
  VendorId api;  ///< maker of the closed model that an application calls
  BlocId data;   ///< bloc on whose data its compute was spent
  double compute_oom = 0;
  double fitness = 0;
  double robustness = 0;                ///< in [0, 1]
  std::array<double, max_domains> q{};  ///< capability in OOM
  SimTime trained{};
  SimTime released{};  ///< when deployed
  Clearance first;     ///< under the bloc's first rule; those under others are in World::further_clearances
  Delay delay;
  Money team_cost;  ///< what the team cost that made it
};

/// What others may build on: a copy, so that it outlives the model's slot.
struct Base {
  VendorId vendor;
  std::uint32_t project = 0;   ///< of that vendor: which of its models
  std::uint64_t identity = 0;  ///< in random streams
  std::uint64_t design = 0;
  std::uint64_t lineage = 0;
  BlocId root_bloc;
  BlocId data;
  double compute_oom = 0;
  double fitness = 0;
  double mean_q = 0;
  std::array<double, max_domains> q{};
  SimTime released{};
  SimTime visible_from{};
  bool open = false;              ///< weights, or only an interface
  bool approved = false;          ///< in the bloc whose pool this is
  bool approved_at_home = false;  ///< in its maker's; kept up only where blocs may recognise each other
  std::uint8_t standard = no_standard;
  Paradigm paradigm = 0;
  RequirementSet built_for = common_set;  ///< of that bloc
};

}  // namespace poldyn
