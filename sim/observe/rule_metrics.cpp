#include <array>

#include "sim/observe/metric_table.h"

namespace poldyn {
namespace {

using namespace table_words;

/// The bloc's rule at a place of the axis; nothing if the bloc has none of that name, or its tables are not asked.
std::optional<std::size_t> rule_at(const Bloc& bloc, I place) {
  return place < bloc.rule_places.size() ? bloc.rule_places[place] : std::nullopt;
}

double bound_share(const Bloc& bloc, const Census& census, I place) {
  const auto rule = rule_at(bloc, place);
  return rule ? ratio(census.bound_use[*rule], census.use) : missing_value;
}

double counted(R run, I place, std::uint64_t RuleTally::*count) {
  const auto rule = rule_at(run.bloc, place);
  return rule ? amount(run.bloc.tally.rules[*rule].*count) : missing_value;
}

constexpr auto sampled_rules_rows = std::to_array<SampledMetric>({
    {{"rules", "bound_share", Unit::share, Axis::rule, "share of use of products that the rule binds",
      "use of bound products / use; none where the bloc has no such rule", own, zero_to_one},
     [](S s, I i) { return bound_share(s.bloc, s.census, i); }},
});

constexpr auto total_rules_rows = std::to_array<TotalMetric>({
    {{"rules", "bound_share", Unit::share, Axis::rule, "share of use of products that the rule binds at the end",
      "use of bound products / use; none where the bloc has no such rule", own, zero_to_one},
     [](R r, I i) { return bound_share(r.bloc, r.census, i); }},
    {{"rules", "filed_under", Unit::count, Axis::rule,
      "filings under the rule: releases, renewals and those of models in service", "count since the warm-up", own,
      from_zero},
     [](R r, I i) { return counted(r, i, &RuleTally::filed); }},
    {{"rules", "approved_under", Unit::count, Axis::rule, "filings approved under the rule", "count since the warm-up",
      own, from_zero},
     [](R r, I i) { return counted(r, i, &RuleTally::approved); }},
    {{"rules", "refused_under", Unit::count, Axis::rule, "filings refused, turned away or withdrawn under the rule",
      "count since the warm-up; what is taken back since another rule refused the model is not in it", own, from_zero},
     [](R r, I i) { return counted(r, i, &RuleTally::refused); }},
    {{"rules", "notices_under", Unit::count, Axis::rule, "notices under the rule, those of small updates among them",
      "count since the warm-up", own, from_zero},
     [](R r, I i) { return counted(r, i, &RuleTally::noticed); }},
});

}  // namespace

std::span<const SampledMetric> sampled_rules() { return sampled_rules_rows; }
std::span<const TotalMetric> total_rules() { return total_rules_rows; }

}  // namespace poldyn
