// SPDX-License-Identifier: MIT
#pragma once

// Off Windows: the error object of each thread, which tells more about a failure than its HRESULT.

#include <wua/com/abi.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>

#include <utility>

namespace wua
{

struct IErrorInfo : IUnknown
{
    using base_interface = IUnknown;

    virtual HRESULT WUA_STDCALL GetGUID(GUID* pGUID) = 0;
    virtual HRESULT WUA_STDCALL GetSource(BSTR* pBstrSource) = 0;
    virtual HRESULT WUA_STDCALL GetDescription(BSTR* pBstrDescription) = 0;
    virtual HRESULT WUA_STDCALL GetHelpFile(BSTR* pBstrHelpFile) = 0;
    virtual HRESULT WUA_STDCALL GetHelpContext(DWORD* pdwHelpContext) = 0;

protected:
    ~IErrorInfo() = default;
};

template <>
inline constexpr guid iid_of<IErrorInfo> = "1cf2b120-547d-101b-8e65-08002b2bd119"_guid;

namespace detail
{

struct thread_error_info
{
    static inline thread_local com_ptr<IErrorInfo> current;

    // GetErrorInfo.
    static HRESULT take(ULONG reserved, IErrorInfo** information) noexcept
    {
        if (reserved != 0 || information == nullptr)
        {
            return e_invalidarg;
        }
        *information = current.detach();
        return *information != nullptr ? s_ok : s_false;
    }

    // SetErrorInfo.
    static HRESULT put(ULONG reserved, IErrorInfo* information) noexcept
    {
        if (reserved != 0)
        {
            return e_invalidarg;
        }
        // The old one is released last, since its destructor may call here.
        const com_ptr<IErrorInfo> old = std::exchange(current, com_ptr<IErrorInfo>(information));
        return s_ok;
    }
};

} // namespace detail
} // namespace wua
