# How every file of poldyn is compiled. Linked privately as poldyn_flags, so that nobody who links poldyn inherits it.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12)
  message(FATAL_ERROR "poldyn needs g++ 12 or newer, this is ${CMAKE_CXX_COMPILER_VERSION}. CXX=... chooses another compiler.")
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  message(FATAL_ERROR "poldyn needs clang 14 or newer, this is ${CMAKE_CXX_COMPILER_VERSION}. CXX=... chooses another compiler.")
endif()

add_library(poldyn_flags INTERFACE)
target_include_directories(poldyn_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(poldyn_flags INTERFACE
  -ffp-contract=off  # a fused multiply-add would give other bits on another processor
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/="  # __FILE__ and debug information name files from the root of the project
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  -Werror=switch)  # an event kind without a handler does not compile
if(POLDYN_WERROR)
  target_compile_options(poldyn_flags INTERFACE -Werror $<$<CXX_COMPILER_ID:GNU>:-Wno-error=invalid-pch
    # These come from g++'s flow analysis of inlined library code, differ between its versions, and are often wrong.
    -Wno-error=array-bounds -Wno-error=free-nonheap-object -Wno-error=maybe-uninitialized -Wno-error=stringop-overflow
    -Wno-error=stringop-overread>)
endif()
if(POLDYN_SANITIZE)
  target_compile_options(poldyn_flags INTERFACE
    -fsanitize=${POLDYN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(poldyn_flags INTERFACE -fsanitize=${POLDYN_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(poldyn_flags INTERFACE -Wno-maybe-uninitialized)  # false alarms inside <regex>, GCC bug 105562
  endif()
endif()

# ccache: the second build of a branch, or of a second checkout, takes seconds.
find_program(POLDYN_CCACHE ccache)
mark_as_advanced(POLDYN_CCACHE)
if(POLDYN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(ccache_environment CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1)  # a second checkout lies elsewhere, and finds what the first one made
  execute_process(COMMAND "${POLDYN_CCACHE}" --get-config cache_dir
    OUTPUT_VARIABLE ccache_dir OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E make_directory "${ccache_dir}/tmp" RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E touch "${ccache_dir}/tmp/poldyn" RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  if(failed)  # the home folder is read-only or there is none
    list(APPEND ccache_environment "CCACHE_DIR=${PROJECT_SOURCE_DIR}/build/ccache")
  else()
    file(REMOVE "${ccache_dir}/tmp/poldyn")
  endif()
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env ${ccache_environment} "${POLDYN_CCACHE}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")  # lets ccache keep files that use a precompiled header
    target_compile_options(poldyn_flags INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  else()
    target_compile_options(poldyn_flags INTERFACE -fpch-preprocess)
  endif()
endif()
