// SPDX-License-Identifier: MIT
#pragma once

// Each face of a job from the other: the COM objects of a wua::job, and the wua::job of a COM object.

#include <wua/com/com_ptr.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/job.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_job.hpp>
#include <wua/wuapi/update_downloader.hpp>

#include <stop_token>
#include <utility>

namespace wua
{
namespace detail
{

struct com_face
{
    com_ptr<IDownloadJob> job;
    com_ptr<IUpdateDownloader> downloader;
};

shared_handle<com_face> make_com_face(const shared_handle<running_job>& running);

} // namespace detail

template <class Interface>
const com_ptr<Interface>& job::com() const
{
    if (!m_com_face)
    {
        m_com_face = detail::make_com_face(m_running).owner();
    }
    return static_cast<const detail::com_face*>(m_com_face.get())->job;
}

template <class Interface>
const com_ptr<Interface>& job::downloader() const
{
    com();
    return static_cast<const detail::com_face*>(m_com_face.get())->downloader;
}

/// A job that was begun through COM, as a value that owns it: its end aborts the job and waits. Throws hresult_error:
/// E_POINTER for null, E_NOINTERFACE for a job that is not one of this library's; see observed_job for those.
job to_job(const com_ptr<IDownloadJob>& begun, const std::stop_token& stop = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/com_face.ipp>
#endif
