// SPDX-License-Identifier: MIT
#pragma once

// What an object knows at run time about an interface that it implements: its IID, its base, its members.

#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/late_call.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace wua
{

/// The members are those that the interface itself declares, in vtable order; none if it does not extend IDispatch.
struct interface_table
{
    guid iid;
    const interface_table* base; ///< null if it is IUnknown
    const dispatch_member* members;
    UINT member_count;
    std::string_view name{}; ///< without its namespace; empty if it does not extend IDispatch
    bool has_base = false;   ///< whether `base` is set; some compilers do not accept a comparison with null as constant

    constexpr const dispatch_member* begin() const noexcept
    {
        return members;
    }
    constexpr const dispatch_member* end() const noexcept
    {
        return members + member_count;
    }
};

namespace detail
{

template <class I>
constexpr interface_table make_interface_table() noexcept;

} // namespace detail

template <class I>
inline constexpr interface_table interface_table_of = detail::make_interface_table<I>();

namespace detail
{

// Has the interface's name in it.
template <class I>
constexpr std::string_view signature_with() noexcept
{
#if defined(_MSC_VER) && !defined(__clang__)
    return __FUNCSIG__;
#else
    return __PRETTY_FUNCTION__;
#endif
}

// What comes after it is the same for all interfaces.
template <class I>
constexpr std::string_view name_of_interface() noexcept
{
    constexpr std::string_view known = "IDispatch";
    constexpr std::string_view sample = signature_with<IDispatch>();
    constexpr std::size_t rest = sample.size() - sample.rfind(known) - known.size();
    std::string_view name = signature_with<I>();
    name.remove_suffix(rest);
    name.remove_prefix(name.find_last_of(": ") + 1);
    return name;
}

template <class I>
constexpr interface_table make_interface_table() noexcept
{
    interface_table table{iid_of<I>, nullptr, nullptr, 0};
    if constexpr (!std::is_same_v<I, IUnknown> && !std::is_same_v<base_of_t<I>, IUnknown>)
    {
        table.base = &interface_table_of<base_of_t<I>>;
        table.has_base = true;
    }
    if constexpr (std::is_base_of_v<IDispatch, I>)
    {
        table.name = name_of_interface<I>();
        if constexpr (!std::is_base_of_v<no_members, members_of<I>>)
        {
            table.members = members_of<I>::template rows<I>;
            table.member_count = sizeof(members_of<I>::template rows<I>) / sizeof(dispatch_member);
        }
    }
    return table;
}

} // namespace detail
} // namespace wua
