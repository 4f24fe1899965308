// SPDX-License-Identifier: MIT
#pragma once

// Vtables for objects that stand before others: made of the tables that late binding has, so that no member of any
// interface is written a second time. An interface pointer is a pointer to a pointer to an array of functions: that is
// what COM says of it on every platform, and all that is used here.

#include <wua/agent/recording/recorded_face.hpp>
#include <wua/com/abi.hpp>
#include <wua/com/vtable_slots.hpp>
#include <wua/wuapi/update_lockdown.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace wua::detail
{

// How the machine passes an argument.
enum class abi_kind : unsigned char
{
    pointer,
    number, // of 32 bits
    truth,  // of 16 bits
    real,
    any,     // a VARIANT
    decimal, // a DECIMAL
};

template <abi_kind Kind>
struct abi_argument;

template <>
struct abi_argument<abi_kind::pointer>
{
    using type = void*;
    static constexpr auto place = &passed_argument::pointer;
};
template <>
struct abi_argument<abi_kind::number>
{
    using type = LONG;
    static constexpr auto place = &passed_argument::number;
};
template <>
struct abi_argument<abi_kind::truth>
{
    using type = VARIANT_BOOL;
    static constexpr auto place = &passed_argument::truth;
};
template <>
struct abi_argument<abi_kind::real>
{
    using type = double;
    static constexpr auto place = &passed_argument::real;
};
template <>
struct abi_argument<abi_kind::any>
{
    using type = VARIANT;
};
template <>
struct abi_argument<abi_kind::decimal>
{
    using type = DECIMAL;
};

constexpr bool is_passed_whole(abi_kind kind) noexcept
{
    return kind == abi_kind::any || kind == abi_kind::decimal;
}

template <abi_kind Kind>
passed_argument pass(const typename abi_argument<Kind>::type& value) noexcept
{
    passed_argument passed{};
    if constexpr (is_passed_whole(Kind))
    {
        passed.whole = &value;
    }
    else
    {
        passed.*abi_argument<Kind>::place = value;
    }
    return passed;
}

template <abi_kind Kind>
typename abi_argument<Kind>::type passed_on(const passed_argument& value) noexcept
{
    if constexpr (is_passed_whole(Kind))
    {
        return *static_cast<const typename abi_argument<Kind>::type*>(value.whole);
    }
    else
    {
        return value.*abi_argument<Kind>::place;
    }
}

// The arguments of a function, the place of its result last.
struct slot_shape
{
    std::size_t count = 0;
    abi_kind kinds[call_signature::max_inputs + 1]{};
};

constexpr abi_kind kind_of(VARTYPE type)
{
    switch (type)
    {
        case VT_BSTR:
        case VT_DISPATCH:
        case VT_UNKNOWN:
        case VT_PTR:
            return abi_kind::pointer;
        case VT_I4:
        case VT_UI4:
            return abi_kind::number;
        case VT_BOOL:
            return abi_kind::truth;
        case VT_DATE:
            return abi_kind::real;
        case VT_VARIANT:
            return abi_kind::any;
        case VT_DECIMAL:
            return abi_kind::decimal;
        default:
            throw "it is not known how an argument of this type is passed";
    }
}

constexpr slot_shape shape_of(const call_signature& signature)
{
    slot_shape shape;
    for (UINT i = 0; i != signature.inputs; ++i)
    {
        shape.kinds[shape.count++] = kind_of(signature.wanted[i]);
    }
    if (signature.result_type != VT_EMPTY)
    {
        shape.kinds[shape.count++] = abi_kind::pointer;
    }
    return shape;
}

// The one member of IUpdateLockdown, which has no table.
inline constexpr const call_signature& lock_down_signature = hidden_call<VT_EMPTY, VT_I4>::signature;

template <class I>
constexpr UINT slot_count() noexcept
{
    UINT count = std::is_base_of_v<IDispatch, I> ? 7 : 3;
    for_each_member(interface_table_of<I>, [&](const dispatch_member& row, UINT) { count += slots_of(row); });
    return count + (std::is_same_v<I, IUpdateLockdown> ? 1 : 0);
}

template <class I>
constexpr const call_signature& signature_in(UINT wanted)
{
    const call_signature* found = std::is_same_v<I, IUpdateLockdown> ? &lock_down_signature : nullptr;
    for_each_member(interface_table_of<I>, [&](const dispatch_member& row, UINT slot) {
        for_each_function(row, [&](const dispatch_function& one) {
            if (slot++ == wanted)
            {
                found = one.signature;
            }
        });
    });
    return *found;
}

using slot_function = void (*)();

template <UINT Slot, abi_kind... Kinds>
struct slot_call
{
    using function = HRESULT(WUA_STDCALL*)(IUnknown*, typename abi_argument<Kinds>::type...);

    // What the client calls.
    static HRESULT WUA_STDCALL enter(recorded_face* self, typename abi_argument<Kinds>::type... values) noexcept
    {
        passed_argument passed[] = {pass<Kinds>(values)..., {}};
        return recorded_call(*self, Slot, passed, &forward);
    }

private:
#if defined(__clang__)
    __attribute__((no_sanitize("function"))) // it has the arguments of the member, but other names for their types
#endif
    static HRESULT
    forward(IUnknown* object, const passed_argument* values)
    {
        return forward(object, values, std::make_index_sequence<sizeof...(Kinds)>());
    }

    template <std::size_t... Index>
#if defined(__clang__)
    __attribute__((no_sanitize("function")))
#endif
    static HRESULT
    forward(IUnknown* object, [[maybe_unused]] const passed_argument* values, std::index_sequence<Index...>)
    {
        const slot_function* vtable = nullptr;
        std::memcpy(&vtable, static_cast<const void*>(object), sizeof vtable);
        return reinterpret_cast<function>(vtable[Slot])(object, passed_on<Kinds>(values[Index])...);
    }
};

// The vtable of I, with what compilers put before it: checkers of undefined behaviour look there for the type.
template <class I>
class recorded_vtable
{
public:
    static const void* get() noexcept
    {
        static const recorded_vtable made(std::make_index_sequence<slot_count<I>()>{});
        return made.m_slots.data();
    }

private:
    template <std::size_t... Slot>
    explicit recorded_vtable(std::index_sequence<Slot...>) noexcept : m_slots{function_of<Slot>()...}
    {}

    template <UINT Slot>
    static slot_function function_of() noexcept
    {
        constexpr UINT own = std::is_base_of_v<IDispatch, I> ? 7 : 3;
        switch (Slot)
        {
            case 0:
                return reinterpret_cast<slot_function>(&recorded_base::query);
            case 1:
                return reinterpret_cast<slot_function>(&recorded_base::add_ref);
            case 2:
                return reinterpret_cast<slot_function>(&recorded_base::release);
            default:
                break;
        }
        if constexpr (Slot >= own)
        {
            return reinterpret_cast<slot_function>(
                entrance<Slot>(std::make_index_sequence<shape_of(signature_in<I>(Slot)).count>()));
        }
        else
        {
            constexpr slot_function none = nullptr;
            return Slot == 3   ? reinterpret_cast<slot_function>(&recorded_base::type_info_count)
                   : Slot == 4 ? reinterpret_cast<slot_function>(&recorded_base::type_info)
                   : Slot == 5 ? reinterpret_cast<slot_function>(&recorded_base::ids_of_names)
                   : Slot == 6 ? reinterpret_cast<slot_function>(&recorded_base::invoke)
                               : none;
        }
    }

    template <UINT Slot, std::size_t... Index>
    static auto entrance(std::index_sequence<Index...>) noexcept
    {
        [[maybe_unused]] constexpr slot_shape shape = shape_of(signature_in<I>(Slot));
        return &slot_call<Slot, shape.kinds[Index]...>::enter;
    }

    [[maybe_unused]] std::ptrdiff_t m_to_the_top = 0;
#if defined(__GXX_RTTI)
    [[maybe_unused]] const std::type_info* m_type = &typeid(I);
#else
    [[maybe_unused]] const void* m_type = nullptr;
#endif
    std::array<slot_function, slot_count<I>()> m_slots;
};

} // namespace wua::detail
