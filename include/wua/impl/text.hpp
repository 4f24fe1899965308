// SPDX-License-Identifier: MIT
#pragma once

// The bodies of the texts for people, for the one translation unit that compiles them where WUA_SEPARATE_COMPILATION is
// defined.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/text/byte_count.ipp>
#include <wua/impl/text/com_objects.ipp>
#include <wua/impl/text/download_story.ipp>
#include <wua/impl/text/enums.ipp>
#include <wua/impl/text/named_hresult.ipp>
#include <wua/impl/text/outcome.ipp>
#include <wua/impl/text/printable.ipp>
#include <wua/impl/text/progress.ipp>
#include <wua/impl/text/progress_bar.ipp>
#include <wua/impl/text/progress_display.ipp>
#include <wua/impl/text/time_span.ipp>
#include <wua/impl/text/update_item.ipp>

#ifndef _WIN32
#include <wua/impl/text/terminal_posix.ipp>
#endif
