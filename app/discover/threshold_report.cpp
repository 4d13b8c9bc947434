#include "app/discover/threshold_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/console/json.h"
#include "app/console/numbers.h"
#include "app/console/shares.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/metrics/survivors.h"

namespace poldyn::app {
namespace {

using analysis::Crossing;
using analysis::Estimate;
using analysis::Probe;

constexpr double much_left_out = 0.05;  // share of pairs from which on those left may be the easy ones

std::string unit_of(const ThresholdReport& report) {
  return report.about.symbol.empty() ? "" : " " + report.about.symbol;
}

/// "0", "5 d", "10 % of A": the difference that is looked for.
std::string wanted_text(const ThresholdReport& report) {
  if (report.wanted == 0) return "0";
  if (report.relative) return fmt::format("{:+.4g} % of A", 100 * report.wanted);
  return fmt::format("{:+.4g}{}", report.wanted, unit_of(report));
}

std::string subject(const ThresholdReport& report) { return "B - A of " + report.about.name; }

/// Probes hold what is left once what is wanted is taken away.
std::string difference_text(const ThresholdReport& report, const Probe& probe) {
  Estimate difference = probe.mean;
  if (!report.relative) difference.mean += report.wanted;
  return shown(difference, true);
}

std::string interval_text(const ThresholdReport& report, const Crossing& one) {
  const auto end = [&](double x, bool open, const char* beyond) {
    return report.parameter->shown(x) + (open ? beyond : "");
  };
  return fmt::format("{} {} to {}", interval_of_level(report.level), end(one.low, one.open_below, " or less"),
                     end(one.high, one.open_above, " or more"));
}

std::string side_word(int sign) { return sign > 0 ? "more" : "less"; }

/// Where the mean is exactly what is wanted, over a stretch of values or at one of them.
std::string stretch_text(const ThresholdReport& report, const Crossing& one) {
  const VariedParameter& p = *report.parameter;
  std::string text = fmt::format("{} is exactly {} {} {} = {}", subject(report), wanted_text(report),
                                 one.before == one.after ? "at" : "from", p.key(), p.shown(one.before));
  if (one.before != one.after)
    text +=
        fmt::format(" to {}{}", p.shown(one.after), one.sign_after == 0 ? ", beyond which nothing else was seen" : "");
  text += fmt::format(" ({})", interval_text(report, one));
  if (one.sign_before != 0) text += "; below it is " + side_word(one.sign_before);
  if (one.sign_after != 0) text += "; above it is " + side_word(one.sign_after);
  return text + ".";
}

std::string crossing_text(const ThresholdReport& report, const Crossing& one) {
  const VariedParameter& p = *report.parameter;
  if (one.stretch) return stretch_text(report, one);
  const std::string sides =
      fmt::format("; below it is {}, above it {}", side_word(one.sign_before), side_word(one.sign_after));
  if (p.whole())
    return fmt::format("{} passes {} between {} = {} and {} ({}){}.", subject(report), wanted_text(report), p.key(),
                       p.shown(one.before), p.shown(one.after), interval_text(report, one), sides);
  return fmt::format("{} is {} where {} = {} ({}){}.", subject(report), wanted_text(report), p.key(), p.shown(one.x),
                     interval_text(report, one), sides);
}

std::string no_crossing_text(const ThresholdReport& report) {
  std::vector<Probe> probes = report.found.probes;
  std::erase_if(probes, [](const Probe& one) { return std::isnan(one.mean.mean); });
  const auto all = [&](auto&& is) { return std::all_of(probes.begin(), probes.end(), is); };
  if (probes.empty()) return fmt::format("{} has no value that could be followed.", subject(report));
  const VariedParameter& p = *report.parameter;
  const std::string range =
      fmt::format("{} from {} = {} to {}", wanted_text(report), p.key(), p.shown(p.low()), p.shown(p.high()));
  if (all([](const Probe& one) { return one.mean.mean == 0 && !(one.mean.sd > 0); }))
    return fmt::format("{} is exactly {}, wherever that was looked at.", subject(report), range);
  const std::string text = fmt::format("{} was not seen to pass {}", subject(report), range);
  for (const int sign : {1, -1})
    if (all([&](const Probe& one) { return one.told == sign; }))
      return text + fmt::format(": it is {} everywhere that was looked{}.", side_word(sign),
                                probes.size() < report.found.probes.size() ? " and there is a mean" : "");
  if (!all([](const Probe& one) { return one.mean.mean >= 0; }) &&
      !all([](const Probe& one) { return one.mean.mean <= 0; }))
    return text + ", but it is less on one side and more on the other of values at which it is not known.";
  const auto untold = std::count_if(probes.begin(), probes.end(), [](const Probe& one) { return one.told == 0; });
  return text + fmt::format(
                    ", but at {} of {} values it is not told from that: more --replicates, or another --range, may "
                    "tell.",
                    untold, probes.size());
}

/// Which pairs the means are of, where some have no value somewhere.
std::vector<std::string> sample_texts(const ThresholdReport& report) {
  const auto& found = report.found;
  const std::string& key = report.parameter->key();
  std::vector<std::string> made, without;
  for (const Probe& probe : found.probes)
    if (2 * probe.with_value < found.runs) without.push_back(report.parameter->shown(probe.x));
  if (found.sample < found.runs)
    made.push_back(
        fmt::format("All means are of the same {} of {} pairs: the others lack a value at some of these "
                    "values of {}, and nothing here is said of them.",
                    found.sample, found.runs, key));
  if (static_cast<double>(found.sample) < (1 - much_left_out) * static_cast<double>(found.runs))
    made.push_back(
        "So many are left out that those left may be the easy ones: ask for what every pair has, such as releases, or "
        "take a longer run.horizon.");
  if (!without.empty())
    made.push_back(fmt::format("There is no mean at {} = {}: fewer than half of the pairs have a value there.", key,
                               fmt::join(without, ", ")));
  return made;
}

}  // namespace

std::vector<std::string> threshold_answers(const ThresholdReport& report) {
  std::vector<std::string> made;
  made.reserve(report.found.crossings.size());
  for (const Crossing& one : report.found.crossings) made.push_back(crossing_text(report, one));
  if (made.empty()) made.push_back(no_crossing_text(report));
  for (auto& text : sample_texts(report)) made.push_back(std::move(text));
  if (auto note = survivors_note({report.about.name}); !note.empty()) made.push_back(std::move(note));
  return made;
}

std::string threshold_text(const ThresholdReport& report, std::size_t width) {
  std::string text = labelled("A = ", report.a, width) + "\n" + labelled("B = ", report.b, width) + "\n\n";
  for (const auto& answer : threshold_answers(report)) text += wrapped(answer, width) + "\n";
  const std::string header = report.relative ? fmt::format("B - A less {}", wanted_text(report)) : "B - A";
  TextTable table{{report.parameter->key(), header, "pairs", fmt::format("against {}", wanted_text(report))}, {}};
  for (const Probe& probe : report.found.probes)
    table.rows.push_back({report.parameter->shown(probe.x), difference_text(report, probe),
                          fmt::format("{}", probe.mean.n), probe.told == 0 ? "?" : side_word(probe.told)});
  text += "\n" + table.text(width) + "\n";
  return text +
         wrapped(fmt::format("Bloc {}. The parameter is set in {}; all values have the same random numbers, {} pairs "
                             "each. Mean{}half-width of the {}. The interval of the place holds all values "
                             "that a test at {:.4g} % does not refuse as the place. ?: not told apart.",
                             report.bloc, report.side, report.found.sample, plus_minus(),
                             interval_of_level(report.level), 100 * (1 - report.level)),
                 width) +
         "\n";
}

std::string threshold_json(const ThresholdReport& report) {
  Json crossings = Json::array(), probes = Json::array();
  for (const Crossing& one : report.found.crossings)
    crossings.push_back({{"value", number_or_null(one.x)},
                         {"between", {number_or_null(one.before), number_or_null(one.after)}},
                         {"low", number_or_null(one.low)},
                         {"high", number_or_null(one.high)},
                         {"open_below", one.open_below},
                         {"open_above", one.open_above},
                         {"exactly_between", one.stretch},
                         {"sign_before", one.sign_before},
                         {"sign_after", one.sign_after},
                         {"rising", one.sign_before < one.sign_after}});
  for (const Probe& one : report.found.probes)
    probes.push_back({{"value", one.x},
                      {"pairs", one.mean.n},
                      {"pairs_with_value", one.with_value},
                      {"told", one.told},
                      {"mean_beyond_wanted", number_or_null(one.mean.mean)},
                      {"half_width", number_or_null(one.mean.half_width)}});
  const Json made{{"A", report.a},
                  {"B", report.b},
                  {"parameter", report.parameter->key()},
                  {"set_in", report.side},
                  {"unit", info(report.parameter->unit()).symbol},
                  {"whole", report.parameter->whole()},
                  {"range", {report.parameter->low(), report.parameter->high()}},
                  {"metric", report.about.path},
                  {"metric_name", report.about.name},
                  {"metric_unit", report.about.symbol},
                  {"bloc", report.bloc},
                  {"wanted", report.wanted},
                  {"relative", report.relative},
                  {"pairs", report.pairs},
                  {"pairs_in_means", report.found.sample},
                  {"confidence", report.level},
                  {"answers", threshold_answers(report)},
                  {"crossings", std::move(crossings)},
                  {"probes", std::move(probes)}};
  return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
