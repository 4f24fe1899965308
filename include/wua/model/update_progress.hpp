// SPDX-License-Identifier: MIT
#pragma once

// What is known of one update's download.

#include <wua/model/outcome.hpp>
#include <wua/wuapi/enums.hpp>

#include <cstdint>
#include <optional>

namespace wua
{

/// A URL of an update: the place of the file in update_item::files, and of the URL in content_file::urls.
struct url_place
{
    std::uint32_t file = 0;
    std::uint32_t url = 0;

    bool operator==(const url_place&) const = default;
};

/// What the extension interfaces tell of one update, one coherent instant of it.
struct update_progress
{
    std::uint64_t bytes_downloaded = 0;
    std::optional<std::uint64_t> bytes_to_download;
    DownloadPhase phase = dphInitializing;
    std::uint32_t attempt = 0;
    std::int32_t percent = 0;

    /// It stands still, or is not started, since somebody wants it to.
    bool is_paused = false;

    /// The URL that is asked, or was last, if the engine tells of it.
    std::optional<url_place> asked;

    outcome result;
};

} // namespace wua
