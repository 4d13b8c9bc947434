#include <array>

#include "app/glossary/glossary_table.h"

namespace poldyn::app {
namespace {

constexpr auto capability_rows = std::to_array<PlainWords>({
    {"capability/frontier",
     "How able the best model on the market is, in powers of ten of training compute: one more means as good as ten "
     "times the compute."},
    {"capability/trained_frontier",
     "How able the best model is that anybody has trained, whether or not it was ever on offer; how far it lies above "
     "the frontier is what exists and users do not have."},
    {"capability/usage_q",
     "How able the models are that people actually use, on average: the frontier as it arrives in daily life."},
    {"capability/frontier_by_domain", "How able the best model for each field of use is, of those on the market."},
    {"capability/usage_q_by_domain", "How able the models are that people use in each field."},
    {"capability/growth",
     "How fast the best model on the market gets better; 1 a year means ten times the effective compute every year."},
    {"capability/frontier_growth",
     "How fast the best model on the market got better after the warm-up, in powers of ten a year."},
    {"capability/usage_q_growth",
     "How fast the models that people use got better after the warm-up: progress as users feel it."},
    {"capability/final_frontier", "How able the best model on the market was when the run ended."},
    {"capability/final_usage_q", "How able the models in people's hands were when the run ended."},
    {"capability/final_tool_use_q", "How able models were at acting with tools for their users when the run ended."},
    {"capability/final_robustness",
     "How hard it was, when the run ended, to make the models that people use fail or misbehave."},
    {"capability/sample_efficiency",
     "How much of the capability in use comes from better ideas and from experience, not from sheer computing power."},
    {"capability/envelope_gap",
     "How much better models are in the fields that the state approves of than in those it keeps out."},
    {"capability/open_ended_gap",
     "How models do at open-ended work, such as research, against their average: below 0 where that kind of work falls "
     "behind."},
    {"capability/tool_use_gap",
     "How models do at acting with tools, against their average: below 0 where that falls behind."},
    {"capability/robustness",
     "How hard the models that people use are to break or to abuse; it grows by failures that somebody hears of."},
    {"capability/fragility",
     "How much of the use would be let down by its model if people came to use models for other things than today."},
    {"capability/fragility_tail",
     "How much capability would be missing then in the worst cases: the depth of the fall, not its likelihood."},
    {"scores/tested_vendors", "How many vendors have a model on the leaderboard."},
    {"scores/test_difficulty",
     "How able a model must look to solve half of the test in use, in powers of ten of training compute; it jumps when "
     "a "
     "harder test comes."},
    {"scores/score_frontier",
     "How much of the test in use the best model solves, of 100; it falls when a harder test comes, though nobody got "
     "worse."},
    {"scores/score_gap",
     "How far the best score here is behind that of the leading bloc, in points of 100. A test that all nearly pass "
     "shows "
     "no gap: look at the lag in days."},
    {"scores/rating_gap",
     "How far the best model here is behind the leading bloc's in Elo points; 67 of them mean that the leader's is "
     "preferred six times in ten."},
    {"scores/rating_gap_percent",
     "How far the bloc's best is behind in percent of its own rating, as it is often quoted. Ratings have no natural "
     "zero, so "
     "the percentage says little by itself."},
    {"scores/score_lag",
     "How many days ago the leading bloc's best looked as able as the best here does now: the same distance in time, "
     "which no saturated test hides."},
    {"scores/top_k_gap", "How many Elo points lie between the best vendor here and the tenth."},
    {"scores/rank_reversals",
     "How often, of two vendors, the one that scores higher has the less able model: how far the leaderboard "
     "misleads."},
    {"scores/score_inflation", "How much abler models look on tests than they are, by tuning and by luck."},
    {"scores/tuning_share", "How much of the money for a model goes into looking good on tests."},
    {"scores/tests_retired", "How many tests were given up because the best nearly passed them."},
    {"control/incidents", "How often a model in use did harm that came to light."},
    {"control/incidents_by_domain", "How often models did harm in each field of use."},
    {"control/incidents_per_use",
     "How often models do harm for each million dollars of use: the risk of a use, however many there are."},
    {"control/harm", "What the damage of all incidents comes to in money; nobody pays it to anybody."},
    {"control/harm_per_use", "How much damage comes with each million dollars of use."},
    {"control/patched",
     "How many models were mended in service after an incident, without being taken off the market."},
    {"control/suspensions", "How often a product was taken off the market by order."},
    {"control/suspended", "How many products are off the market by order at that moment."},
    {"control/reinstated", "How many suspended products were allowed back."},
    {"control/reachable_share",
     "How much of all use an authority could reach with an order, because the product is registered: the rest is "
     "beyond its arm."},
    {"control/directives", "How many orders the authority gave to the whole market."},
    {"control/directives_carried_out", "How many of its orders the authority saw obeyed by enough of the use."},
    {"control/directives_lapsed", "How many orders the authority gave up before enough of the use obeyed."},
    {"control/directives_pending", "How many orders are still waiting to be obeyed."},
    {"control/control_latency",
     "How long it takes until enough of the use obeys an order, of those that were obeyed; read it beside how many "
     "were."},
    {"control/control_latency_p95", "How long the slowest twentieth of the obeyed orders took at least."},
    {"control/carried_out_within_year",
     "How likely an order is to be obeyed within a year; orders that were given up count as never."},
    {"control/control_restricted_latency",
     "How long an order takes to be obeyed, with a year for those that take longer or were given up: it cannot look "
     "better by giving up the hard ones."},
    {"control/tacit_incident_ratio",
     "How much more often, for the same use, products do harm that were approved because time ran out: 1 is no "
     "difference."},
    {"control/audits", "How many products inspectors visited."},
    {"control/audit_findings", "How many visits of inspectors found something wrong or late."},
});

}  // namespace

std::span<const PlainWords> words_of_capability() { return capability_rows; }

}  // namespace poldyn::app
