#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace poldyn {

/// Address space that a run and its thread are reckoned with: most of the shipped scenarios stay below.
inline constexpr std::size_t room_of_a_run = std::size_t{24} << 20;

/// Starts up to `wanted` threads that do work(0), work(1), ... Where the system refuses one more (limits of processes
/// or of address space, in batch systems and containers), those that there are must do; there may be none at all, and
/// then the caller does the work itself. Throws std::bad_alloc only before the first is started: a constructor that
/// failed later would wait for threads that wait for work. Each after the first starts only while there is room for
/// what it will need: stacks alone could fill the address space, and then no run finds any.
template <class Work>
void start_threads(std::vector<std::jthread>& threads, unsigned wanted, Work work) {
  threads.reserve(wanted);
  std::vector<std::unique_ptr<char[]>> room;  // held until all have started; never touched, so it costs no memory
  try {
    room.reserve(wanted);
    for (unsigned i = 0; i < wanted; ++i) {
      if (i > 0) room.emplace_back(new char[room_of_a_run]);
      threads.emplace_back([work, i] { work(i); });
    }
  } catch (const std::system_error&) {
  } catch (const std::bad_alloc&) {
  }
}

}  // namespace poldyn
