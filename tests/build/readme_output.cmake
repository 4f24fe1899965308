# SPDX-License-Identifier: MIT
# cmake -D program=<program> -D shown=<text file> -P readme_output.cmake
# The program prints what the file shows, to the letter.
execute_process(COMMAND "${program}" OUTPUT_VARIABLE printed RESULT_VARIABLE code)
file(READ "${shown}" expected)
if(NOT code EQUAL 0)
    message(FATAL_ERROR "exit status ${code}")
endif()
if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "the output is not the one shown; it is\n${printed}")
endif()
