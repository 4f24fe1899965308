// SPDX-License-Identifier: MIT
#pragma once

// IMarshal, by which Windows hands an object from one apartment to another: here the object itself, never a proxy.

#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/reference_counted.hpp>

#include <new>
#include <utility>

namespace wua::detail
{

inline constexpr guid iid_marshal = "00000003-0000-0000-c000-000000000046"_guid;

// The IMarshal of an object that any thread may call. It is made when somebody asks for it, passes for a part of the
// object, and leaves the work to the system's free-threaded marshaler.
class agile_marshal final : public reference_counted<agile_marshal, IMarshal>
{
    friend reference_counted;

public:
    agile_marshal(IUnknown* object, com_ptr<IMarshal> system) noexcept : m_object(object), m_system(std::move(system))
    {}

    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        if (object != nullptr && same(iid, iid_marshal))
        {
            AddRef();
            *object = static_cast<IMarshal*>(this);
            return s_ok;
        }
        return m_object->QueryInterface(iid, object);
    }

    HRESULT WUA_STDCALL GetUnmarshalClass(REFIID iid, void* object, DWORD context, void* reserved, DWORD flags,
                                          CLSID* clsid) noexcept override
    {
        return m_system->GetUnmarshalClass(iid, object, context, reserved, flags, clsid);
    }

    HRESULT WUA_STDCALL GetMarshalSizeMax(REFIID iid, void* object, DWORD context, void* reserved, DWORD flags,
                                          DWORD* size) noexcept override
    {
        return m_system->GetMarshalSizeMax(iid, object, context, reserved, flags, size);
    }

    HRESULT WUA_STDCALL MarshalInterface(IStream* stream, REFIID iid, void* object, DWORD context, void* reserved,
                                         DWORD flags) noexcept override
    {
        return m_system->MarshalInterface(stream, iid, object, context, reserved, flags);
    }

    HRESULT WUA_STDCALL UnmarshalInterface(IStream* stream, REFIID iid, void** object) noexcept override
    {
        return m_system->UnmarshalInterface(stream, iid, object);
    }

    HRESULT WUA_STDCALL ReleaseMarshalData(IStream* stream) noexcept override
    {
        return m_system->ReleaseMarshalData(stream);
    }

    HRESULT WUA_STDCALL DisconnectObject(DWORD reserved) noexcept override
    {
        return m_system->DisconnectObject(reserved);
    }

private:
    ~agile_marshal() = default;

    const com_ptr<IUnknown> m_object;
    const com_ptr<IMarshal> m_system;
};

// The system's free-threaded marshaler.
inline HRESULT make_marshaler(com_ptr<IMarshal>& made) noexcept
{
    com_ptr<IUnknown> inner;
    const HRESULT code = CoCreateFreeThreadedMarshaler(nullptr, inner.put());
    return failed(code) ? code : inner->QueryInterface(iid_marshal, reinterpret_cast<void**>(made.put()));
}

// True when an object that has this marshaler goes to other apartments as itself: by the system's own class, for which
// headers and libraries have different names.
inline bool is_free_threaded(IMarshal& marshal, IUnknown& object)
{
    CLSID free{};
    CLSID given{};
    com_ptr<IMarshal> system;
    const auto has_class = [&object](IMarshal& one, CLSID& answer) {
        return succeeded(
            one.GetUnmarshalClass(iid_of<IUnknown>, &object, MSHCTX_INPROC, nullptr, MSHLFLAGS_NORMAL, &answer));
    };
    return succeeded(make_marshaler(system)) && has_class(*system, free) && has_class(marshal, given) &&
           same(free, given);
}

// What QueryInterface of `object` answers when it has no interface of this IID itself.
inline HRESULT query_platform(IUnknown* object, REFIID iid, void** result) noexcept
{
    if (!same(iid, iid_marshal))
    {
        return e_nointerface;
    }
    com_ptr<IMarshal> system;
    const HRESULT code = make_marshaler(system);
    if (failed(code))
    {
        return code;
    }
    *result = static_cast<IMarshal*>(new (std::nothrow) agile_marshal(object, std::move(system)));
    return *result != nullptr ? s_ok : e_outofmemory;
}

} // namespace wua::detail
