#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

// Between review.cpp, which moves filings through one office, and decision.cpp, which moves them between offices.

/// Sends a filing to the office of its present stage; past the last stage it is approved.
void enter_stage(Simulation& sim, FilingId filing, QueueEnd where);
/// Puts a filing into an office's queue, or turns it away if the office is full.
void join_office(Simulation& sim, FilingId filing, OfficeId office, QueueEnd where);
/// Takes a waiting filing out of its queue.
void leave_queue(Simulation& sim, FilingId filing);
/// Gives waiting filings to free reviewers.
void start_reviews(Simulation& sim, OfficeId office);
/// Schedules the next decision date, if filings wait for one.
void set_window(Simulation& sim, OfficeId office);
/// Decides on all filings that wait for a decision date.
void decide_all(Simulation& sim, OfficeId office);
/// Passes, returns or refuses a reviewed filing. Draws from (verdict, filing's key and ordinal, visit).
void decide(Simulation& sim, FilingId filing);
/// Ends a filing without approval: refused, turned away or withdrawn.
void refuse(Simulation& sim, FilingId filing, FilingEnd end);

}  // namespace poldyn
