#pragma once

#include <array>
#include <string_view>

namespace poldyn {

/// Name of a sampled metric without extra axis from which totals are made.
struct SampledName {
  std::string_view text;
};

/// The metric's row and the totals made from it name the same constant, so a misspelt one does not compile.
namespace sampled_name {

inline constexpr SampledName active_models{"active_models"};
inline constexpr SampledName age_in_use{"age_in_use"};
inline constexpr SampledName architecture_divergence{"architecture_divergence"};
inline constexpr SampledName capability_divergence{"capability_divergence"};
inline constexpr SampledName capability_gap{"capability_gap"};
inline constexpr SampledName capability_lag{"capability_lag"};
inline constexpr SampledName clone_share{"clone_share"};
inline constexpr SampledName compute_price{"compute_price"};
inline constexpr SampledName derivative_share{"derivative_share"};
inline constexpr SampledName design_distance_abroad{"design_distance_abroad"};
inline constexpr SampledName design_diversity{"design_diversity"};
inline constexpr SampledName effective_standards{"effective_standards"};
inline constexpr SampledName envelope_gap{"envelope_gap"};
inline constexpr SampledName foreign_lineage_share{"foreign_lineage_share"};
inline constexpr SampledName fork_lag{"fork_lag"};
inline constexpr SampledName forks_per_base{"forks_per_base"};
inline constexpr SampledName fragility{"fragility"};
inline constexpr SampledName fragility_tail{"fragility_tail"};
inline constexpr SampledName frontier{"frontier"};
inline constexpr SampledName hhi_lineages{"hhi_lineages"};
inline constexpr SampledName hhi_models{"hhi_models"};
inline constexpr SampledName hhi_paradigms{"hhi_paradigms"};
inline constexpr SampledName hill_q1_lineages{"hill_q1_lineages"};
inline constexpr SampledName hill_q1_models{"hill_q1_models"};
inline constexpr SampledName hill_q2_lineages{"hill_q2_lineages"};
inline constexpr SampledName hill_q2_models{"hill_q2_models"};
inline constexpr SampledName home_standard_share{"home_standard_share"};
inline constexpr SampledName inherited_weights_share{"inherited_weights_share"};
inline constexpr SampledName interoperability{"interoperability"};
inline constexpr SampledName largest_lineage_share{"largest_lineage_share"};
inline constexpr SampledName largest_paradigm_share{"largest_paradigm_share"};
inline constexpr SampledName leader_abroad_share{"leader_abroad_share"};
inline constexpr SampledName leading_standard_share{"leading_standard_share"};
inline constexpr SampledName lineage_divergence{"lineage_divergence"};
inline constexpr SampledName newest_paradigm_share{"newest_paradigm_share"};
inline constexpr SampledName open_ended_gap{"open_ended_gap"};
inline constexpr SampledName paradigm_divergence{"paradigm_divergence"};
inline constexpr SampledName procurement_share{"procurement_share"};
inline constexpr SampledName rank_reversals{"rank_reversals"};
inline constexpr SampledName rao_diversity{"rao_diversity"};
inline constexpr SampledName rating_gap{"rating_gap"};
inline constexpr SampledName rating_gap_percent{"rating_gap_percent"};
inline constexpr SampledName reach{"reach"};
inline constexpr SampledName reachable_share{"reachable_share"};
inline constexpr SampledName regional_forks{"regional_forks"};
inline constexpr SampledName regional_forks_per_base{"regional_forks_per_base"};
inline constexpr SampledName robustness{"robustness"};
inline constexpr SampledName sample_efficiency{"sample_efficiency"};
inline constexpr SampledName score_gap{"score_gap"};
inline constexpr SampledName score_inflation{"score_inflation"};
inline constexpr SampledName score_lag{"score_lag"};
inline constexpr SampledName shared_lineage_share{"shared_lineage_share"};
inline constexpr SampledName stack_duplication{"stack_duplication"};
inline constexpr SampledName standard_divergence{"standard_divergence"};
inline constexpr SampledName target_distance{"target_distance"};
inline constexpr SampledName tool_use_gap{"tool_use_gap"};
inline constexpr SampledName top_50_share{"top_50_share"};
inline constexpr SampledName top_k_gap{"top_k_gap"};
inline constexpr SampledName top_vendor_share{"top_vendor_share"};
inline constexpr SampledName transfer{"transfer"};
inline constexpr SampledName usage_q{"usage_q"};
inline constexpr SampledName user_utility{"user_utility"};

inline constexpr auto all_names = std::to_array<SampledName>({active_models,
                                                              age_in_use,
                                                              architecture_divergence,
                                                              capability_divergence,
                                                              capability_gap,
                                                              capability_lag,
                                                              clone_share,
                                                              compute_price,
                                                              derivative_share,
                                                              design_distance_abroad,
                                                              design_diversity,
                                                              effective_standards,
                                                              envelope_gap,
                                                              foreign_lineage_share,
                                                              fork_lag,
                                                              forks_per_base,
                                                              fragility,
                                                              fragility_tail,
                                                              frontier,
                                                              hhi_lineages,
                                                              hhi_models,
                                                              hhi_paradigms,
                                                              hill_q1_lineages,
                                                              hill_q1_models,
                                                              hill_q2_lineages,
                                                              hill_q2_models,
                                                              home_standard_share,
                                                              inherited_weights_share,
                                                              interoperability,
                                                              largest_lineage_share,
                                                              largest_paradigm_share,
                                                              leader_abroad_share,
                                                              leading_standard_share,
                                                              lineage_divergence,
                                                              newest_paradigm_share,
                                                              open_ended_gap,
                                                              paradigm_divergence,
                                                              procurement_share,
                                                              rank_reversals,
                                                              rao_diversity,
                                                              rating_gap,
                                                              rating_gap_percent,
                                                              reach,
                                                              reachable_share,
                                                              regional_forks,
                                                              regional_forks_per_base,
                                                              robustness,
                                                              sample_efficiency,
                                                              score_gap,
                                                              score_inflation,
                                                              score_lag,
                                                              shared_lineage_share,
                                                              stack_duplication,
                                                              standard_divergence,
                                                              target_distance,
                                                              tool_use_gap,
                                                              top_50_share,
                                                              top_k_gap,
                                                              top_vendor_share,
                                                              transfer,
                                                              usage_q,
                                                              user_utility});

}  // namespace sampled_name

}  // namespace poldyn
