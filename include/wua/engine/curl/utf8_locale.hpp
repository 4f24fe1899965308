// SPDX-License-Identifier: MIT
#pragma once

// For a few calls, text of the current thread is in UTF-8, whatever the locale of the process is. The platform decides
// which header implements it.

#if defined(_WIN32)
#include <wua/engine/curl/utf8_locale_windows.hpp>
#else
#include <wua/engine/curl/utf8_locale_posix.hpp>
#endif
