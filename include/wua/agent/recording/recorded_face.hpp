// SPDX-License-Identifier: MIT
#pragma once

// What a client holds of an object with a recorder before it, and what its calls come to: recorded_call.hpp.

#include <wua/com/abi.hpp>

namespace wua::detail
{

class recorded_object;
struct recorded_interface;

// What a client holds: it sees the object of `owner` through one interface.
struct recorded_face
{
    const void* vtable;
    recorded_object* owner;
    IUnknown* inner; // the same interface of the object itself, with a reference
    const recorded_interface* type;
};

// An argument on its way.
union passed_argument
{
    void* pointer;
    LONG number;
    VARIANT_BOOL truth;
    double real;
    const void* whole; // what does not fit in here
};

// Calls the slot of the object with the arguments.
using slot_forwarder = HRESULT (*)(IUnknown* object, const passed_argument* values);

// The way of every call.
HRESULT recorded_call(recorded_face& face, UINT slot, passed_argument* values, slot_forwarder forward) noexcept;

// The members of IUnknown and IDispatch.
struct recorded_base
{
    static HRESULT WUA_STDCALL query(recorded_face* self, REFIID iid, void** object) noexcept;
    static ULONG WUA_STDCALL add_ref(recorded_face* self) noexcept;
    static ULONG WUA_STDCALL release(recorded_face* self) noexcept;
    static HRESULT WUA_STDCALL type_info_count(recorded_face* self, UINT* count) noexcept;
    static HRESULT WUA_STDCALL type_info(recorded_face* self, UINT index, LCID locale, ITypeInfo** made) noexcept;
    static HRESULT WUA_STDCALL ids_of_names(recorded_face* self, REFIID iid, LPOLESTR* names, UINT count, LCID locale,
                                            DISPID* ids) noexcept;
    static HRESULT WUA_STDCALL invoke(recorded_face* self, DISPID dispid, REFIID iid, LCID locale, WORD flags,
                                      DISPPARAMS* given, VARIANT* result, EXCEPINFO* record, UINT* bad_index) noexcept;
};

} // namespace wua::detail
