# SPDX-License-Identifier: MIT
# cmake -D root=<project> -D scratch=<folder> -D generator=<generator> -P old_openssl.cmake
# An OpenSSL that is too old counts as missing.
cmake_minimum_required(VERSION 3.25)

foreach(case "0x10101170L|absent" "0x30000000L|there")
    string(REGEX MATCH "^(.*)[|](.*)$" case "${case}")
    set(number "${CMAKE_MATCH_1}")
    set(expected "${CMAKE_MATCH_2}")
    file(REMOVE_RECURSE "${scratch}")
    file(WRITE "${scratch}/openssl/include/openssl/opensslv.h" "# define OPENSSL_VERSION_NUMBER ${number}
# define OPENSSL_VERSION_STR \"3.0.0\"
")
    file(WRITE "${scratch}/openssl/lib/library" "")
    file(WRITE "${scratch}/CMakeLists.txt" "cmake_minimum_required(VERSION 3.25)
project(asks CXX)
include(\"${root}/cmake/dependencies.cmake\")
if(TARGET OpenSSL::Crypto)
    message(STATUS \"OpenSSL is there\")
else()
    message(STATUS \"OpenSSL is absent\")
endif()
")
    execute_process(COMMAND "${CMAKE_COMMAND}" -S "${scratch}" -B "${scratch}/build" -G "${generator}"
            "-DOPENSSL_INCLUDE_DIR=${scratch}/openssl/include" "-DOPENSSL_CRYPTO_LIBRARY=${scratch}/openssl/lib/library"
            "-DOPENSSL_SSL_LIBRARY=${scratch}/openssl/lib/library"
        RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT code EQUAL 0 OR NOT output MATCHES "OpenSSL is ${expected}")
        message(SEND_ERROR "OpenSSL ${number} must be ${expected}\n${output}")
    endif()
endforeach()
