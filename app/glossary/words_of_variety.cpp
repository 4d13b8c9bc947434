#include <array>

#include "app/glossary/glossary_table.h"

namespace poldyn::app {
namespace {

constexpr auto variety_rows = std::to_array<PlainWords>({
    {"fragmentation/active_models", "How many models are on the market for users to pick from."},
    {"fragmentation/registered",
     "How many models the registry has let in so far, whether or not anybody still offers them."},
    {"fragmentation/registered_light", "How many of the models in the registry came in by the short procedure."},
    {"fragmentation/registered_active",
     "How many models are both approved and on the market: the living part of the registry."},
    {"fragmentation/registered_active_share",
     "What part of the registry is still on the market; the rest is a list of names."},
    {"fragmentation/registered_unused", "How many entries of the registry are models that nobody offers any more."},
    {"fragmentation/registered_unused_share",
     "What part of the registry is dead: approved once, and no longer on offer."},
    {"fragmentation/registered_variants",
     "How many entries of the registry are the same model filed again under another name."},
    {"fragmentation/variants_listed",
     "How many entries of the registry at that moment repeat a model that is in it already."},
    {"fragmentation/variants_given_up",
     "How many repeated entries their vendors let lapse because keeping them cost more than they brought."},
    {"fragmentation/variant_filing_share",
     "What part of the filings for new releases and variants repeats a design that had been approved already."},
    {"fragmentation/registered_diversity",
     "How different two models picked at random from everything ever registered are: near 0, the registry holds much "
     "of the same."},
    {"fragmentation/registered_clone_share",
     "What part of the registry repeats a design that had been registered before: many entries, little news."},
    {"fragmentation/hhi_models",
     "How far use is concentrated on few models: 1 if all use one model, near 0 if it is spread over many. Competition"
     " authorities take the same index of firms, times 10,000 (Herfindahl)."},
    {"fragmentation/hill_q0_models", "How many models have any user at all, the smallest counted like the largest."},
    {"fragmentation/hill_q1_models",
     "How many equally popular models would spread use as widely as the real ones do: a model that hardly anybody uses"
     " hardly counts."},
    {"fragmentation/hill_q2_models",
     "How many equally popular models there are in effect if giants weigh most: small models hardly add to it."},
    {"fragmentation/gini_models",
     "How unequally users are shared out among the models on offer: 0 if all have the same, near 1 if one has nearly "
     "everything."},
    {"fragmentation/top_vendor_share", "How much of all use the largest vendor has."},
    {"fragmentation/top_50_share",
     "How much of all use the fifty largest vendors have together; it says whether a crowd of small ones matters."},
    {"fragmentation/active_lineages",
     "From how many separate origins the models on the market descend; copies and forks of one model count once."},
    {"fragmentation/hhi_lineages",
     "How far use goes to the descendants of few original models: 1 if all that is used comes from one ancestor."},
    {"fragmentation/hill_q0_lineages", "How many families of models, each with its own origin, have any user at all."},
    {"fragmentation/hill_q1_lineages",
     "How many equally large families of models would spread use as widely as the real ones do; whoever asks whether "
     "the ecosystem is fragmented looks here first."},
    {"fragmentation/hill_q2_lineages",
     "How many equally large families of models there are in effect if large ones weigh most: a long tail of small "
     "families hardly adds to it."},
    {"fragmentation/largest_lineage_share",
     "How much of all use depends on one family of models; if its ancestor has a flaw, so much is touched by it."},
    {"fragmentation/design_diversity",
     "How differently two models on the market are built, on average: 0 if all are alike."},
    {"fragmentation/rao_diversity",
     "How differently the models that two users happen to use are built: variety as users meet it, not as shelves hold "
     "it."},
    {"fragmentation/forks_per_base",
     "How many reworked models are on the market for each family that has any: high where many rework few."},
    {"fragmentation/derivative_share",
     "What part of the models on the market descends from another vendor's model, however long ago and however much "
     "was "
     "trained since."},
    {"fragmentation/inherited_weights_share",
     "What part of the models got at least as much training with another vendor's weights as it was given by its own; "
     "products that take a model as it is are left out."},
    {"fragmentation/application_share",
     "What part of the offers is a product around somebody else's model, taken as it is."},
    {"fragmentation/clone_share",
     "What part of the models is built exactly like another vendor's: different labels, same thing inside. Products "
     "that take a model as it is are left out."},
    {"fragmentation/open_release_share",
     "What part of the releases gave its weights away for others to use and rework."},
    {"fragmentation/adoptions", "How many releases came of projects that took another vendor's model as a base."},
    {"registry/services_first",
     "How many approvals went to vendors that had nothing approved in service: newcomers to the registry."},
    {"registry/services_updates",
     "How many approvals were for the next version of something approved: the paperwork of progress."},
    {"registry/services_variants", "How many approvals were for a design that had been approved already."},
    {"standards/effective_standards",
     "How many equally used technical standards would split users as much as the real ones do: 1 means one standard "
     "for all."},
    {"standards/effective_standards_q2",
     "How many equally used technical standards there are in effect if the leading one weighs most: small ones hardly "
     "add to it."},
    {"standards/leading_standard_share", "How much of all use is on the most used technical standard."},
    {"standards/home_standard_share", "How much of the use in a bloc is on the standard that the bloc calls its own."},
    {"standards/standard_switches", "How many changes of technical standard there are in a year for each vendor."},
    {"technology/novelty",
     "How far a new release is, in how it is built, from the nearest thing that the world has seen: small steps or "
     "bold ones."},
    {"technology/novelty_rate", "What part of the new releases is built like nothing before them anywhere."},
    {"technology/transfer",
     "How a model does in the field where it gets least feedback, against that where it gets most: below 0 if it is "
     "weaker there, 0 if what is learnt in one field helps in all."},
    {"technology/hhi_paradigms", "How far use is on one generation of technology: 1 if all use the same."},
    {"technology/hill_q0_paradigms", "How many generations of technology are in use side by side."},
    {"technology/hill_q1_paradigms",
     "How many equally used generations of technology would mix use as much as the real ones do."},
    {"technology/hill_q2_paradigms",
     "How many equally used generations of technology there are in effect if the leading one weighs most."},
    {"technology/largest_paradigm_share",
     "How much of all use is on the most used generation of technology, be it old or new."},
    {"technology/newest_paradigm_share",
     "How much of all use has arrived at the newest generation of technology that anybody in the world has found."},
    {"technology/latest_paradigm",
     "Which generation of technology is the newest that somebody in the bloc uses; the first is 0."},
    {"technology/known_paradigm",
     "Which generation of technology is the newest that somebody in the bloc knows how to build, used or not."},
    {"technology/final_paradigm", "Which generation of technology users had arrived at when the run ended."},
    {"technology/final_known_paradigm",
     "Which generation of technology the bloc could build when the run ended, whether or not it was in use."},
    {"technology/paradigm_waiting",
     "How long the bloc waits from one breakthrough to the next, its own or one that it hears of."},
    {"technology/discoveries",
     "How many projects of the bloc came upon the next generation of technology by themselves."},
    {"technology/directed_share",
     "What part of the projects worked for a programme of the state instead of an idea of their own."},
    {"technology/target_distance", "How far what is on the market still is from what the state's programme aims at."},
});

}  // namespace

std::span<const PlainWords> words_of_variety() { return variety_rows; }

}  // namespace poldyn::app
