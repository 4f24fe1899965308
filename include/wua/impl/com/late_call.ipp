// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/com/late_call.hpp>.

#include <wua/com/change_type.hpp>
#include <wua/com/late_call.hpp>

namespace wua::detail
{

WUA_INLINE variant interface_argument(const VARIANT& source, const guid& iid)
{
    const VARIANT value = resolve(source);
    if (value.vt == VT_EMPTY || (value.vt == VT_ERROR && value.scode == disp_e_paramnotfound))
    {
        return {};
    }
    if (value.vt != VT_DISPATCH && value.vt != VT_UNKNOWN)
    {
        throw hresult_error(disp_e_typemismatch);
    }
    variant object = object_from(value, iid, VT_UNKNOWN);
    if (value.punkVal != nullptr && object.get().punkVal == nullptr)
    {
        throw hresult_error(disp_e_typemismatch);
    }
    return object;
}

WUA_INLINE variant convert_argument(const VARIANT& source, const parameter_type& wanted)
{
    if (wanted.iid != nullptr)
    {
        return interface_argument(source, *wanted.iid);
    }
    if (wanted.type == VT_VARIANT)
    {
        return copy_ind(source);
    }
    if (source.vt == VT_ERROR && source.scode == disp_e_paramnotfound)
    {
        throw hresult_error(disp_e_paramnotoptional);
    }
    return change_type(source, wanted.type);
}

WUA_INLINE void convert_arguments(const VARIANT* given, variant* converted, const parameter_type* wanted, UINT count)
{
    for (UINT i = 0; i != count; ++i)
    {
        const UINT index = count - 1 - i;
        try
        {
            converted[i] = convert_argument(given[index], wanted[i]);
        }
        catch (...)
        {
            throw bad_argument{hresult_from_exception(), index};
        }
    }
}

WUA_INLINE void prefer_dispatch(VARIANT& object) noexcept
{
    void* automation = nullptr;
    if (object.punkVal != nullptr && succeeded(object.punkVal->QueryInterface(iid_of<IDispatch>, &automation)) &&
        automation != nullptr)
    {
        object.punkVal->Release();
        store_scalar(object, VT_DISPATCH, automation);
    }
}

} // namespace wua::detail
