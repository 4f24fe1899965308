# SPDX-License-Identifier: MIT
# The poller's live page, if cpp-httplib is installed.
set(WUA_POLLER_SERVE AUTO CACHE STRING "The poller's live page (--serve): AUTO where cpp-httplib is found, ON, OFF")
set_property(CACHE WUA_POLLER_SERVE PROPERTY STRINGS AUTO ON OFF)

set(httplib "")
if(WUA_POLLER_SERVE AND NOT WUA_HEADERS) # if() treats AUTO as true
    find_package(httplib QUIET)
    if(TARGET httplib::httplib)
        set(httplib httplib::httplib)
    else() # Debian's package has no CMake package
        find_package(PkgConfig QUIET)
        if(PkgConfig_FOUND)
            pkg_check_modules(cpp_httplib QUIET IMPORTED_TARGET cpp-httplib)
        endif()
        if(TARGET PkgConfig::cpp_httplib)
            set(httplib PkgConfig::cpp_httplib)
        endif()
    endif()
endif()

set(serve "${CMAKE_CURRENT_LIST_DIR}")
if(httplib)
    set(page "${CMAKE_CURRENT_BINARY_DIR}/poller.serve/page.inc")
    add_custom_command(OUTPUT "${page}" DEPENDS "${serve}/page.html" "${serve}/embed.cmake" VERBATIM
        COMMAND "${CMAKE_COMMAND}" -D "FROM=${serve}/page.html" -D "TO=${page}" -P "${serve}/embed.cmake")
    target_sources(poller PRIVATE "${serve}/live_page.cpp" "${page}")
    target_include_directories(poller PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/poller.serve")
    target_link_libraries(poller PRIVATE ${httplib})
    set_source_files_properties("${serve}/live_page.cpp" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
elseif(WUA_POLLER_SERVE STREQUAL "ON")
    message(FATAL_ERROR "WUA_POLLER_SERVE is ON, but cpp-httplib was not found")
else()
    target_sources(poller PRIVATE "${serve}/no_live_page.cpp")
    message(STATUS "the poller's live page is left out: cpp-httplib was not found, or not wanted")
endif()
