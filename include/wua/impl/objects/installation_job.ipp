// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/installation_job.hpp>.

#include <wua/com/module_tag.hpp>
#include <wua/impl/objects/client_observer.ipp>
#include <wua/objects/installation_job.hpp>

#include <optional>
#include <string>
#include <utility>

namespace wua
{

#ifdef WUA_SEPARATE_COMPILATION
template class detail::client_observer<detail::installation_kind>;
#endif

WUA_COLD installation_job::installation_job(detail::shared_handle<detail::running_job> running,
                                            detail::shared_handle<detail::update_objects> updates,
                                            std::shared_ptr<const void> owner, async_state state)
    : m_begun(std::move(running), std::move(updates), std::move(owner), std::move(state))
{}

WUA_COLD HRESULT WUA_STDCALL installation_job::get_AsyncState(VARIANT* retval) noexcept
{
    return answer(retval, [&] { return m_begun.state(); });
}

WUA_COLD HRESULT WUA_STDCALL installation_job::get_IsCompleted(VARIANT_BOOL* retval) noexcept
{
    return answer(retval, [&] { return running()->is_completed(); });
}

WUA_COLD HRESULT WUA_STDCALL installation_job::get_Updates(IUpdateCollection** retval) noexcept
{
    return answer(retval, [&] { return m_begun.updates(); });
}

WUA_COLD HRESULT WUA_STDCALL installation_job::CleanUp() noexcept
{
    return guarded([&] { m_begun.wait(std::nullopt); });
}

WUA_COLD HRESULT WUA_STDCALL installation_job::GetProgress(IInstallationProgress** retval) noexcept
{
    return answer(
        retval, [&] { return com_ptr<IInstallationProgress>(make<installation_progress>(running()->snapshot())); });
}

WUA_COLD HRESULT WUA_STDCALL installation_job::RequestAbort() noexcept
{
    return guarded([&] { running()->request_abort(); });
}

WUA_COLD bool WUA_STDCALL installation_job::IsOf(const void* module) noexcept
{
    return module == &detail::module_tag;
}

WUA_COLD com_ptr<IInstallationResult>
installation_job::end(const std::shared_ptr<const void>& owner, job_kind kind, const char* name)
{
    if (running()->settings().kind != kind)
    {
        throw hresult_error(e_invalidarg, std::string(name) + " does not end a job of the other kind");
    }
    return m_begun.end(owner, name, [](const detail::ledger& job) {
        return com_ptr<IInstallationResult>(make<installation_result>(job));
    });
}

WUA_COLD void installation_job::next_to_last_release() noexcept
{
    running()->release_driven_engine();
}

} // namespace wua
