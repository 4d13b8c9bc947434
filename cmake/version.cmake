# build/generated/poldyn_version.h: version and commit. Looked at in every build, written only when one of them changed,
# so a new commit recompiles the few files that include it. Included by CMakeLists.txt, and run with -P at each build.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(command "${CMAKE_COMMAND}" "-DSOURCE=${PROJECT_SOURCE_DIR}" "-DHEADER=${PROJECT_BINARY_DIR}/generated/poldyn_version.h"
    "-DVERSION=${PROJECT_VERSION}" -P "${CMAKE_CURRENT_LIST_FILE}")
  add_custom_target(poldyn_version COMMAND ${command} VERBATIM COMMENT "asking git for the commit"
    BYPRODUCTS "${PROJECT_BINARY_DIR}/generated/poldyn_version.h")
  execute_process(COMMAND ${command})  # there from the start, for editors and for the first scan of dependencies
  return()
endif()

set(commit "$Format:%H$")  # filled in by git archive (.gitattributes)
if(NOT commit MATCHES "^[0-9a-f]+$")
  set(commit "unknown")
endif()
find_program(git git)
if(git AND EXISTS "${SOURCE}/.git")  # else git would look further up and answer for another project
  # safe.directory: a checkout of another owner (a container, a shared disk) is still to say its commit.
  set(git_here "${CMAKE_COMMAND}" -E env --unset=GIT_DIR --unset=GIT_WORK_TREE --unset=GIT_INDEX_FILE
    GIT_OPTIONAL_LOCKS=0 "${git}" -c "safe.directory=*" -C "${SOURCE}")
  execute_process(COMMAND ${git_here} rev-parse --verify HEAD
    RESULT_VARIABLE failed OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT failed)
    set(commit "${head}")
    execute_process(COMMAND ${git_here} status --porcelain --untracked-files=no
      OUTPUT_VARIABLE changed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(changed)
      string(APPEND commit "-modified")
    endif()
  endif()
endif()

file(CONFIGURE OUTPUT "${HEADER}" @ONLY CONTENT [[
#pragma once

namespace poldyn {

inline constexpr const char* version = "@VERSION@";
/// Commit of the source, with "-modified" if a file differed from it; "unknown" without git.
inline constexpr const char* git_commit = "@commit@";

}  // namespace poldyn
]])
