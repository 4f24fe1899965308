// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/update_installer.hpp>.

#include <wua/agent/update_installer.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/module_tag.hpp>
#include <wua/wuapi/errors.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace wua
{

namespace detail
{

WUA_COLD bool answers(IUpdate& update, HRESULT (WUA_STDCALL IUpdate::*get)(VARIANT_BOOL*))
{
    VARIANT_BOOL value = variant_false;
    return succeeded((update.*get)(&value)) && value != variant_false;
}

WUA_COLD std::optional<outcome> result_before_installation(IUpdate& update, const transfer_options& settings)
{
    if (settings.kind == job_kind::uninstallation)
    {
        if (!settings.is_forced && !answers(update, &IUpdate::get_IsInstalled))
        {
            return outcome::succeeded(wu_s_already_uninstalled);
        }
        if (!answers(update, &IUpdate::get_IsUninstallable))
        {
            return outcome::failed(wu_e_uninstall_not_allowed, {}, "the update cannot be removed");
        }
        return std::nullopt;
    }
    if (!settings.is_forced && answers(update, &IUpdate::get_IsInstalled))
    {
        return outcome::succeeded(wu_s_already_installed);
    }
    if (!answers(update, &IUpdate::get_IsDownloaded))
    {
        return outcome::failed(wu_e_dm_notdownloaded, {}, "the update is not downloaded");
    }
    if (!answers(update, &IUpdate::get_EulaAccepted))
    {
        return outcome::failed(wu_e_eulas_declined, {}, "the licence terms of the update are not accepted");
    }
    return std::nullopt;
}

WUA_COLD void note_all(machine& target, const update_table& table, const transfer_options& settings) noexcept
{
    for (std::size_t index = 0; index != table.size(); ++index)
    {
        const compact_outcome& result = table[index].result;
        if (is_done_before(result.hresult()))
        {
            continue;
        }
        try
        {
            target.note(
                {table.updates()[index], settings.kind == job_kind::uninstallation ? uoUninstallation : uoInstallation,
                 result.get(), date_of_now(), settings.client_application_id});
        }
        catch (...)
        {
            continue; // out of memory: this entry is missing from the history
        }
    }
}

// The work that follows an installation, done once the installation has both begun and ended: one that an engine
// refuses to begin leaves no trace. Clients are told of the end only afterwards.
class installation_end
{
public:
    installation_end(std::shared_ptr<machine> target, std::shared_ptr<const void> turn,
                     com_ptr<const update_table> table, transfer_options settings,
                     shared_handle<update_objects> updates)
        : m_machine(std::move(target)),
          m_turn(std::move(turn)),
          m_table(std::move(table)),
          m_settings(std::move(settings)),
          m_updates(std::move(updates))
    {}

    // Called once for the begin and once for the end, in either order; the second call does the work.
    void pass() noexcept
    {
        if (m_is_passed.exchange(true))
        {
            m_updates->settle(m_settings.kind);
            note_all(*m_machine, *m_table, m_settings);
            m_turn.reset();
        }
    }

private:
    const std::shared_ptr<machine> m_machine;
    std::shared_ptr<const void> m_turn;
    const com_ptr<const update_table> m_table;
    const transfer_options m_settings;
    const shared_handle<update_objects> m_updates;
    std::atomic<bool> m_is_passed = false;
};

} // namespace detail

WUA_COLD update_installer::update_installer(std::shared_ptr<machine> target)
    : m_machine(detail::needed_machine(std::move(target))),
      m_jobs(m_machine->engine(), m_machine->options())
{}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_ClientApplicationID(BSTR* retval) noexcept
{
    return answer(retval, [&] { return m_jobs.settings().client_application_id; });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::put_ClientApplicationID(BSTR value) noexcept
{
    return guarded([&] {
        std::string id = to_utf8(view(value));
        m_jobs.change([&](transfer_options& settings) { settings.client_application_id.swap(id); });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_IsForced(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_jobs.settings().is_forced; });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::put_IsForced(VARIANT_BOOL value) noexcept
{
    return guarded([&] {
        m_lockdown.refuse_unless_open();
        m_jobs.change([&](transfer_options& settings) { settings.is_forced = value != variant_false; });
    });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_ParentHwnd(void** retval) noexcept
{
    if (retval == nullptr)
    {
        return report_failure(e_pointer);
    }
    *retval = m_parent_handle;
    return s_ok;
}

WUA_COLD HRESULT WUA_STDCALL update_installer::put_ParentHwnd(void* value) noexcept
{
    m_parent_handle = value;
    return s_ok;
}

WUA_COLD HRESULT WUA_STDCALL update_installer::put_ParentWindow(IUnknown* value) noexcept
{
    return guarded([&] {
        agile_ref<IUnknown> window{com_ptr<IUnknown>(value)}; // the old one is released after the lock
        const std::lock_guard lock(m_mutex);
        std::swap(m_parent, window);
    });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_ParentWindow(IUnknown** retval) noexcept
{
    return answer(retval, [&] {
        const auto window = [&] {
            const std::lock_guard lock(m_mutex);
            return m_parent;
        };
        return detail::for_this_thread(window());
    });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_Updates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] { return m_jobs.updates(); });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::put_Updates(IUpdateCollection* value) noexcept
{
    return guarded([&] { m_jobs.put_updates(value); });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::BeginInstall(IUnknown* onProgressChanged, IUnknown* onCompleted,
                                                            VARIANT state, IInstallationJob** retval) noexcept
{
    return answer_job(job_kind::installation, onProgressChanged, onCompleted, state, retval);
}

WUA_COLD HRESULT WUA_STDCALL update_installer::BeginUninstall(IUnknown* onProgressChanged, IUnknown* onCompleted,
                                                              VARIANT state, IInstallationJob** retval) noexcept
{
    return answer_job(job_kind::uninstallation, onProgressChanged, onCompleted, state, retval);
}

WUA_COLD HRESULT WUA_STDCALL update_installer::EndInstall(IInstallationJob* value,
                                                          IInstallationResult** retval) noexcept
{
    return answer_end(job_kind::installation, "EndInstall", value, retval);
}

WUA_COLD HRESULT WUA_STDCALL update_installer::EndUninstall(IInstallationJob* value,
                                                            IInstallationResult** retval) noexcept
{
    return answer_end(job_kind::uninstallation, "EndUninstall", value, retval);
}

WUA_COLD HRESULT WUA_STDCALL update_installer::Install(IInstallationResult** retval) noexcept
{
    return answer_whole(job_kind::installation, "EndInstall", retval);
}

WUA_COLD HRESULT WUA_STDCALL update_installer::RunWizard(BSTR, IInstallationResult** retval) noexcept
{
    return answer(
        retval, []() -> com_ptr<IInstallationResult> { throw hresult_error(e_notimpl, "there are no windows here"); });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_IsBusy(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_machine->is_busy(); });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::Uninstall(IInstallationResult** retval) noexcept
{
    return answer_whole(job_kind::uninstallation, "EndUninstall", retval);
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_AllowSourcePrompts(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_allows_source_prompts.load(); });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::put_AllowSourcePrompts(VARIANT_BOOL value) noexcept
{
    m_allows_source_prompts = value != variant_false;
    return s_ok;
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_RebootRequiredBeforeInstallation(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_machine->facts().needs_restart_first; });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_ForceQuiet(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_is_quiet.load(); });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::put_ForceQuiet(VARIANT_BOOL value) noexcept
{
    m_is_quiet = value != variant_false;
    return s_ok;
}

WUA_COLD HRESULT WUA_STDCALL update_installer::get_AttemptCloseAppsIfNecessary(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return m_closes_programs.load(); });
}

WUA_COLD HRESULT WUA_STDCALL update_installer::put_AttemptCloseAppsIfNecessary(VARIANT_BOOL value) noexcept
{
    m_closes_programs = value != variant_false;
    return s_ok;
}

WUA_COLD HRESULT WUA_STDCALL update_installer::Commit(DWORD dwFlags) noexcept
{
    return dwFlags == 0 ? s_ok : report_failure(e_invalidarg, "Commit knows no flags");
}

WUA_COLD HRESULT WUA_STDCALL update_installer::LockDown(LONG flags) noexcept
{
    return m_lockdown.lock(flags);
}

WUA_COLD com_ptr<installation_job>
update_installer::begin(job_kind kind, IUnknown* on_progress, IUnknown* on_completed, const VARIANT& state)
{
    m_lockdown.refuse_unless_open();
    using observer_type = detail::installation_observer;
    const auto observer = detail::make_handle<observer_type>(
        observer_type::progress_slot(on_progress), observer_type::completed_slot(on_completed));
    async_state kept(state);
    std::shared_ptr<const void> turn = m_machine->take_turn();
    const detail::prepared_job prepared =
        m_jobs.prepare(kind, observer, observer->is_bound() || kept.is_bound(), &detail::result_before_installation);
    const auto end = std::make_shared<detail::installation_end>(
        m_machine, std::move(turn), prepared.running->job_ledger()->table(), prepared.running->settings(),
        prepared.updates);
    prepared.running->delivery().when_settled([end] { end->pass(); });
    const auto job = make<installation_job>(prepared.running, prepared.updates, m_jobs.token(), std::move(kept));
    observer->keep(job);
    prepared.running->begin();
    end->pass();
    return job;
}

WUA_COLD HRESULT update_installer::answer_job(job_kind kind, IUnknown* on_progress, IUnknown* on_completed,
                                              const VARIANT& state, IInstallationJob** retval) noexcept
{
    // Callbacks may come only after the client has received its pointer.
    com_ptr<installation_job> begun;
    const HRESULT code = answer(retval, [&] {
        begun = begin(kind, on_progress, on_completed, state);
        return com_ptr<IInstallationJob>(begun);
    });
    if (begun)
    {
        begun->running()->delivery().open();
    }
    return code;
}

WUA_COLD HRESULT update_installer::answer_end(job_kind kind, const char* name, IInstallationJob* value,
                                              IInstallationResult** retval) noexcept
{
    return answer(retval, [&] {
        m_lockdown.refuse_unless_open();
        if (value == nullptr)
        {
            throw hresult_error(e_pointer, std::string(name) + " takes the job that was begun");
        }
        const auto job = com_ptr<IInstallationJob>(value).try_query<IInstallationJobSource>();
        if (!job || !job->IsOf(&detail::module_tag))
        {
            throw hresult_error(e_invalidarg, std::string(name) + " takes a job that this installer has begun");
        }
        return job->end(m_jobs.token(), kind, name);
    });
}

WUA_COLD HRESULT update_installer::answer_whole(job_kind kind, const char* name, IInstallationResult** retval) noexcept
{
    return answer(retval, [&] {
        const com_ptr<installation_job> job = begin(kind, nullptr, nullptr, VARIANT{});
        job->running()->delivery().open();
        return job->end(m_jobs.token(), kind, name);
    });
}

} // namespace wua
