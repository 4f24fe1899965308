// SPDX-License-Identifier: MIT
#pragma once

// The bodies of the text for people, for the one translation unit that compiles them where WUA_SEPARATE_COMPILATION is
// defined.

#ifndef WUA_SEPARATE_COMPILATION
#error "Define WUA_SEPARATE_COMPILATION for the whole program, this file included; see <wua/separate_compilation.hpp>."
#endif

#include <wua/impl/text/byte_count.ipp>
#include <wua/impl/text/com_objects.ipp>
#include <wua/impl/text/display/display_frame.ipp>
#include <wua/impl/text/display/job_viewer.ipp>
#include <wua/impl/text/display/live_area.ipp>
#include <wua/impl/text/display/plain_lines.ipp>
#include <wua/impl/text/display/shown_job.ipp>
#include <wua/impl/text/display/shown_text.ipp>
#include <wua/impl/text/display/terminal_traits.ipp>
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
#include <wua/impl/text/update_name.ipp>

#ifndef _WIN32
#include <wua/impl/text/display/terminal_guard_posix.ipp>
#include <wua/impl/text/terminal_posix.ipp>
#endif
