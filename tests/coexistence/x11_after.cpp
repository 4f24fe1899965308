// SPDX-License-Identifier: MIT
// Ours before X11.

#include <wua/wua.hpp>

#if __has_include(<X11/Xlib.h>)
#include <X11/Xlib.h>
#include <X11/Xutil.h>
static_assert(None == 0L && Success == 0 && True == 1);
#endif
static_assert(wua::dphDownloading == 2);
