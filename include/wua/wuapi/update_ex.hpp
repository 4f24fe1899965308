// SPDX-License-Identifier: MIT
#pragma once

// An update with properties that are known only by name.

#include <wua/com/abi.hpp>
#include <wua/com/dispatch_table.hpp>
#include <wua/com/guid.hpp>
#include <wua/wuapi/update.hpp>

namespace wua
{

/// IUpdate5 plus properties that are read by name.
struct IUpdateEx : IUpdate5
{
    using base_interface = IUpdate5;

    virtual HRESULT WUA_STDCALL get_ExtendedStaticProperty(BSTR propertyName, VARIANT* retval) = 0;
    virtual HRESULT WUA_STDCALL EvaluateExtendedDynamicProperty(BSTR propertyName, VARIANT* retval) = 0;

protected:
    ~IUpdateEx() = default;
};

template <>
inline constexpr guid iid_of<IUpdateEx> = "769355a3-c5a0-497c-a606-560a36d2121c"_guid;

template <>
struct members_of<IUpdateEx>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"ExtendedStaticProperty", 0x60080001, propget<&I::get_ExtendedStaticProperty>, "propertyName"},
        {"EvaluateExtendedDynamicProperty", 0x60080002, method<&I::EvaluateExtendedDynamicProperty>, "propertyName"},
    };
};

} // namespace wua
