// SPDX-License-Identifier: MIT
// The system's headers before ours, with every macro that they have: neither breaks the other.

#define UNICODE
#define _UNICODE
#include <wua/windows/class_registration.hpp>
#include <wua/wua.hpp>

#include <windows.h>
#include <wuapi.h>

static_assert(sizeof(TCHAR) == sizeof(wchar_t));
static_assert(wua::dphDownloading == 2);
static_assert(sizeof(::IDownloadJob*) == sizeof(wua::IDownloadJob*));
