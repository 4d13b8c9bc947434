#include "app/report/page_template.h"

#ifdef POLDYN_PAGE

// Nearly a megabyte, which a compiler takes many seconds for as a literal and an assembler none.
__asm__(
    ".section .rodata\n"
    ".global poldyn_page_begin\n"
    "poldyn_page_begin:\n"
    ".incbin \"" POLDYN_PAGE
    "\"\n"
    ".global poldyn_page_end\n"
    "poldyn_page_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" const char poldyn_page_begin[];
extern "C" const char poldyn_page_end[];

namespace poldyn::app {

std::string_view page_template() {
  return {poldyn_page_begin, static_cast<std::size_t>(poldyn_page_end - poldyn_page_begin)};
}

}  // namespace poldyn::app

#else

namespace poldyn::app {

std::string_view page_template() { return {}; }

}  // namespace poldyn::app

#endif
