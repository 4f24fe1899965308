# SPDX-License-Identifier: MIT
# cmake -D root= -D build= -D generator= -D first_prefix= -D prefix= -P install.cmake
# Installs the library into first_prefix, moves that to prefix, and removes what it was built in.
file(REMOVE_RECURSE "${build}" "${first_prefix}" "${prefix}")
foreach(step "-S;${root};-B;${build};-G;${generator};-DWUA_BUILD_TESTS=OFF;-DWUA_BUILD_EXAMPLES=OFF"
        "--install;${build};--prefix;${first_prefix}")
    execute_process(COMMAND "${CMAKE_COMMAND}" ${step} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
file(RENAME "${first_prefix}" "${prefix}")
file(REMOVE_RECURSE "${build}")

file(GLOB_RECURSE there RELATIVE "${root}/include" "${root}/include/*")
file(GLOB_RECURSE installed RELATIVE "${prefix}/include" "${prefix}/include/*")
if(NOT there STREQUAL installed)
    message(FATAL_ERROR "installed headers: ${installed}\nheaders: ${there}")
endif()
