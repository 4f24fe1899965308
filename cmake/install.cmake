# SPDX-License-Identifier: MIT
# What is installed: headers, the CMake package, pkg-config files, debugger scripts, and files that describe the package
# to tools. The package is for one architecture only if it has compiled libraries.
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/wua")
set(pkgconfig_dir "${CMAKE_INSTALL_DATADIR}/pkgconfig")
set(cps_dir "${CMAKE_INSTALL_DATADIR}/cps")
set(any_architecture ARCH_INDEPENDENT)
set(in_package COMPONENT wua-dev)
set(WUA_INSTALL_CMAKEDIR "" CACHE STRING "Where the CMake package goes, if not to share/cmake/wua or lib/cmake/wua")
mark_as_advanced(WUA_INSTALL_CMAKEDIR)
if(WUA_INSTALL_COMPILED AND WUA_COMPILED_COMPONENTS)
    set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/wua")
    set(pkgconfig_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
    set(cps_dir "${CMAKE_INSTALL_LIBDIR}/cps")
    set(any_architecture "")
endif()
if(WUA_INSTALL_CMAKEDIR)
    set(package_dir "${WUA_INSTALL_CMAKEDIR}")
endif()
if(WUA_INSTALL_COMPILED AND WUA_COMPILED_COMPONENTS)
    foreach(component IN LISTS WUA_COMPILED_COMPONENTS)
        install(TARGETS wua_${component} EXPORT wua_${component} ${in_package})
        install(EXPORT wua_${component} FILE wua_${component}.cmake NAMESPACE wua:: DESTINATION "${package_dir}"
            ${in_package})
    endforeach()
else()
    set(WUA_COMPILED_COMPONENTS "")
    set(WUA_COMPILED_NEEDS "")
endif()

install(DIRECTORY include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" ${in_package})
install(TARGETS wua wua_testing EXPORT wua ${in_package})
install(EXPORT wua FILE wuaTargets.cmake NAMESPACE wua:: DESTINATION "${package_dir}" ${in_package})
configure_package_config_file(cmake/wuaConfig.cmake.in wuaConfig.cmake INSTALL_DESTINATION "${package_dir}"
    NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
if(NOT WUA_WITH_SWARM STREQUAL "OFF" AND NOT WUA_WITH_CURL STREQUAL "OFF")
    install(FILES cmake/libtorrent.cmake DESTINATION "${package_dir}" RENAME wuaLibtorrent.cmake ${in_package})
endif()
write_basic_package_version_file(wuaConfigVersion.cmake COMPATIBILITY SameMinorVersion ${any_architecture})
install(FILES "${PROJECT_BINARY_DIR}/wuaConfig.cmake" "${PROJECT_BINARY_DIR}/wuaConfigVersion.cmake"
    DESTINATION "${package_dir}" ${in_package})

# The packages for pkg-config and the Common Package Specification, with the names that these use for CMake's targets. A
# component whose dependencies are optional is a package of its own there.
set(pkgconfig_names "wua|wua = ${PROJECT_VERSION}" "wua_compiled|wua-compiled = ${PROJECT_VERSION}" "fmt::fmt|fmt >= 9.1"
    "CURL::libcurl|libcurl >= 7.88" "OpenSSL::Crypto|libcrypto >= 3.0" "OpenSSL::SSL|libssl >= 3.0"
    "nlohmann_json::nlohmann_json|nlohmann_json >= 3.11" "wua_compiled_curl|wua-compiled-curl = ${PROJECT_VERSION}"
    "LibtorrentRasterbar::torrent-rasterbar|libtorrent-rasterbar >= 2.0.8")
set(cps_names "wua|wua|${PROJECT_VERSION}|wua" "wua_compiled|wua-compiled|${PROJECT_VERSION}|wua-compiled"
    "fmt::fmt|fmt|9.1|fmt" "CURL::libcurl|CURL|7.88|libcurl" "OpenSSL::Crypto|OpenSSL|3.0|Crypto"
    "OpenSSL::SSL|OpenSSL|3.0|SSL" "nlohmann_json::nlohmann_json|nlohmann_json|3.11|nlohmann_json"
    "wua_compiled_curl|wua-compiled-curl|${PROJECT_VERSION}|wua-compiled-curl"
    "LibtorrentRasterbar::torrent-rasterbar|LibtorrentRasterbar|2.0.8|torrent-rasterbar")

# wua_way_up(<variable> <folder>): the relative path from a folder of the installation to its root, so that the
# installation can be moved; the root's own path if the folder need not be below it.
function(wua_way_up result folder)
    if(IS_ABSOLUTE "${folder}")
        set(${result} "${CMAKE_INSTALL_PREFIX}" PARENT_SCOPE)
        return()
    endif()
    cmake_path(SET place NORMALIZE "/root/${folder}")
    cmake_path(RELATIVE_PATH place BASE_DIRECTORY "/root" OUTPUT_VARIABLE place)
    string(REGEX REPLACE "[^/]+" ".." way "${place}")
    set(${result} "\${pcfiledir}/${way}" PARENT_SCOPE)
endfunction()

wua_way_up(pkgconfig_prefix "${pkgconfig_dir}")
foreach(folder INCLUDEDIR LIBDIR)
    foreach(form pkgconfig cps)
        set(${form}_${folder} "${CMAKE_INSTALL_${folder}}")
    endforeach()
    if(NOT IS_ABSOLUTE "${CMAKE_INSTALL_${folder}}")
        set(pkgconfig_${folder} "\${prefix}/${CMAKE_INSTALL_${folder}}")
        set(cps_${folder} "@prefix@/${CMAKE_INSTALL_${folder}}")
    endif()
endforeach()
string(REGEX MATCH "^[0-9]+[.][0-9]+" compatible_version "${PROJECT_VERSION}")
string(APPEND compatible_version ".0") # as SameMinorVersion writes it

# wua_describe(<name> DESCRIPTION <text> [FLAGS <flag>...] [LIBRARIES <library>...] [DEFINES <macro>] [ARCHIVE <name>]
# [NEEDS <target>...]): for tools that are not CMake, <name>.pc and <name>.cps.
function(wua_describe name)
    cmake_parse_arguments(PARSE_ARGV 1 its "" "DESCRIPTION;ARCHIVE;DEFINES" "FLAGS;LIBRARIES;NEEDS")

    set(modules "")
    set(packages "")
    set(requires "")
    foreach(need IN LISTS its_NEEDS)
        foreach(rule IN LISTS pkgconfig_names)
            if(rule MATCHES "^(.*)[|](.*)$" AND CMAKE_MATCH_1 STREQUAL need)
                list(APPEND modules "${CMAKE_MATCH_2}")
            endif()
        endforeach()
        foreach(rule IN LISTS cps_names)
            if(rule MATCHES "^(.*)[|](.*)[|](.*)[|](.*)$" AND CMAKE_MATCH_1 STREQUAL need)
                list(APPEND packages "\"${CMAKE_MATCH_2}\": {\"version\": \"${CMAKE_MATCH_3}\"}")
                list(APPEND requires "\"${CMAKE_MATCH_2}:${CMAKE_MATCH_4}\"")
            endif()
        endforeach()
    endforeach()
    list(REMOVE_DUPLICATES packages) # OpenSSL may come from two components
    set(flags ${its_FLAGS})
    set(libraries ${its_LIBRARIES})
    if(its_DEFINES)
        list(APPEND flags "-D${its_DEFINES}")
    endif()
    if(its_ARCHIVE)
        list(PREPEND libraries "-L\${libdir} -l${its_ARCHIVE}")
    endif()
    foreach(list modules packages requires)
        list(JOIN ${list} ", " ${list})
    endforeach()
    list(JOIN flags " " flags)
    list(JOIN libraries " " libraries)

    set(text "prefix=${pkgconfig_prefix}\nincludedir=${pkgconfig_INCLUDEDIR}\nlibdir=${pkgconfig_LIBDIR}\n\n")
    string(APPEND text "Name: ${name}\nDescription: ${its_DESCRIPTION}\nVersion: ${PROJECT_VERSION}\n")
    foreach(field "Requires: ${modules}" "Cflags: ${flags}" "Libs: ${libraries}")
        if(NOT field MATCHES ": $")
            string(APPEND text "${field}\n")
        endif()
    endforeach()
    file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/pkgconfig/${name}.pc" "${text}")
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/pkgconfig/${name}.pc" DESTINATION "${pkgconfig_dir}" ${in_package})

    set(text "{\n  \"cps_version\": \"0.13.0\",\n  \"name\": \"${name}\",\n")
    string(APPEND text "  \"description\": \"${its_DESCRIPTION}\",\n  \"license\": \"MIT\",\n")
    string(APPEND text "  \"version\": \"${PROJECT_VERSION}\",\n  \"compat_version\": \"${compatible_version}\",\n")
    if(IS_ABSOLUTE "${cps_dir}")
        string(APPEND text "  \"prefix\": \"${CMAKE_INSTALL_PREFIX}\",\n")
    else()
        string(APPEND text "  \"cps_path\": \"@prefix@/${cps_dir}\",\n")
    endif()
    string(APPEND text "  \"requires\": {${packages}},\n  \"default_components\": [\"${name}\"],\n  \"components\": {\n")
    string(APPEND text "    \"${name}\": {\n")
    if(its_ARCHIVE)
        string(APPEND text "      \"type\": \"archive\",\n      \"location\": \"${cps_LIBDIR}/${CMAKE_STATIC_LIBRARY_PREFIX}"
            "${its_ARCHIVE}${CMAKE_STATIC_LIBRARY_SUFFIX}\",\n      \"link_languages\": [\"cpp\"],\n")
    else()
        string(APPEND text "      \"type\": \"interface\",\n")
    endif()
    if(its_DEFINES)
        string(APPEND text "      \"definitions\": {\"cpp\": {\"${its_DEFINES}\": null}},\n")
    endif()
    if(name STREQUAL "wua")
        string(APPEND text "      \"includes\": [\"${cps_INCLUDEDIR}\"],\n"
            "      \"compile_features\": [\"c++20\", \"threads\"],\n      \"link_features\": [\"threads\"],\n")
    endif()
    if(WIN32 AND its_LIBRARIES)
        string(REGEX REPLACE "-l([a-z0-9_]+)" "\"\\1\"" names "${its_LIBRARIES}")
        list(JOIN names ", " names)
        string(APPEND text "      \"link_libraries\": [${names}],\n")
    endif()
    string(APPEND text "      \"requires\": [${requires}]\n    }\n  }\n}\n")
    file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/cps/${name}.cps" "${text}")
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/cps/${name}.cps" DESTINATION "${cps_dir}" ${in_package})
endfunction()

set(threads -pthread)
set(windows_libraries "")
set(sockets "")
if(WIN32)
    set(threads "")
    set(windows_libraries -lole32 -loleaut32 -luuid)
    set(sockets -lws2_32)
endif()
wua_describe(wua DESCRIPTION "${PROJECT_DESCRIPTION}" FLAGS "-I\${includedir}" ${threads}
    LIBRARIES ${threads} ${windows_libraries})
wua_describe(wua-testing DESCRIPTION "wua for tests: a server that misbehaves, a suite for engines" NEEDS wua
    LIBRARIES ${sockets})
if(NOT WUA_WITH_TEXT STREQUAL "OFF")
    wua_describe(wua-text DESCRIPTION "wua's text for people: formatters, a progress display" NEEDS wua fmt::fmt)
endif()
if(NOT WUA_WITH_CURL STREQUAL "OFF")
    wua_describe(wua-curl DESCRIPTION "wua's engine for real downloads" NEEDS wua CURL::libcurl OpenSSL::Crypto)
endif()
if(NOT WUA_WITH_SWARM STREQUAL "OFF" AND NOT WUA_WITH_CURL STREQUAL "OFF")
    wua_describe(wua-swarm DESCRIPTION "wua's engine for downloads shared among machines"
        NEEDS wua LibtorrentRasterbar::torrent-rasterbar CURL::libcurl OpenSSL::Crypto)
endif()
if(NOT WUA_WITH_MANIFEST STREQUAL "OFF")
    wua_describe(wua-manifest DESCRIPTION "wua's signed lists of downloads"
        NEEDS wua OpenSSL::Crypto nlohmann_json::nlohmann_json)
endif()
foreach(component IN LISTS WUA_COMPILED_COMPONENTS)
    string(REPLACE "_" "-" name "wua-${component}")
    set(its_own NEEDS wua_compiled)
    if(component STREQUAL "compiled_swarm")
        set(its_own NEEDS wua_compiled wua_compiled_curl)
    endif()
    if(component STREQUAL "compiled")
        set(its_own DEFINES WUA_SEPARATE_COMPILATION NEEDS wua)
    endif()
    wua_describe(${name} DESCRIPTION "The functions of wua, compiled once" ARCHIVE wua_${component}
        ${its_own} ${wua_${component}_needs})
endforeach()

# The bill of materials, in SPDX 2.3. Its name is the same for the same version and time.
string(TIMESTAMP created "%Y-%m-%dT%H:%M:%SZ" UTC) # SOURCE_DATE_EPOCH if the environment has it
string(UUID document NAMESPACE 6ba7b812-9dad-11d1-80b4-00c04fd430c8 NAME "wua ${PROJECT_VERSION} ${created}" TYPE SHA1)
configure_file(packaging/wua.spdx.json.in wua.spdx.json @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/wua.spdx.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/wua" ${in_package})

# What debuggers load. GDB finds a script by the name of a program's file, so this one must be sourced.
install(FILES packaging/debuggers/wua_gdb.py packaging/debuggers/wua.natvis DESTINATION "${CMAKE_INSTALL_DATADIR}/wua"
    ${in_package})
