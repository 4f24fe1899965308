// SPDX-License-Identifier: MIT
#pragma once

// A late-bound call: from VARIANTs to the parameters of a function, and from its result to a VARIANT.

#include <wua/com/abi_boundary.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/separate_compilation.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace wua::detail
{

template <class T>
concept interface_class =
    std::is_class_v<T> && !std::same_as<T, VARIANT> && !std::same_as<T, DECIMAL> && !std::same_as<T, GUID>;

// A parameter that returns something: a pointer to a number, an enum, a DECIMAL, a VARIANT or another pointer.
template <class P>
constexpr bool is_out() noexcept
{
    using T = std::remove_pointer_t<P>;
    return std::is_pointer_v<P> && !std::is_const_v<T> && !std::same_as<T, OLECHAR> &&
           (!std::is_class_v<T> || std::same_as<T, DECIMAL> || std::same_as<T, VARIANT>);
}

// The type under which a late-bound caller passes or receives a value. A double in WUA's interfaces is a DATE.
template <class T, bool Opaque = false>
constexpr VARTYPE automation_type() noexcept
{
    if constexpr (std::same_as<T, VARIANT>)
    {
        return VT_VARIANT;
    }
    else if constexpr (std::same_as<T, DECIMAL>)
    {
        return VT_DECIMAL;
    }
    else if constexpr (std::same_as<T, BSTR>)
    {
        return VT_BSTR;
    }
    else if constexpr (std::is_pointer_v<T>)
    {
        using I = std::remove_pointer_t<T>;
        static_assert(interface_class<I>, "a parameter of this type cannot be passed late bound");
        if constexpr (Opaque)
        {
            return VT_UNKNOWN;
        }
        else
        {
            return std::is_base_of_v<IDispatch, I> ? VT_DISPATCH : VT_UNKNOWN;
        }
    }
    else if constexpr (std::same_as<T, double>)
    {
        return VT_DATE;
    }
    else
    {
        return scalar_vartype<T>();
    }
}

// What a parameter accepts: an interface, any VARIANT, or a value of another type.
struct parameter_type
{
    VARTYPE type;
    const guid* iid; // null: no interface
};

template <class T>
constexpr parameter_type parameter_type_of() noexcept
{
    if constexpr (std::is_pointer_v<T> && !std::same_as<T, BSTR>)
    {
        using I = std::remove_pointer_t<T>;
        static_assert(interface_class<I>, "a parameter of this type cannot be passed late bound");
        return {VT_UNKNOWN, &iid_of<I>};
    }
    else
    {
        return {automation_type<T>(), nullptr};
    }
}

// An empty VARIANT and an omitted argument become the null pointer; VT_NULL does not.
variant interface_argument(const VARIANT& source, const guid& iid);

variant convert_argument(const VARIANT& source, const parameter_type& wanted);

// Thrown for an argument that cannot be converted.
struct bad_argument
{
    HRESULT code;
    UINT index; // in rgvarg
};

void convert_arguments(const VARIANT* given, variant* converted, const parameter_type* wanted, UINT count);

// The converted input arguments; owns what the conversions made until the call has returned.
template <UINT Count>
class argument_list
{
public:
    argument_list(const VARIANT* given, const parameter_type* wanted)
    {
        convert_arguments(given, m_values, wanted, Count);
    }

    const variant* values() const noexcept
    {
        return m_values;
    }

private:
    variant m_values[Count];
};

template <>
class argument_list<0>
{
public:
    argument_list(const VARIANT*, const parameter_type*) noexcept {}

    const variant* values() const noexcept
    {
        return nullptr;
    }
};

// What is passed for one parameter: the converted argument, or the address for the result.
template <class P>
P parameter(const variant* argument, [[maybe_unused]] void* result) noexcept
{
    if constexpr (is_out<P>())
    {
        return static_cast<P>(result);
    }
    else if constexpr (std::same_as<P, VARIANT>)
    {
        return argument->get();
    }
    else if constexpr (std::same_as<P, DECIMAL>)
    {
        DECIMAL value = argument->get().decVal;
        value.wReserved = 0;
        return value;
    }
    else if constexpr (std::is_pointer_v<P> && !std::same_as<P, BSTR>)
    {
        return static_cast<P>(static_cast<void*>(argument->get().punkVal)); // every interface begins with IUnknown
    }
    else
    {
        return load_scalar<P>(argument->get());
    }
}

// Changes the type of an object that has IDispatch to VT_DISPATCH.
void prefer_dispatch(VARIANT& object) noexcept;

// Moves what a function returned into the caller's VARIANT.
template <bool Opaque, class T>
void store_result(VARIANT& result, const T& value) noexcept
{
    if constexpr (std::same_as<T, VARIANT>)
    {
        result = value;
    }
    else if constexpr (std::same_as<T, DECIMAL>)
    {
        result.decVal = value;
        result.vt = VT_DECIMAL; // after decVal, which overlaps it
    }
    else
    {
        store_scalar(result, automation_type<T, Opaque>(), value);
        if constexpr (Opaque)
        {
            prefer_dispatch(result);
        }
    }
}

// The call of a function with these parameters. Every interface begins with IUnknown, so all functions with the same
// parameters share it; an interface has dozens of them.
template <bool Opaque, std::size_t... Index, class... Parameters>
class late_call<Opaque, std::index_sequence<Index...>, Parameters...>
{
    using last_parameter = typename decltype((std::type_identity<void>(), ..., std::type_identity<Parameters>()))::type;
    using result_type = std::remove_pointer_t<last_parameter>;

    static constexpr UINT outputs = (0U + ... + (is_out<Parameters>() ? 1U : 0U));
    static constexpr UINT inputs = sizeof...(Parameters) - outputs;
    static constexpr bool has_result = is_out<last_parameter>();
    static_assert(outputs == (has_result ? 1U : 0U), "only the last parameter may hand something back");
    static_assert(inputs <= call_signature::max_inputs);

    static constexpr VARTYPE result_vartype() noexcept
    {
        if constexpr (has_result)
        {
            return automation_type<result_type, Opaque>();
        }
        else
        {
            return VT_EMPTY;
        }
    }

    template <class P>
    static constexpr parameter_type described() noexcept
    {
        if constexpr (is_out<P>())
        {
            return {VT_EMPTY, nullptr};
        }
        else
        {
            return parameter_type_of<P>();
        }
    }

    static constexpr VARTYPE wanted_types[] = {described<Parameters>().type..., VT_EMPTY};

    static HRESULT call(const dispatch_function& called, IUnknown* self, const VARIANT* arguments,
                        [[maybe_unused]] VARIANT& result)
    {
        static constexpr parameter_type wanted[] = {described<Parameters>()..., {}};
        [[maybe_unused]] const argument_list<inputs> converted(arguments, wanted);
        const target member = static_cast<const function&>(called).member;
        if constexpr (has_result)
        {
            result_type value{};
            const HRESULT code = (self->*member)(parameter<Parameters>(converted.values() + Index, &value)...);
            store_result<Opaque>(result, value);
            return code;
        }
        else
        {
            return (self->*member)(parameter<Parameters>(converted.values() + Index, nullptr)...);
        }
    }

public:
    using target = HRESULT (WUA_STDCALL IUnknown::*)(Parameters...);

    // A function of some interface with these parameters.
    struct function : dispatch_function
    {
        target member;
    };

    static constexpr call_signature signature{
        .call = &late_call::call,
        .wanted = wanted_types,
        .inputs = inputs,
        .result_type = result_vartype(),
    };

    static constexpr WORD propget_kind() noexcept
    {
        static_assert(has_result, "a property's get hands a value back");
        return dispatch_propertyget;
    }

    // An object can be put by value or by reference.
    static constexpr WORD propput_kind() noexcept
    {
        static_assert(inputs != 0 && !has_result, "a property's put takes a value");
        constexpr bool takes_object = std::same_as<last_parameter, VARIANT> ||
                                      (std::is_pointer_v<last_parameter> && !std::same_as<last_parameter, BSTR>);
        return takes_object ? dispatch_propertyput | dispatch_propertyputref : dispatch_propertyput;
    }
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/late_call.ipp>
#endif
