// SPDX-License-Identifier: MIT
#pragma once

// Runs a policy's content_check on finished content, on a thread that may wait for it.

#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/download_policy.hpp>
#include <wua/job/owned_thread.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace wua::detail
{

// Which content to check, and for whom. It does not keep an unfinished file open or locked.
struct content_check_request
{
    update_pointer update;
    std::size_t file_index = 0;
    std::string name{}; // below the engine's directory, including folders
    std::string leaf{}; // in its folder
    std::shared_ptr<const disk_directory> folder{};
    std::weak_ptr<part_file> part{};         // has that name; or else
    std::shared_ptr<const disk_file> file{}; // a file that was there already
    std::stop_source stop = std::stop_source();

    // Any thread: the answer is no longer wanted.
    void withdraw() noexcept
    {
        stop.request_stop();
    }
};

struct content_check_result
{
    content_verdict verdict{};
    std::exception_ptr error{}; // of the disk; the check was not called then
};

class content_checker
{
public:
    // Called on the checker's thread, without a lock. Must not throw.
    using callback = std::function<void(content_check_result&&)>;

    // If there is a check, its thread starts at once, with the signal mask of the caller. Throws std::system_error.
    content_checker(content_check check, std::filesystem::path directory);

    content_checker(const content_checker&) = delete;
    content_checker& operator=(const content_checker&) = delete;

    ~content_checker()
    {
        end();
    }

    // False when there is no check.
    explicit operator bool() const noexcept
    {
        return m_state != nullptr;
    }

    // Any thread. Requests are answered in order; a withdrawn one need not be. Throws std::bad_alloc.
    void ask(std::shared_ptr<content_check_request> request, callback on_answered);

    // Any thread: no call is begun from here on, and nothing is answered. A check that is running goes on.
    void close() noexcept;

    // Stops all calls: tells a running check to stop and waits for it, except on its own thread. One caller at a time.
    void end() noexcept;

private:
    struct state;

    static void run(state& mine);

    static content_check_result examine(const state& mine, const content_check_request& request) noexcept;

    std::shared_ptr<state> m_state;
    owned_thread m_thread;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/content_checker.ipp>
#endif
