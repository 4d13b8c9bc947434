#include <array>

#include "app/glossary/glossary_table.h"

namespace poldyn::app {
namespace {

constexpr auto money_rows = std::to_array<PlainWords>({
    {"accounts/flow",
     "How much money went into what: computing, teams, contracts, fees, grants and so on, each under its heading."},
    {"accounts/industry_size",
     "How large the industry is by what goes into it: hardware, cloud, state contracts, subsidised computing and teams "
     "that do the same work twice."},
    {"accounts/input_share",
     "How much of what goes into the industry is each of its five kinds; it shows what an industry looks large by."},
    {"accounts/capital_flow", "How much money investors put in, the debts of those who left among it."},
    {"accounts/compute_bought", "How much computing power projects used, in money at one price for all years."},
    {"accounts/compute_price",
     "How dear computing power is against its usual price: above 1 where more is wanted than there is."},
    {"accounts/sales_per_input", "How much the industry sells to users for each dollar that goes into it."},
    {"accounts/capability_per_input",
     "How much better the models in use become for each thousand million dollars that go into the industry."},
    {"accounts/frontier_per_input",
     "How much better the best model becomes for each thousand million dollars that go into the industry."},
    {"accounts/user_value_per_input",
     "How much worth users get for each dollar that goes into the industry; the zero is arbitrary, so only use it to "
     "compare industries of about one size."},
    {"accounts/support",
     "How much the state gave without getting anything back: grants and computing below its price."},
    {"accounts/acquired", "How many vendors were bought up by others."},
    {"ledger/group_money",
     "How much money each kind of participant lives by, from cloud providers and compliance firms to startups and "
     "grassroots: who gains and who loses."},
    {"ledger/group_money_share", "How large each kind of participant's slice of that money is."},
    {"ledger/group_activity",
     "How often that happened which each kind of participant lives by, in its own unit: projects, releases, filings, "
     "awards, reviews, open releases and so on."},
    {"welfare/user_utility",
     "How well off a user is with the choice that there is; only differences mean something, the zero is arbitrary."},
    {"welfare/user_value",
     "How well off all users together are with the choice that there is, in money; only differences mean something, "
     "the zero is arbitrary."},
    {"welfare/profit", "What is left to all vendors after everything is paid."},
    {"welfare/total_surplus",
     "What users and vendors gain together, less what the state gave: the broadest yardstick of cost and benefit here,"
     " harm not counted; only differences mean something."},
    {"finance/raised", "How much money vendors got from investors and from the state's funds, beside what they earn."},
    {"finance/raised_state_share", "How much of the money that vendors got from funds came from the state's."},
    {"finance/raised_gini",
     "How unequally that money is spread over all vendors that were there: 0 if each got the same, near 1 if one got "
     "it "
     "all."},
    {"finance/runway",
     "How long the vendors that are there could go on spending as they do, from the cash that they have together."},
    {"procurement/tenders",
     "How often the state bought or wanted to, by bids or by a call-off; a tender that is split is several contracts."},
    {"procurement/contracts", "How many contracts with the state are running."},
    {"procurement/contract_rate", "How much the state pays in a year for the contracts that are running."},
    {"procurement/procurement_share", "How much of what vendors sell is sold to the state."},
    {"procurement/top_contractor_share", "How much of what the state pays goes to its largest supplier."},
    {"procurement/state_share_of_sales",
     "How much of what vendors sell is sold to the state when the run is looked at last: near 1, the state is the "
     "market."},
    {"procurement/awards", "How many contracts the state awarded."},
    {"procurement/unawarded",
     "How many tenders ended without a bid, because nobody was admitted or nobody admitted wanted the contract."},
    {"procurement/unawarded_share",
     "What part of the tenders ended without a bid; high where the conditions leave too few."},
    {"procurement/call_offs",
     "How many tenders the state gave to somebody who had a contract already, without asking for bids."},
    {"procurement/call_off_share",
     "How often the state bought from somebody who had a contract already, without asking for bids."},
    {"procurement/winner_affiliated_share",
     "What part of the contracts, call-offs among them, goes to vendors with ties to the state."},
    {"procurement/winner_integrator_share",
     "What part of the contracts, call-offs among them, goes to integrators, who build on others' models."},
    {"procurement/capability_given_up",
     "How much better than the winners the best bidders were, on average: what the state passes over by not buying the "
     "best."},
    {"procurement/value", "What the contracts that were awarded are worth in all."},
    {"procurement/awards_year", "How many contracts the state awarded in the last year."},
    {"procurement/award_value_year", "What the contracts of the last year are worth together."},
    {"procurement/top_award_share",
     "How much of the last year's contract value went to the vendor that won most of it."},
    {"procurement/top6_award_share",
     "How much of the last year's contract value went to the six vendors that won most of it."},
    {"procurement/top_award_count_share",
     "What part of the last year's contracts, by their number, went to the vendor that won most of them."},
    {"procurement/top6_award_count_share",
     "What part of the last year's contracts, by their number, went to the six vendors that won most of them."},
});

}  // namespace

std::span<const PlainWords> words_of_money() { return money_rows; }

}  // namespace poldyn::app
