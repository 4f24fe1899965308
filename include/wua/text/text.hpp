// SPDX-License-Identifier: MIT
#pragma once

// Formatters of fmt for every public value, and the progress bar. For COM objects include <wua/text/com_objects.hpp> as
// well, for the progress display <wua/text/progress_display.hpp>.

#include <wua/text/byte_count.hpp>
#include <wua/text/com_values.hpp>
#include <wua/text/download_story.hpp>
#include <wua/text/enums.hpp>
#include <wua/text/named_hresult.hpp>
#include <wua/text/outcome.hpp>
#include <wua/text/printable.hpp>
#include <wua/text/progress.hpp>
#include <wua/text/progress_bar.hpp>
#include <wua/text/terminal.hpp>
#include <wua/text/time_span.hpp>
#include <wua/text/update_item.hpp>
#include <wua/text/update_name.hpp>
