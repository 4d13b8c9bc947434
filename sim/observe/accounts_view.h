#pragma once

#include <cstddef>

#include "sim/observe/diversity.h"
#include "sim/world/books.h"

namespace poldyn {

/// What was entered in a bloc's books between two states of them, in M$. Differences are taken in whole units.
class AccountsView {
 public:
  AccountsView(const Books& now, const Books& before) : now_(now), before_(before) {}

  double heading(std::size_t i) const { return (now_.heading[i] - before_.heading[i]).millions(); }
  double heading(Heading heading) const { return this->heading(static_cast<std::size_t>(heading)); }
  double group(std::size_t i) const { return (now_.group[i] - before_.group[i]).millions(); }
  double activity(std::size_t i) const { return static_cast<double>(now_.activity[i] - before_.activity[i]); }
  double compute() const { return now_.compute - before_.compute; }
  double paid(Account account) const {
    const auto i = static_cast<std::size_t>(account);
    return (now_.paid[i] - before_.paid[i]).millions();
  }

  /// What an industry's size is counted in: five headings, none of them output.
  double inputs() const {
    double sum = 0;
    for (std::size_t i = 0; i < input_headings; ++i) sum += heading(i);
    return sum;
  }
  double input_share(std::size_t i) const { return i < input_headings ? ratio(heading(i), inputs()) : missing_value; }
  double group_share(std::size_t i) const {
    double sum = 0;
    for (std::size_t g = 0; g < ledger_groups; ++g) sum += group(g);
    return ratio(group(i), sum);
  }
  double support() const { return heading(Heading::subsidised_compute) + heading(Heading::grants); }
  double profit() const {
    double sum = heading(Heading::sales) + heading(Heading::state_contracts) + heading(Heading::grants) +
                 heading(Heading::refunds);
    for (const Heading cost : {Heading::hardware, Heading::cloud, Heading::teams, Heading::duplicated_teams,
                               Heading::compliance, Heading::operating, Heading::fines})
      sum -= heading(cost);
    return sum;
  }

 private:
  const Books& now_;
  const Books& before_;
};

}  // namespace poldyn
