#include "sim/observe/award_year.h"

#include <algorithm>

namespace poldyn {

AwardYear AwardYearTaker::take(const Bloc& bloc, SimTime now) {
  AwardYear year;
  if (now < SimTime{} + award_memory) return year;  // less than a year would be taken for one
  add_up(bloc, now);
  year.awards = most(&Won::count, won_.size());
  year.value = most(&Won::value, won_.size());
  year.top_share = ratio(most(&Won::value, 1), year.value);
  year.top_six_share = ratio(most(&Won::value, top_winners), year.value);
  year.top_count_share = ratio(most(&Won::count, 1), year.awards);
  year.top_six_count_share = ratio(most(&Won::count, top_winners), year.awards);
  return year;
}

/// Values are added in the order of the awards, whoever's they are, so that a vendor's sum has the same bits whatever
/// the others won.
void AwardYearTaker::add_up(const Bloc& bloc, SimTime now) {
  won_.clear();
  for (const Award& award : bloc.awards)
    if (award.at > now - award_memory) won_.push_back({award.vendor.value, 1, award.value});
  std::stable_sort(won_.begin(), won_.end(), [](const Won& a, const Won& b) { return a.vendor < b.vendor; });
  std::size_t vendors = 0;
  for (std::size_t i = 0; i < won_.size(); ++i) {
    if (vendors > 0 && won_[vendors - 1].vendor == won_[i].vendor) {
      won_[vendors - 1].count += won_[i].count;
      won_[vendors - 1].value += won_[i].value;
    } else {
      won_[vendors++] = won_[i];
    }
  }
  won_.resize(vendors);
}

double AwardYearTaker::most(double Won::*what, std::size_t n) {
  std::sort(won_.begin(), won_.end(),
            [&](const Won& a, const Won& b) { return a.*what != b.*what ? a.*what > b.*what : a.vendor < b.vendor; });
  double sum = 0;
  for (std::size_t i = 0; i < std::min(n, won_.size()); ++i) sum += won_[i].*what;
  return sum;
}

}  // namespace poldyn
