// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/objects/update_exception.hpp>.

#include <wua/objects/collection.hpp>
#include <wua/objects/update_exception.hpp>

#include <utility>

namespace wua
{

WUA_INLINE update_exception::update_exception(HRESULT code, std::string message, UpdateExceptionContext context)
    : m_code(code),
      m_message(std::move(message)),
      m_context(context)
{}

WUA_INLINE HRESULT WUA_STDCALL update_exception::get_Message(BSTR* retval) noexcept
{
    return answer(retval, [&] { return bstr(m_message); });
}

WUA_INLINE HRESULT WUA_STDCALL update_exception::get_HResult(LONG* retval) noexcept
{
    return answer(retval, [&] { return m_code; });
}

WUA_INLINE HRESULT WUA_STDCALL update_exception::get_Context(UpdateExceptionContext* retval) noexcept
{
    return answer(retval, [&] { return m_context; });
}

WUA_INLINE com_ptr<IUpdateExceptionCollection> make_exception_collection(std::vector<variant> exceptions)
{
    return make<detail::fixed_collection<IUpdateExceptionCollection, IUpdateException*>>(std::move(exceptions));
}

} // namespace wua
