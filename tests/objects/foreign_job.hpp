// SPDX-License-Identifier: MIT
#pragma once

// A job, its progress and its results as another implementation might have them: based on WUA's declarations alone.

#include "com/hand_made.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/wuapi.hpp>

#include <cstddef>
#include <vector>

// Lives on the stack, and has no other interface.
template <class Interface>
struct foreign : doubles::hand_made<Interface>
{
    wua::HRESULT WUA_STDCALL QueryInterface(const wua::IID&, void** object) override
    {
        *object = nullptr;
        return wua::e_nointerface;
    }

protected:
    ~foreign() = default;
};

// What a getter returns: a code, and a value that is stored even if the code is a failure.
template <class T>
struct reply
{
    T value{};
    wua::HRESULT code = wua::s_ok;

    wua::HRESULT operator()(T* out) const noexcept
    {
        *out = value;
        return code;
    }
};

struct foreign_result final : foreign<wua::IUpdateDownloadResult>
{
    reply<wua::LONG> hresult;
    reply<wua::OperationResultCode> result_code;

    wua::HRESULT WUA_STDCALL get_HResult(wua::LONG* out) noexcept override
    {
        return hresult(out);
    }
    wua::HRESULT WUA_STDCALL get_ResultCode(wua::OperationResultCode* out) noexcept override
    {
        return result_code(out);
    }
};

struct foreign_job_result final : foreign<wua::IDownloadResult>
{
    reply<wua::LONG> hresult;
    reply<wua::OperationResultCode> result_code;

    wua::HRESULT WUA_STDCALL get_HResult(wua::LONG* out) noexcept override
    {
        return hresult(out);
    }
    wua::HRESULT WUA_STDCALL get_ResultCode(wua::OperationResultCode* out) noexcept override
    {
        return result_code(out);
    }
    wua::HRESULT WUA_STDCALL GetUpdateResult(wua::LONG, wua::IUpdateDownloadResult**) noexcept override
    {
        return wua::e_notimpl;
    }
};

struct foreign_progress final : foreign<wua::IDownloadProgress>
{
    std::vector<foreign_result*> results{};
    wua::HRESULT result_code = wua::s_ok;

    reply<wua::DECIMAL> update_done{wua::to_decimal(734003)};
    reply<wua::DECIMAL> update_total{wua::to_decimal(4404019)};
    reply<wua::LONG> index{1};
    reply<wua::LONG> percent{42};
    reply<wua::DECIMAL> done{wua::to_decimal(4404019)};
    reply<wua::DECIMAL> total{wua::to_decimal(10485760)};
    reply<wua::DownloadPhase> phase{wua::dphDownloading};
    reply<wua::LONG> update_percent{17};

    wua::HRESULT WUA_STDCALL get_CurrentUpdateBytesDownloaded(wua::DECIMAL* out) noexcept override
    {
        return update_done(out);
    }
    wua::HRESULT WUA_STDCALL get_CurrentUpdateBytesToDownload(wua::DECIMAL* out) noexcept override
    {
        return update_total(out);
    }
    wua::HRESULT WUA_STDCALL get_CurrentUpdateIndex(wua::LONG* out) noexcept override
    {
        return index(out);
    }
    wua::HRESULT WUA_STDCALL get_PercentComplete(wua::LONG* out) noexcept override
    {
        return percent(out);
    }
    wua::HRESULT WUA_STDCALL get_TotalBytesDownloaded(wua::DECIMAL* out) noexcept override
    {
        return done(out);
    }
    wua::HRESULT WUA_STDCALL get_TotalBytesToDownload(wua::DECIMAL* out) noexcept override
    {
        return total(out);
    }
    wua::HRESULT WUA_STDCALL GetUpdateResult(wua::LONG place, wua::IUpdateDownloadResult** out) noexcept override
    {
        const auto at = static_cast<std::size_t>(place);
        if (at >= results.size() || wua::failed(result_code))
        {
            return at >= results.size() ? wua::wu_e_invalidindex : result_code;
        }
        if (results[at] != nullptr)
        {
            results[at]->AddRef();
        }
        *out = results[at];
        return wua::s_ok;
    }
    wua::HRESULT WUA_STDCALL get_CurrentUpdateDownloadPhase(wua::DownloadPhase* out) noexcept override
    {
        return phase(out);
    }
    wua::HRESULT WUA_STDCALL get_CurrentUpdatePercentComplete(wua::LONG* out) noexcept override
    {
        return update_percent(out);
    }
};

struct foreign_job final : foreign<wua::IDownloadJob>
{
    foreign_progress progress;
    reply<wua::VARIANT_BOOL> is_completed{wua::variant_false};
    wua::HRESULT progress_code = wua::s_ok;
    wua::IDownloadProgress* answered = &progress;
    wua::com_ptr<wua::IUpdateCollection> updates{};
    wua::HRESULT abort_code = wua::s_ok;
    unsigned aborts = 0;
    unsigned clean_ups = 0;

    wua::HRESULT WUA_STDCALL get_AsyncState(wua::VARIANT*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL get_IsCompleted(wua::VARIANT_BOOL* out) noexcept override
    {
        return is_completed(out);
    }
    wua::HRESULT WUA_STDCALL get_Updates(wua::IUpdateCollection** out) noexcept override
    {
        updates.copy_to(out);
        return wua::s_ok;
    }
    wua::HRESULT WUA_STDCALL CleanUp() noexcept override
    {
        ++clean_ups;
        return wua::s_ok;
    }
    wua::HRESULT WUA_STDCALL GetProgress(wua::IDownloadProgress** out) noexcept override
    {
        *out = answered;
        if (wua::succeeded(progress_code) && answered != nullptr)
        {
            answered->AddRef();
        }
        return progress_code;
    }
    wua::HRESULT WUA_STDCALL RequestAbort() noexcept override
    {
        ++aborts;
        return abort_code;
    }
};
