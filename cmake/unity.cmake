option(POLDYN_UNITY "compile the files of a folder as one: a build from nothing takes a third of the time" OFF)
# 1000 compiles whole folders, which shows every name that stands twice in one.
set(POLDYN_UNITY_FILES 12 CACHE STRING "with POLDYN_UNITY: at most so many files as one")
mark_as_advanced(POLDYN_UNITY_FILES)

# poldyn_unity(<name>): with POLDYN_UNITY the files of a folder are compiled as one, so that what they all include is read
# once, not in each of them. Up to a dozen at a time: with more, two processors would wait for the longest, and a change of
# one file would cost more. By folders, so that a new file changes what is compiled in its own folder and nowhere else.
function(poldyn_unity name)
  if(NOT POLDYN_UNITY)
    return()
  endif()
  get_filename_component(root "${CMAKE_CURRENT_FUNCTION_LIST_DIR}" DIRECTORY)
  get_target_property(sources ${name} SOURCES)
  set(folders "")
  foreach(source IN LISTS sources)
    get_filename_component(folder "${source}" DIRECTORY)
    file(RELATIVE_PATH folder "${root}" "${folder}")
    string(MAKE_C_IDENTIFIER "${folder}" folder)
    list(APPEND folders ${folder})
    list(APPEND files_of_${folder} "${source}")
  endforeach()
  list(REMOVE_DUPLICATES folders)
  foreach(folder IN LISTS folders)
    list(LENGTH files_of_${folder} files)
    math(EXPR parts "(${files} + ${POLDYN_UNITY_FILES} - 1) / ${POLDYN_UNITY_FILES}")
    set(index 0)
    foreach(source IN LISTS files_of_${folder})
      math(EXPR part "${index} * ${parts} / ${files} + 1")  # parts of equal size, in alphabetical order
      math(EXPR index "${index} + 1")
      set_source_files_properties("${source}" PROPERTIES UNITY_GROUP ${folder}_${part})
    endforeach()
  endforeach()
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # g++ takes a file that is included for a header, which should hold nothing of an anonymous namespace. And that a local name
  # shadows what another file hides is nobody's mistake: builds file by file (asan, -DPOLDYN_UNITY=OFF) look for those in one.
  target_compile_options(${name} PRIVATE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()
