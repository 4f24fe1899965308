// SPDX-License-Identifier: MIT
#pragma once

// A client of a download job that checks everything it is told against the contract.

#include "torture/oom_point.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/download_job.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/wuapi/download_callbacks.hpp>

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace oom
{

// What the callbacks of one job received. For callbacks that come one at a time.
struct heard
{
    explicit heard(const wua::com_ptr<wua::IDownloadJob>& place) : job(place) {}

    const wua::com_ptr<wua::IDownloadJob>& job; // where the client keeps its job
    int progresses = 0;
    int completions = 0;
    bool is_final_told = false;
    const char* wrong = nullptr;
    std::optional<wua::progress_snapshot> last{};

    void note(bool holds, const char* sentence)
    {
        if (!holds && wrong == nullptr)
        {
            wrong = sentence;
        }
    }

    void progress(const wua::progress_snapshot& now)
    {
        const spared not_counted;
        ++progresses;
        note(completions == 0, "progress was told after completion");
        note(!(last ? wua::check_progress(*last, now) : wua::check_progress(now)), "the progress contract was broken");
        is_final_told = now.is_completed();
        last = now;
    }

    void completed()
    {
        ++completions;
    }
};

class client_callback final
    : public wua::implements<client_callback, wua::IDownloadProgressChangedCallback, wua::IDownloadCompletedCallback>
{
public:
    explicit client_callback(heard& ears) : m_ears(ears) {}

    wua::HRESULT WUA_STDCALL Invoke(wua::IDownloadJob* job,
                                    wua::IDownloadProgressChangedCallbackArgs* args) noexcept override
    {
        m_ears.note(m_ears.job.get() == job, "a callback came before the client had its job");
        m_ears.note(args != nullptr, "a callback came without its arguments");
        wua::com_ptr<wua::IDownloadProgress> progress;
        if (args != nullptr && wua::succeeded(args->get_Progress(progress.put())))
        {
            m_ears.progress(static_cast<wua::download_progress&>(*progress).snapshot());
        }
        return wua::s_ok;
    }

    wua::HRESULT WUA_STDCALL Invoke(wua::IDownloadJob* job, wua::IDownloadCompletedCallbackArgs* args) noexcept override
    {
        m_ears.note(m_ears.job.get() == job, "a callback came before the client had its job");
        m_ears.note(args != nullptr, "a callback came without its arguments");
        wua::VARIANT_BOOL is_over = wua::variant_false;
        m_ears.note(wua::succeeded(job->get_IsCompleted(&is_over)) && is_over != wua::variant_false,
                    "completion was told of a job that is not completed");
        m_ears.completed();
        return wua::s_ok;
    }

private:
    heard& m_ears;
};

// Checks that all updates have results, and that the job was completed exactly once.
inline void check_ended(point& at, const wua::detail::ledger& job)
{
    const wua::progress_snapshot last = job.snapshot();
    at.expect(job.is_completed() && last.is_completed(), "the job has not ended");
    wua::outcome_tally tally;
    for (std::size_t index = 0; index != job.size(); ++index)
    {
        at.expect(last.result(index).is_final(), "an update has no result");
        tally.add(last.result(index));
    }
    at.expect(job.result() == tally.combined(), "the job's result is not that of its updates");
    at.expect(!wua::check_progress(last), "the last progress breaks the contract");
}

inline wua::detail::ledger& ledger_of(const wua::com_ptr<wua::IDownloadJob>& job)
{
    return *wua::source_of(*job)->running()->job_ledger();
}

inline wua::com_ptr<wua::IUpdateCollection> collection_of(const std::vector<wua::update_pointer>& items)
{
    std::vector<wua::com_ptr<wua::IUpdate>> made;
    for (const wua::update_pointer& item : items)
    {
        made.push_back(wua::make_update(item));
    }
    return wua::make_update_collection(std::move(made));
}

} // namespace oom
