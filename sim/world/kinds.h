#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/base/param.h"

namespace poldyn {

/// Limits that fixed-size state relies on.
inline constexpr std::size_t max_domains = 8;
inline constexpr std::size_t max_blocs = 32;
inline constexpr std::size_t max_paradigms = 8;
inline constexpr std::size_t max_stages = 8;
inline constexpr std::size_t max_tracks = 8;
inline constexpr std::size_t max_rules = 15;
inline constexpr std::size_t max_priorities = 4;
inline constexpr std::size_t max_standards = 16;

/// A stack of interfaces, tooling and evaluation: its place in the scenario's list, or this if there is none.
inline constexpr std::uint8_t no_standard = 255;

/// Frontier vendors train from scratch, derivative ones often start from an open base, integrators sell applications.
enum class VendorClass : std::uint8_t { frontier, derivative, integrator };
inline constexpr std::size_t vendor_classes = 3;
template <>
inline constexpr std::array<std::string_view, vendor_classes> names_of<VendorClass>{"frontier", "derivative",
                                                                                    "integrator"};

/// The four ways in which use teaches a vendor, in the order of all tables.
enum class Channel : std::uint8_t { rapid_deployment, public_failure, iterative_correction, adversarial_use };
inline constexpr std::size_t channels = 4;
template <>
inline constexpr std::array<std::string_view, channels> names_of<Channel>{"rapid_deployment", "public_failure",
                                                                          "iterative_correction", "adversarial_use"};

enum class DomainKind : std::uint8_t { in_distribution, open_ended, tool_use };
template <>
inline constexpr std::array<std::string_view, 3> names_of<DomainKind>{"in_distribution", "open_ended", "tool_use"};

/// Place of a track in its bloc's list. Every bloc has the first two, full filing and light registration of an
/// application on an approved base; further ones have names of the scenario's own.
enum class Track : std::uint8_t { full, light };
inline constexpr std::array<std::string_view, 2> given_tracks{"full", "light"};

/// What a deadline does to a filing that is not decided on: its stage counts as passed, it is refused, another stage
/// takes it over, or its fee is paid back while it waits on.
enum class DeadlineAction : std::uint8_t { approve, refuse, escalate, refund };
template <>
inline constexpr std::array<std::string_view, 4> names_of<DeadlineAction>{"approve", "refuse", "escalate", "refund"};

/// Of a review that is under way at the deadline: the reviewer finishes it to nobody's use, or stops.
enum class DeadlineReview : std::uint8_t { finishes, stops };
template <>
inline constexpr std::array<std::string_view, 2> names_of<DeadlineReview>{"finishes", "stops"};

/// What a release's time from project start to deployment was spent on; the parts sum to the whole, to the tick.
enum class Cause : std::uint8_t { development, bundling, queue, review, rework, window, fork, procurement };
inline constexpr std::size_t causes = 8;
template <>
inline constexpr std::array<std::string_view, causes> names_of<Cause>{
    "development", "bundling", "queue", "review", "rework", "window", "fork", "procurement"};
/// What permission costs.
inline constexpr Cause causes_of_review[] = {Cause::queue, Cause::review, Cause::rework, Cause::window};

}  // namespace poldyn
