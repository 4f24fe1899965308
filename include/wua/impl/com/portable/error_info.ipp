// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/portable/error_info.hpp>.

#include <wua/com/bstr.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/reference_counted.hpp>
#include <wua/com/thread_slot.hpp>

namespace wua
{
namespace detail
{

class error_record final : public reference_counted<error_record, IErrorInfo>
{
    friend reference_counted;

public:
    error_record(std::string_view source, std::string_view description) : m_source(source), m_description(description)
    {}

    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        if (object == nullptr)
        {
            return e_pointer;
        }
        const bool is_known = same(iid, iid_of<IUnknown>) || same(iid, iid_of<IErrorInfo>);
        *object = is_known ? static_cast<IErrorInfo*>(this) : nullptr;
        if (!is_known)
        {
            return e_nointerface;
        }
        AddRef();
        return s_ok;
    }
    HRESULT WUA_STDCALL GetGUID(GUID* value) noexcept override
    {
        return store(value, GUID{});
    }
    HRESULT WUA_STDCALL GetSource(BSTR* value) noexcept override
    {
        return copy(value, m_source);
    }
    HRESULT WUA_STDCALL GetDescription(BSTR* value) noexcept override
    {
        return copy(value, m_description);
    }
    HRESULT WUA_STDCALL GetHelpFile(BSTR* value) noexcept override
    {
        return store(value, BSTR());
    }
    HRESULT WUA_STDCALL GetHelpContext(DWORD* value) noexcept override
    {
        return store(value, DWORD());
    }

private:
    ~error_record() = default;

    template <class T>
    static HRESULT store(T* place, T value) noexcept
    {
        if (place == nullptr)
        {
            return e_pointer;
        }
        *place = value;
        return s_ok;
    }

    static HRESULT copy(BSTR* place, const bstr& text) noexcept
    {
        if (place == nullptr)
        {
            return e_pointer;
        }
        *place = SysAllocStringLen(text.get(), SysStringLen(text.get()));
        return *place != nullptr ? s_ok : e_outofmemory;
    }

    const bstr m_source;
    const bstr m_description;
};

WUA_INLINE void release_error_info(IErrorInfo* information) noexcept
{
    information->Release();
}

using kept_error_info = thread_slot<IErrorInfo, &release_error_info>;

WUA_INLINE com_ptr<IErrorInfo> make_error_info(std::string_view source, std::string_view description)
{
    com_ptr<IErrorInfo> made;
    made.attach(new error_record(source, description));
    return made;
}

} // namespace detail

WUA_INLINE HRESULT GetErrorInfo(ULONG reserved, IErrorInfo** information) noexcept
{
    if (reserved != 0 || information == nullptr)
    {
        return e_invalidarg;
    }
    *information = detail::kept_error_info::take();
    return *information != nullptr ? s_ok : s_false;
}

WUA_INLINE HRESULT SetErrorInfo(ULONG reserved, IErrorInfo* information) noexcept
{
    if (reserved != 0)
    {
        return e_invalidarg;
    }
    com_ptr<IErrorInfo> old; // released last, since its destructor may call back into this function
    old.attach(detail::kept_error_info::take());
    if (information != nullptr && detail::kept_error_info::try_keep(information))
    {
        information->AddRef();
    }
    return s_ok;
}

} // namespace wua
