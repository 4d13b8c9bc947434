#include "app/commands.h"

namespace poldyn::app {
void add_compare(CLI::App&, Session&) {}
}  // namespace poldyn::app
