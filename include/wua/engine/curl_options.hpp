// SPDX-License-Identifier: MIT
#pragma once

// What can be chosen about a curl_engine.

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
    automatic, // HTTP/2 where a TLS server offers it and libcurl was built with it, else HTTP/1.1
    http_1_1,
};

enum class sync_policy : std::uint8_t
{
    always, // a file has its name only when its bytes are on the disk; files that end together settle together
    never,  // faster; after a power failure a finished file may have wrong bytes
};

enum class file_allocation : std::uint8_t
{
    none, // a file takes room as its bytes come
    full, // the room of a file whose size is known is taken when its first bytes are about to come
};

/// Checked when the engine is made. Times are from 0 to a hundred years.
struct curl_options
{
    /// Where files are stored; made when it is not there. Not one in which everybody may replace the files of others.
    std::filesystem::path directory = ".";

    /// Of the files, and of the folders that are made for them.
    file_access access = file_access::usual;

    parallel_limits parallel{};

    /// Several connections for one file.
    segment_options segments{};

    /// 1 or 2 threads that download. Two make use of two processors when several updates are downloaded.
    std::size_t loops = 1;

    /// Bytes per second, 0: no limit. They count what is stored; file:// is not limited. Both can be changed under way,
    /// by curl_engine::set_bandwidth() and by each job.
    std::uint64_t engine_bandwidth = 0;
    std::uint64_t job_bandwidth = 0;

    /// Asked before anything is fetched, and then every so often while there are jobs, on a thread of the engine's:
    /// empty when updates may be fetched, else why not, in a few words for people that stay the same as long as the
    /// reason does
    /// ("metered network", "outside of 22:00-06:00"). Then everything pauses, as if each job was paused, until the
    /// answer is empty again; snapshots tell the reason. It must return at once; what it throws means no.
    /// curl_engine::ask_may_fetch() has it asked at once. Empty: always.
    std::function<std::string()> may_fetch{};
    std::chrono::milliseconds may_fetch_every{5'000};

    /// How long an update that is paused keeps its connection. Then what is stored is saved, and continued by a range
    /// when the update is resumed. What no range could continue, for want of a digest and of a validator, keeps its
    /// connection as long as the server bears it.
    std::chrono::milliseconds pause_patience{30'000};

    retry_policy retry{};

    /// Where chance comes from: the same seed, the same delays.
    std::uint64_t seed = 1;

    /// Redirects of one request; from https only to https.
    std::size_t max_redirects = 10;

    /// http and https are always allowed, file only if this is true, and only in an update's own URLs; nothing else
    /// ever.
    bool allows_file_urls = false;

    /// A PEM file and a directory of certificates to trust; if either is given, none of the system's is trusted. With
    /// neither those are, on Windows from its store, whichever TLS library libcurl uses. Certificates and host names
    /// are always verified.
    std::filesystem::path ca_file{};
    std::filesystem::path ca_directory{};

    /// Sent as User-Agent, followed by the job's client_application_id.
    std::string user_agent = "wua/0.1";

    /// Headers, credentials, certificates, proxies and how to connect.
    request_options requests{};

    http_version version = http_version::automatic;

    /// A response whose head is longer is refused.
    std::size_t max_header_bytes = 256U << 10U;

    /// The limit for an update that does not name one itself; 0: no limit. One that no update can raise is in the
    /// policy.
    std::uint64_t max_update_bytes = 0;

    /// What may be downloaded at all.
    download_policy policy{};

    /// Before a file of known size is fetched, there must be room for it, and for the rest of those that the engine is
    /// fetching already.
    bool checks_free_space = true;

    /// full: a disk that is too full is told at once and for certain, whatever others write meanwhile. The unfinished
    /// file is as long as its bytes all the same; room that is not needed is given back when a download ends early. It
    /// takes a moment on most file systems, on one in memory as long as writing the bytes. A file system that cannot
    /// does without.
    file_allocation preallocation = file_allocation::none;

    sync_policy sync = sync_policy::always;

    /// An unfinished file writes its journal when this many bytes have come since it last did, or this much time has
    /// passed and any have come, whichever is first. What comes while it is being written is in the next one. Without
    /// anything to recognise the content by, neither digest nor validator, none is written.
    std::uint64_t journal_from = 4U << 20U;
    std::chrono::milliseconds journal_every{2'000};

    /// How long an update waits for another engine or process that is downloading the same file and whose file does not
    /// grow meanwhile.
    std::chrono::milliseconds lock_patience{60'000};

    /// The buffer into which libcurl receives, of a download that is alone; several on one thread share half of it.
    /// From 1 to 512 KiB; less counts as the former, more as the latter.
    std::size_t receive_buffer = 512U << 10U;

    /// By which deadlines, delays and limits are counted.
    time_source clock = steady_time;

    disk_hook hook{};
};

} // namespace wua
