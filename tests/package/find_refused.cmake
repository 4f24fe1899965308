# SPDX-License-Identifier: MIT
# cmake -D generator= -D prefix= -D folder= -D build= -P find_refused.cmake
# find_package must fail, with a reason, for a version and for a component that the package does not have.
foreach(case "WUA_VERSION=99.0|requested version \"99.0\"" "WUA_COMPONENT=telepathy|component telepathy is missing")
    string(REGEX MATCH "^([^|]*)[|](.*)$" case "${case}")
    set(option "${CMAKE_MATCH_1}")
    set(reason "${CMAKE_MATCH_2}")
    file(REMOVE_RECURSE "${build}")
    execute_process(COMMAND "${CMAKE_COMMAND}" -S "${folder}" -B "${build}" -G "${generator}" "-D${option}"
        "-DCMAKE_PREFIX_PATH=${prefix}" RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    string(REGEX REPLACE "[ \n]+" " " output "${output}")
    if(code EQUAL 0 OR NOT output MATCHES "${reason}")
        message(SEND_ERROR "must be refused: ${option}\n${output}")
    endif()
endforeach()
