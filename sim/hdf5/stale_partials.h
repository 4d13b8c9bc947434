#pragma once

#include <filesystem>
#include <string>

namespace poldyn::h5 {

/// What stands before process and number in the name of a partial file of `final_path`: ".out.h5.partial-". Long names
/// are cut, so that there is room for the rest in the 255 bytes that file systems allow.
std::string partial_stem(const std::filesystem::path& final_path);

/// Locks an open file for this run until it is closed or the process ends, however it ends. Returns false if another
/// run holds the lock; a file system that knows no locks refuses nobody.
bool lock_partial(int file);

/// Removes the partial files that killed runs left beside `final_path`. A file is left alone if somebody holds its
/// lock, if a process of the number in its name is alive (its writer may sit on a file system that knew no locks), or
/// if it cannot be told. Nothing is reported: remains are in nobody's way.
void remove_stale_partials(const std::filesystem::path& final_path) noexcept;

}  // namespace poldyn::h5
