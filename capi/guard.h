#pragma once

#include <exception>
#include <new>
#include <string>
#include <vector>

#include "capi/poldyn.h"
#include "sim/reading/mistake.h"

namespace poldyn::capi {

/// Forgets the thread's last error: what every function begins with.
void begin_call();
/// Keeps what was wrong for poldyn_last_error(), and gives the code back.
int fail(poldyn_status status, std::string problem);
int fail(const std::vector<Mistake>& mistakes);
/// For when there is no memory to say anything else.
int fail_without_memory() noexcept;

const char* last_error();
const char* last_error_json();

/// Mistakes or notes as a list of objects.
std::string as_json(const std::vector<Mistake>& mistakes);

/// Does the work of a function that is called from C; whatever is thrown becomes a status. Where nothing can be caught
/// (WebAssembly) a throw ends the instance, with its text.
template <class Work>
int guarded(Work&& work) noexcept {
#if defined(__cpp_exceptions)
  try {
    begin_call();
    return work();
  } catch (const std::bad_alloc&) {
    return fail_without_memory();
  } catch (const std::exception& error) {
    try {
      return fail(POLDYN_BUG, error.what());
    } catch (...) {
      return fail_without_memory();
    }
  } catch (...) {
    return fail_without_memory();
  }
#else
  begin_call();
  return work();
#endif
}

}  // namespace poldyn::capi
