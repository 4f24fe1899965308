// SPDX-License-Identifier: MIT
#pragma once

// Single-threaded apartments: whose objects are called on their own thread, while that thread waits for messages.

#include <wua/com/abi_boundary.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/reference_counted.hpp>
#include <wua/com/windows/apartment_visit.hpp>
#include <wua/com/windows/marshaling.hpp>

#include <algorithm>
#include <chrono>
#include <thread>
#include <type_traits>
#include <utility>

namespace wua
{
namespace detail
{

inline constexpr guid iid_no_marshal = "ecc8691b-c1db-4dc0-855e-65f6c551af49"_guid;

// A function and what it works on, lent for a call.
struct marshaled_call
{
    void (*function)(void*) noexcept;
    void* context;
};

// An object of the apartment in which it is made. It is an automation object since those are marshalled everywhere, and
// has no IMarshal, so that the system brings each call to its apartment. Takes the address of a marshaled_call.
class apartment_dispatcher final : public reference_counted<apartment_dispatcher, ::IDispatch>
{
    friend reference_counted;

public:
    apartment_dispatcher() = default;

    HRESULT WUA_STDCALL QueryInterface(REFIID iid, void** object) noexcept override
    {
        if (!same(iid, iid_of<::IUnknown>) && !same(iid, iid_of<::IDispatch>))
        {
            *object = nullptr;
            return e_nointerface;
        }
        *object = static_cast<::IDispatch*>(this);
        AddRef();
        return s_ok;
    }

    HRESULT WUA_STDCALL GetTypeInfoCount(UINT* count) noexcept override
    {
        *count = 0;
        return s_ok;
    }

    HRESULT WUA_STDCALL GetTypeInfo(UINT, LCID, ITypeInfo**) noexcept override
    {
        return e_notimpl;
    }

    HRESULT WUA_STDCALL GetIDsOfNames(REFIID, LPOLESTR*, UINT, LCID, DISPID*) noexcept override
    {
        return e_notimpl;
    }

    HRESULT WUA_STDCALL Invoke(DISPID, REFIID, LCID, WORD, DISPPARAMS* given, VARIANT*, EXCEPINFO*,
                               UINT*) noexcept override
    {
        if (given == nullptr || given->cArgs != 1 || given->rgvarg[0].vt != VT_I8)
        {
            return e_invalidarg;
        }
        const auto* work = reinterpret_cast<const marshaled_call*>(static_cast<std::uintptr_t>(given->rgvarg[0].llVal));
        work->function(work->context);
        return s_ok;
    }

private:
    ~apartment_dispatcher() = default;
};

// True when the apartment has not taken the call, but may take the next one: it is showing a dialogue, or its queue is
// full.
inline bool is_turned_away(HRESULT code) noexcept
{
    return code == RPC_E_CALL_REJECTED || code == RPC_E_SERVERCALL_RETRYLATER ||
           code == HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_QUOTA);
}

inline com_ptr<IGlobalInterfaceTable> global_interfaces()
{
    com_ptr<IGlobalInterfaceTable> table;
    throw_if_failed(CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER,
                                     __uuidof(IGlobalInterfaceTable), reinterpret_cast<void**>(table.put())));
    return table;
}

} // namespace detail

// True when the object is to be called on this thread alone: the thread is a single-threaded apartment, the object does
// not say that it is agile, by a marker or by the free-threaded marshaler, and the interface could be marshalled. What
// cannot be marshalled has to do with being called from anywhere.
inline bool is_bound_to_apartment(::IUnknown& object, REFIID iid)
{
    if (!detail::is_in_single_threaded_apartment())
    {
        return false;
    }
    for (const guid& free : {detail::iid_agile_object, detail::iid_no_marshal})
    {
        com_ptr<::IUnknown> answer;
        if (succeeded(object.QueryInterface(free, reinterpret_cast<void**>(answer.put()))))
        {
            return false;
        }
    }
    com_ptr<IMarshal> marshal;
    if (succeeded(object.QueryInterface(detail::iid_marshal, reinterpret_cast<void**>(marshal.put()))))
    {
        return !detail::is_free_threaded(*marshal, object);
    }
    CLSID proxy{};
    return same(iid, iid_of<::IUnknown>) || same(iid, iid_of<::IDispatch>) || succeeded(CoGetPSClsid(iid, &proxy));
}

// The way for any thread into the single-threaded apartment in which this was made. Movable.
class apartment_entry
{
public:
    // Leads nowhere.
    apartment_entry() = default;

    // Leads nowhere when the thread is no single-threaded apartment, or the system refuses.
    static apartment_entry of_this_thread() noexcept
    {
        apartment_entry made;
        if (!detail::is_in_single_threaded_apartment())
        {
            return made;
        }
        try
        {
            com_ptr<::IDispatch> dispatcher;
            dispatcher.attach(new detail::apartment_dispatcher);
            if (failed(detail::global_interfaces()->RegisterInterfaceInGlobal(
                    dispatcher.get(), iid_of<::IDispatch>, &made.m_cookie)))
            {
                made.m_cookie = 0;
            }
        }
        catch (...)
        {
            made.m_cookie = 0;
        }
        return made;
    }

    apartment_entry(apartment_entry&& other) noexcept : m_cookie(std::exchange(other.m_cookie, 0)) {}

    apartment_entry& operator=(apartment_entry&& other) noexcept
    {
        std::swap(m_cookie, other.m_cookie);
        return *this;
    }

    ~apartment_entry()
    {
        reset();
    }

    explicit operator bool() const noexcept
    {
        return m_cookie != 0;
    }

    // How long an apartment that turns calls away, as one does that shows a dialogue, is asked again.
    static constexpr std::chrono::seconds usual_patience{60};

    // Runs f() in the apartment, and returns when it has: at once on the apartment's own thread, else when that thread
    // has come to look after its messages. Where the entry leads nowhere, f() runs here. An error code, and f() has not
    // run, when the apartment is gone or has turned the call away for too long. f() does not throw.
    template <class F>
    HRESULT run(F&& f, std::chrono::nanoseconds patience = usual_patience) const noexcept
    {
        if (m_cookie == 0)
        {
            std::forward<F>(f)();
            return s_ok;
        }
        using function = std::remove_reference_t<F>;
        const detail::marshaled_call work{[](void* context) noexcept { (*static_cast<function*>(context))(); },
                                          const_cast<void*>(static_cast<const void*>(&f))};
        const auto end = std::chrono::steady_clock::now() + patience;
        for (std::chrono::milliseconds pause(5);; pause = std::min(pause * 2, std::chrono::milliseconds(100)))
        {
            const HRESULT code = enter(work);
            if (!detail::is_turned_away(code) || std::chrono::steady_clock::now() + pause > end)
            {
                return code;
            }
            pause_in_apartment(pause);
        }
    }

    void reset() noexcept
    {
        if (const DWORD cookie = std::exchange(m_cookie, 0))
        {
            const apartment_visit visit;
            try
            {
                detail::global_interfaces()->RevokeInterfaceFromGlobal(cookie);
            }
            catch (...)
            {
                return; // the table is gone, and with it the entry
            }
        }
    }

private:
    HRESULT enter(const detail::marshaled_call& work) const noexcept
    {
        const apartment_visit visit;
        try
        {
            com_ptr<::IDispatch> dispatcher;
            throw_if_failed(detail::global_interfaces()->GetInterfaceFromGlobal(
                m_cookie, iid_of<::IDispatch>, reinterpret_cast<void**>(dispatcher.put())));
            VARIANT address{};
            address.vt = VT_I8;
            address.llVal = static_cast<LONGLONG>(reinterpret_cast<std::uintptr_t>(&work));
            DISPPARAMS given{&address, nullptr, 1, 0};
            VARIANT nothing{};
            EXCEPINFO record{};
            UINT place = 0;
            return dispatcher->Invoke(0, guid_null, 0, DISPATCH_METHOD, &given, &nothing, &record, &place);
        }
        catch (...)
        {
            return hresult_from_exception();
        }
    }

    DWORD m_cookie = 0;
};

} // namespace wua
