#pragma once

#include <optional>
#include <string>

#include "sim/batch/folder_lock.h"

namespace poldyn::app {

/// The shard that Slurm's variables of an array task name; nothing outside an array. Throws Failure if they make no
/// sense.
std::optional<Shard> shard_of_slurm();
/// Reads "3/10": the third of ten. Throws Failure.
Shard shard_of_text(const std::string& text);

/// The word as a shell reads it back, whatever is in it.
std::string in_quotes_for_shell(const std::string& word);

/// A job script for an array of `tasks` that share one campaign. `command` is what each of them runs, `name` the job's.
std::string slurm_script(const std::string& name, unsigned tasks, const std::string& command);

}  // namespace poldyn::app
