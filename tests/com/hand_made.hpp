// SPDX-License-Identifier: MIT
#pragma once

// Objects written by hand, as by somebody without this library.

#include <wua/com/abi.hpp>
#include <wua/com/hresult.hpp>

#include <atomic>

namespace doubles
{

// An automation interface without late binding. It counts its references, and is never deleted. Derived classes
// implement QueryInterface.
template <class Interface>
struct hand_made : Interface
{
    wua::ULONG WUA_STDCALL AddRef() noexcept override
    {
        return ++references;
    }
    wua::ULONG WUA_STDCALL Release() noexcept override
    {
        return --references;
    }
    wua::HRESULT WUA_STDCALL GetTypeInfoCount(wua::UINT*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL GetTypeInfo(wua::UINT, wua::LCID, wua::ITypeInfo**) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL GetIDsOfNames(const wua::IID&, wua::LPOLESTR*, wua::UINT, wua::LCID,
                                           wua::DISPID*) noexcept override
    {
        return wua::e_notimpl;
    }
    wua::HRESULT WUA_STDCALL Invoke(wua::DISPID, const wua::IID&, wua::LCID, wua::WORD, wua::DISPPARAMS*, wua::VARIANT*,
                                    wua::EXCEPINFO*, wua::UINT*) noexcept override
    {
        return wua::e_notimpl;
    }

    std::atomic<wua::ULONG> references{1};

protected:
    ~hand_made() = default;
};

} // namespace doubles
