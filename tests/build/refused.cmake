# SPDX-License-Identifier: MIT
# cmake -D compiler=<c++> -D standard=<option> -D include=<folder> [-D is_compiled=ON] -P refused.cmake <source>
# Compiles the source twice. Without WUA_MISTAKE it must compile, which is_compiled says was tested already; with
# WUA_MISTAKE it must not, and the compiler's message must match the source's line "// refused: <regular expression>",
# so that it fails for that reason and no other.
cmake_minimum_required(VERSION 3.25)

math(EXPR last "${CMAKE_ARGC} - 1")
set(source "${CMAKE_ARGV${last}}")
file(STRINGS "${source}" reason REGEX "^// refused: " LIMIT_COUNT 1)
string(REPLACE "// refused: " "" reason "${reason}")
if(NOT reason)
    message(FATAL_ERROR "${source} has no line \"// refused: <regular expression>\"")
endif()

set(compile "${compiler}" ${standard} -I "${include}" -D WUA_SEPARATE_COMPILATION -fsyntax-only)
set(code 0)
if(NOT is_compiled)
    execute_process(COMMAND ${compile} "${source}" RESULT_VARIABLE code ERROR_VARIABLE output)
endif()
if(NOT code EQUAL 0)
    message(FATAL_ERROR "does not compile even without the mistake\n${output}")
endif()
execute_process(COMMAND ${compile} -D WUA_MISTAKE "${source}" RESULT_VARIABLE code ERROR_VARIABLE output)
if(code EQUAL 0)
    message(FATAL_ERROR "compiles, and must not")
endif()
if(NOT output MATCHES "error: [^\n]*(${reason})")
    message(FATAL_ERROR "is refused for another reason than \"${reason}\"\n${output}")
endif()
