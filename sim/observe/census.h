#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/observe/award_year.h"
#include "sim/observe/diversity.h"
#include "sim/observe/stress_test.h"
#include "sim/world/world.h"

namespace poldyn {

/// Use over entities of one sort: deployed models, or the lineages they descend from.
struct UseProfile {
  double hhi = missing_value;
  std::array<double, 3> hill{missing_value, missing_value, missing_value};
  double largest_share = missing_value;
};

/// What a bloc's market holds at one instant. "Use" of an offer is the sum over domains of share x demand share; a mean
/// weighted by use is taken over units of use, each in the domain it belongs to, and is NaN without use.
struct Census {
  std::size_t models = 0;             ///< deployed
  std::size_t approved = 0;           ///< of those
  std::size_t derivative = 0;         ///< of those
  std::size_t inherited_weights = 0;  ///< trained models whose compute is that of weights which their project took
  std::size_t applications = 0;       ///< of those, of an unmodified base; the designs below leave them out
  std::size_t clones = 0;             ///< trained models with the design of another vendor's deployed trained model
  std::size_t designs = 0;            ///< distinct, of trained models
  std::size_t lineages = 0;
  std::size_t forked = 0;                     ///< lineages with a derivative among the deployed
  std::array<double, max_rules> bound_use{};  ///< of products that each of the bloc's rules binds
  double use = 0;                             ///< 1, less the users of offers that left since the last epoch
  UseProfile by_model;
  UseProfile by_lineage;
  UseProfile by_standard;                  ///< not there without standards, as the next
  double home_standard = missing_value;    ///< share of use on the bloc's own standard; not there if it has none
  double foreign_lineage = missing_value;  ///< share of use whose lineage began in another bloc
  UseProfile by_paradigm;
  double latest_paradigm = missing_value;  ///< in use
  double newest_share = missing_value;     ///< of use, in the newest paradigm that anybody has found
  double target_distance = missing_value;  ///< of trained models to the target of the running programme, mean
  double gini = missing_value;
  double top_50 = missing_value;  ///< share of use of the 50 offers with most of it
  double mean_distance = missing_value;
  double rao = missing_value;
  double frontier = missing_value;  ///< largest mean q
  double q = missing_value;         ///< weighted by use, as all below
  double q_inside = missing_value;  ///< in domains of the approved envelope
  double q_outside = missing_value;
  double q_open_ended = missing_value;
  double q_tool_use = missing_value;
  double compute = missing_value;  ///< OOM
  double robustness = missing_value;
  double age_days = missing_value;
  double transfer =
      missing_value;  ///< q where feedback is least less q where it is most; models with equal stocks left out
  double reachable_share = missing_value;  ///< of use: products that are approved
  StressOutcome stress;
  std::array<double, max_domains> frontier_in;
  std::array<double, max_domains> q_in;
  std::size_t held_back = 0;     ///< vendors with a product that is ready and not filed
  double cash = 0;               ///< of all active vendors, M$
  double contract_rate = 0;      ///< likewise, M$ per year
  double top_contract_rate = 0;  ///< of the vendor with most
  AwardYear awards;
};

/// Use of one lineage on one standard.
struct LineageUse {
  std::uint64_t lineage = 0;
  std::uint8_t standard = no_standard;
  double use = 0;
};

/// What blocs are compared by: shares of one bloc's use.
struct BlocProfile {
  std::vector<LineageUse> lineages;  ///< ascending by lineage, then standard; above 0
  std::array<double, max_standards> standard{};
  std::vector<BitSums> designs;  ///< by paradigm; applications included: they run on them
};

/// Takes the census of one bloc after another; keeps its scratch memory between calls. O(n) in the number of offers,
/// sorting included: radix sorts.
class CensusTaker {
 public:
  /// Fills `profile` too, if there is one.
  const Census& take(const World& world, const Bloc& bloc, SimTime now, BlocProfile* profile = nullptr);

 private:
  struct Member {
    std::uint64_t lineage;
    double use;
    bool derivative;
    std::uint8_t standard;
  };
  void weigh_domains(const World& world, const Bloc& bloc);
  void visit_products(const World& world, const Bloc& bloc, SimTime now);
  void profile_models(unsigned bits);
  void clear_designs(std::size_t paradigms);
  void profile_paradigms(const World& world);
  void profile_lineages();
  void profile_standards(const World& world, const Bloc& bloc);
  void fill(BlocProfile& profile) const;
  void compare_domains(const World& world, const Bloc& bloc);
  void count_clones();
  void count_money(const World& world, const Bloc& bloc);

  Census census_;
  AwardYearTaker awards_;
  std::vector<double> use_;
  std::vector<Member> members_;
  std::vector<std::uint64_t> designs_;
  std::array<double, max_standards> standard_use_{};
  std::vector<double> paradigm_use_;  ///< by paradigm, as the next three
  std::vector<BitWeights> by_use_, by_model_, by_application_;
};

}  // namespace poldyn
