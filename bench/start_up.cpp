// Start-up of the program as its users feel it: `poldyn --version` and `poldyn check` of shipped scenarios, whole
// processes.
//
// usage: bench_start_up [POLDYN]
// Prints milliseconds from fork to exit beside those of `true`, which does nothing, in rounds that take turns.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bench/child.h"

namespace {

struct Command {
  std::string name;
  std::vector<std::string> words;
  std::vector<double> milliseconds;
};

}  // namespace

int main(int argc, char** argv) {
  constexpr int rounds = 41;
  const std::string program = argc > 1 ? argv[1] : poldyn::bench::program_beside();
  const std::string scenarios = "scenarios/";  // run from the root of the project, as `./dev bench` does
  std::vector<Command> commands{
      {"true", {"true"}, {}},
      {"--version", {program, "--version"}, {}},
      {"check sovereign", {program, "check", scenarios + "sovereign.toml"}, {}},
      {"check regime_sovereign", {program, "check", scenarios + "regimes/regime_sovereign.toml"}, {}}};
  for (int round = 0; round < rounds; ++round)
    for (Command& command : commands)
      command.milliseconds.push_back(1e3 * poldyn::bench::of_command(command.words).wall);
  fmt::print("{:<24}{:>10}{:>10}   {} rounds, aim: under 50 ms\n", "command", "least ms", "median ms", rounds);
  for (Command& command : commands) {
    std::sort(command.milliseconds.begin(), command.milliseconds.end());
    fmt::print("{:<24}{:>10.1f}{:>10.1f}\n", command.name, command.milliseconds.front(),
               command.milliseconds[rounds / 2]);
  }
}
