// SPDX-License-Identifier: MIT
#pragma once

// ITypeInfo and IProvideClassInfo of an object, from the tables of its interfaces.

#include <wua/com/array_view.hpp>
#include <wua/com/late_binding.hpp>
#include <wua/separate_compilation.hpp>

namespace wua::detail
{

// GetTypeInfoCount: 1.
HRESULT count_type_info(UINT* count) noexcept;

// GetTypeInfo: of the first automation interface, a dispatch interface with the members of its bases. Kinds, parameters
// and results are those of late-bound calls; objects are plain IDispatch or IUnknown, because there is no type library.
// DISP_E_BADINDEX for an index other than 0.
HRESULT get_type_info(array_view<listed_interface> object, UINT index, ITypeInfo** information) noexcept;

// IProvideClassInfo of the object: a class without a CLSID, whose default interface is the one above. E_NOINTERFACE for
// another IID, and for an object without an automation interface.
HRESULT query_class_info(array_view<listed_interface> object, REFIID iid, void** result) noexcept;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/type_information.ipp>
#endif
