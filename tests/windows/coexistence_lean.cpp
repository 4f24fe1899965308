// SPDX-License-Identifier: MIT
// A program that has the lean settings keeps them.

#define NOMINMAX
#define WIN32_LEAN_AND_MEAN
#include <wua/windows/class_registration.hpp>
#include <wua/wua.hpp>

#include <windows.h>
#include <wuapi.h>

#if !defined(NOMINMAX) || !defined(WIN32_LEAN_AND_MEAN) || defined(min) || defined(max)
#error "the program's settings are gone"
#endif

static_assert(wua::dphDownloading == 2);
