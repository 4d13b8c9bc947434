#include <array>

#include "app/glossary/glossary_table.h"

namespace poldyn::app {
namespace {

constexpr auto speed_rows = std::to_array<PlainWords>({
    {"iteration/releases", "How many models came out for the first time."},
    {"iteration/releases_by",
     "How many models came out, told apart by the kind of vendor and by whether the public uses them."},
    {"iteration/idea_to_deployment",
     "How long the releases that came out had taken from the first idea to users; what never came out is not in it, so "
     "that it looks better where slow ones are lost."},
    {"iteration/idea_to_deployment_by",
     "How long from idea to users, told apart by the kind of vendor: who is slowed down, and who is not."},
    {"iteration/delay_by_cause",
     "Where the time from idea to users went: into building, waiting for an office, review, mending, a decision date "
     "and so on."},
    {"iteration/review_share",
     "What part of the time from idea to users went into getting permission, of what came out."},
    {"iteration/review_share_by", "What part of the time permission took, told apart by the kind of vendor."},
    {"iteration/release_interval", "How long a vendor takes from one release to its next, of those that had a next."},
    {"iteration/release_interval_median_by",
     "After how long half of the releases have been followed up, by kind of vendor; releases that have not been yet "
     "count as well."},
    {"iteration/flagship_interval", "How long the vendors at the frontier take from one release to the next."},
    {"iteration/generations_per_year", "How many releases a vendor brings out in a year: the beat of the industry."},
    {"iteration/projects", "How many development projects were brought to an end, whatever came of them."},
    {"iteration/dropped", "How many projects ended with nothing better than what there was."},
    {"iteration/bundled", "How many finished updates did not come out by themselves but went into a later one."},
    {"iteration/age_in_use",
     "How old the models are that people actually work with: a market can release much and still use old things."},
    {"iteration/held_back",
     "How many products lie ready on the shelf, because filing them does not pay or has to wait."},
    {"iteration/time_to_deployment",
     "How long from idea to users, with a year for what takes longer or never comes out: the number to read for speed,"
     " for losing the slow ones cannot make it look better."},
    {"iteration/deployed_within_year",
     "What part of the projects that had something better to offer reached users within a year."},
    {"iteration/given_up_share",
     "What part of the projects that had something better to offer was given up within a year: refused, withdrawn, "
     "overtaken, or the vendor left."},
    {"iteration/deployed_within_30d",
     "What part of the good projects reached users within a month of their start, by kind of project."},
    {"iteration/deployed_within_90d",
     "What part of the good projects reached users within three months of their start, by kind of project."},
    {"iteration/deployed_within_180d",
     "What part of the good projects reached users within half a year of their start, by kind of project."},
    {"iteration/deployed_within_365d",
     "What part of the good projects reached users within a year of their start, by kind of project."},
    {"iteration/deployment_restricted_mean",
     "How long good projects take to users, by kind, with a year for those that take longer or never arrive."},
    {"iteration/deployment_median",
     "After how long half of the good projects have reached users, by kind of project; no number if half never do."},
    {"iteration/deployment_p90",
     "After how long nine in ten good projects have reached users: what to expect of the unlucky ones; no number if "
     "more than one in ten never do."},
    {"iteration/projects_by_end",
     "What became of the projects that were begun: deployed, no gain, overtaken, refused, withdrawn, vendor gone, or "
     "still under way."},
    {"iteration/project_ends_within_year",
     "How likely a project is to have come to each of these ends a year after its start."},
    {"iteration/next_release_within_year",
     "How likely a vendor is to follow a release up with the next within a year; vendors that gave up count as never."},
    {"iteration/next_release_within_year_by",
     "How likely a follow-up within a year is, told apart by the kind of vendor."},
    {"learning/signals_per_use",
     "How much vendors hear back for each million dollars of use, by channel: from quick deployment, public failures, "
     "corrections and hostile use; muted where feedback does not get through."},
});

}  // namespace

std::span<const PlainWords> words_of_speed() { return speed_rows; }

}  // namespace poldyn::app
