// SPDX-License-Identifier: MIT
#pragma once

// A file that several updates of an engine want at the same time: one of them downloads it, the others follow.

#include <wua/model/outcome.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace wua::detail
{

// True when one download serves both: they have the same digests or, if neither has any, the same URLs, and their sizes
// do not contradict each other.
bool is_same_content(const content_file& one, const content_file& other);

// True when both send the same request details; null: none of their own.
bool is_same_request(const request_details* one, const request_details* other);

enum class shared_end : std::uint8_t
{
    none,     // not ended
    complete, // it has its name
    found,    // complete, and was there already
    failed,
    left, // others that still want it have to download it
};

// How far a file is, as reported by the update that downloads it.
struct shared_progress
{
    std::uint32_t retries = 0;
    DownloadPhase phase = dphInitializing;
    std::optional<std::uint64_t> size{};
    std::uint64_t bytes = 0;
    shared_end end = shared_end::none;
};

class shared_files;

// An update's place among those that want a file. The first one owns the file: it downloads it and reports. Once it has
// ended, nobody joins any more; those that still want the file join anew. For one thread.
class shared_file
{
public:
    ~shared_file()
    {
        end(shared_end::left);
    }

    shared_file(const shared_file&) = delete;
    shared_file& operator=(const shared_file&) = delete;

    bool is_owner() const noexcept
    {
        return m_is_owner;
    }

    // True while others follow the owner's download.
    bool has_followers() const;

    // The owner's reports; bytes take no lock.

    void set_bytes(std::uint64_t bytes) noexcept
    {
        m_state->bytes.store(bytes, std::memory_order_relaxed);
    }

    void set_size(std::uint64_t size) noexcept;

    void set_phase(DownloadPhase phase) noexcept;

    void retry(std::uint64_t kept_bytes) noexcept;

    // May throw bad_alloc, and has then changed nothing.
    void fail(const outcome& failure);

    void end(shared_end how) noexcept;

    // For followers.

    shared_progress look() const;

    // The failure of a file; nullopt if this update may fare differently, because it has other URLs, allows more bytes,
    // or does not force a download.
    std::optional<outcome> failure() const;

private:
    friend class shared_files;

    struct state
    {
        shared_progress progress; // without the bytes
        std::atomic<std::uint64_t> bytes{0};
        const content_file* file = nullptr; // the owner's, like the members below
        const request_details* requests = nullptr;
        bool is_forced = false;
        std::uint64_t limit = 0;
        outcome failure;
        std::size_t followers = 0;
    };

    using states = std::map<std::string, std::shared_ptr<state>>;

    // Has no file yet.
    explicit shared_file(shared_files& files) noexcept : m_files(files) {}

    shared_files& m_files;
    states::iterator m_place{}; // until it has ended
    std::shared_ptr<state> m_state;
    bool m_is_owner = false;
    bool m_has_left = true;
    bool m_is_like_owner = true; // what fails for the owner would fail here, too
    std::uint64_t m_limit = 0;
};

// The shared files of one directory. Thread-safe.
class shared_files
{
public:
    // Called without a lock when a file with followers has ended.
    explicit shared_files(std::function<void()> on_end) : m_on_end(std::move(on_end)) {}

    // How many such files have ended.
    std::uint64_t ends() const noexcept
    {
        return m_ends.load(std::memory_order_acquire);
    }

    // Null when other content is being downloaded under the name, or if no digest proves that a different request means
    // the same content. The file and its update's request details must outlive the place; the update allows at most
    // `limit` bytes of the file.
    std::shared_ptr<shared_file> try_join(const std::string& name, const content_file& file, bool is_forced,
                                          std::uint64_t limit, const request_details* requests = nullptr);

private:
    friend class shared_file;

    const std::function<void()> m_on_end;
    std::atomic<std::uint64_t> m_ends{0};
    std::mutex m_mutex; // also guards the states
    shared_file::states m_coming;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/shared_file.ipp>
#endif
