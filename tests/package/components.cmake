# SPDX-License-Identifier: MIT
# cmake -D root= -D folder= -D generator= -P components.cmake
# WUA_WITH_<COMPONENT>: a component that is required but unavailable is an error, one that is forbidden is not looked
# for, and the rest is reported.
cmake_minimum_required(VERSION 3.25)

# Configures one project again and again, since detecting its compiler takes longest.
function(expect what code_expected words_expected)
    file(REMOVE "${folder}/CMakeCache.txt")
    execute_process(COMMAND "${CMAKE_COMMAND}" -S "${root}" -B "${folder}" -G "${generator}" -D WUA_BUILD_TESTS=OFF
            -D WUA_BUILD_EXAMPLES=OFF -D WUA_BUILD_BENCH=OFF -D WUA_FETCH=OFF ${ARGN}
        RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    string(REGEX REPLACE "[ \n]+" " " output "${output}")
    if(NOT code EQUAL code_expected OR NOT output MATCHES "${words_expected}")
        message(SEND_ERROR "${what}: expected ${code_expected} and '${words_expected}'\n${output}")
    endif()
endfunction()

file(REMOVE_RECURSE "${folder}")
expect("what is wanted and missing is an error" 1
    "WUA_WITH_CURL is ON, and wua::curl cannot be had: libcurl 7.88 and OpenSSL 3.0 not found: no CURL::libcurl"
    -D WUA_WITH_CURL=ON -D CMAKE_DISABLE_FIND_PACKAGE_CURL=ON)
expect("so is it of swarms, which need libcurl, too" 1 "WUA_WITH_SWARM is ON, and wua::swarm cannot be had"
    -D WUA_WITH_SWARM=ON -D WUA_WITH_CURL=OFF)
expect("and without libtorrent" 1 "WUA_WITH_SWARM is ON, and wua::swarm cannot be had"
    -D WUA_WITH_SWARM=ON -D CMAKE_DISABLE_FIND_PACKAGE_LibtorrentRasterbar=ON)
expect("another word is refused" 1 "WUA_WITH_TEXT is 'maybe', and may be AUTO, ON or OFF" -D WUA_WITH_TEXT=maybe)
expect("what is missing is told" 0 "has: wua testing text manifest compiled -- wua::curl .libcurl 7.88 and OpenSSL 3.0 not found"
    -D CMAKE_DISABLE_FIND_PACKAGE_CURL=ON)
expect("what is forbidden is left out" 0 "has: wua testing manifest compiled -- wua::text .WUA_WITH_TEXT is OFF. is left out"
    -D WUA_WITH_TEXT=OFF -D WUA_WITH_CURL=no)
expect("what is wanted is there" 0 "has: wua testing text curl manifest" -D WUA_WITH_TEXT=ON -D WUA_WITH_CURL=1
    -D WUA_WITH_SWARM=OFF
    -D WUA_WITH_MANIFEST=ON)
