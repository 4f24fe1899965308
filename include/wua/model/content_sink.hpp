// SPDX-License-Identifier: MIT
#pragma once

// Where the content of a file goes when it is not to be stored as a file.

#include <wua/com/hresult.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace wua
{

/// How the download for a sink has ended.
enum class sink_end : std::uint8_t
{
    verified,     ///< all bytes have been written, and have the digests, if there are any
    not_modified, ///< the server has what file_details::known speaks of; nothing was written
    failed        ///< what was written is of no use, but perhaps as held_bytes of a later download
};

/// Takes the content of a file: by file_details::sink, instead of a file on the disk. A sink serves one download at a
/// time.
///
/// All calls for one download come one after the other, those of all sinks of an engine on one thread of the engine's
/// that does nothing else: a sink that takes long holds back other sinks, and, when some MiB wait for it, the
/// connection its content comes on. The engine's destructor waits for a call that is under way, and a sink must not run
/// that destructor. A sink may be destroyed on that thread.
///
/// A failure that is returned, or thrown as hresult_error with a sentence, fails the update with that code. No mirror
/// is asked then.
class content_sink
{
public:
    content_sink() = default;
    content_sink(const content_sink&) = delete;
    content_sink& operator=(const content_sink&) = delete;
    virtual ~content_sink() = default;

    /// Content is about to come, from this byte on; how many bytes it has in all, if the server says so. The offset is
    /// 0 or file_details::held_bytes. Once more, with 0, when the content begins anew: what came before is to be
    /// forgotten. A connection that breaks is continued without a word.
    virtual HRESULT begin(std::uint64_t offset, std::optional<std::uint64_t> size) = 0;

    /// The next bytes, valid during the call. They have not been verified.
    virtual HRESULT write(const char* bytes, std::size_t size) = 0;

    /// Once, the last call of a download; without begin() when nothing came. What it returns counts for all but
    /// `failed`. Not called for an update that ended before a server was asked.
    virtual HRESULT end(sink_end how) = 0;
};

} // namespace wua
