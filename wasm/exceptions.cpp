/// Exceptions where there are none: the compiler lowers a throw to calls of these functions. Every class that poldyn
/// throws has std::exception as its first base, so its text can be told; then the instance is over.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <typeinfo>

extern "C" {

std::uintptr_t __stack_chk_guard = 0x9E3779B9;  // Debian's runtime asks for both
[[noreturn]] void __stack_chk_fail() { __builtin_trap(); }

void* __cxa_allocate_exception(std::size_t size) noexcept { return std::malloc(size == 0 ? 1 : size); }
void __cxa_free_exception(void* thrown) noexcept { std::free(thrown); }

[[noreturn]] void __cxa_throw(void* thrown, std::type_info*, void (*)(void*)) {
  std::fprintf(stderr, "%s\n", static_cast<std::exception*>(thrown)->what());
  __builtin_trap();
}

}  // extern "C"
