# SPDX-License-Identifier: MIT
# The same compiler for 32-bit Windows.
set(WUA_MINGW i686-w64-mingw32)
include("${CMAKE_CURRENT_LIST_DIR}/mingw-w64.cmake")
