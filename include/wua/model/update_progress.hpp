// SPDX-License-Identifier: MIT
#pragma once

// The progress of one update's download.

#include <wua/model/outcome.hpp>
#include <wua/wuapi/enums.hpp>

#include <cstdint>
#include <optional>

namespace wua
{

/// A URL of an update: the index of the file in update_item::files, and of the URL in content_file::urls.
struct url_place
{
    std::uint32_t file = 0;
    std::uint32_t url = 0;

    bool operator==(const url_place&) const = default;
};

/// What the extension interfaces report of one update, all at the same moment.
struct update_progress
{
    std::uint64_t bytes_downloaded = 0;
    std::optional<std::uint64_t> bytes_to_download;
    DownloadPhase phase = dphInitializing;
    std::uint32_t attempt = 0;
    std::int32_t percent = 0;

    /// It has come to rest, or does not start, because somebody wants it to.
    bool is_paused = false;

    /// The URL in use, or the last one, if the engine reports it.
    std::optional<url_place> asked;

    outcome result;
};

} // namespace wua
