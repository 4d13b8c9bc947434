# Read by ctest at its start: names the tests by looking at the files. In: source_dir, tests_program, catch2_version,
# python, program. With -# Catch2 gives each case a tag with the name of its file.
set(no_tests_is_an_error "")
if(catch2_version VERSION_LESS 3)
  set(no_tests_is_an_error -w NoTests)  # what version 3 does anyway
endif()

function(add_cases name selection label)
  add_test("${name}" "${tests_program}" "-#" "${selection}" ${no_tests_is_an_error})
  set_tests_properties("${name}" PROPERTIES WORKING_DIRECTORY "${source_dir}" LABELS "${label}" TIMEOUT 1200)
  # Before 3.7 the code is the number of checks that failed: four would pass for "skipped".
  if(catch2_version VERSION_GREATER_EQUAL 3.7)
    set_tests_properties("${name}" PROPERTIES SKIP_RETURN_CODE 4)
  endif()
endfunction()

file(GLOB_RECURSE files RELATIVE "${source_dir}/tests" "${source_dir}/tests/*.cpp")
foreach(file IN LISTS files)
  file(READ "${source_dir}/tests/${file}" text)
  string(REGEX MATCHALL "(TEST_CASE|TEST_CASE_METHOD|SCENARIO|TEMPLATE_TEST_CASE)[A-Z_]*\\(" cases "${text}")
  string(REGEX MATCHALL "\\[slow\\]" slow_cases "${text}")
  list(LENGTH cases all)
  list(LENGTH slow_cases slow)
  get_filename_component(tag "${file}" NAME_WE)
  string(REGEX REPLACE "(_test)?\\.cpp$" "" name "${file}")
  if(all GREATER slow)
    add_cases("${name}" "[#${tag}]~[slow]" fast)
  endif()
  if(slow GREATER 0)
    add_cases("${name} (slow)" "[#${tag}][slow]" slow)
  endif()
endforeach()

if(program AND python)
  file(GLOB files RELATIVE "${source_dir}/tests/python" "${source_dir}/tests/python/[!_]*.py")
  foreach(file IN LISTS files)
    get_filename_component(stem "${file}" NAME_WE)
    set(labels python)
    set(seconds 1200)
    if(stem MATCHES "_slow$")
      list(APPEND labels slow)
      set(seconds 3600)  # four whole builds beside another took more than 1200 s
    endif()
    add_test("python/${stem}" "${python}" "${source_dir}/tests/run_python_test.py" "${source_dir}/tests/python/${file}")
    set_tests_properties("python/${stem}" PROPERTIES WORKING_DIRECTORY "${source_dir}" LABELS "${labels}"
      SKIP_RETURN_CODE 4 TIMEOUT ${seconds}
      ENVIRONMENT "POLDYN=${program};POLDYN_SOURCE_DIR=${source_dir};PYTHONDONTWRITEBYTECODE=1")
  endforeach()
endif()
