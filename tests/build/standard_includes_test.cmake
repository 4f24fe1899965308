# SPDX-License-Identifier: MIT
# cmake -D check=<standard_includes.cmake> -D scratch=<folder> -P standard_includes_test.cmake
# Tests standard_includes.cmake with what it must accept, and one by one with what it must refuse, each for the given
# reason.
cmake_minimum_required(VERSION 3.25)

# expect(<reason or "accepted"> <header> <line>): the result for a good tree in which the header has this additional
# line.
function(expect verdict header line)
    file(REMOVE_RECURSE "${scratch}")
    file(WRITE "${scratch}/com/guid.hpp" "#include <string>\n#include <wua/impl/com/guid.ipp>\n")
    file(WRITE "${scratch}/impl/com/guid.ipp" "#include <vector>\n#include <wua/com/guid.hpp>\n")
    file(WRITE "${scratch}/model/outcome.hpp" "#include <wua/com/guid.hpp>\n")
    file(APPEND "${scratch}/${header}" "${line}\n")
    execute_process(COMMAND "${CMAKE_COMMAND}" -D "folder=${scratch}" -P "${check}"
        RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    string(REGEX REPLACE "[ \n]+" " " output "${output}") # messages may be wrapped
    string(FIND "${output}" "${header}: ${verdict}" found)
    if(verdict STREQUAL "accepted" AND NOT code EQUAL 0)
        message(SEND_ERROR "must be accepted: '${line}' in '${header}'\n${output}")
    elseif(NOT verdict STREQUAL "accepted" AND (code EQUAL 0 OR found EQUAL -1))
        message(SEND_ERROR "must be refused as '${verdict}': '${line}' in '${header}'\n${output}")
    endif()
endfunction()

expect(accepted com/guid.hpp "std::string text; // of std::vector or std::anything")
expect(accepted model/outcome.hpp "std::string text;")
expect(accepted model/outcome.hpp "auto first = std::begin(text);")
expect(accepted impl/com/guid.ipp "std::vector<std::string> texts;")

expect("std::vector without <vector>" com/guid.hpp "std::vector<int> numbers;")
expect("std::vector without <vector>" model/outcome.hpp "std::string text; std::vector<int> numbers;")
expect("std::move without <utility>" impl/com/guid.ipp "return std::move(text);")
expect("std::hive is in no list" com/guid.hpp "std::hive<int> numbers;")

file(REMOVE_RECURSE "${scratch}")
