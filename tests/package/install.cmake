# SPDX-License-Identifier: MIT
# cmake -D root= -D build= -D generator= -D first_prefix= -D prefix= [-D built=] -P install.cmake
# Installs the library into first_prefix, moves that to prefix, and removes the build. With the compiled libraries: in
# the build directory given by `built`, which has some of them already and is kept.
file(REMOVE_RECURSE "${first_prefix}" "${prefix}")
if(built)
    execute_process(COMMAND "${CMAKE_COMMAND}" -D WUA_INSTALL_COMPILED=ON -D WUA_PACKAGE_POLLER=OFF "${built}"
        COMMAND_ERROR_IS_FATAL ANY)
    file(GLOB libraries "${built}/compiled*.cpp")
    list(TRANSFORM libraries REPLACE "^.*/(.*)[.]cpp$" "wua_\\1")
    execute_process(COMMAND "${CMAKE_COMMAND}" --build "${built}" --target ${libraries} COMMAND_ERROR_IS_FATAL ANY)
    set(build "${built}")
else()
    file(REMOVE_RECURSE "${build}")
    execute_process(COMMAND "${CMAKE_COMMAND}" -S "${root}" -B "${build}" -G "${generator}" -D CMAKE_BUILD_TYPE=Debug
        -D WUA_BUILD_TESTS=OFF -D WUA_BUILD_EXAMPLES=OFF -D WUA_BUILD_BENCH=OFF COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${build}" --prefix "${first_prefix}" COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${first_prefix}" "${prefix}")
if(NOT built)
    file(REMOVE_RECURSE "${build}")
endif()

file(GLOB_RECURSE there RELATIVE "${root}/include" "${root}/include/*")
file(GLOB_RECURSE installed RELATIVE "${prefix}/include" "${prefix}/include/*")
if(NOT there STREQUAL installed)
    message(FATAL_ERROR "installed headers: ${installed}\nheaders: ${there}")
endif()
