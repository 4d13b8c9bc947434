#include "app/sensitivity/influence_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/console/json.h"
#include "app/runs/summary.h"

namespace poldyn::app {
namespace {

using analysis::Index;
using analysis::Influence;
using analysis::Method;

Json index_json(const Index& index) {
  return {{"value", number_or_null(index.value)},
          {"low", number_or_null(index.interval.low)},
          {"high", number_or_null(index.interval.high)},
          {"told_apart", index.told_apart()}};
}

Json effects_json(const analysis::ElementaryEffects& e) {
  return {{"trajectories", e.n},
          {"mu_star", index_json(e.mu_star)},
          {"plain_mu_star", number_or_null(e.plain_mu_star)},
          {"floor", number_or_null(e.floor)},
          {"mu", number_or_null(e.mu)},
          {"mu_half_width", number_or_null(e.mu_half_width)},
          {"sigma", number_or_null(e.sigma)},
          {"plain_sigma", number_or_null(e.plain_sigma)},
          {"noise", number_or_null(e.noise)},
          {"told_apart", e.told_apart}};
}

Json factor_json(const analysis::Study& study, const Influence& found, const analysis::FactorInfluence& one) {
  const analysis::Factor& factor = study.factors[one.factor];
  Json made{{"factor", factor.name}, {"unit", factor.unit}, {"told_apart", one.told_apart()}};
  if (found.method == Method::elementary_effects) {
    made["elementary_effects"] = effects_json(one.effects);
    return made;
  }
  const char* run = found.common ? "of_a_world" : "of_a_single_run";
  made["of_the_mean_response"] = {{"first_order", index_json(one.first)}};
  made[run] = {{"first_order", index_json(one.first_run)}};
  if (found.method == Method::sobol_indices) {
    made["of_the_mean_response"]["total"] = index_json(one.total);
    made[run]["total"] = index_json(one.total_run);
  }
  if (found.method == Method::given_data) {
    const analysis::Screen& s = one.screen;
    made["screen"] = {{"pawn", number_or_null(s.pawn)},
                      {"pawn_shuffled", number_or_null(s.pawn_shuffled)},
                      {"delta", number_or_null(s.delta)},
                      {"delta_shuffled", number_or_null(s.delta_shuffled)},
                      {"delta_corrected", number_or_null(s.corrected_delta)},
                      {"hsic_p", number_or_null(s.p)}};
    if (one.shapley.exists()) made["shapley"] = index_json(one.shapley);
  }
  if (one.swing.exists())
    made["swing"] = {{"from", one.low},
                     {"to", one.high},
                     {"low", as_json(one.swing.low)},
                     {"high", as_json(one.swing.high)},
                     {"change", as_json(one.swing.change)}};
  return made;
}

std::string method_name(const Influence& found) {
  switch (found.method) {
    case Method::elementary_effects:
      return "elementary effects";
    case Method::sobol_indices:
      return "Sobol' indices";
    case Method::given_data:
      break;
  }
  return found.even ? "class means" : "rank index";
}

}  // namespace

std::string influence_json(const analysis::Study& study, const std::vector<FoundInfluence>& all, double level) {
  Json responses = Json::array();
  for (const FoundInfluence& one : all) {
    const Influence& found = one.influence;
    Json factors = Json::array();
    for (const auto& factor : found.factors) factors.push_back(factor_json(study, found, factor));
    responses.push_back({{"base", study.bases[one.base]},
                         {"bloc", study.blocs[one.bloc]},
                         {"metric", one.asked.about.name},
                         {"path", one.asked.about.path},
                         {"unit", one.asked.about.symbol},
                         {"method", method_name(found)},
                         {"common_random_numbers", found.common},
                         {"used", found.units},
                         {"left_out", found.left_out},
                         {"mean", number_or_null(found.spread.mean)},
                         {"variance", number_or_null(found.spread.variance)},
                         {"noise_variance", number_or_null(found.spread.noise)},
                         {"noise_share", number_or_null(found.spread.noise_share())},
                         {"varies", found.varies},
                         {"mean_varies", found.mean_varies},
                         {"set_aside", found.aside},
                         {"most_correlated", number_or_null(found.most_correlated)},
                         {"factors", std::move(factors)}});
    if (found.dummy.n > 0) responses.back()["dummy"] = effects_json(found.dummy);
    if (found.shapley_points > 0) responses.back()["shapley_points"] = found.shapley_points;
  }
  const Json report{{"title", study.title},           {"design", study.design}, {"points", study.points},
                    {"replicates", study.replicates}, {"confidence", level},    {"responses", std::move(responses)}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
