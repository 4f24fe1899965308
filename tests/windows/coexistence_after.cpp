// SPDX-License-Identifier: MIT
// Ours before the system's headers. Ours read windows.h lean; what that leaves out (winsock.h, shellapi.h, mmsystem.h
// and the like) a program includes by name.

#include <wua/windows/class_registration.hpp>
#include <wua/wua.hpp>

#include <windows.h>
#include <shellapi.h>
#include <wuapi.h>

#if defined(WIN32_LEAN_AND_MEAN)
#error "a setting of ours is left behind"
#endif

static_assert(sizeof(SHELLEXECUTEINFOA) > 0);
static_assert(sizeof(TCHAR) == sizeof(char));
static_assert(wua::dphDownloading == 2);
static_assert(sizeof(::IUpdateDownloader*) == sizeof(wua::IUpdateDownloader*));
