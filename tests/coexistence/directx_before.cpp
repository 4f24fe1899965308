// SPDX-License-Identifier: MIT
// DirectX-Headers, which declare much of windows.h off Windows, before ours.

#if __has_include(<unknwn.h>) && __has_include(<wsl/winadapter.h>)
#include <wsl/winadapter.h>
#endif

#include <wua/wua.hpp>

static_assert(wua::dphDownloading == 2);
#if __has_include(<unknwn.h>) && __has_include(<wsl/winadapter.h>)
static_assert(sizeof(HRESULT) == sizeof(wua::HRESULT) && S_OK == wua::s_ok);
#endif
