#include <array>

#include "app/glossary/glossary_table.h"

namespace poldyn::app {
namespace {

constexpr auto industry_rows = std::to_array<PlainWords>({
    {"structure/vendors", "How many vendors are at work."},
    {"structure/final_vendors", "How many vendors were at work when the run ended."},
    {"structure/entries", "How many vendors began."},
    {"structure/exits", "How many vendors gave up or were bought by others."},
    {"structure/exit_rate", "How many exits there are in a year for each vendor at work."},
    {"structure/survival_c_index",
     "How often, of two vendors, the one with the better product lasted longer: 0.5 is chance, 1 means that the better"
     " one always did."},
    {"structure/survival_tau",
     "How closely lasting goes with having a good product: 1 if the better always last longer, 0 if it makes no "
     "difference, below 0 if the worse do."},
    {"structure/survival_pairs", "On how many comparisons of two vendors these statements about survival rest."},
    {"structure/use", "How much users spent on models."},
    {"structure/use_rate", "How much users spend in a year, at the present pace."},
    {"structure/cash", "How much money all vendors together have in hand."},
    {"structure/final_cash", "How much money the vendors had in hand when the run ended."},
    {"structure/profit_margin",
     "How vendors fare, from -1 to 1: above 0 they earn more than they spend, below 0 they live on their savings and "
     "their investors."},
    {"structure/deprecation_weak", "How quickly the less used half of the products is taken off the market."},
    {"structure/deprecation_strong", "How quickly the more used half of the products is taken off the market."},
    {"structure/deprecation_ratio",
     "How much more quickly weak products go than strong ones: 1 means that the market does not tell them apart."},
    {"structure/mandated_use", "How much use there was only because somebody ordered it."},
    {"structure/mandated_share", "What part of all use was ordered and not chosen."},
    {"structure/mandated_quality_gap",
     "How much better or worse the models are that people are told to use than those that they choose."},
    {"structure/served_share",
     "For what part of the time there was anything on the market at all; averages over time say nothing of the rest."},
    {"compliance/region_groups", "In how many different ways regions want their models made."},
    {"compliance/regional_forks", "How many versions of models exist only to meet the rules of another region."},
    {"compliance/regional_forks_per_base", "How many such regional versions there are for each model."},
    {"compliance/stack_duplication", "How many times the same thing is built and kept up: 1 would be once."},
    {"compliance/upkeep", "How much money went into keeping regional versions alive instead of into new models."},
    {"compliance/upkeep_share", "What part of research and development only keeps regional versions alive."},
    {"compliance/fork_lag", "How far behind the current model the versions in the regions are."},
    {"compliance/outdated_forks_share", "What part of the regional versions is not up to date."},
    {"compliance/reach", "How much of the market a model can serve, on average, given where it is allowed."},
    {"compliance/served_demand", "How much of the market has anything on offer at all."},
    {"compliance/forks_built", "How often a version for a region was made or brought up to date."},
    {"compliance/fork_time", "How long it takes to make a version for a region."},
    {"compliance/fork_cost", "What fitting models to the rules of regions cost, the home region among them."},
    {"compliance/regions_entered", "How often a vendor went into a region where it had nothing yet."},
    {"compliance/regions_left", "How often a vendor pulled its version out of a region."},
    {"between_blocs/lineage_divergence",
     "How different the families of models are that this bloc and the others use: 0 the same ones in the same "
     "proportions, 1 nothing in common."},
    {"between_blocs/standard_divergence",
     "How different the technical standards in use here and elsewhere are: 0 the same, 1 nothing in common."},
    {"between_blocs/architecture_divergence",
     "How far this bloc and the others use different things, families of models and standards taken together: 0 the "
     "same, 1 worlds apart."},
    {"between_blocs/architecture_divergence_from",
     "How far this bloc and one other use different things, families of models and standards taken together: from whom"
     " this bloc drifts away."},
    {"between_blocs/architecture_divergence_growth",
     "How quickly the blocs drift apart, a year; below 0 they come together."},
    {"between_blocs/capability_divergence",
     "How different the strengths are: whether models here are good at other fields than models elsewhere."},
    {"between_blocs/paradigm_divergence", "How far this bloc and the others use different generations of technology."},
    {"between_blocs/incident_divergence",
     "How far things go wrong in other fields here than elsewhere; with few incidents that is mostly luck."},
    {"between_blocs/design_distance_abroad",
     "How differently a model used here and one used elsewhere are built, on average."},
    {"between_blocs/compatible_abroad",
     "How likely a user here and one elsewhere are on the same technical standard, so that they can work together."},
    {"between_blocs/interoperability",
     "How well things from here work with things from elsewhere, by standard and by build: 1 perfectly, 0 not at all."},
    {"between_blocs/interoperability_with", "How well things from here work with those of one other bloc."},
    {"between_blocs/interoperability_growth",
     "How quickly working together gets easier, a year; below 0 it gets harder."},
    {"between_blocs/leader_abroad_share",
     "How much of the use here goes along with the standard that leads elsewhere."},
    {"between_blocs/shared_lineage_share",
     "How much of the use here is of families of models that others use too, so that what one learns about them helps "
     "the other."},
    {"between_blocs/foreign_lineage_share", "How much of the use here rests on models that began in another bloc."},
    {"between_blocs/capability_gap",
     "How far the best model here is behind the best of the leading bloc, in powers of ten of training compute; 0 for "
     "the leader."},
    {"between_blocs/capability_lag",
     "How long ago the leading bloc was where this bloc is now: the same distance in time."},
    {"between_blocs/foreign_base_share",
     "How often vendors here that build on another's model build on one from abroad."},
    {"between_blocs/seen_abroad_share", "How likely another bloc is to be able to use what is released openly here."},
    {"between_blocs/leaks", "How many secret designs became known in their own bloc."},
    {"between_blocs/leaks_from_abroad", "How many secret designs of other blocs became known here."},
});

}  // namespace

std::span<const PlainWords> words_of_industry() { return industry_rows; }

}  // namespace poldyn::app
