// SPDX-License-Identifier: MIT
#pragma once

// The error object of each thread, where there is no Windows to keep it.

#include <wua/com/abi.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/separate_compilation.hpp>

#include <string_view>

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

struct ISupportErrorInfo : IUnknown
{
    using base_interface = IUnknown;

    virtual HRESULT WUA_STDCALL InterfaceSupportsErrorInfo(REFIID riid) = 0;

protected:
    ~ISupportErrorInfo() = default;
};

template <>
inline constexpr guid iid_of<ISupportErrorInfo> = "df0b3d60-548f-101b-8e65-08002b2bd119"_guid;

// Hands over the error object of this thread, which has none then; S_FALSE when it has none.
HRESULT GetErrorInfo(ULONG reserved, IErrorInfo** information) noexcept;

// Replaces the error object of this thread; null takes it away.
HRESULT SetErrorInfo(ULONG reserved, IErrorInfo* information) noexcept;

namespace detail
{

// Throws bad_alloc.
com_ptr<IErrorInfo> make_error_info(std::string_view source, std::string_view description);

} // namespace detail
} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/portable/error_info.ipp>
#endif
