// SPDX-License-Identifier: MIT
#pragma once

// The ABI boundary: where C++ values and exceptions become out-parameters and HRESULTs.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/hresult_from_exception.hpp>
#include <wua/com/variant.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace wua
{

/// A value that is returned with a success code of its own, such as S_FALSE.
template <class T>
struct with_code
{
    T value;
    HRESULT code = s_ok;
};

template <class T>
with_code(T, HRESULT) -> with_code<T>;

namespace detail
{

template <class T>
inline constexpr bool is_com_ptr = false;

template <class T>
inline constexpr bool is_com_ptr<com_ptr<T>> = true;

// Stores a C++ value in an out-parameter of type T; the caller of the method owns what is stored.
template <class T, class Value>
HRESULT store_answer(T& out, Value&& value)
{
    using plain = std::remove_cvref_t<Value>;
    if constexpr (std::same_as<T, VARIANT>)
    {
        variant owner(std::forward<Value>(value));
        out = owner.detach();
    }
    else if constexpr (std::same_as<T, BSTR>)
    {
        bstr owner(std::forward<Value>(value));
        out = owner.detach();
    }
    else if constexpr (is_com_ptr<plain>)
    {
        static_assert(std::is_pointer_v<T>, "a com_ptr is answered as a pointer to an interface");
        plain owner(std::forward<Value>(value));
        out = owner.detach();
    }
    else if constexpr (std::is_pointer_v<T>)
    {
        static_assert(std::same_as<plain, std::nullptr_t>, "an interface is answered by a com_ptr");
        out = nullptr;
    }
    else if constexpr (std::same_as<T, DECIMAL> && std::integral<plain>)
    {
        out = to_decimal(value);
    }
    else if constexpr (std::same_as<T, VARIANT_BOOL> && std::same_as<plain, bool>)
    {
        out = value ? variant_true : variant_false;
    }
    else if constexpr (std::integral<T> && std::integral<plain> && !std::same_as<T, plain>)
    {
        static_assert(!std::same_as<plain, bool>, "a bool is answered as a VARIANT_BOOL");
        if (!std::in_range<T>(value))
        {
            throw hresult_error(disp_e_overflow);
        }
        out = static_cast<T>(value);
    }
    else
    {
        out = std::forward<Value>(value);
    }
    return s_ok;
}

template <class T, class Value>
HRESULT store_answer(T& out, with_code<Value>&& answered)
{
    store_answer(out, std::move(answered.value));
    return answered.code;
}

} // namespace detail

/// The body of an ABI method with an out-parameter. A null `out` is E_POINTER and f is not called. Otherwise *out is
/// cleared, f is called and its value stored: com_ptr, bstr (or UTF-8 text) and variant hand over what they own, bool
/// becomes a VARIANT_BOOL, an integer becomes a DECIMAL or another integer (DISP_E_OVERFLOW when it does not fit),
/// with_code stores its value and returns its code. When f throws, *out stays cleared and the result is
/// hresult_from_exception(). A failure leaves its error text as report_failure() does.
template <class T, class F>
HRESULT answer(T* out, F&& f) noexcept
{
    if (out == nullptr)
    {
        return report_failure(e_pointer);
    }
    *out = T{};
    try
    {
        const HRESULT code = detail::store_answer(*out, f());
        return failed(code) ? report_failure(code) : code;
    }
    catch (...)
    {
        return hresult_from_exception();
    }
}

/// The body of an ABI method without an out-parameter; f returns nothing or an HRESULT. A failure leaves its error text
/// as report_failure() does.
template <class F>
HRESULT guarded(F&& f) noexcept
{
    try
    {
        if constexpr (std::same_as<decltype(f()), void>)
        {
            f();
            return s_ok;
        }
        else
        {
            static_assert(std::same_as<decltype(f()), HRESULT>);
            const HRESULT code = f();
            return failed(code) ? report_failure(code) : code;
        }
    }
    catch (...)
    {
        return hresult_from_exception();
    }
}

} // namespace wua
