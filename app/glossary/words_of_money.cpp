#include <array>

#include "app/glossary/glossary_table.h"

namespace poldyn::app {
namespace {

constexpr auto rows = std::to_array<PlainWords>({
    {"accounts/flow",
     "Who paid how much for what: computing, teams, contracts, fees, grants and so on, each under its heading."},
    {"accounts/industry_size",
     "How large the industry is by what goes into it: hardware, cloud, state contracts, subsidised computing and teams "
     "that do the same work twice."},
    {"accounts/input_share",
     "How much of what goes into the industry is each of its five kinds; it shows what an industry looks large by."},
    {"accounts/capital_flow", "How much money investors put in."},
    {"accounts/compute_bought", "How much computing power projects used, at one price for all years."},
    {"accounts/compute_price",
     "How dear computing power is against its usual price: above 1 where more is wanted than there is."},
    {"accounts/sales_per_input", "How much the industry sells to users for each dollar that goes into it."},
    {"accounts/capability_per_input",
     "How much better the models in use become for each thousand million dollars that go in: what the spending buys "
     "users."},
    {"accounts/frontier_per_input",
     "How much better the best model becomes for each thousand million dollars that go in."},
    {"accounts/user_value_per_input", "How much worth users get for each dollar that goes into the industry."},
    {"accounts/support",
     "How much the state gave without getting anything back: grants and computing below its price."},
    {"accounts/acquired", "How many vendors were bought up by others."},
    {"ledger/group_money",
     "How much money each kind of participant lives by, from cloud providers and compliance firms to startups and "
     "grassroots: who gains and who loses."},
    {"ledger/group_money_share", "How large each kind of participant's slice of that money is."},
    {"ledger/group_activity",
     "How much of what each kind of participant is there for took place, counted in its own doings."},
    {"welfare/user_utility",
     "How well off a user is with the choice that there is; only differences mean something, the zero is arbitrary."},
    {"welfare/user_value", "The same in money for all users together; only differences mean something."},
    {"welfare/profit", "What is left to all vendors after everything is paid."},
    {"welfare/total_surplus",
     "What users and vendors gain together, less what the state gave: the broadest yardstick of cost and benefit here, "
     "harm not counted."},
    {"procurement/tenders", "How many contracts the state put out to tender, whether or not somebody won."},
    {"procurement/contracts", "How many contracts with the state are running."},
    {"procurement/contract_rate", "How much the state pays in a year for the contracts that are running."},
    {"procurement/procurement_share", "How much of what vendors sell is sold to the state."},
    {"procurement/top_contractor_share", "How much of what the state pays goes to its largest supplier."},
    {"procurement/awards", "How many tenders found a winner."},
    {"procurement/unawarded", "How many tenders nobody that was admitted bid for."},
    {"procurement/unawarded_share",
     "What part of the tenders nobody bid for; high where the conditions leave too few."},
    {"procurement/winner_affiliated_share", "How often a vendor with ties to the state wins."},
    {"procurement/winner_integrator_share", "How often an integrator wins, who builds on others' models."},
    {"procurement/capability_given_up",
     "How much better than the winner the best bidder was: what the state passes over by not buying the best."},
    {"procurement/value", "What the contracts that were awarded are worth in all."},
    {"procurement/awards_year", "How many tenders found a winner in the last year."},
    {"procurement/award_value_year", "What the contracts of the last year are worth together."},
    {"procurement/top_award_share", "How much of the last year's contract value one vendor won."},
    {"procurement/top6_award_share",
     "How much of the last year's contract value the six luckiest vendors won together."},
    {"procurement/top_award_count_share", "How many of the last year's contracts, as a share, one vendor won."},
    {"procurement/top6_award_count_share",
     "How many of the last year's contracts, as a share, the six luckiest vendors won together."},
});

}  // namespace

std::span<const PlainWords> words_of_money() { return rows; }

}  // namespace poldyn::app
