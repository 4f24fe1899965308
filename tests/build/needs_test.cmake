# SPDX-License-Identifier: MIT
# cmake -D root=... -D needs=... -D scratch=... -P needs_test.cmake: a file's needs are found in its bodies, too, and in
# those of its includes, wherever the project lies; optional includes do not count.
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
    file(WRITE "${headers}/engine/swarm.hpp" "#include <libtorrent/session.hpp>\n")
    file(WRITE "${headers}/program.hpp" "#ifdef PROGRAM_HAS_SWARM\n#include <wua/engine/swarm.hpp>\n#else\n"
        "#include <wua/engine/json.hpp>\n#endif\n#ifdef _WIN32\n#include <wua/impl/engine/digest.ipp>\n#endif\n")
    include("${needs}")
    foreach(expected "engine/plain.hpp|" "engine/json.hpp|nlohmann_json::nlohmann_json"
            "engine/digest.hpp|OpenSSL::Crypto;nlohmann_json::nlohmann_json"
            "impl/engine/digest.ipp|OpenSSL::Crypto;nlohmann_json::nlohmann_json"
            "impl/all.hpp|OpenSSL::Crypto;nlohmann_json::nlohmann_json"
            "engine/swarm.hpp|LibtorrentRasterbar::torrent-rasterbar"
            "program.hpp|OpenSSL::Crypto;nlohmann_json::nlohmann_json")
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

# The poller can be built without libtorrent, too.
set(PROJECT_SOURCE_DIR "${root}")
include("${needs}")
wua_needs(found "${root}/examples/poller/main.cpp")
list(SORT found)
if(NOT found STREQUAL "CLI11::CLI11;CURL::libcurl;OpenSSL::Crypto;fmt::fmt;nlohmann_json::nlohmann_json")
    message(SEND_ERROR "the poller needs '${found}'")
endif()
