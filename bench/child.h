#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace poldyn::bench {

/// What a process took from its start to its end.
struct Spent {
  double wall = 0, cpu = 0;  ///< seconds
  double peak_megabytes = 0;
};

/// Runs `work` in a process of its own, so that its peak of memory is its own; throws if it fails.
template <class Work>
Spent in_child(Work work) {
  const auto start = std::chrono::steady_clock::now();
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      work();
    } catch (const std::exception& fault) {
      std::fprintf(stderr, "%s\n", fault.what());
      std::_Exit(1);
    }
    std::fflush(stdout);
    std::_Exit(0);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || ::wait4(child, &status, 0, &usage) != child || status != 0)
    throw std::runtime_error("a process did not run to its end");
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

/// The same for a command; what it prints is thrown away, but not its errors.
inline Spent of_command(const std::vector<std::string>& words) {
  return in_child([&] {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
    ::execvp(arguments[0], arguments.data());
    throw std::runtime_error(words.front() + " does not start");
  });
}

/// The program that was built beside this benchmark.
inline std::string program_beside() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "../poldyn").string();
}

}  // namespace poldyn::bench
