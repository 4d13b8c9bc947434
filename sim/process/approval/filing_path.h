#pragma once

#include <algorithm>
#include <array>

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Tracks that one filing passes, in order, each once.
class TrackList {
 public:
  TrackList() = default;
  explicit TrackList(Track only) { add(only); }
  void add(Track track) {
    if (std::find(begin(), end(), track) == end()) track_[size_++] = track;
  }
  const Track* begin() const { return track_.data(); }
  const Track* end() const { return track_.data() + size_; }
  std::size_t size() const { return size_; }
  Track first() const { return track_[0]; }

 private:
  std::array<Track, max_tracks> track_{};
  std::size_t size_ = 0;
};

/// What a track of a rule is taken for.
enum class TrackFor : std::uint8_t { release, renewal };

/// The tracks that a filing under these rules passes, in the order in which the file has the rules, each once. An
/// application of an approved base takes the light track; an update of a product that the rule has approved takes that
/// for changes.
TrackList tracks_for(const Simulation& sim, const Model& model, RuleMask rules, TrackFor what);

/// A filing for a model, under rules of one family, on these tracks; its purpose, ordinal and delay are still to be
/// said.
Filing filing_of(Simulation& sim, ModelId model, RuleMask rules, const TrackList& tracks);
/// Gives a filing its way: the stages of its tracks one after another, each once.
void take_tracks(Simulation& sim, Filing& filing, const TrackList& tracks);

/// What vendors expect of these tracks, one after another, days from filing to approval.
double expected_review(const Bloc& bloc, const TrackList& tracks);
/// Number of a way in Bloc::routes, where it is entered if it is new.
std::uint16_t route_number(Bloc& bloc, const Route& route);

/// Vendors have seen how long an approval takes; of one that passed several tracks, each has its part.
void learn_wait(Simulation& sim, const Filing& filing, double days);

}  // namespace poldyn
