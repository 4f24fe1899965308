# SPDX-License-Identifier: MIT
# cmake -D compiler=<c++> -D standard=<option> -D include=<folder> -D scratch=<folder> -P mixed.cmake
# Two header-only units form a program. If one of them is compiled separately, the linker refuses them with a clear
# message.
cmake_minimum_required(VERSION 3.25)

file(MAKE_DIRECTORY "${scratch}")
set(compile "${compiler}" ${standard} -I "${include}" -pthread)
set(units "${CMAKE_CURRENT_LIST_DIR}/mixed")
foreach(step "-c;${units}/first_unit.cpp;-o;${scratch}/first.o" "-c;${units}/other_unit.cpp;-o;${scratch}/other.o"
        "-D;WUA_SEPARATE_COMPILATION;-c;${units}/other_unit.cpp;-o;${scratch}/separate.o"
        "${scratch}/first.o;${scratch}/other.o;-o;${scratch}/program")
    execute_process(COMMAND ${compile} ${step} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
execute_process(COMMAND ${compile} "${scratch}/first.o" "${scratch}/separate.o" -o "${scratch}/program"
    RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(code EQUAL 0)
    message(FATAL_ERROR "links, and must not")
endif()
if(NOT output MATCHES "wua_header_only_and_separate_compilation_mixed")
    message(FATAL_ERROR "is refused for another reason\n${output}")
endif()
