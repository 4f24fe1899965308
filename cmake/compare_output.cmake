# SPDX-License-Identifier: MIT
# cmake -D program=<program;arguments> -D shown=<text file> [-D emulator=<command>] -P compare_output.cmake
# Requires the program to exit with 0 and to print exactly the content of the file. With WUA_WRITE_OUTPUT in the
# environment the file is written instead.
execute_process(COMMAND ${emulator} ${program} OUTPUT_VARIABLE printed RESULT_VARIABLE code)
string(REPLACE "\r\n" "\n" printed "${printed}")
if(NOT code EQUAL 0)
    message(FATAL_ERROR "exit status ${code}")
endif()
if(DEFINED ENV{WUA_WRITE_OUTPUT})
    file(WRITE "${shown}" "${printed}")
endif()
file(READ "${shown}" expected)
if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "the output is not the one shown; it is\n${printed}")
endif()
