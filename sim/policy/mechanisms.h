#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// Switches. A mechanism that is off schedules no event, draws no random number and has no effect, so that what it
/// causes can be measured by switching it off alone.
struct Mechanisms {
  bool projects = true;
  bool search = true;
  bool approval = true;
  bool returns = true;
  bool windows = true;
  bool material_change = true;
  bool renewal = true;
  bool bundling = true;
  bool procurement = true;
  bool market = true;
  bool rapid_deployment = true;
  bool public_failure = true;
  bool iterative_correction = true;
  bool adversarial_use = true;
  bool finance = true;
  bool entry = true;
  bool exit = true;
  bool openness = true;
  bool adoption = true;
  bool filings = false;
  bool supply_limit = false;
  bool subsidies = false;
  bool acquisitions = false;
  bool standards = false;
  bool spillover = false;
  bool curation = false;
  bool paradigms = false;
  bool programmes = false;
  bool incidents = false;
  bool directives = false;
  bool audits = false;
  bool variants = false;
  bool mandates = false;
  bool recognition = false;
  bool policy = true;
  bool compliance = false;
  bool adaptive_search = false;
  bool deadlines = false;
  bool rules = false;
  bool staffing = false;
  bool reviewer_learning = false;
  bool funding = false;
  bool spinoff_by_size = false;
  bool scores = false;
  bool tuning = false;

  static constexpr auto params() {
    using M = Mechanisms;
    return std::to_array<ParamRow>({
        row<&M::projects>("projects", "vendors run training projects; off leaves only filings from outside"),
        row<&M::search>("search", "projects change the design; off keeps each vendor's first design"),
        row<&M::approval>("approval", "those who must file wait for approval; off deploys at once"),
        row<&M::returns>("returns", "reviews may fail; off passes every filing at its first attempt"),
        row<&M::windows>("windows", "decisions wait for their window; off decides when the review ends"),
        row<&M::material_change>("material_change", "small updates are notified only; off files every update"),
        row<&M::renewal>("renewal", "approvals expire; off makes them last for ever"),
        row<&M::bundling>("bundling", "vendors hold back small updates; off files whatever is better"),
        row<&M::procurement>("procurement", "state tenders"),
        row<&M::market>("market", "users choose among deployed models"),
        row<&M::rapid_deployment>("rapid_deployment", "learning from the use of fresh releases"),
        row<&M::public_failure>("public_failure", "learning from failures that are criticised in public"),
        row<&M::iterative_correction>("iterative_correction", "learning from users' corrections"),
        row<&M::adversarial_use>("adversarial_use", "learning from unexpected and hostile use"),
        row<&M::finance>("finance", "projects and operation cost money, sales and contracts earn it"),
        row<&M::entry>("entry", "new vendors enter"),
        row<&M::exit>("exit", "vendors without cash leave, and by the exit hazard"),
        row<&M::openness>("openness", "some releases have open weights"),
        row<&M::adoption>("adoption", "vendors may fork an open base"),
        row<&M::filings>("filings", "filings arrive from outside any vendor (for studies of the pipeline alone)"),
        row<&M::supply_limit>("supply_limit",
                              "compute is scarce: when more is asked for than there is, its price rises"),
        row<&M::subsidies>("subsidies", "the state pays compute, vouchers and grants"),
        row<&M::acquisitions>("acquisitions", "vendors without cash may be bought instead of vanishing"),
        row<&M::standards>("standards", "vendors choose among standards, and users prefer what is compatible"),
        row<&M::spillover>("spillover", "closed designs leak to those who imitate"),
        row<&M::curation>("curation", "blocs differ in the data that their vendors may train on"),
        row<&M::paradigms>("paradigms", "projects may find new paradigms, and vendors change over to them"),
        row<&M::programmes>("programmes", "the state directs projects towards a design that it chooses"),
        row<&M::incidents>("incidents", "models fail in use, and the bloc's tolerance says what follows"),
        row<&M::directives>("directives", "makers are told to change what their models do"),
        row<&M::audits>("audits", "deployed models are visited, and what is unsafe or late is sanctioned"),
        row<&M::variants>("variants", "vendors file an approved design again when that pays"),
        row<&M::mandates>("mandates", "part of the use is ordered and not chosen"),
        row<&M::recognition>("recognition", "approvals of other blocs may hold here"),
        row<&M::policy>("policy", "rules change during the run; off keeps those of the start"),
        row<&M::compliance>("compliance", "regions ask for different things: a model needs a fork for each"),
        row<&M::adaptive_search>("adaptive_search", "vendors prefer the ways of search that have paid off for them"),
        row<&M::deadlines>("deadlines", "the law sets deadlines to reviews, and says what follows when one passes"),
        row<&M::rules>("rules", "blocs have tables of rules; off leaves what registration.who says"),
        row<&M::staffing>("staffing", "offices hire and lose reviewers; off keeps the number that the stage says"),
        row<&M::reviewer_learning>("reviewer_learning", "reviews become quicker with the practice of the office"),
        row<&M::funding>("funding", "investors and the state pay vendors in rounds, out of pools of money"),
        row<&M::spinoff_by_size>("spinoff_by_size", "larger vendors have more spin-offs, which may take their design"),
        row<&M::scores>("scores", "models are scored on tests, and rated; users and tenders may go by it"),
        row<&M::tuning>("tuning", "vendors spend part of a project on the test alone, as far as that sells"),
    });
  }
};

}  // namespace poldyn
