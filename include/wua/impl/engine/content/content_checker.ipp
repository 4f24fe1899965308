// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/content_checker.hpp>.

#include <wua/com/hresult_from_exception.hpp>
#include <wua/engine/content/content_checker.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/wuapi/errors.hpp>

#include <cerrno>
#include <condition_variable>
#include <list>
#include <mutex>
#include <new>
#include <utility>

namespace wua::detail
{

// Owned by the thread as well, which may outlive the checker.
struct content_checker::state
{
    struct entry
    {
        std::shared_ptr<content_check_request> request;
        callback on_answered;
    };

    state(content_check&& asked, std::filesystem::path&& where) : check(std::move(asked)), directory(std::move(where))
    {}

    const content_check check;
    const std::filesystem::path directory;

    std::mutex mutex{}; // guards everything below
    std::condition_variable changed{};
    std::list<entry> waiting{};
    std::shared_ptr<content_check_request> current{};
    bool is_ending = false;
};

// For a check that has thrown.
inline content_verdict verdict_of_current_exception()
{
    try
    {
        throw;
    }
    catch (const hresult_error& error)
    {
        const HRESULT code = failed(error.code()) ? error.code() : e_fail;
        return content_verdict::refused(std::string(error.text()), refused_file::kept, code);
    }
    catch (const std::bad_alloc&)
    {
        return content_verdict::refused({}, refused_file::kept, e_outofmemory);
    }
    catch (const std::exception& error)
    {
        return content_verdict::refused(message_of(error), refused_file::kept, e_fail);
    }
    catch (...)
    {
        return content_verdict::refused(
            "the check has thrown something that is not a std::exception", refused_file::kept, e_unexpected);
    }
}

WUA_COLD content_checker::content_checker(content_check check, std::filesystem::path directory)
{
    if (check)
    {
        m_state = std::make_shared<state>(std::move(check), std::move(directory));
        m_thread = owned_thread::start([mine = m_state] { run(*mine); });
    }
}

WUA_COLD void content_checker::ask(std::shared_ptr<content_check_request> request, callback on_answered)
{
    std::list<state::entry> one;
    one.push_back({std::move(request), std::move(on_answered)});
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->waiting.splice(m_state->waiting.end(), one);
    }
    m_state->changed.notify_one();
}

WUA_COLD void content_checker::close() noexcept
{
    if (!m_state)
    {
        return;
    }
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->is_ending = true;
    }
    m_state->changed.notify_one();
}

WUA_COLD void content_checker::end() noexcept
{
    if (!m_state)
    {
        return;
    }
    close();
    std::shared_ptr<content_check_request> current;
    {
        const std::lock_guard lock(m_state->mutex);
        current = m_state->current;
    }
    if (current)
    {
        current->withdraw();
    }
    m_thread.end();
}

WUA_COLD void content_checker::run(state& mine)
{
    std::unique_lock lock(mine.mutex);
    for (;;)
    {
        while (mine.waiting.empty() && !mine.is_ending)
        {
            mine.changed.wait(lock);
        }
        if (mine.is_ending)
        {
            return;
        }
        std::list<state::entry> one;
        one.splice(one.begin(), mine.waiting, mine.waiting.begin());
        mine.current = one.front().request;
        lock.unlock();
        content_check_result answer = examine(mine, *one.front().request);
        lock.lock();
        mine.current.reset();
        const bool is_wanted = !mine.is_ending;
        lock.unlock();
        if (is_wanted)
        {
            one.front().on_answered(std::move(answer));
        }
        one.clear();
        lock.lock();
    }
}

WUA_COLD content_check_result content_checker::examine(const state& mine, const content_check_request& request) noexcept
{
    content_check_result answer;
    try
    {
        std::shared_ptr<const disk_file> file = request.file;
        if (!file)
        {
            const std::shared_ptr<part_file> part = request.part.lock();
            std::optional<disk_file> opened = request.folder->try_open(request.leaf, false);
            if (!part || request.stop.stop_requested())
            {
                return answer; // nobody waits for the answer any more
            }
            if (!opened || !request.folder->is_still_named(*part->file()) || !request.folder->is_still_named(*opened))
            {
                throw_errno(EIO, "somebody else has changed", request.name);
            }
            file = std::make_shared<const disk_file>(*std::move(opened));
        }
        const std::filesystem::path path =
            mine.directory / std::filesystem::path(std::u8string(request.name.begin(), request.name.end()));
        try
        {
            answer.verdict = mine.check(finished_content(
                request.update, request.file_index, path, *file, file->size(), request.stop.get_token()));
        }
        catch (...)
        {
            answer.verdict = verdict_of_current_exception();
        }
        if (answer.verdict.is_accepted && request.file && !request.folder->is_still_named(*file))
        {
            throw_errno(EIO, "somebody else has changed", request.name);
        }
    }
    catch (...)
    {
        answer.error = std::current_exception();
    }
    return answer;
}

} // namespace wua::detail
