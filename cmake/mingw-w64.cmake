# SPDX-License-Identifier: MIT
# Debian's cross compiler for Windows, for 64 bits unless asked otherwise (the POSIX thread model, for std::thread);
# programs run under Wine.
if(NOT WUA_MINGW)
    set(WUA_MINGW x86_64-w64-mingw32)
endif()
string(REGEX MATCH "^[^-]*" CMAKE_SYSTEM_PROCESSOR "${WUA_MINGW}")
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_C_COMPILER ${WUA_MINGW}-gcc-posix)
set(CMAKE_CXX_COMPILER ${WUA_MINGW}-g++-posix)
set(CMAKE_RC_COMPILER ${WUA_MINGW}-windres)
set(CMAKE_FIND_ROOT_PATH /usr/${WUA_MINGW})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
set(CMAKE_CROSSCOMPILING_EMULATOR wine)

# Much faster than binutils', where it is there.
find_program(WUA_LLD ld.lld)
if(WUA_LLD)
    set(CMAKE_C_LINKER_LAUNCHER "${CMAKE_CURRENT_LIST_DIR}/mingw-lld")
    set(CMAKE_CXX_LINKER_LAUNCHER "${CMAKE_CURRENT_LIST_DIR}/mingw-lld")
endif()
