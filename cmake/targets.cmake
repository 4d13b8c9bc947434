# poldyn_sources(<variable> <folder>...): all .cpp files of these folders and below, found anew at each build.
function(poldyn_sources variable)
  set(patterns "")
  foreach(folder IN LISTS ARGN)
    list(APPEND patterns "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
  endforeach()
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${patterns})
  set(${variable} "${found}" PARENT_SCOPE)
endfunction()

# poldyn_library(<name> [source]...): a static library, or an interface when its folder holds only headers.
function(poldyn_library name)
  if(ARGN)
    add_library(${name} STATIC ${ARGN})
    target_link_libraries(${name} PRIVATE poldyn_flags)
    add_dependencies(${name} poldyn_version)
    poldyn_unity(${name})
    # Most of it goes into libpoldyn.so, too; hidden, so that calls inside stay direct.
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  else()
    add_library(${name} INTERFACE)
  endif()
  target_include_directories(${name} INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
  if(ARGN)
    target_include_directories(${name} PRIVATE "${PROJECT_BINARY_DIR}/generated")
  endif()
endfunction()

# poldyn_link(<name> PUBLIC|PRIVATE <library>...): as target_link_libraries; foreign headers give no warnings.
function(poldyn_link name)
  cmake_parse_arguments(PARSE_ARGV 1 link "" "" "PUBLIC;PRIVATE")
  get_target_property(type ${name} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    target_link_libraries(${name} INTERFACE ${link_PUBLIC})
  else()
    target_link_libraries(${name} PUBLIC ${link_PUBLIC} PRIVATE ${link_PRIVATE})
  endif()
endfunction()

# poldyn_precompile(<name> <header>): the heavy foreign headers of a library, compiled once; worth it where nearly every
# file uses them (kernel: 0.7 s less per file; Catch2: 0.6 s; CLI11: 4 s), a loss in sim/reading and sim/hdf5. Files still include what they
# use; the asan preset builds without precompiled headers and so finds the ones that do not.
function(poldyn_precompile name header)
  get_target_property(type ${name} TYPE)
  if(NOT type STREQUAL "INTERFACE_LIBRARY")
    target_precompile_headers(${name} PRIVATE "<${header}>")  # not by its path: ccache would take another checkout's for another header
  endif()
endfunction()
