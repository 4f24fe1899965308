// SPDX-License-Identifier: MIT
// Ours before DirectX-Headers.

#include <wua/wua.hpp>

#if __has_include(<unknwn.h>) && __has_include(<wsl/winadapter.h>)
#include <wsl/winadapter.h>
#endif

static_assert(wua::dphDownloading == 2);
#if __has_include(<unknwn.h>) && __has_include(<wsl/winadapter.h>)
static_assert(sizeof(HRESULT) == sizeof(wua::HRESULT) && S_OK == wua::s_ok);
#endif
