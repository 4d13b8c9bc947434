#pragma once

#include <cstddef>

#include "sim/base/elementary.h"

namespace poldyn {

/// A choice among alternatives as a race: each comes in after an exponential time at a rate of its weight, -log(u) /
/// weight, and the first wins. So alternative k wins with probability weight[k] / sum of weights, whatever the order in
/// which they are asked; and since each has a number u of its own, one that is taken out, put in or given another
/// weight changes the choice of nobody who neither chose it nor chooses it now. Walking up to u * sum along cumulative
/// weights has the same probabilities, but there one alternative shifts all that stand behind it.
class Race {
 public:
  /// `u`, uniform on (0, 1), belongs to this alternative alone. One without weight never wins.
  void enter(std::size_t who, double u, double weight) {
    if (!(weight > 0) || !can_win(u, weight)) return;
    const double time = -log(u) / weight;
    if (decided_ && !(time < best_)) return;
    decided_ = true;
    best_ = time;
    winner_ = who;
  }

  /// False if an alternative with this number and at most this weight is late in any case: -log(u) is at least 1 - u,
  /// so that most need no logarithm. The margin is far above rounding, so that none in doubt is left out.
  bool can_win(double u, double most_weight) const { return !decided_ || (1 - u) * (1 - 1e-9) < best_ * most_weight; }

  std::size_t winner() const { return winner_; }  ///< 0 if nobody had weight

 private:
  bool decided_ = false;
  double best_ = 0;
  std::size_t winner_ = 0;
};

}  // namespace poldyn
