# SPDX-License-Identifier: MIT
# cmake -D root= -D build= -D generator= -D first_prefix= -D prefix= [-D built=] -P install.cmake
# Installs the library into first_prefix, moves that to prefix, and removes what it was built in. With the compiled
# libraries: those that another project has built in the folder named by built.
file(REMOVE_RECURSE "${build}" "${first_prefix}" "${prefix}")
set(configure -S "${root}" -B "${build}" -G "${generator}" -D CMAKE_BUILD_TYPE=Debug -D WUA_BUILD_TESTS=OFF
    -D WUA_BUILD_EXAMPLES=OFF -D WUA_BUILD_BENCH=OFF)
set(origin "${build}") # for which nothing has to be built
if(built)
    list(APPEND configure -D WUA_INSTALL_COMPILED=ON)
    set(origin "${built}")
endif()
foreach(step "${configure}" "--install;${origin};--prefix;${first_prefix}")
    execute_process(COMMAND "${CMAKE_COMMAND}" ${step} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
file(RENAME "${first_prefix}" "${prefix}")
file(REMOVE_RECURSE "${build}" "${origin}")

file(GLOB_RECURSE there RELATIVE "${root}/include" "${root}/include/*")
file(GLOB_RECURSE installed RELATIVE "${prefix}/include" "${prefix}/include/*")
if(NOT there STREQUAL installed)
    message(FATAL_ERROR "installed headers: ${installed}\nheaders: ${there}")
endif()
