// SPDX-License-Identifier: MIT
#pragma once

// Callback objects made from lambdas, and the arguments that callbacks receive.

#include <wua/com/implements.hpp>
#include <wua/objects/download_progress.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_callbacks.hpp>

#include <concepts>
#include <utility>

namespace wua
{

class progress_changed_args final : public implements<progress_changed_args, IDownloadProgressChangedCallbackArgs>
{
public:
    explicit progress_changed_args(com_ptr<IDownloadProgress> progress) noexcept : m_progress(std::move(progress)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_Progress(IDownloadProgress** retval) noexcept override;

private:
    const com_ptr<IDownloadProgress> m_progress;
};

class download_completed_args final : public implements<download_completed_args, IDownloadCompletedCallbackArgs>
{};

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

/// A callback object from a lambda, for BeginDownload of any implementation. It runs on a thread of the implementation;
/// what it throws becomes the HRESULT of Invoke.
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

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/download_callbacks.ipp>
#endif
