// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/error_info.hpp>.

#include <wua/com/com_ptr.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/hresult_from_exception.hpp>
#include <wua/com/reference_counted.hpp>

#include <new>

namespace wua
{

WUA_INLINE HRESULT report_failure(HRESULT code, std::string_view sentence) noexcept
{
    detail::reported_failure = sentence.empty() ? s_ok : code;
    try
    {
        const com_ptr<IErrorInfo> info = sentence.empty() ? detail::make_error_info("wua", hresult_error(code).what())
                                                          : detail::make_error_info("wua", sentence);
        SetErrorInfo(0, info.get());
    }
    catch (...)
    {
        SetErrorInfo(0, nullptr); // the description of an earlier failure would be misleading
    }
    return code;
}

namespace detail
{

inline const bool are_failures_reported = (report_with_text = &report_failure, true);

// Created on request; by COM's identity rules it is a part of the object.
class error_support final : public reference_counted<error_support, ISupportErrorInfo>
{
    friend reference_counted;

public:
    explicit error_support(IUnknown* object) noexcept : m_object(object) {}

    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        if (object != nullptr && same(iid, iid_of<ISupportErrorInfo>))
        {
            AddRef();
            *object = static_cast<ISupportErrorInfo*>(this);
            return s_ok;
        }
        return m_object->QueryInterface(iid, object);
    }

    HRESULT WUA_STDCALL InterfaceSupportsErrorInfo(REFIID iid) noexcept override
    {
        com_ptr<IUnknown> found;
        return succeeded(m_object->QueryInterface(iid, reinterpret_cast<void**>(found.put()))) ? s_ok : s_false;
    }

private:
    ~error_support() = default;

    const com_ptr<IUnknown> m_object;
};

WUA_INLINE HRESULT query_error_support(IUnknown* object, REFIID iid, void** result) noexcept
{
    if (!same(iid, iid_of<ISupportErrorInfo>))
    {
        return e_nointerface;
    }
    *result = static_cast<ISupportErrorInfo*>(new (std::nothrow) error_support(object));
    return *result != nullptr ? s_ok : e_outofmemory;
}

} // namespace detail
} // namespace wua
