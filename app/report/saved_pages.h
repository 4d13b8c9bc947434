#pragma once

#include <string>
#include <utility>

#include "sim/hdf5/h5_reader.h"

/// What pages of saved studies have in common: where a file comes from.
namespace poldyn::app {

/// "Report made by" and this program's version.
std::pair<std::string, std::string> report_maker();
/// The first digits of a commit.
std::string short_commit(const std::string& commit);
/// A text attribute of a file, as_text(); empty if there is none.
std::string text_in(const h5::Reader& file, const std::string& name);
/// The command that wrote the file, as it was typed; empty if the file does not say.
std::string command_line_in(const h5::Reader& file);
/// Its name without its folder, which is nobody's business; as_text().
std::string name_of(const h5::Reader& file);

}  // namespace poldyn::app
