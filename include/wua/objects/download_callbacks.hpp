// SPDX-License-Identifier: MIT
#pragma once

// Callbacks on both sides: what a client passes to BeginDownload, whatever its form, and lambdas as callback objects.

#include <wua/com/apartment.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/wuapi/download_callbacks.hpp>
#include <wua/wuapi/errors.hpp>

#include <array>
#include <concepts>
#include <type_traits>
#include <utility>

namespace wua
{

class progress_changed_args final : public implements<progress_changed_args, IDownloadProgressChangedCallbackArgs>
{
public:
    explicit progress_changed_args(com_ptr<IDownloadProgress> progress) noexcept : m_progress(std::move(progress)) {}

    HRESULT WUA_STDCALL get_Progress(IDownloadProgress** retval) noexcept override
    {
        return answer(retval, [&] { return m_progress; });
    }

private:
    const com_ptr<IDownloadProgress> m_progress;
};

class download_completed_args final : public implements<download_completed_args, IDownloadCompletedCallbackArgs>
{};

// A callback as a client passed it: an object with the typed interface, an automation object whose default member takes
// the job and the arguments, or nothing. Holds a reference until it is reset.
template <class Callback, class Args>
class callback_slot
{
public:
    callback_slot() = default;

    // Null is nothing. Throws E_NOINTERFACE for an object that has neither form.
    explicit callback_slot(IUnknown* object)
    {
        if (object == nullptr)
        {
            return;
        }
        const com_ptr<IUnknown> given(object);
        m_typed = given.try_query<Callback>();
        if (!m_typed)
        {
            m_automation = given.query<IDispatch>();
        }
        m_is_bound = is_bound_to_apartment(*given, m_typed ? iid_of<Callback> : iid_of<IDispatch>);
    }

    explicit operator bool() const noexcept
    {
        return m_typed || m_automation;
    }

    // True when it may be called, and let go of, only in the apartment in which this was made.
    bool is_bound() const noexcept
    {
        return m_is_bound;
    }

    // What the callback returns, and what it throws, stays with it.
    template <class Job>
    void invoke(Job* job, Args* args) const noexcept
    {
        try
        {
            if (m_typed)
            {
                m_typed->Invoke(job, args);
            }
            else if (m_automation)
            {
                std::array<VARIANT, 2> arguments{}; // the last argument first
                set(arguments[1], job);
                set(arguments[0], args);
                DISPPARAMS parameters{arguments.data(), nullptr, 2, 0};
                m_automation->Invoke(dispid_value, GUID{}, 0, dispatch_method, &parameters, nullptr, nullptr, nullptr);
            }
        }
        catch (...)
        {
            // A callback has nobody to tell.
        }
    }

    void reset() noexcept
    {
        m_typed.reset();
        m_automation.reset();
    }

    // Once the apartment of a bound callback is gone, nobody can release it any more: it is forgotten.
    void abandon() noexcept
    {
        if (m_is_bound)
        {
            static_cast<void>(m_typed.detach());
            static_cast<void>(m_automation.detach());
        }
        reset();
    }

private:
    // Lent for the call, not owned.
    static void set(VARIANT& argument, IDispatch* object) noexcept
    {
        argument.vt = VT_DISPATCH;
        argument.pdispVal = object;
    }

    com_ptr<Callback> m_typed;
    com_ptr<IDispatch> m_automation;
    bool m_is_bound = false;
};

using progress_callback_slot = callback_slot<IDownloadProgressChangedCallback, IDownloadProgressChangedCallbackArgs>;
using completed_callback_slot = callback_slot<IDownloadCompletedCallback, IDownloadCompletedCallbackArgs>;

namespace detail
{

template <class F>
class progress_changed_callback final
    : public implements<progress_changed_callback<F>, IDownloadProgressChangedCallback>
{
public:
    explicit progress_changed_callback(F f) : m_f(std::move(f)) {}

    HRESULT WUA_STDCALL Invoke(IDownloadJob* job, IDownloadProgressChangedCallbackArgs* args) noexcept override
    {
        return guarded([&] {
            com_ptr<IDownloadProgress> progress;
            throw_if_failed(args->get_Progress(progress.put()));
            m_f(*job, *progress);
        });
    }

private:
    F m_f;
};

template <class F>
class download_completed_callback final : public implements<download_completed_callback<F>, IDownloadCompletedCallback>
{
public:
    explicit download_completed_callback(F f) : m_f(std::move(f)) {}

    HRESULT WUA_STDCALL Invoke(IDownloadJob* job, IDownloadCompletedCallbackArgs*) noexcept override
    {
        return guarded([&] { m_f(*job); });
    }

private:
    F m_f;
};

} // namespace detail

// A callback object from a lambda, to be passed to BeginDownload of any implementation. It runs on a thread of the
// implementation's; what it throws becomes the HRESULT of Invoke.
template <std::invocable<IDownloadJob&, IDownloadProgress&> F>
com_ptr<IDownloadProgressChangedCallback> on_progress_changed(F f)
{
    return make<detail::progress_changed_callback<F>>(std::move(f));
}

template <std::invocable<IDownloadJob&> F>
com_ptr<IDownloadCompletedCallback> on_completed(F f)
{
    return make<detail::download_completed_callback<F>>(std::move(f));
}

} // namespace wua
