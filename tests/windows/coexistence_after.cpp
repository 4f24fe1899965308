// SPDX-License-Identifier: MIT
// Ours before the system's headers, which then bring what they would have brought without us.

#include <wua/wua.hpp>
#include <wua/windows/class_registration.hpp>

#include <windows.h>
#include <wuapi.h>

#if defined(NOMINMAX) || defined(WIN32_LEAN_AND_MEAN)
#error "a setting of ours is left behind"
#endif

static_assert(sizeof(TCHAR) == sizeof(char));
static_assert(wua::dphDownloading == 2);
static_assert(sizeof(::IUpdateDownloader*) == sizeof(wua::IUpdateDownloader*));
