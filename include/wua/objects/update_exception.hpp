// SPDX-License-Identifier: MIT
#pragma once

// A warning as an object.

#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/update_exception.hpp>

#include <string>
#include <vector>

namespace wua
{

/// A problem that did not prevent the result. Immutable; any thread may read it.
class update_exception final : public implements<update_exception, IUpdateException>
{
public:
    /// `message` is UTF-8.
    update_exception(HRESULT code, std::string message, UpdateExceptionContext context);

    WUA_INLINE HRESULT WUA_STDCALL get_Message(BSTR* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_HResult(LONG* retval) noexcept override;

    WUA_INLINE HRESULT WUA_STDCALL get_Context(UpdateExceptionContext* retval) noexcept override;

private:
    const HRESULT m_code;
    const std::string m_message;
    const UpdateExceptionContext m_context;
};

/// A collection of IUpdateException objects, none of them null.
com_ptr<IUpdateExceptionCollection> make_exception_collection(std::vector<variant> exceptions = {});

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/objects/update_exception.ipp>
#endif
