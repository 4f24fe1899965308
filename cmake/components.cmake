# SPDX-License-Identifier: MIT
# The optional components, each with WUA_WITH_<COMPONENT>: AUTO builds it if its dependencies are found, and says so in
# the summary; ON fails if they are not; OFF leaves it out, and does not look for its dependencies.
set(WUA_MISSING "") # the reasons for those that are left out

foreach(component TEXT CURL SWARM MANIFEST)
    set(WUA_WITH_${component} AUTO CACHE STRING "Whether to have this component: AUTO, ON or OFF")
    set_property(CACHE WUA_WITH_${component} PROPERTY STRINGS AUTO ON OFF)
    string(TOUPPER "${WUA_WITH_${component}}" value)
    if(value MATCHES "^(ON|TRUE|YES|Y|1)$")
        set(WUA_WITH_${component} ON)
    elseif(value MATCHES "^(OFF|FALSE|NO|N|0)$")
        set(WUA_WITH_${component} OFF)
    elseif(value STREQUAL "AUTO")
        set(WUA_WITH_${component} AUTO)
    else()
        message(FATAL_ERROR "WUA_WITH_${component} is '${WUA_WITH_${component}}', and may be AUTO, ON or OFF")
    endif()
endforeach()

# What each component needs, in the words of the message when it is missing.
set(WUA_NEEDS_OF_TEXT "fmt 9.1")
set(WUA_NEEDS_OF_CURL "libcurl 7.88 and OpenSSL 3.0")
set(WUA_NEEDS_OF_SWARM "libtorrent-rasterbar 2.0.8, libcurl 7.88 and OpenSSL 3.0")
set(WUA_NEEDS_OF_MANIFEST "OpenSSL 3.0 and nlohmann/json 3.11")

# wua_missing_targets(<variable> <target>...): lists the targets that do not exist.
function(wua_missing_targets result)
    set(missing "")
    foreach(target IN LISTS ARGN)
        if(NOT TARGET ${target})
            list(APPEND missing ${target})
        endif()
    endforeach()
    set(${result} "${missing}" PARENT_SCOPE)
endfunction()

# wua_component(<name> <target>...): adds wua::<name>, which needs these targets.
function(wua_component name)
    string(TOUPPER "${name}" upper)
    wua_missing_targets(missing ${ARGN})
    if(WUA_WITH_${upper} STREQUAL "OFF")
        list(APPEND WUA_MISSING "${name} (WUA_WITH_${upper} is OFF)")
    elseif(NOT missing)
        add_library(wua_${name} INTERFACE)
        add_library(wua::${name} ALIAS wua_${name})
        target_link_libraries(wua_${name} INTERFACE wua ${ARGN})
    else()
        list(JOIN missing " and " missing)
        set(reason "${WUA_NEEDS_OF_${upper}} not found: no ${missing}")
        if(WUA_WITH_${upper} STREQUAL "ON")
            message(FATAL_ERROR "WUA_WITH_${upper} is ON, and wua::${name} cannot be had: ${reason}. Install it, name its "
                "place in CMAKE_PREFIX_PATH, or set WUA_WITH_${upper} to AUTO or OFF.")
        endif()
        list(APPEND WUA_MISSING "${name} (${reason})")
    endif()
    set(WUA_MISSING "${WUA_MISSING}" PARENT_SCOPE)
endfunction()

# Lists the components, and why any were left out.
function(wua_summary)
    set(there wua testing)
    foreach(component text curl swarm manifest compiled)
        if(TARGET wua::${component})
            list(APPEND there ${component})
        endif()
    endforeach()
    list(JOIN there " " there)
    message(STATUS "wua ${PROJECT_VERSION} has: ${there}")
    foreach(one IN LISTS WUA_MISSING)
        message(STATUS "wua::${one} is left out")
    endforeach()
endfunction()
