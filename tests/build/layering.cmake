# SPDX-License-Identifier: MIT
# cmake -D folder=<include/wua> -P layering.cmake
# Fails, naming each header and its include, when a header includes what its layer may not see:
#   - a header sees its own folder and the layers below it; leaves do not see each other;
#   - only the leaves that need them, and the files that are Windows' own, include anything but the standard library;
#   - a header directly in the folder is an umbrella: it sees every layer whose closure is the standard library alone, and
#     no layer sees it, but for separate_compilation.hpp, which everyone sees;
#   - impl/ has the bodies of the headers beside it and the same rules: impl/com/ is a part of com, impl/core.hpp an umbrella.
# An include of the standard library is one without a dot and without a slash; the project's own are <wua/...>.
cmake_minimum_required(VERSION 3.25)

set(sees_com com)
set(sees_wuapi com wuapi)
set(sees_model com wuapi model)
set(sees_job com wuapi model job)
set(sees_objects com wuapi model job objects)
set(sees_agent com wuapi model job objects agent)
set(sees_engine com wuapi model job engine)
set(sees_text com wuapi model job text)
set(sees_testing com wuapi model job objects testing) # whose witnesses look at COM objects, too
foreach(leaf windows compat)
    set(sees_${leaf} com wuapi model job objects agent ${leaf})
endforeach()
set(may_include_others "^(engine|text|testing|windows|com/windows)/")

# includes_of(<header> <variable>): what the header includes, each as <...> or "..." or the rest of a line that is neither.
function(includes_of header result)
    file(STRINGS "${folder}/${header}" lines REGEX "^[ \t]*#[ \t]*include")
    set(includes "")
    if(lines MATCHES "[][]") # would join elements of the list
        set(lines "a square bracket in the line of an include")
    endif()
    foreach(line IN LISTS lines)
        if(line MATCHES "include[_a-z]*[ \t]*(<[^>]*>|\"[^\"]*\")")
            list(APPEND includes "${CMAKE_MATCH_1}")
        else()
            list(APPEND includes "${line}")
        endif()
    endforeach()
    set(${result} "${includes}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE headers RELATIVE "${folder}" "${folder}/*")
if(NOT headers)
    message(FATAL_ERROR "no header in ${folder}")
endif()

foreach(header IN LISTS headers)
    string(REGEX REPLACE "^impl/" "" path "${header}")
    string(REGEX MATCH "^([^/]*)/" layer "${path}")
    set(layer "${CMAKE_MATCH_1}")
    if(layer AND NOT DEFINED sees_${layer})
        message(SEND_ERROR "${header}: its folder is no layer")
        continue()
    endif()
    includes_of("${header}" includes)
    foreach(include IN LISTS includes)
        if(include MATCHES "^<wua/(impl/)?([^>]*)>$")
            set(target "${CMAKE_MATCH_2}")
            if(NOT layer OR include STREQUAL "<wua/separate_compilation.hpp>")
                continue() # an umbrella, looked at below; or what everyone sees
            elseif(NOT target MATCHES "^([^/]*)/")
                message(SEND_ERROR "${header}: includes the umbrella ${include}")
            elseif(NOT CMAKE_MATCH_1 IN_LIST sees_${layer})
                message(SEND_ERROR "${header}: ${layer} does not see ${include}")
            endif()
        elseif(NOT include MATCHES "^<.*>$")
            message(SEND_ERROR "${header}: not of the form <...>: ${include}")
        elseif(NOT include MATCHES "^<[a-z0-9_]+>$" AND NOT path MATCHES "${may_include_others}")
            message(SEND_ERROR "${header}: not of the standard library: ${include}")
        endif()
    endforeach()
endforeach()

# Whatever an umbrella reaches must do with the standard library, but for Windows' own files.
foreach(umbrella IN LISTS headers)
    if(umbrella MATCHES "/" AND NOT umbrella STREQUAL "impl/core.hpp")
        continue()
    endif()
    set(reached "${umbrella}")
    set(rest "${umbrella}")
    while(rest)
        list(POP_FRONT rest header)
        string(REGEX REPLACE "^impl/" "" path "${header}")
        if(header MATCHES "^com/windows/" OR NOT EXISTS "${folder}/${header}")
            continue()
        endif()
        includes_of("${header}" includes)
        foreach(include IN LISTS includes)
            if(include MATCHES "^<wua/([^>]*)>$")
                if(NOT CMAKE_MATCH_1 IN_LIST reached)
                    list(APPEND reached "${CMAKE_MATCH_1}")
                    list(APPEND rest "${CMAKE_MATCH_1}")
                endif()
            elseif(NOT include MATCHES "^<[a-z0-9_]+>$" AND path MATCHES "${may_include_others}") # else it is said above
                message(SEND_ERROR "${umbrella}: reaches ${include} in ${header}")
            endif()
        endforeach()
    endwhile()
endforeach()
