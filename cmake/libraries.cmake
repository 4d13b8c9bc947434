# What poldyn stands on. All that is missing is said in one message, with the line that installs it.
set(missing_text "")
set(missing_packages "")
macro(poldyn_need found name purpose package)
  if(NOT ${found})
    string(APPEND missing_text "\n  ${name}: ${purpose} (${package})")
    list(APPEND missing_packages ${package})
  endif()
endmacro()

find_package(Eigen3 3.4 QUIET NO_MODULE)
poldyn_need(Eigen3_FOUND "Eigen 3.4" "arrays and linear algebra" libeigen3-dev)

# Headers only: neither a compiled Boost library nor Boost's own CMake files are needed.
find_path(POLDYN_BOOST_INCLUDE_DIR boost/random/sobol.hpp)
mark_as_advanced(POLDYN_BOOST_INCLUDE_DIR)
poldyn_need(POLDYN_BOOST_INCLUDE_DIR "Boost" "Sobol sequences and the distributions of statistics" libboost-dev)

find_package(fmt 9 QUIET)
poldyn_need(fmt_FOUND "fmt 9" "text" libfmt-dev)

find_package(HDF5 QUIET COMPONENTS C HL)
poldyn_need(HDF5_FOUND "HDF5 with its high-level library" "result files" libhdf5-dev)

find_package(tomlplusplus QUIET)
poldyn_need(tomlplusplus_FOUND "toml++ 3" "scenario files" libtomlplusplus-dev)

find_package(CLI11 QUIET)
poldyn_need(CLI11_FOUND "CLI11" "the command line" libcli11-dev)

find_package(nlohmann_json 3.11 QUIET)
poldyn_need(nlohmann_json_FOUND "nlohmann-json 3.11" "JSON" nlohmann-json3-dev)

find_package(Threads QUIET)
poldyn_need(Threads_FOUND "threads" "many runs at a time" libc6-dev)

if(POLDYN_TESTS)
  find_package(Catch2 2.13 QUIET)
  if(NOT Catch2_FOUND)
    find_package(Catch2 3 QUIET)
  endif()
  poldyn_need(Catch2_FOUND "Catch2 2.13 or 3" "tests; or build without them: -DPOLDYN_TESTS=OFF" catch2)
endif()

if(missing_packages)
  list(JOIN missing_packages " " missing_packages)
  message(FATAL_ERROR "poldyn cannot be built yet, because this is not found:${missing_text}\n"
    "On Debian and Ubuntu, ./dev setup installs it, or:\n"
    "  apt-get install ${missing_packages}\n"
    "Elsewhere, please install the libraries named first; CMAKE_PREFIX_PATH says where to look.\n")
endif()

add_library(poldyn_boost INTERFACE)
add_library(poldyn::boost ALIAS poldyn_boost)
target_include_directories(poldyn_boost SYSTEM INTERFACE "${POLDYN_BOOST_INCLUDE_DIR}")

# The library that the system has is of the system's C++ library; with another one toml++ is compiled from its headers.
option(POLDYN_TOML_HEADERS "compile toml++ from its headers: for another C++ library than the system's" OFF)
add_library(poldyn_toml INTERFACE)
add_library(poldyn::toml ALIAS poldyn_toml)
if(POLDYN_TOML_HEADERS)
  target_include_directories(poldyn_toml SYSTEM INTERFACE
    $<TARGET_PROPERTY:tomlplusplus::tomlplusplus,INTERFACE_INCLUDE_DIRECTORIES>)
  target_compile_definitions(poldyn_toml INTERFACE TOML_HEADER_ONLY=1)
else()
  target_link_libraries(poldyn_toml INTERFACE tomlplusplus::tomlplusplus)
endif()

# FindHDF5 gives lists on every release we support; its imported targets differ between them.
add_library(poldyn_hdf5 INTERFACE)
add_library(poldyn::hdf5 ALIAS poldyn_hdf5)
target_include_directories(poldyn_hdf5 SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS} ${HDF5_INCLUDE_DIRS})
target_link_libraries(poldyn_hdf5 INTERFACE ${HDF5_C_HL_LIBRARIES} ${HDF5_C_LIBRARIES})

# Optional: without it a sweep uses threads and shards.
option(POLDYN_MPI "let mpirun share out a sweep, if MPI is found" ON)
if(POLDYN_MPI)
  find_package(MPI QUIET COMPONENTS C)
endif()
