// SPDX-License-Identifier: MIT
// The curl engine is one on Windows, too.

#include <wua/engine/curl_engine.hpp>
#include <wua/engine/unfinished_download.hpp>

static_assert(wua::engine<wua::curl_engine>);
