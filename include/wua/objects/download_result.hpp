// SPDX-License-Identifier: MIT
#pragma once

// The results of a job and of each of its updates.

#include <wua/com/implements.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/job/ledger.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/download_result.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/extensions.hpp>

#include <cstddef>
#include <utility>

namespace wua
{

/// The index as a subscript if it is below `count`; otherwise throws WU_E_INVALIDINDEX.
std::size_t checked_index(LONG index, std::size_t count);

/// Wraps an outcome; immutable.
class update_download_result final
    : public implements<update_download_result, IUpdateDownloadResult, IUpdateDownloadResultDetails>
{
public:
    explicit update_download_result(outcome value) : m_outcome(std::move(value)) {}

    WUA_INLINE HRESULT WUA_STDCALL get_HResult(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_NativeSource(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_NativeCode(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Detail(BSTR* retval) noexcept override;

private:
    const outcome m_outcome;
};

/// The result of a completed job. May outlive the job.
class download_result final : public implements<download_result, IDownloadResult>
{
public:
    /// The job must be completed.
    explicit download_result(const detail::ledger& job) : m_outcome(job.result()), m_table(job.table()) {}

    WUA_INLINE HRESULT WUA_STDCALL get_HResult(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_ResultCode(OperationResultCode* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL GetUpdateResult(LONG updateIndex, IUpdateDownloadResult** retval) noexcept override;

private:
    const outcome m_outcome;
    const com_ptr<const detail::update_table> m_table;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/download_result.ipp>
#endif
