# SPDX-License-Identifier: MIT
# cmake -D needs=... -D scratch=... -P needs_test.cmake: what a file needs is found in its bodies, too, and in those of what
# it includes, wherever the project lies.
cmake_minimum_required(VERSION 3.25)

foreach(place "elsewhere" "wua" "impl/wua")
    set(PROJECT_SOURCE_DIR "${scratch}/${place}")
    set(headers "${PROJECT_SOURCE_DIR}/include/wua")
    file(WRITE "${headers}/engine/plain.hpp" "#include <string>\n")
    file(WRITE "${headers}/engine/json.hpp" "#include <wua/impl/engine/json.ipp>\n")
    file(WRITE "${headers}/impl/engine/json.ipp" "#include <wua/engine/json.hpp>\n#include <nlohmann/json.hpp>\n")
    file(WRITE "${headers}/engine/digest.hpp" "#include <wua/engine/json.hpp>\n")
    file(WRITE "${headers}/impl/engine/digest.ipp" "#include <openssl/evp.h>\n")
    file(WRITE "${headers}/impl/all.hpp" "#include <wua/impl/engine/digest.ipp>\n")
    include("${needs}")
    foreach(expected "engine/plain.hpp|" "engine/json.hpp|nlohmann_json::nlohmann_json"
            "engine/digest.hpp|OpenSSL::Crypto;nlohmann_json::nlohmann_json"
            "impl/engine/digest.ipp|OpenSSL::Crypto;nlohmann_json::nlohmann_json"
            "impl/all.hpp|OpenSSL::Crypto;nlohmann_json::nlohmann_json")
        string(REGEX MATCH "^([^|]*)[|](.*)$" all "${expected}")
        set(file "${CMAKE_MATCH_1}")
        set(wanted "${CMAKE_MATCH_2}")
        wua_needs(found "${headers}/${file}")
        list(SORT found)
        if(NOT found STREQUAL wanted)
            message(SEND_ERROR "in ${place}, ${file} needs '${wanted}', found: '${found}'")
        endif()
    endforeach()
endforeach()
