// SPDX-License-Identifier: MIT
#pragma once

// The wall: where C++ values and exceptions become out-parameters and HRESULTs.

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/decimal.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/hresult_from_exception.hpp>
#include <wua/com/variant.hpp>

namespace wua
{

// An answer that succeeds with a code of its own, such as S_FALSE.
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
inline constexpr bool is_with_code = false;

template <class T>
inline constexpr bool is_with_code<with_code<T>> = true;

template <class T>
inline constexpr bool is_com_ptr = false;

template <class T>
inline constexpr bool is_com_ptr<com_ptr<T>> = true;

// Turns a C++ value into what an out-parameter of type T holds; the caller of the method owns the result.
template <class T, class Value>
T outgoing(Value&& value)
{
    using plain = std::remove_cvref_t<Value>;
    if constexpr (std::same_as<T, VARIANT>)
    {
        variant made(std::forward<Value>(value));
        return made.detach();
    }
    else if constexpr (std::same_as<T, DECIMAL>)
    {
        if constexpr (std::integral<plain>)
        {
            return to_decimal(value);
        }
        else
        {
            return value;
        }
    }
    else if constexpr (std::same_as<T, BSTR>)
    {
        bstr made(std::forward<Value>(value));
        return made.detach();
    }
    else if constexpr (std::is_pointer_v<T>)
    {
        if constexpr (std::same_as<plain, std::nullptr_t>)
        {
            return nullptr;
        }
        else
        {
            static_assert(is_com_ptr<plain>, "an interface is answered by a com_ptr");
            plain owner(std::forward<Value>(value));
            return owner.detach();
        }
    }
    else if constexpr (std::same_as<plain, bool> && std::same_as<T, VARIANT_BOOL>)
    {
        return value ? variant_true : variant_false;
    }
    else if constexpr (std::integral<T> && std::integral<plain> && !std::same_as<T, plain>)
    {
        static_assert(!std::same_as<plain, bool>, "a bool is answered as a VARIANT_BOOL");
        if (!std::in_range<T>(value))
        {
            throw hresult_error(disp_e_overflow);
        }
        return static_cast<T>(value);
    }
    else
    {
        return std::forward<Value>(value);
    }
}

} // namespace detail

// The body of an ABI method with an out-parameter. A null `out` is E_POINTER and f is not called. Otherwise *out is
// cleared, f is called and its value stored: com_ptr, bstr (or UTF-8 text) and variant hand over what they own, bool
// becomes a VARIANT_BOOL, an integer becomes a DECIMAL or another integer (DISP_E_OVERFLOW when it does not fit),
// with_code stores its value and returns its code. When f throws, *out stays cleared and the result is
// hresult_from_exception().
template <class T, class F>
HRESULT answer(T* out, F&& f) noexcept
{
    if (out == nullptr)
    {
        return e_pointer;
    }
    *out = T{};
    try
    {
        using value_type = std::invoke_result_t<F>;
        if constexpr (detail::is_with_code<std::remove_cvref_t<value_type>>)
        {
            auto result = std::forward<F>(f)();
            *out = detail::outgoing<T>(std::move(result.value));
            return result.code;
        }
        else
        {
            *out = detail::outgoing<T>(std::forward<F>(f)());
            return s_ok;
        }
    }
    catch (...)
    {
        return hresult_from_exception();
    }
}

// The body of an ABI method without an out-parameter; f returns nothing or an HRESULT.
template <class F>
HRESULT guarded(F&& f) noexcept
{
    try
    {
        if constexpr (std::is_void_v<std::invoke_result_t<F>>)
        {
            std::forward<F>(f)();
            return s_ok;
        }
        else
        {
            static_assert(std::same_as<std::invoke_result_t<F>, HRESULT>);
            return std::forward<F>(f)();
        }
    }
    catch (...)
    {
        return hresult_from_exception();
    }
}

} // namespace wua
