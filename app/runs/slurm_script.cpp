#include "app/runs/slurm_script.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "app/console/failure.h"

namespace poldyn::app {
namespace {

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t made = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return made;
}

std::optional<std::uint32_t> variable(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr) return std::nullopt;
  if (const auto made = number(text)) return made;
  throw Failure(Exit::usage,
                fmt::format("{}={} is no number; --shard i/n says which part of the runs to make", name, text));
}

}  // namespace

std::optional<Shard> shard_of_slurm() {
  const auto task = variable("SLURM_ARRAY_TASK_ID");
  const auto count = variable("SLURM_ARRAY_TASK_COUNT");
  if (!task || !count) return std::nullopt;
  const std::uint32_t first = variable("SLURM_ARRAY_TASK_MIN").value_or(0);
  const std::uint32_t step = std::max(1U, variable("SLURM_ARRAY_TASK_STEP").value_or(1));
  const std::uint32_t index = *task >= first ? (*task - first) / step : *count;
  if (*count == 0 || index >= *count || (*task - first) % step != 0)
    throw Failure(Exit::usage,
                  fmt::format("SLURM_ARRAY_TASK_ID={} is not one of {} tasks from {} on; an array with gaps "
                              "needs --shard i/n",
                              *task, *count, first));
  return Shard{index, *count};
}

Shard shard_of_text(const std::string& text) {
  const auto stroke = text.find('/');
  const auto index = number(std::string_view(text).substr(0, stroke));
  const auto count = stroke == std::string::npos ? std::nullopt : number(std::string_view(text).substr(stroke + 1));
  if (!index || !count || *count == 0 || *index < 1 || *index > *count)
    throw Failure(Exit::usage, fmt::format("--shard {} is not of the form i/n with 1 <= i <= n", text));
  return {*index - 1, *count};
}

/// Slurm splits the words of a directive at blanks and takes % for a placeholder.
std::string name_of_job(const std::string& name) {
  std::string made = "poldyn-";
  for (const char c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
    made += plain ? c : '_';
  }
  return made;
}

std::string in_quotes_for_shell(const std::string& word) {
  std::string made = "'";
  for (const char c : word) made += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return made + "'";
}

std::string slurm_script(const std::string& name, unsigned tasks, const std::string& command) {
  constexpr std::string_view text = R"(#!/bin/bash
#SBATCH --job-name={0}
#SBATCH --array=0-{1}
#SBATCH --cpus-per-task=4       # fill in: cores for each of the {2} tasks
#SBATCH --mem-per-cpu=500M      # fill in
#SBATCH --time=04:00:00         # fill in: when it is over, the task goes on in a new one
#SBATCH --signal=B:USR1@60      # a minute before that; where the cluster says so, before it is pre-empted
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output={0}-%a.log
# module load gcc hdf5          # fill in: what poldyn was built with
cd {3} || exit 66

# poldyn reads from Slurm which part of the runs is this task's. What is done stays done: after a signal it ends with
# code 75, and the task that is queued again goes on from there.
{4} --quiet --jobs "${{SLURM_CPUS_PER_TASK:-1}}" &
child=$!
trap 'kill -USR1 $child 2>/dev/null' USR1 TERM
wait $child
code=$?
while kill -0 $child 2>/dev/null; do  # a signal ended the waiting, not poldyn
  wait $child
  code=$?
done
wait $child 2>/dev/null
last=$?
[ $last -ne 127 ] && code=$last
if [ $code -eq 75 ]; then
  scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_${{SLURM_ARRAY_TASK_ID}}"
  exit 0
fi
exit $code
)";
  return fmt::format(text, name_of_job(name), tasks - 1, tasks,
                     in_quotes_for_shell(std::filesystem::current_path().string()), command);
}

}  // namespace poldyn::app
