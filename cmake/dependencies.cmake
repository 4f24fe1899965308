# SPDX-License-Identifier: MIT
# Finds what the components, tests and examples need: first in the system, then, if WUA_FETCH allows it, by downloading
# versions that are pinned by hash. A dependency that cannot be found leaves its target undefined; nothing fails here.
include(FetchContent)

# A folder with the headers of fmt, Catch2 2, CLI11 and nlohmann/json, and with Catch2's CMake scripts in its cmake/. It
# is for cross compilers, which cannot use the build machine's packages. tests/run makes one.
set(WUA_HEADERS "" CACHE PATH "Headers of the dependencies for a cross compiler")

# wua_dependency(<target> <package> <minimum version or ""> <url> <sha256>)
macro(wua_dependency target package version url sha256)
    if(WUA_HEADERS)
        if(NOT TARGET ${target})
            add_library(${target} INTERFACE IMPORTED)
            target_include_directories(${target} INTERFACE "${WUA_HEADERS}")
        endif()
    else()
        if(NOT TARGET ${target})
            find_package(${package} ${version} QUIET)
        endif()
        if(NOT TARGET ${target} AND WUA_FETCH)
            message(STATUS "${package} is not installed, fetching ${url}")
            FetchContent_Declare(${package} SYSTEM URL "${url}" URL_HASH SHA256=${sha256} DOWNLOAD_EXTRACT_TIMESTAMP ON)
            FetchContent_MakeAvailable(${package})
        endif()
    endif()
endmacro()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 QUIET) # for EVP_MD_fetch
if(NOT WUA_WITH_CURL STREQUAL "OFF")
    find_package(CURL 7.88 QUIET)
endif()
# Its own package would accept any OpenSSL.
if(NOT WUA_WITH_SWARM STREQUAL "OFF" AND TARGET CURL::libcurl AND TARGET OpenSSL::Crypto AND NOT WUA_HEADERS)
    include("${CMAKE_CURRENT_LIST_DIR}/libtorrent.cmake")
endif()
if(NOT WUA_HEADERS AND NOT TARGET nlohmann_json::nlohmann_json)
    find_package(nlohmann_json 3.11 QUIET)
endif()

if(NOT WUA_WITH_TEXT STREQUAL "OFF")
    wua_dependency(fmt::fmt fmt 9.1
        https://github.com/fmtlib/fmt/archive/9.1.0.tar.gz
        5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2)
endif()
if(WUA_HEADERS AND TARGET fmt::fmt)
    set_property(TARGET fmt::fmt APPEND PROPERTY INTERFACE_COMPILE_DEFINITIONS FMT_HEADER_ONLY=1)
endif()

if(WUA_BUILD_TESTS)
    wua_dependency(Catch2::Catch2 Catch2 ""
        https://github.com/catchorg/Catch2/archive/v3.7.0.tar.gz
        5b10cd536fa3818112a82820ce0787bd9f2a906c618429e7c4dea639983c8e88)
    if(WUA_HEADERS)
        list(APPEND CMAKE_MODULE_PATH "${WUA_HEADERS}/cmake")
    elseif(DEFINED catch2_SOURCE_DIR)
        list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
    else()
        list(APPEND CMAKE_MODULE_PATH "${Catch2_DIR}")
    endif()
endif()

if(WUA_BUILD_TESTS OR WUA_BUILD_EXAMPLES)
    wua_dependency(CLI11::CLI11 CLI11 2.1
        https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.3.2.tar.gz
        aac0ab42108131ac5d3344a9db0fdf25c4db652296641955720a4fbe52334e22)
    wua_dependency(nlohmann_json::nlohmann_json nlohmann_json 3.11
        https://github.com/nlohmann/json/releases/download/v3.11.3/include.zip
        a22461d13119ac5c78f205d3df1db13403e58ce1bb1794edc9313677313f4a9d)
    if(NOT TARGET nlohmann_json::nlohmann_json AND nlohmann_json_SOURCE_DIR)
        add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)
        target_include_directories(nlohmann_json::nlohmann_json INTERFACE "${nlohmann_json_SOURCE_DIR}/include")
    endif()
endif()

include("${CMAKE_CURRENT_LIST_DIR}/needs.cmake")

# wua_available(<variable> <file>...): lists the files whose includes can be satisfied, and prints which are left out.
function(wua_available result)
    set(kept "")
    foreach(file IN LISTS ARGN)
        wua_needs(needs "${file}")
        wua_missing_targets(missing ${needs})
        if(missing)
            cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE name)
            message(STATUS "${name} is left out: no ${missing}")
            set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
        else()
            list(APPEND kept "${file}")
        endif()
    endforeach()
    set(${result} "${kept}" PARENT_SCOPE)
endfunction()

# wua_link(<target> <component>...): links those of the named components (wua, testing, testing_tls, text, curl, swarm,
# json, recording, manifest) that exist. Uses separate compilation where possible, unless WUA_TESTS_HEADER_ONLY forbids
# it.
function(wua_link target)
    foreach(component IN LISTS ARGN)
        set(compiled wua::compiled_${component})
        if(component STREQUAL "wua")
            set(compiled wua::compiled)
        endif()
        if(TARGET ${compiled} AND NOT WUA_TESTS_HEADER_ONLY)
            target_link_libraries(${target} PRIVATE ${compiled})
        elseif(TARGET wua::${component})
            target_link_libraries(${target} PRIVATE wua::${component})
        endif()
    endforeach()
endfunction()

# wua_link_available(<target> [component...]): links those of the components, by default all of them, and of the helper
# libraries that exist on this machine.
function(wua_link_available target)
    set(components ${ARGN})
    if(NOT components)
        set(components wua testing testing_tls text curl swarm json recording manifest)
    endif()
    wua_link(${target} ${components})
    foreach(library OpenSSL::SSL CLI11::CLI11 nlohmann_json::nlohmann_json)
        if(TARGET ${library})
            target_link_libraries(${target} PRIVATE ${library})
        endif()
    endforeach()
endfunction()
