# The page of `poldyn report` (web/): bundled from npm packages and taken into the program. Without node, npm or a network
# everything else is built, and the command says what is missing. poldyn_page is the file, or empty.
option(POLDYN_PAGE "bundle the page of `poldyn report`, if node and npm are found" ON)
set(poldyn_page "")
if(NOT POLDYN_PAGE)
  return()
endif()
find_program(POLDYN_NODE NAMES node nodejs)
find_program(POLDYN_NPM npm)
mark_as_advanced(POLDYN_NODE POLDYN_NPM)

# Once for all presets of a checkout, and again when the list of packages changes.
set(page_folder "${PROJECT_SOURCE_DIR}/build/page")
set(page_modules "${page_folder}/node_modules")
file(SHA256 "${PROJECT_SOURCE_DIR}/web/package-lock.json" page_packages)
set(page_stamp "${page_folder}/installed-${page_packages}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/web/package-lock.json")
if(POLDYN_NODE AND POLDYN_NPM AND NOT EXISTS "${page_stamp}")
  file(COPY "${PROJECT_SOURCE_DIR}/web/package.json" "${PROJECT_SOURCE_DIR}/web/package-lock.json" DESTINATION "${page_folder}")
  execute_process(COMMAND "${POLDYN_NPM}" ci --ignore-scripts --no-audit --no-fund WORKING_DIRECTORY "${page_folder}" TIMEOUT 300
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_FILE "${page_folder}/npm.log")
  if(failed STREQUAL "0")
    file(TOUCH "${page_stamp}")
  endif()
endif()
if(NOT POLDYN_NODE OR NOT EXISTS "${page_stamp}")
  message(STATUS "poldyn report --markdown works; for its page node and npm are needed, and the packages of web/package.json "
    "(log: build/page/npm.log)")
  return()
endif()

set(poldyn_page "${PROJECT_BINARY_DIR}/generated/report_page.html")
add_custom_command(OUTPUT "${poldyn_page}"
  COMMAND "${POLDYN_NODE}" "${PROJECT_SOURCE_DIR}/web/build.mjs" "${page_modules}" "${poldyn_page}"
  DEPENDS "${PROJECT_SOURCE_DIR}/web/build.mjs" "${PROJECT_SOURCE_DIR}/web/report.ts" "${PROJECT_SOURCE_DIR}/web/report.css"
    "${page_stamp}"
  VERBATIM COMMENT "bundling the page of poldyn report")
# Known to the one file that holds it; it is made anew when the page is.
set_source_files_properties(app/report/page_template.cpp PROPERTIES COMPILE_DEFINITIONS "POLDYN_PAGE=\"${poldyn_page}\""
  OBJECT_DEPENDS "${poldyn_page}" SKIP_PRECOMPILE_HEADERS ON)
