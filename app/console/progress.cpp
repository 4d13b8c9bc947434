#include "app/console/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/terminal.h"

namespace poldyn::app {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr Seconds quiet_time{0.5};
constexpr Seconds redraw_time{0.1};
constexpr std::size_t longest_bar = 30;
constexpr std::size_t shortest_bar = 5;

std::string rate_text(double runs_per_second) {
  if (runs_per_second >= 1) return fmt::format("{:.{}f} runs/s", runs_per_second, runs_per_second < 10 ? 1 : 0);
  return fmt::format("{:.1f} s/run", 1 / runs_per_second);
}

std::string bar_text(double share, std::size_t length) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(length));
  return fmt::format(" [{:=<{}}{:<{}}]", "", full, full < length ? ">" : "", length - full);
}

}  // namespace

std::string span_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::ceil(seconds));
  if (whole < 100) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string progress_line(const BatchState& state, Seconds elapsed, std::size_t width) {
  const double done = std::min<double>(state.runs, state.done + state.under_way);
  const double share = done / std::max(1U, state.runs);
  const std::string head =
      state.runs > 1 ? fmt::format("{}/{} runs", state.done, state.runs) : fmt::format("{:.0f} %", 100 * share);
  std::string rate;
  std::string left;
  if (done > 0) {
    const double left_seconds = elapsed.count() * (state.runs - done) / done;
    if (state.runs > 1) rate = ", " + rate_text(done / elapsed.count());
    left = fmt::format(", {} left", span_text(left_seconds));
  }
  const std::string failed = state.failed > 0 ? fmt::format(", {} failed", state.failed) : "";
  std::string line = head + failed;
  for (const auto& part : {left, rate})  // what matters most comes first, as the width allows
    if (line.size() + part.size() <= width) line += part;
  constexpr std::size_t frame = 3;
  const std::size_t room = width - std::min(width, line.size() + frame);
  if (room >= shortest_bar) line.insert(head.size(), bar_text(share, std::min(room, longest_bar)));
  return line.substr(0, width);
}

void ProgressBar::update(const BatchState& state) {
  if (!shown_) return;
  const auto now = Clock::now();
  if (now - begin_ < quiet_time || now - last_ < redraw_time) return;
  last_ = now;
  drawn_ = true;
  // The last column stays free: some terminals wrap when it is filled.
  draw("\r\x1b[K" + progress_line(state, now - begin_, terminal_width() - 1));
}

void ProgressBar::erase() {
  if (drawn_) draw("\r\x1b[K");
  drawn_ = false;
}

}  // namespace poldyn::app
