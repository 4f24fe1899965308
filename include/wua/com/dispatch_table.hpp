// SPDX-License-Identifier: MIT
#pragma once

// The table of an automation interface: names, DISPIDs and members, from which late-bound calls are made.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <wua/com/change_type.hpp>
#include <wua/com/abi_boundary.hpp>

namespace wua
{

// How one call of a member ended: `arguments` fails when an argument could not be converted, and then `bad_argument` is
// its index in rgvarg; otherwise `member` is what the member returned.
struct call_outcome
{
    HRESULT arguments = s_ok;
    UINT bad_argument = 0;
    HRESULT member = s_ok;
};

// One function of the vtable as a late-bound caller sees it.
struct dispatch_function
{
    // `self` points at the interface; `arguments` are `inputs` VARIANTs, the last argument first; `result` may be null.
    using caller = call_outcome (*)(void* self, const VARIANT* arguments, VARIANT* result);

    bool exists = false; // a read-only property has no write, a method none either
    caller call = nullptr;
    UINT inputs = 0;
    VARTYPE result_type = VT_EMPTY; // VT_EMPTY: the function has no result
    UINT slot = 0;                  // counted from the interface's first own slot; see first_slot

    explicit constexpr operator bool() const noexcept
    {
        return exists;
    }
};

// One row of a table: a method, or a property with its get, its put or both.
struct dispatch_member
{
    std::string_view name; // ASCII; callers may write it in any case
    DISPID dispid = dispid_unknown;
    WORD kinds = 0;         // dispatch_method or dispatch_property...
    dispatch_function read; // the method, or the property's get
    dispatch_function write;
};

// The members of one interface, without those of its base, in the order of the vtable.
template <std::size_t Count>
struct dispatch_table
{
    std::array<dispatch_member, Count> rows{};
    UINT slots = 0; // functions in all rows

    constexpr std::span<const dispatch_member> members() const noexcept
    {
        return rows;
    }
};

// A tag for rows with an interface that is declared but not defined where the table stands: whether its objects are
// VT_DISPATCH or VT_UNKNOWN is then asked of each object.
struct opaque_t
{};
inline constexpr opaque_t opaque{};

namespace detail
{

template <class T>
concept text_unit = std::same_as<std::remove_cv_t<T>, OLECHAR>;

template <class T>
concept interface_class =
    std::is_class_v<T> && !std::same_as<T, VARIANT> && !std::same_as<T, DECIMAL> && !std::same_as<T, GUID>;

// A parameter that hands something back: a pointer to a number, an enum, a DECIMAL, a VARIANT or another pointer.
template <class P>
constexpr bool is_out() noexcept
{
    using T = std::remove_pointer_t<P>;
    if constexpr (!std::is_pointer_v<P> || std::is_const_v<T> || text_unit<T>)
    {
        return false;
    }
    else
    {
        return std::is_arithmetic_v<T> || std::is_enum_v<T> || std::same_as<T, DECIMAL> || std::same_as<T, VARIANT> ||
               std::is_pointer_v<T>;
    }
}

// The type under which a late-bound caller passes or receives a value. A double in WUA's interfaces is a DATE.
template <class T, bool Opaque>
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
        static_assert(
            interface_class<std::remove_pointer_t<T>>, "a parameter of this type cannot be passed late bound");
        if constexpr (Opaque)
        {
            return VT_UNKNOWN;
        }
        else
        {
            return std::is_base_of_v<IDispatch, std::remove_pointer_t<T>> ? VT_DISPATCH : VT_UNKNOWN;
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

// An argument on its way in; owns what the conversion made until the call is over.
template <class T>
class argument
{
public:
    void read(const VARIANT& source)
    {
        m_value = change_type(source, automation_type<T, false>());
    }

    T get() const noexcept
    {
        if constexpr (std::same_as<T, DECIMAL>)
        {
            DECIMAL value = m_value.get().decVal;
            value.wReserved = 0;
            return value;
        }
        else
        {
            return load_scalar<T>(m_value.get());
        }
    }

private:
    variant m_value;
};

template <>
class argument<VARIANT>
{
public:
    void read(const VARIANT& source)
    {
        m_value = copy_ind(source);
    }
    VARIANT get() const noexcept
    {
        return m_value.get();
    }

private:
    variant m_value;
};

// Nothing, and an argument left out, are the null pointer; VT_NULL is not.
template <interface_class I>
class argument<I*>
{
public:
    void read(const VARIANT& source)
    {
        const VARIANT value = resolve(source);
        if (value.vt == VT_EMPTY || (value.vt == VT_ERROR && value.scode == disp_e_paramnotfound))
        {
            return;
        }
        if (value.vt != VT_DISPATCH && value.vt != VT_UNKNOWN)
        {
            throw hresult_error(disp_e_typemismatch);
        }
        if (value.punkVal == nullptr)
        {
            return;
        }
        void* found = nullptr;
        if (failed(value.punkVal->QueryInterface(iid_of<I>, &found)) || found == nullptr)
        {
            throw hresult_error(disp_e_typemismatch);
        }
        m_object.attach(
            static_cast<IUnknown*>(found)); // every interface begins with IUnknown, a forward-declared one too
    }

    I* get() const noexcept
    {
        return static_cast<I*>(static_cast<void*>(m_object.get()));
    }

private:
    com_ptr<IUnknown> m_object;
};

// The place for what a function hands back; owns it until it is moved into the caller's VARIANT.
template <class T, bool Opaque>
class result_place
{
public:
    T* put() noexcept
    {
        return &m_value;
    }

    variant take()
    {
        if constexpr (std::same_as<T, DECIMAL>)
        {
            return variant(m_value);
        }
        else
        {
            variant taken;
            VARIANT made{};
            store_scalar(made, automation_type<T, false>(), m_value);
            taken.attach(made);
            return taken;
        }
    }

private:
    T m_value{};
};

template <bool Opaque>
class result_place<BSTR, Opaque>
{
public:
    BSTR* put() noexcept
    {
        return m_text.put();
    }
    variant take()
    {
        return variant(std::move(m_text));
    }

private:
    bstr m_text;
};

template <bool Opaque>
class result_place<VARIANT, Opaque>
{
public:
    VARIANT* put() noexcept
    {
        return m_value.put();
    }
    variant take()
    {
        return std::move(m_value);
    }

private:
    variant m_value;
};

template <interface_class I, bool Opaque>
class result_place<I*, Opaque>
{
public:
    result_place() noexcept = default;
    result_place(const result_place&) = delete;
    result_place& operator=(const result_place&) = delete;

    ~result_place()
    {
        if (void* object = std::exchange(m_object, nullptr))
        {
            static_cast<IUnknown*>(object)->Release();
        }
    }

    I** put() noexcept
    {
        return &m_object;
    }

    variant take()
    {
        com_ptr<IUnknown> object;
        object.attach(static_cast<IUnknown*>(static_cast<void*>(std::exchange(m_object, nullptr))));
        if constexpr (Opaque)
        {
            if (com_ptr<IDispatch> automation = object.try_query<IDispatch>())
            {
                return variant(std::move(automation));
            }
            return variant(std::move(object));
        }
        else if constexpr (std::is_base_of_v<IDispatch, I>)
        {
            com_ptr<IDispatch> automation;
            automation.attach(static_cast<IDispatch*>(object.detach())); // I begins with IDispatch
            return variant(std::move(automation));
        }
        else
        {
            return variant(std::move(object));
        }
    }

private:
    I* m_object = nullptr;
};

// Which of a function's parameters go in, and whether the last one hands something back.
template <class... Parameters>
struct call_shape
{
    using parameters = std::tuple<Parameters...>;

    static constexpr bool has_result = [] {
        bool is_last_out = false;
        ((is_last_out = is_out<Parameters>()), ...);
        return is_last_out;
    }();
    static_assert((0U + ... + (is_out<Parameters>() ? 1U : 0U)) == (has_result ? 1U : 0U),
                  "only the last parameter may hand something back");

    static constexpr std::size_t inputs = sizeof...(Parameters) - (has_result ? 1 : 0);

    // True when the last parameter, the value of a put, may be an object.
    static constexpr bool takes_object = [] {
        bool is_last_object = false;
        ((is_last_object =
              std::same_as<Parameters, VARIANT> || (std::is_pointer_v<Parameters> && !std::same_as<Parameters, BSTR>)),
         ...);
        return is_last_object;
    }();
};

template <class T>
bool read_argument(argument<T>& place, const VARIANT* arguments, std::size_t index, call_outcome& outcome) noexcept
{
    outcome.bad_argument = static_cast<UINT>(index);
    outcome.arguments = guarded([&] { place.read(arguments[index]); });
    return succeeded(outcome.arguments);
}

// Converts the arguments, calls a function with these parameters and stores what it hands back. Every interface begins
// with IUnknown, so that all functions with the same parameters share this: there are hundreds of them, and each
// program compiles them.
template <bool Opaque, class... Parameters>
class late_call
{
    using shape = call_shape<Parameters...>;
    template <std::size_t Index>
    using parameter = std::tuple_element_t<Index, typename shape::parameters>;

public:
    using function = HRESULT (WUA_STDCALL IUnknown::*)(Parameters...);

    static call_outcome run(IUnknown* self, function member, const VARIANT* arguments, VARIANT* result)
    {
        return run(self, member, arguments, result, std::make_index_sequence<shape::inputs>());
    }

    static constexpr VARTYPE result_type() noexcept
    {
        if constexpr (shape::has_result)
        {
            return automation_type<std::remove_pointer_t<parameter<shape::inputs>>, Opaque>();
        }
        else
        {
            return VT_EMPTY;
        }
    }

private:
    template <std::size_t... Index>
    static call_outcome run(IUnknown* self, function member, [[maybe_unused]] const VARIANT* arguments,
                            [[maybe_unused]] VARIANT* result, std::index_sequence<Index...>)
    {
        call_outcome outcome;
        [[maybe_unused]] std::tuple<argument<parameter<Index>>...> converted;
        if (!(read_argument(std::get<Index>(converted), arguments, shape::inputs - 1 - Index, outcome) && ...))
        {
            return outcome;
        }
        outcome.member = guarded([&]() -> HRESULT {
            if constexpr (!shape::has_result)
            {
                return (self->*member)(std::get<Index>(converted).get()...);
            }
            else
            {
                result_place<std::remove_pointer_t<parameter<shape::inputs>>, Opaque> place;
                const HRESULT code = (self->*member)(std::get<Index>(converted).get()..., place.put());
                if (succeeded(code) && result != nullptr)
                {
                    *result = place.take().detach();
                }
                return code;
            }
        });
        return outcome;
    }
};

template <auto Function, bool Opaque, class I, class... Parameters>
call_outcome call_member(void* self, const VARIANT* arguments, VARIANT* result)
{
    using call = late_call<Opaque, Parameters...>;
    return call::run(static_cast<I*>(self), static_cast<typename call::function>(Function), arguments, result);
}

// For deduction; the argument is Function itself.
template <auto Function, bool Opaque, class I, class... Parameters>
constexpr dispatch_function late_bound(HRESULT (WUA_STDCALL I::*)(Parameters...)) noexcept
{
    dispatch_function function;
    function.exists = true;
    function.call = &call_member<Function, Opaque, I, Parameters...>;
    function.inputs = static_cast<UINT>(call_shape<Parameters...>::inputs);
    function.result_type = late_call<Opaque, Parameters...>::result_type();
    return function;
}

template <class I, class... Parameters>
call_shape<Parameters...> shape_of(HRESULT (WUA_STDCALL I::*)(Parameters...));

template <auto Get, auto Put, bool Opaque>
constexpr dispatch_member make_property(std::string_view name, DISPID dispid) noexcept
{
    dispatch_member row{name, dispid, 0, {}, {}};
    if constexpr (!std::same_as<decltype(Get), std::nullptr_t>)
    {
        static_assert(decltype(shape_of(Get))::has_result, "a property's get hands a value back");
        row.kinds = dispatch_propertyget;
        row.read = late_bound<Get, Opaque>(Get);
    }
    if constexpr (!std::same_as<decltype(Put), std::nullptr_t>)
    {
        using shape = decltype(shape_of(Put));
        static_assert(shape::inputs != 0 && !shape::has_result, "a property's put takes a value");
        row.kinds = static_cast<WORD>(row.kinds | dispatch_propertyput);
        if (shape::takes_object)
        {
            row.kinds = static_cast<WORD>(row.kinds | dispatch_propertyputref);
        }
        row.write = late_bound<Put, Opaque>(Put);
    }
    return row;
}

} // namespace detail

// property<&I::get_Priority, &I::put_Priority>("Priority", 0x60020003). Leave the put out of a read-only property, and
// write nullptr for the get of a write-only one. What is passed is deduced from the parameters: the last one, when it
// points at a value, is the result; SHORT is a boolean, LONG and enums are VT_I4, DWORD is VT_UI4, double is a date.
template <auto Get, auto Put = nullptr>
constexpr dispatch_member property(std::string_view name, DISPID dispid) noexcept
{
    return detail::make_property<Get, Put, false>(name, dispid);
}

template <auto Get, auto Put = nullptr>
constexpr dispatch_member property(std::string_view name, DISPID dispid, opaque_t) noexcept
{
    return detail::make_property<Get, Put, true>(name, dispid);
}

template <auto Function>
constexpr dispatch_member method(std::string_view name, DISPID dispid) noexcept
{
    return {name, dispid, dispatch_method, detail::late_bound<Function, false>(Function), {}};
}

template <auto Function>
constexpr dispatch_member method(std::string_view name, DISPID dispid, opaque_t) noexcept
{
    return {name, dispid, dispatch_method, detail::late_bound<Function, true>(Function), {}};
}

// Makes the table of an interface from its rows, which stand in the order of its vtable; a property's get precedes its
// put.
template <class... Rows>
constexpr dispatch_table<sizeof...(Rows)> member_table(Rows... rows) noexcept
{
    dispatch_table<sizeof...(Rows)> table{{rows...}, 0};
    for (dispatch_member& row : table.rows)
    {
        for (dispatch_function* function : {&row.read, &row.write})
        {
            if (*function)
            {
                function->slot = table.slots++;
            }
        }
    }
    return table;
}

namespace detail
{

struct missing_table
{};

} // namespace detail

// The table of an interface that extends IDispatch; specialised under each one.
template <class I>
inline constexpr detail::missing_table members_of{};

template <>
inline constexpr auto members_of<IDispatch> = member_table();

namespace detail
{

template <class I>
constexpr bool is_dual() noexcept
{
    return std::is_base_of_v<IDispatch, I>;
}

template <class I>
constexpr const auto& table_of() noexcept
{
    static_assert(!std::same_as<std::remove_cvref_t<decltype(members_of<I>)>, missing_table>,
                  "specialise wua::members_of under the interface");
    return members_of<I>;
}

} // namespace detail

// The slot of the first member that I itself declares: 3 after IUnknown, 7 after IDispatch.
template <class I>
constexpr UINT first_slot() noexcept
{
    static_assert(detail::is_dual<I>());
    if constexpr (std::same_as<I, IDispatch>)
    {
        return 3;
    }
    else if constexpr (std::same_as<base_of_t<I>, IDispatch>)
    {
        return 7;
    }
    else
    {
        return first_slot<base_of_t<I>>() + detail::table_of<base_of_t<I>>().slots;
    }
}

// Calls visit(row, first slot of the row's interface) for every member of I, those of its bases first.
template <class I, class Visit>
constexpr void for_each_member(Visit&& visit)
{
    if constexpr (!std::same_as<I, IDispatch>)
    {
        for_each_member<base_of_t<I>>(visit);
        for (const dispatch_member& row : detail::table_of<I>().members())
        {
            visit(row, first_slot<I>());
        }
    }
}

} // namespace wua
