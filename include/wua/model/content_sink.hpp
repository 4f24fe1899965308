// SPDX-License-Identifier: MIT
#pragma once

// Receives the content of a file that is not stored on disk.

#include <wua/com/hresult.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace wua
{

/// How the download for a sink has ended.
enum class sink_end : std::uint8_t
{
    verified,     ///< all bytes have been written, and match the digests, if there are any
    not_modified, ///< the server still has the content of file_details::known; nothing was written
    failed        ///< what was written is unusable, except perhaps as held_bytes of a later download
};

/// Receives the content of a file, through file_details::sink, instead of a file on disk. Serves one download at a
/// time.
///
/// All calls for one download come one after the other. All sinks of an engine are called on one thread of the engine
/// that does nothing else: a slow sink delays other sinks and, once some MiB are waiting for it, the connection that
/// its content comes from. The engine's destructor waits for a running call, so a sink must not run that destructor. A
/// sink may be destroyed on that thread.
///
/// A failure that is returned, or thrown as hresult_error with a text, fails the update with that code. No mirror is
/// tried.
class content_sink
{
public:
    content_sink() = default;
    content_sink(const content_sink&) = delete;
    content_sink& operator=(const content_sink&) = delete;
    virtual ~content_sink() = default;

    /// Content will follow from this offset; `size` is the size of the whole content, if the server states it. The
    /// offset is 0 or file_details::held_bytes. Called again, with 0, if the content starts anew: discard what came
    /// before. A connection that breaks is continued without another call.
    virtual HRESULT begin(std::uint64_t offset, std::optional<std::uint64_t> size) = 0;

    /// The next bytes, valid during the call. They have not been verified.
    virtual HRESULT write(const char* bytes, std::size_t size) = 0;

    /// The last call of a download, made once; without begin() if no content came. Its return value counts except for
    /// `failed`. Not called for an update that ended before any server was asked.
    virtual HRESULT end(sink_end how) = 0;
};

} // namespace wua
