// SPDX-License-Identifier: MIT
#pragma once

// The dispatch table of an automation interface: the names and DISPIDs under which late-bound callers find its members.
// Including this and writing a table costs next to nothing: rows are instantiated only for the objects in a program.

#include <wua/com/abi.hpp>
#include <wua/com/guid.hpp>

#include <utility>

namespace wua
{

struct dispatch_function;

/// What all functions with the same parameters share.
struct call_signature
{
    /// Converts `inputs` VARIANTs, the last argument first, calls the function on `self` and stores its result in
    /// `result`. Lets the function's exceptions through; an argument that cannot be converted is thrown as
    /// detail::bad_argument.
    using caller = HRESULT (*)(const dispatch_function& function, IUnknown* self, const VARIANT* arguments,
                               VARIANT& result);

    static constexpr UINT max_inputs = 16;

    caller call;           ///< null for a function that cannot be called late bound
    const VARTYPE* wanted; ///< a type for each input, VT_UNKNOWN for an interface, VT_PTR for another pointer
    UINT inputs;
    VARTYPE result_type; ///< VT_EMPTY: no result
};

/// One function of the vtable as a late-bound caller sees it.
struct dispatch_function
{
    const call_signature* signature = nullptr;
    WORD kind = 0; ///< dispatch_method or dispatch_property...; 0: cannot be called late bound
};

/// One row of a table: a method, or a property with its get, its put or both.
struct dispatch_member
{
    const char* name; ///< ASCII; callers may write it in any case
    DISPID dispid;
    const dispatch_function* read = nullptr; ///< the method, or the property's get
    const dispatch_function* write = nullptr;
    const char* parameters;     ///< the names of the arguments, without the value of a put: "criteria state"
    UINT functions = 1;         ///< how many of `read` and `write` there are
    bool has_put_first = false; ///< the put comes first in the vtable, or is alone

    constexpr dispatch_member(const char* its_name, DISPID its_dispid, const dispatch_function& function,
                              const char* its_parameters = "") noexcept
        : name(its_name),
          dispid(its_dispid),
          parameters(its_parameters),
          has_put_first((function.kind & dispatch_propertyput) != 0)
    {
        (has_put_first ? write : read) = &function;
    }

    /// A get and a put, in their order in the vtable.
    constexpr dispatch_member(const char* its_name, DISPID its_dispid, const dispatch_function& first,
                              const dispatch_function& second, const char* its_parameters = "") noexcept
        : name(its_name),
          dispid(its_dispid),
          read(&first),
          write(&second),
          parameters(its_parameters),
          functions(2),
          has_put_first((first.kind & dispatch_propertyput) != 0)
    {
        if (has_put_first)
        {
            read = &second;
            write = &first;
        }
    }

    constexpr WORD kinds() const noexcept
    {
        return static_cast<WORD>((read != nullptr ? read->kind : 0) | (write != nullptr ? write->kind : 0));
    }
};

namespace detail
{

// Defined in late_call.hpp.
template <bool Opaque, class Indices, class... Parameters>
class late_call;

// For deduction; all functions with these parameters share the call.
template <bool Opaque, class I, class... Parameters>
late_call<Opaque, std::index_sequence_for<Parameters...>, Parameters...>
    late_call_of(HRESULT (WUA_STDCALL I::*)(Parameters...));

template <auto Function, bool Opaque>
using late_call_of_t = decltype(late_call_of<Opaque>(Function));

} // namespace detail

/// The second argument of propget and method for a result whose interface is declared but not defined: each object is
/// then asked whether it is VT_DISPATCH or VT_UNKNOWN.
inline constexpr bool opaque = true;

/// The functions of a row. What to pass is deduced from the parameters: the last one, if it points at a value, is the
/// result; SHORT is a boolean, LONG and enums are VT_I4, DWORD is VT_UI4, double is a date.
template <auto Function, bool Opaque = false, class Call = detail::late_call_of_t<Function, Opaque>>
inline constexpr typename Call::function propget{
    {&Call::signature, Call::propget_kind()}, static_cast<typename Call::target>(Function)};

template <auto Function, class Call = detail::late_call_of_t<Function, false>>
inline constexpr typename Call::function propput{
    {&Call::signature, Call::propput_kind()}, static_cast<typename Call::target>(Function)};

template <auto Function, bool Opaque = false, class Call = detail::late_call_of_t<Function, Opaque>>
inline constexpr
    typename Call::function method{{&Call::signature, dispatch_method}, static_cast<typename Call::target>(Function)};

namespace detail
{

template <VARTYPE Result, VARTYPE... Inputs>
struct hidden_call
{
    static constexpr VARTYPE wanted[] = {Inputs..., VT_EMPTY};
    static constexpr call_signature signature{nullptr, wanted, sizeof...(Inputs), Result};
};

} // namespace detail

/// A function that has a slot in the vtable but cannot be called late bound. VT_EMPTY: without a result.
template <VARTYPE Result, VARTYPE... Inputs>
inline constexpr dispatch_function hidden{&detail::hidden_call<Result, Inputs...>::signature, 0};

/// The table of an interface that extends IDispatch, without the members of its base; specialised under each one. The
/// rows are in vtable order, in a template, so that they are instantiated only when an object needs them:
///
///     template <>
///     struct members_of<IThing>
///     {
///         template <class I>
///         static constexpr dispatch_member rows[] = {
///             {"Priority", 0x60020001, propget<&I::get_Priority>, propput<&I::put_Priority>},
///             {"CleanUp", 0x60020002, method<&I::CleanUp>},
///             {"Begin", 0x60020003, method<&I::Begin>, "callback state"},
///         };
///     };
template <class I>
struct members_of
{
    static_assert(detail::never<I>, "specialise wua::members_of under the interface");
};

/// The base of the table of an interface without members of its own.
struct no_members
{};

template <>
struct members_of<IDispatch> : no_members
{};

} // namespace wua
