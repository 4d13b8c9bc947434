#include "sim/reading/score_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "sim/base/elementary.h"
#include "sim/policy/edited_keys.h"

namespace poldyn {
namespace {

class Noting {
 public:
  explicit Noting(const Scenario& scenario) : s_(scenario), rule_(scenario.scores) {}

  std::vector<Fault> all() {
    if (s_.mechanisms.curation) data();
    if (s_.mechanisms.scores) {
      tests();
      readers();
      if (s_.mechanisms.tuning) tuning();
    } else if (s_.mechanisms.tuning) {
      add("mechanisms.tuning", "without mechanisms.scores there is no test to work on",
          "switch mechanisms.scores on, or tuning off");
    }
    return std::move(notes_);
  }

 private:
  void add(std::string path, std::string message, std::string remedy) {
    notes_.push_back({std::move(path), std::move(message), std::move(remedy)});
  }
  bool edited(std::string_view key) const { return is_edited(s_, key); }

  void data() {
    const CapabilityRule& rule = s_.capability;
    if (rule.data_exponent != CapabilityRule{}.data_exponent && rule.data_law == DataLaw::two_term &&
        !edited("capability.data_law"))
      add("capability.data_exponent", "nothing reads it where data_law = \"two_term\"",
          "write data_law = \"power\", or leave the exponent out");
    const bool changed = rule.data_law != DataLaw::power || rule.data_exponent != CapabilityRule{}.data_exponent;
    const bool lacking = std::any_of(s_.blocs.begin(), s_.blocs.end(), [](const BlocRules& bloc) {
      return coverage(bloc.curation, false) < 1 || coverage(bloc.curation, true) < 1;
    });
    if (changed && !lacking &&
        !some_edit(s_, [](const Edit& edit) { return edit.key.find(".curation.") != edit.key.npos; }))
      add(rule.data_law != DataLaw::power ? "capability.data_law" : "capability.data_exponent",
          "no bloc lacks any data, so that it changes nothing",
          "write a share below 1 in a bloc's curation, as kept_outside = 0.1");
  }

  void tests() {
    if (rule_.attempts > 1 && rule_.noise <= 0 && !edited("scores.noise"))
      add("scores.attempts", "without noise all attempts find the same", "write noise above 0, or attempts = 1");
    if (rule_.retire_at >= 1 && rule_.step != ScoreRule{}.step && !edited("scores.retire_at"))
      add("scores.step", "no harder test comes at retire_at = 1", "write retire_at below 1, as 0.9");
    if (rule_.retire_at < 1 && !s_.mechanisms.market && !s_.mechanisms.finance)
      add("mechanisms.scores", "without market and finance there are no epochs: the first test is never retired",
          "switch one of the two on, or write scores.retire_at = 1");
    if (rule_.attempt_cost > 0 && !s_.mechanisms.finance)
      add("scores.attempt_cost", "without mechanisms.finance nothing costs anything", "switch mechanisms.finance on");
  }

  void readers() {
    if (rule_.trust > 0 && !s_.mechanisms.market && !s_.mechanisms.procurement)
      add("scores.trust", "without a market and without tenders nobody goes by scores",
          "switch mechanisms.market or mechanisms.procurement on");
    if (rule_.trust <= 0 && rule_.word_of_mouth != ScoreRule{}.word_of_mouth && !edited("scores.trust"))
      add("scores.word_of_mouth", "nothing reads it at trust = 0", "write trust above 0");
  }

  void tuning() {
    if (some_edit(s_, [](const Edit& edit) {
          return edit.key.starts_with("scores.") || edit.key.ends_with(".budget_elasticity") ||
                 edit.key.find(".training") != edit.key.npos;
        }))
      return;
    if (rule_.trust <= 0)
      return add("mechanisms.tuning", "nobody goes by scores at scores.trust = 0: no vendor works on a test",
                 "write trust above 0, as 0.5");
    double least = std::numeric_limits<double>::infinity();  // gain from which on somebody does
    for (const BlocRules& bloc : s_.blocs)
      for (const VendorClassRule& cls : s_.classes) {
        if (cls.unmodified && s_.mechanisms.adoption) continue;
        const double trust = mean_trust(rule_, cls.training.mean), elasticity = bloc.supply.budget_elasticity;
        if (best_tuning(rule_, trust, elasticity) > 0) return;
        least = std::min(least, elasticity * rule_.tuning_scale / (log(10) * trust));
      }
    if (std::isinf(least)) return;
    add("scores.tuning_gain",
        fmt::format("no vendor works on a test: what it gains by {:g} OOM sells less than the compute that it takes",
                    rule_.tuning_gain),
        fmt::format("it pays from {:.2g} OOM on; or write a smaller tuning_scale, or more trust", least));
  }

  const Scenario& s_;
  const ScoreRule& rule_;
  std::vector<Fault> notes_;
};

}  // namespace

void add_score_notes(const Scenario& scenario, std::vector<Fault>& notes) {
  for (Fault& note : Noting(scenario).all()) notes.push_back(std::move(note));
}

}  // namespace poldyn
