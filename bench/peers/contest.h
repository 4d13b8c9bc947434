#pragma once

#include <cstdio>
#include <ctime>
#include <exception>
#include <string>
#include <vector>

#include "bench/peers/models.h"

namespace peers {

template <class Model>
void time(Model&& model) {
  const std::clock_t start = std::clock();
  model.run();
  model.report(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
}

/// Runs the model that the command line asks for; prints what was done, and the CPU seconds of the event loop alone, as
/// one line of JSON.
template <template <class> class Engine>
int contest(int argc, char** argv) try {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const std::string model = words.empty() ? "" : words[0];
  if (model == "hold" && words.size() == 4)
    time(Hold<Engine>(static_cast<Subject>(std::stoul(words[2])), std::stoull(words[3]), Table(words[1])));
  else if (model == "office" && words.size() == 3)
    time(Office<Engine>(std::stoul(words[2]), Table(words[1])));
  else if (model == "loop" && words.size() == 2)
    time(Loop<Engine>(std::stoull(words[1])));
  else
    return std::fprintf(stderr, "usage: %s hold TABLE PENDING EVENTS | office TABLE CUSTOMERS | loop SEED\n", argv[0]),
           2;
  return 0;
} catch (const std::exception& fault) {
  std::fprintf(stderr, "%s: %s\n", argv[0], fault.what());
  return 1;
}

}  // namespace peers
