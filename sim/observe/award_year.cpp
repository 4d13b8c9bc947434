#include "sim/observe/award_year.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace poldyn {
namespace {

constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

}  // namespace

AwardYear AwardYearTaker::take(const Bloc& bloc, SimTime now) {
  AwardYear year;
  if (now < SimTime{} + award_memory) return year;  // less than a year would be taken for one
  add_up(bloc, now);
  year.awards = most_awards(won_.size());
  year.value = value_of(won_.size());
  year.top_share = ratio(value_of(1), year.value);
  year.top_six_share = ratio(value_of(top_winners), year.value);
  year.top_count_share = ratio(most_awards(1), year.awards);
  year.top_six_count_share = ratio(most_awards(top_winners), year.awards);
  return year;
}

/// Values are added in the order of the awards, whoever's they are, so that a vendor's sum has the same bits whatever
/// the others won.
void AwardYearTaker::add_up(const Bloc& bloc, SimTime now) {
  won_.clear();
  for (const Award& award : bloc.awards) {
    if (award.at <= now - award_memory) continue;
    const std::uint32_t vendor = award.vendor.value;
    if (vendor >= place_.size()) place_.resize(vendor + std::size_t{1}, nowhere);
    if (place_[vendor] == nowhere) {
      place_[vendor] = static_cast<std::uint32_t>(won_.size());
      won_.push_back({vendor, 0, 0});
    }
    Won& won = won_[place_[vendor]];
    ++won.count;
    won.value += award.value;
  }
  for (const Won& won : won_) place_[won.vendor] = nowhere;
  std::sort(won_.begin(), won_.end(),
            [](const Won& a, const Won& b) { return a.value != b.value ? a.value > b.value : a.vendor < b.vendor; });
}

double AwardYearTaker::value_of(std::size_t n) const {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(n, won_.size()); ++i) sum += won_[i].value;
  return sum;
}

double AwardYearTaker::most_awards(std::size_t n) const {
  std::array<std::uint32_t, top_winners> most{};  // descending
  double all = 0;
  for (const Won& won : won_) {
    all += won.count;
    std::uint32_t count = won.count;
    for (std::uint32_t& one : most)
      if (count > one) std::swap(count, one);
  }
  if (n >= won_.size()) return all;
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += most[i];
  return sum;
}

}  // namespace poldyn
