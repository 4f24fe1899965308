// SPDX-License-Identifier: MIT
#pragma once

// Converts between the two faces of a job: the COM objects of a wua::job, and the wua::job of a COM object.

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

// The COM objects of a wua::job.
struct com_face
{
    com_ptr<IDownloadJob> job;
    com_ptr<IUpdateDownloader> downloader;

    // Returns the one in `kept`, making it if there is none.
    static const com_face& of(shared_handle<com_face>& kept, const shared_handle<running_job>& running);
};

} // namespace detail

/// Makes a wua::job of a job that was begun through COM. It owns the job: its destructor aborts the job and waits.
/// Throws hresult_error: E_POINTER for null, E_NOINTERFACE for a foreign job; for those see observed_job.
job to_job(const com_ptr<IDownloadJob>& begun, const std::stop_token& stop = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/com_face.ipp>
#endif
