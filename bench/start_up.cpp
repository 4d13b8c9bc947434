// Start-up of the program as its users feel it: `poldyn --version` and `poldyn check` of shipped scenarios, whole
// processes.
//
// usage: bench_start_up [POLDYN]
// Prints milliseconds from fork to exit beside those of `true`, which does nothing, in rounds that take turns.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Command {
  std::string name;
  std::vector<std::string> words;
  std::vector<double> milliseconds;
};

double milliseconds_of(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
    throw std::runtime_error(words.front() + " did not run to its end");
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int rounds = 41;
  const std::string beside = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "../poldyn").string();
  const std::string poldyn = argc > 1 ? argv[1] : beside;
  const std::string scenarios = "scenarios/";  // run from the root of the project, as `./dev bench` does
  std::vector<Command> commands{
      {"true", {"true"}, {}},
      {"--version", {poldyn, "--version"}, {}},
      {"check sovereign", {poldyn, "check", scenarios + "sovereign.toml"}, {}},
      {"check regime_sovereign", {poldyn, "check", scenarios + "regimes/regime_sovereign.toml"}, {}}};
  for (int round = 0; round < rounds; ++round)
    for (Command& command : commands) command.milliseconds.push_back(milliseconds_of(command.words));
  fmt::print("{:<24}{:>10}{:>10}   {} rounds, aim: under 50 ms\n", "command", "least ms", "median ms", rounds);
  for (Command& command : commands) {
    std::sort(command.milliseconds.begin(), command.milliseconds.end());
    fmt::print("{:<24}{:>10.1f}{:>10.1f}\n", command.name, command.milliseconds.front(),
               command.milliseconds[rounds / 2]);
  }
}
