#include "app/report/marks.h"

#include <algorithm>

#include "sim/base/printable.h"

namespace poldyn::app {

std::string as_text(std::string_view from_elsewhere) {
  std::string made = printable_line(from_elsewhere);
  std::replace(made.begin(), made.end(), '*', hidden_star);
  std::replace(made.begin(), made.end(), '`', hidden_tick);
  return made;
}

std::string uncovered(std::string piece) {
  std::replace(piece.begin(), piece.end(), hidden_star, '*');
  std::replace(piece.begin(), piece.end(), hidden_tick, '`');
  return piece;
}

void cover(std::string& from_elsewhere) { from_elsewhere = as_text(from_elsewhere); }

void cover(std::vector<std::string>& from_elsewhere) {
  for (std::string& text : from_elsewhere) cover(text);
}

std::string plain_text(std::string_view running) {
  std::string made;
  for (std::size_t i = 0; i < running.size(); ++i) {
    if (running.substr(i, 2) == "**")
      ++i;
    else
      made += running[i];
  }
  return uncovered(std::move(made));
}

}  // namespace poldyn::app
