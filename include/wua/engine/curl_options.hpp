// SPDX-License-Identifier: MIT
#pragma once

// Options of a curl_engine.

#include <wua/engine/disk/disk_operation.hpp>
#include <wua/engine/disk/file_access.hpp>
#include <wua/engine/download_policy.hpp>
#include <wua/engine/parallel_limits.hpp>
#include <wua/engine/request_options.hpp>
#include <wua/engine/retry_policy.hpp>
#include <wua/engine/segment_options.hpp>
#include <wua/job/clock.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace wua
{

enum class http_version : std::uint8_t
{
    automatic, // HTTP/2 where a TLS server offers it and libcurl supports it, otherwise HTTP/1.1
    http_1_1,
};

enum class sync_policy : std::uint8_t
{
    always, // a file gets its name only once its bytes are on the disk; files that end together are synced together
    never,  // faster; after a power failure a finished file may contain wrong bytes
};

enum class file_allocation : std::uint8_t
{
    none, // a file takes up space as its bytes arrive
    full, // the space of a file whose size is known is allocated just before its first bytes arrive
};

/// Checked when the engine is constructed. Times range from 0 to a hundred years.
struct curl_options
{
    /// Where files are stored; created if it does not exist. A relative path is resolved once, when the engine is made.
    /// Must not be a directory in which everybody may replace other users' files.
    std::filesystem::path directory = ".";

    /// For the files, and for the folders that are created for them.
    file_access access = file_access::usual;

    parallel_limits parallel{};

    /// Several connections for one file.
    segment_options segments{};

    /// The number of download threads, 1 or 2. Two use two processors when several updates are downloaded.
    std::size_t loops = 1;

    /// Bytes per second, 0: no limit. Stored bytes are counted; file:// is not limited. Both can be changed later, by
    /// curl_engine::set_bandwidth() and by each job.
    std::uint64_t engine_bandwidth = 0;
    std::uint64_t job_bandwidth = 0;

    /// Called on a thread of the engine before anything is fetched, and then at intervals while there are jobs. Returns
    /// an empty text if updates may be fetched, otherwise the reason in a few words for people, constant while the
    /// reason lasts ("metered network", "outside of 22:00-06:00"). Everything then pauses, as if each job had been
    /// paused, until the result is empty again; snapshots show the reason. It must return at once, so it must
    /// not wait for a job or destroy one; an exception means no. curl_engine::ask_may_fetch() has it called soon.
    /// Empty: always.
    std::function<std::string()> may_fetch{};
    std::chrono::milliseconds may_fetch_every{5'000};

    /// How long a paused update keeps its connection. After that, what has been received is saved, and continued with a
    /// range request when the update is resumed. A download that no range request could continue, for lack of a digest
    /// and a validator, keeps its connection as long as the server allows.
    std::chrono::milliseconds pause_patience{30'000};

    retry_policy retry{};

    /// Seeds the random numbers: the same seed gives the same delays.
    std::uint64_t seed = 1;

    /// Redirects per request; from https only to https.
    std::size_t max_redirects = 10;

    /// http and https are always allowed. file is allowed only if this is true, and only in an update's own URLs; no
    /// other scheme ever is.
    bool allows_file_urls = false;

    /// A PEM file and a directory of trusted certificates; if either is given, none of the system's is trusted. With
    /// neither, the system's are, on Windows those of its store, whichever TLS library libcurl uses. Certificates and
    /// host names are always verified.
    std::filesystem::path ca_file{};
    std::filesystem::path ca_directory{};

    /// Sent as User-Agent, followed by the job's client_application_id.
    std::string user_agent = "wua/0.1";

    /// Headers, credentials, certificates, proxies and connections.
    request_options requests{};

    http_version version = http_version::automatic;

    /// A response with a longer head is refused.
    std::size_t max_header_bytes = 256U << 10U;

    /// The limit for an update that states none itself; 0: no limit. `policy` has a limit that no update can raise.
    std::uint64_t max_update_bytes = 0;

    /// What may be downloaded at all.
    download_policy policy{};

    /// Before a file of known size is fetched, there must be space for it, and for the rest of the files that the
    /// engine is already fetching.
    bool checks_free_space = true;

    /// full: a full disk is detected at once and for certain, whatever others write meanwhile. The length of the
    /// unfinished file still equals its bytes; unused space is released when a download ends early. Allocating takes a
    /// moment on most file systems, and as long as writing the bytes on one in memory. File systems that do not support
    /// it do without.
    file_allocation preallocation = file_allocation::none;

    sync_policy sync = sync_policy::always;

    /// An unfinished file writes its journal when this many bytes have arrived since the last time, or when this much
    /// time has passed and any have, whichever is first. Bytes that arrive during the write go into the next one. No
    /// journal is written if the content can be recognised by neither a digest nor a validator.
    std::uint64_t journal_from = 4U << 20U;
    std::chrono::milliseconds journal_every{2'000};

    /// How long an update waits for another engine or process that is downloading the same file, if the file does not
    /// grow meanwhile.
    std::chrono::milliseconds lock_patience{60'000};

    /// The size of libcurl's receive buffer for a single download; several on one thread share half of it. From 1 to
    /// 512 KiB; values outside are clamped.
    std::size_t receive_buffer = 512U << 10U;

    /// The clock that deadlines, delays and limits are measured by.
    time_source clock = steady_time;

    disk_hook hook{};
};

} // namespace wua
