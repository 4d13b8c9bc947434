#include "app/tradeoff/selection_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/paired.h"
#include "analysis/sequence.h"
#include "app/console/json.h"
#include "app/console/numbers.h"
#include "app/console/text_table.h"
#include "app/metrics/survivors.h"
#include "app/runs/summary.h"

namespace poldyn::app {
namespace {

using analysis::Estimate;
using analysis::KimNelson;

std::string letter(std::size_t side) { return analysis::side_letter(side); }

/// With an interval that holds wherever the procedure stopped, which the values themselves decided.
Estimate at_any_stop(const Estimate& estimate) {
  return estimate.without_spread() ? estimate : analysis::at_any_look(estimate, analysis::confidence);
}

/// A scenario's mean in the metric's own sign.
Estimate mean_of(const Selection& selection, std::size_t side) {
  Estimate made = at_any_stop(analysis::estimate(selection.values(side), analysis::confidence));
  if (!selection.plan().goal.low) made.mean = 0 - made.mean;
  return made;
}

/// How much worse than the best, over the replicates that both have.
Estimate behind(const Selection& selection, std::size_t side) {
  const auto& best = selection.values(selection.procedure().best());
  return at_any_stop(analysis::paired_difference(best, selection.values(side), analysis::confidence).estimate);
}

/// What never varied has no "± 0", which would say that it is certain, and what few runs are of no interval.
std::string told(const Estimate& estimate, bool sign) {
  if (!estimate.without_spread() && std::isfinite(estimate.half_width)) return shown(estimate, sign);
  return estimate.mean == 0 || !sign ? fmt::format("{:.5g}", estimate.mean) : fmt::format("{:+.5g}", estimate.mean);
}

/// Those still in beside the best once it is chosen: of equal mean.
std::vector<std::size_t> equals_of(const KimNelson& procedure) {
  std::vector<std::size_t> made;
  if (!procedure.done()) return made;
  for (const std::size_t side : procedure.in())
    if (side != procedure.best()) made.push_back(side);
  return made;
}

/// Whether it is out, or not told from the best, because a difference was the same in all runs.
bool by_stillness(const KimNelson& procedure, std::size_t side) {
  const auto& end = procedure.ends()[side];
  if (end.after > 0) return procedure.never_varied(side, end.by);
  return procedure.done() && procedure.never_varied(side, procedure.best());
}

std::string fate(const Selection& selection, std::size_t side) {
  const auto& procedure = selection.procedure();
  const auto& end = procedure.ends()[side];
  if (end.after > 0) return fmt::format("out after {}, by {}", end.after, letter(end.by));
  if (!procedure.done()) return "still in";
  if (side == procedure.best()) return "chosen";
  return by_stillness(procedure, side) ? "equal in every run" : "equal on average";
}

std::string chosen_text(const Selection& selection, const std::vector<RunSide>& sides) {
  const auto& plan = selection.plan();
  const auto& procedure = selection.procedure();
  std::string text = fmt::format("Chosen: {} ({}).", sides[procedure.best()].name, letter(procedure.best()));
  std::vector<std::string> equals;
  for (const std::size_t side : equals_of(procedure))
    equals.push_back(fmt::format("{} ({})", sides[side].name, letter(side)));
  if (!equals.empty())
    text = fmt::format("Chosen: {} ({}), or as well {}: their means are equal.", sides[procedure.best()].name,
                       letter(procedure.best()), fmt::join(equals, ", "));
  return text +
         fmt::format(
             " If one scenario is better than every other by {} or more, it is the one chosen with a probability "
             "of at least {:.4g}; where others are closer, it may be any of those.",
             plan.goal.amount(plan.kim_nelson.delta), plan.kim_nelson.level);
}

/// What a variance of 0 leaves open; empty if there was none.
std::string stillness_text(const Selection& selection) {
  const auto& procedure = selection.procedure();
  std::vector<std::string> who;
  std::size_t runs = procedure.values();
  for (std::size_t side = 0; side < procedure.ends().size(); ++side) {
    const auto& end = procedure.ends()[side];
    if (side == procedure.best() || !by_stillness(procedure, side)) continue;
    who.push_back(fmt::format("{} and {}", letter(side), letter(end.after > 0 ? end.by : procedure.best())));
    if (end.after > 0) runs = std::min(runs, end.after);
  }
  if (who.empty()) return "";
  // (1 - q)^n = 1 - level: what happens in a share q of runs is not seen in n of them with that probability.
  const double rare = static_cast<double>(runs) / -std::log(1 - selection.plan().kim_nelson.level);
  return fmt::format(
      " The difference of {} was the same in all of {} runs or more. That is no certainty, and the probability above "
      "does "
      "not cover it: what happens in fewer than one run in {:.0f} may not have been seen.",
      fmt::join(who, ", of "), runs, rare);
}

std::string verdict(const Selection& selection, const std::vector<RunSide>& sides) {
  if (selection.procedure().done()) return chosen_text(selection, sides) + stillness_text(selection);
  return fmt::format("Nothing is selected within {} runs of each: {} are still in.", selection.plan().most,
                     selection.procedure().in().size());
}

}  // namespace

std::string selection_text(const Selection& selection, const std::vector<RunSide>& sides, std::size_t width) {
  const Goal& goal = selection.plan().goal;
  TextTable table{{goal.with_unit(), "runs", "mean", "behind the best", ""}, {}};
  for (std::size_t i = 0; i < sides.size(); ++i) {
    std::string name = fmt::format("{} {}", letter(i), sides[i].name);
    for (const auto& setting : sides[i].settings) name += " " + setting;
    const bool best = i == selection.procedure().best();
    table.rows.push_back({name, std::to_string(selection.values(i).size()), told(mean_of(selection, i), false),
                          best ? "" : told(behind(selection, i), true), fate(selection, i)});
  }
  std::string text = verdict(selection, sides);
  if (std::isinf(analysis::sequence_factor(selection.procedure().values(), analysis::confidence)))
    text += " Of so few runs no interval holds wherever one stops, and none is shown.";
  if (const std::string note = survivors_note({goal.about.name}); !note.empty()) text += " " + note;
  return fmt::format("{}\n{}\n", table.text(width), wrapped(text, width));
}

std::string selection_json(const Selection& selection, const std::vector<RunSide>& sides) {
  const auto& plan = selection.plan();
  const auto& procedure = selection.procedure();
  Json rows = Json::array(), equals = Json::array();
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto& end = procedure.ends()[i];
    rows.push_back({{"side", letter(i)},
                    {"file", sides[i].name},
                    {"settings", sides[i].settings},
                    {"runs", selection.values(i).size()},
                    {"mean_any_look", as_json(mean_of(selection, i))},
                    {"behind_best_any_look", as_json(behind(selection, i))},
                    {"out_after", end.after > 0 ? Json(end.after) : Json(nullptr)},
                    {"out_by", end.after > 0 ? Json(letter(end.by)) : Json(nullptr)},
                    {"same_difference_in_all_runs", i != procedure.best() && by_stillness(procedure, i)}});
  }
  for (const std::size_t side : equals_of(procedure)) equals.push_back(letter(side));
  const Json made{{"path", plan.goal.about.path},
                  {"label", plan.goal.label},
                  {"unit", plan.goal.about.symbol},
                  {"better", plan.goal.low ? "low" : "high"},
                  {"bloc", plan.bloc},
                  {"delta", plan.kim_nelson.delta},
                  {"probability_of_correct_selection", plan.kim_nelson.level},
                  {"first_runs", plan.kim_nelson.first},
                  {"selected", procedure.done() ? Json(letter(procedure.best())) : Json(nullptr)},
                  {"equal_to_it", std::move(equals)},
                  {"scenarios", std::move(rows)}};
  return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string how_to_select(const Selection& selection, std::size_t most_ever) {
  const auto& procedure = selection.procedure();
  const auto& plan = selection.plan();
  const std::size_t needed = procedure.most() + 1;
  std::string text = needed <= most_ever
                         ? fmt::format("at most --max-runs {} would be needed", needed)
                         : fmt::format("up to {} would be needed, more than --max-runs may be ({})", needed, most_ever);
  if (procedure.waits()) text += "; a difference that has not varied yet is believed after ten times --first";
  const double delta = procedure.delta_for(plan.most);
  if (!(delta > plan.kim_nelson.delta)) return text;
  // Two digits, rounded up, so that it is enough.
  const double step = std::pow(10.0, std::floor(std::log10(delta)) - 1);
  return text + fmt::format("; those there are would be enough with --delta '{}'",
                            plan.goal.amount(std::ceil(delta / step) * step));
}

}  // namespace poldyn::app
