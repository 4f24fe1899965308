// SPDX-License-Identifier: MIT
// X11, whose macros are common words (None, Success, Status, Bool, True, Always), before ours.

#if __has_include(<X11/Xlib.h>)
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#endif

#include <wua/wua.hpp>

static_assert(wua::dphDownloading == 2);
#if __has_include(<X11/Xlib.h>)
static_assert(None == 0L && Success == 0 && True == 1);
#endif
