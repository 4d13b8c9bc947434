#include "app/console/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <string>

#include "app/console/failure.h"

namespace poldyn::app {
namespace {

// A signal handler can reach nothing but globals.
std::atomic<bool> stop{false};
std::atomic<const char*> to_remove{nullptr};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<const char*>::is_always_lock_free);

// USR1, USR2: batch systems before the time is up; XCPU: a limit of CPU time (ulimit -t), which asks before it kills.
constexpr int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};

void on_signal(int number) {
  if (!stop.exchange(true)) return;
  if (const char* file = to_remove.load()) ::unlink(file);
  std::signal(number, SIG_DFL);
  ::raise(number);
}

}  // namespace

void watch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (const int number : watched) {
    struct sigaction before {};
    ::sigaction(number, nullptr, &before);
    // nohup ignores SIGHUP and scripts their background jobs' SIGINT on purpose.
    if (before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);
  }
}

const std::atomic<bool>& stop_flag() { return stop; }

void stop_if_interrupted() {
  if (stop) throw Failure(Exit::interrupted, "interrupted; nothing was written");
}

HoldInterrupts::HoldInterrupts() {
  sigset_t held;
  ::sigemptyset(&held);
  for (const int number : watched) ::sigaddset(&held, number);
  ::pthread_sigmask(SIG_BLOCK, &held, &before_);
}
HoldInterrupts::~HoldInterrupts() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

RemoveIfKilled::RemoveIfKilled(const std::filesystem::path& file) : file_(file) { to_remove = file_.c_str(); }
RemoveIfKilled::~RemoveIfKilled() { to_remove = nullptr; }

}  // namespace poldyn::app
