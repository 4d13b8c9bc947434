#pragma once

#include <span>
#include <string_view>

namespace poldyn::app {

/// A metric in plain words. `name` is "family/name" and holds for what is sampled and for the total of a run alike, and
/// for its "family/mean_name" unless that has a row of its own.
struct PlainWords {
  std::string_view name;
  std::string_view words;
};

std::span<const PlainWords> words_of_variety();     // fragmentation, registry, standards, technology
std::span<const PlainWords> words_of_speed();       // iteration, learning
std::span<const PlainWords> words_of_capability();  // capability, control
std::span<const PlainWords> words_of_pipeline();    // pipeline, policy
std::span<const PlainWords> words_of_money();       // accounts, ledger, welfare, procurement
std::span<const PlainWords> words_of_industry();    // structure, compliance, between_blocs

}  // namespace poldyn::app
