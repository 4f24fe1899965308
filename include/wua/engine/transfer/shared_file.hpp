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

// True when one download will do for both: they have the same digests or, if neither has any, the same URLs, and their
// sizes do not contradict each other.
bool is_same_content(const content_file& one, const content_file& other);

// True when what both ask with is the same; null: nothing of their own.
bool is_same_request(const request_details* one, const request_details* other);

enum class shared_end : std::uint8_t
{
    none,     // it is coming
    complete, // it has its name
    found,    // the same, and it was there already
    failed,
    left, // whoever still wants it has to download it
};

// How far a file is, as the one that downloads it has reported.
struct shared_progress
{
    std::uint32_t retries = 0;
    DownloadPhase phase = dphInitializing;
    std::optional<std::uint64_t> size{};
    std::uint64_t bytes = 0;
    shared_end end = shared_end::none;
};

class shared_files;

// The place of an update among those that want a file. Who is first there owns the file: it downloads it, and reports.
// When it has ended nobody joins any more; those that still want the file join anew. For one thread.
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

    // The owner's reports; the bytes cost no lock.

    void set_bytes(std::uint64_t bytes) noexcept
    {
        m_state->bytes.store(bytes, std::memory_order_relaxed);
    }

    void set_size(std::uint64_t size) noexcept;

    void set_phase(DownloadPhase phase) noexcept;

    void retry(std::uint64_t kept_bytes) noexcept;

    // May throw bad_alloc, and has done nothing then.
    void fail(const outcome& failure);

    void end(shared_end how) noexcept;

    // For those that follow.

    shared_progress look() const;

    // Of a file that has failed: nothing if it may be different for this update, which has other URLs, or may have more
    // bytes, or does not insist on a download.
    std::optional<outcome> failure() const;

private:
    friend class shared_files;

    struct state
    {
        shared_progress progress; // but for the bytes
        std::atomic<std::uint64_t> bytes{0};
        const content_file* file = nullptr; // the owner's, as what follows
        const request_details* requests = nullptr;
        bool is_forced = false;
        std::uint64_t limit = 0;
        outcome failure;
        std::size_t followers = 0;
    };

    using states = std::map<std::string, std::shared_ptr<state>>;

    // Of nothing yet.
    explicit shared_file(shared_files& files) noexcept : m_files(files) {}

    shared_files& m_files;
    states::iterator m_place{}; // until it has ended
    std::shared_ptr<state> m_state;
    bool m_is_owner = false;
    bool m_has_left = true;
    bool m_is_like_owner = true; // what fails for the owner fails here
    std::uint64_t m_limit = 0;
};

// Of one directory. Any thread.
class shared_files
{
public:
    // Called without a lock when a file that others follow has ended.
    explicit shared_files(std::function<void()> on_end) : m_on_end(std::move(on_end)) {}

    // How many such files have ended.
    std::uint64_t ends() const noexcept
    {
        return m_ends.load(std::memory_order_acquire);
    }

    // Null when other content is coming under the name, or if no digest tells what is asked for otherwise. The file and
    // what its update asks with must outlive the place, and the update may have at most `limit` bytes of it.
    std::shared_ptr<shared_file> try_join(const std::string& name, const content_file& file, bool is_forced,
                                          std::uint64_t limit, const request_details* requests = nullptr);

private:
    friend class shared_file;

    const std::function<void()> m_on_end;
    std::atomic<std::uint64_t> m_ends{0};
    std::mutex m_mutex; // of the states, too
    shared_file::states m_coming;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/shared_file.ipp>
#endif
