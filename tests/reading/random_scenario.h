#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "sim/policy/scenario.h"

/// Values that a scenario could hold, drawn over the whole range of each row: for tests of what must survive writing
/// and reading. Such a scenario may contradict itself.
class RandomScenario {
 public:
  explicit RandomScenario(unsigned seed) : random_(seed) {}

  poldyn::Scenario make() {
    poldyn::Scenario s;
    s.title = text();
    s.description = text();
    for (std::size_t i = below(poldyn::max_domains) + 1; i > 0; --i) s.domains.push_back({name(i), {}});
    for (std::size_t i = below(poldyn::max_paradigms + 1); i > 0; --i) s.paradigms.push_back({name(i), {}});
    for (std::size_t i = below(4) + 1; i > 0; --i) {
      auto& bloc = s.blocs.emplace_back();
      bloc.name = name(i);
      for (std::size_t k = below(poldyn::max_stages + 1); k > 0; --k) bloc.stages.push_back({name(k), {}});
      for (std::size_t k = below(poldyn::max_tracks - 1); k > 0; --k) bloc.tracks.push_back({name(k), {}});
      for (std::size_t k = below(poldyn::max_rules - 5) + 6; k > 0; --k) bloc.rules.push_back({name(k), {}});
    }
    for (auto& part : poldyn::all_sections(s))
      for (const auto& row : part.rows) row.set(part.object, value(row));
    for (auto& bloc : s.blocs)  // a track that nothing names is a mistake of its name
      for (std::size_t t = 2; t < bloc.tracks.size(); ++t) bloc.rules.at(t - 2).rule.track = bloc.tracks[t].name;
    for (std::size_t i = below(4); i > 0; --i) s.policies.push_back(policy(s));
    return s;
  }

  /// Some value of a parameter.
  poldyn::Value value(const poldyn::ParamRow& row) {
    using poldyn::Kind;
    switch (row.kind) {
      case Kind::flag:
        return below(2) == 1;
      case Kind::integer: {
        const auto low = static_cast<std::int64_t>(row.range.low), high = static_cast<std::int64_t>(row.range.high);
        const std::int64_t ends[] = {low, high, std::clamp<std::int64_t>((1LL << 53) + 1, low, high)};
        const std::size_t pick = below(6);
        return pick < 3 ? ends[pick] : std::uniform_int_distribution<std::int64_t>(low, high)(random_);
      }
      case Kind::number:
        return number(row.range);
      case Kind::name:
        return std::string(row.choices[below(row.choices.size())]);
      case Kind::text:
        return text();
      case Kind::law:
        return law(row.range);
      case Kind::numbers: {
        std::vector<double> made(below(5));
        for (auto& x : made) x = number(row.range);
        return made;
      }
      case Kind::names: {
        std::vector<std::string> made(below(4));
        for (auto& x : made) x = text();
        return made;
      }
    }
    throw std::logic_error("a parameter of unknown kind");
  }

 private:
  poldyn::PolicyRule policy(poldyn::Scenario& s) {
    poldyn::PolicyRule made;
    for (const auto& row : poldyn::param_rows<poldyn::PolicyRule>) row.set(&made, value(row));
    made.when =
        below(2) ? s.blocs[0].name + ".structure.exits < 0.1 or not " + s.blocs.back().name + ".iteration.releases >= 3"
                 : "";
    made.release_when = below(2) ? s.blocs[0].name + ".structure.exits > 5" : "";
    const auto parts = poldyn::all_sections(s);
    for (const auto kind : {poldyn::EditKind::set, poldyn::EditKind::add, poldyn::EditKind::scale})
      for (std::size_t i = below(3); i > 0; --i) {
        const auto& part = parts[below(parts.size())];
        const auto& row = part.rows[below(part.rows.size())];
        poldyn::Edit edit{part.path + "." + std::string(row.key), kind, value(row)};
        if (kind != poldyn::EditKind::set) {
          if (row.kind != poldyn::Kind::number && row.kind != poldyn::Kind::integer && row.kind != poldyn::Kind::law)
            continue;
          edit.value = number({-1e6, 1e6});
          if (below(2)) edit.least = number({-1e6, 1e6});
          if (below(2)) edit.most = number({-1e6, 1e6});
        }
        const bool twice =
            std::any_of(made.edits.begin(), made.edits.end(), [&](const auto& e) { return e.key == edit.key; });
        if (!twice) made.edits.push_back(edit);
      }
    return made;
  }

  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  double unit() { return std::uniform_real_distribution<double>(0, 1)(random_); }
  std::string name(std::size_t number) {
    return std::string(1, static_cast<char>('a' + below(26))) + "_" + std::to_string(number);
  }

  std::string text() {
    static const std::string parts[] = {"",  "plain", "\n",    "\"",   "\\",   "\"\"\"", "\t",   "\r\n",
                                        "#", " ",     "Größe", "\x01", "\x7f", "'''",    "a = 1"};
    std::string made;
    for (std::size_t i = below(6); i > 0; --i) made += parts[below(std::size(parts))];
    return made;
  }

  /// Ends of the range, zero, and both short and long digits between.
  double number(const poldyn::Range& range) {
    const double low = std::max(range.low, -1e300), high = std::min(range.high, 1e300);
    const double ends[] = {low, high, std::clamp(0.0, low, high), std::clamp(0.1, low, high),
                           std::clamp(-0.0, low, high)};
    const std::size_t pick = below(10);
    if (pick < 5) return ends[pick];
    if (pick == 5) return std::clamp(std::floor(low + (high - low) * unit()), low, high);
    return std::clamp(low + (high - low) * std::pow(unit(), 1 + static_cast<double>(below(20))), low, high);
  }

  poldyn::Law law(const poldyn::Range& range) {
    using poldyn::LawKind;
    const auto kind = static_cast<LawKind>(below(poldyn::law_names.size()));
    const double mean = number({std::max(0.0, range.low), range.high});
    switch (kind) {
      case LawKind::constant:
        return poldyn::constant(mean);
      case LawKind::exponential:
        return poldyn::exponential(mean);
      case LawKind::uniform:
        return {kind, mean, unit() / std::sqrt(3.0)};
      case LawKind::hyperexponential:
        return {kind, mean, 1 + 9 * unit()};
      case LawKind::erlang:
        return {kind, mean, 1 / std::sqrt(1 + static_cast<double>(below(1000)))};
      default:
        return {kind, mean, 0.01 + 5 * unit()};  // a Weibull law is not narrower than 0.0065
    }
  }

  std::mt19937 random_;
};
