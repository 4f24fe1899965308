// SPDX-License-Identifier: MIT
#pragma once

// agile_ref and agile_variant by the global interface table.

#include <wua/com/com_ptr.hpp>
#include <wua/com/hresult.hpp>
#include <wua/com/shared_handle.hpp>
#include <wua/com/variant.hpp>
#include <wua/com/windows/apartment.hpp>

#include <utility>

namespace wua
{
namespace detail
{

// An object that not every thread may call, kept in the apartment in which this is made: a single-threaded one, or the
// multithreaded one for a proxy of its own.
class apartment_bound_object
{
public:
    // Null when every thread may call the object, or nobody could bring it to another apartment.
    static shared_handle<const apartment_bound_object> of(::IUnknown& object, REFIID iid)
    {
        if (!is_bound_to_apartment(object, iid) && !is_proxy(object))
        {
            return {};
        }
        DWORD cookie = 0;
        const apartment_visit visit;
        if (failed(global_interfaces()->RegisterInterfaceInGlobal(&object, iid, &cookie)))
        {
            return {};
        }
        try
        {
            return make_handle<const apartment_bound_object>(object, iid, cookie);
        }
        catch (...)
        {
            global_interfaces()->RevokeInterfaceFromGlobal(cookie);
            throw;
        }
    }

    apartment_bound_object(::IUnknown& object, REFIID iid, DWORD cookie)
        : m_object(&object),
          m_iid(iid),
          m_cookie(cookie),
          m_thread(is_in_single_threaded_apartment() ? GetCurrentThreadId() : 0),
          m_apartment(apartment_entry::of_this_thread())
    {}

    apartment_bound_object(const apartment_bound_object&) = delete;
    apartment_bound_object& operator=(const apartment_bound_object&) = delete;

    // Releases the object at home: waits until its apartment looks after its messages.
    ~apartment_bound_object()
    {
        const auto leave = [this]() noexcept {
            const apartment_visit visit;
            revoke();
            m_object.reset();
        };
        if (m_thread == 0)
        {
            serve_apartment_during(leave); // which is in the multithreaded apartment
        }
        else if (is_here())
        {
            leave();
        }
        else if (!m_apartment || failed(m_apartment.run(leave)))
        {
            revoke();
            static_cast<void>(m_object.detach()); // its apartment is gone: nobody can release it any more
        }
    }

    // The object at home, elsewhere a proxy, seen through the interface by which it was given, and with a reference.
    // Throws when the apartment is gone.
    ::IUnknown* reference() const
    {
        if (is_here())
        {
            m_object->AddRef();
            return m_object.get();
        }
        void* there = nullptr;
        throw_if_failed(global_interfaces()->GetInterfaceFromGlobal(m_cookie, m_iid, &there));
        return static_cast<::IUnknown*>(there);
    }

private:
    static bool is_proxy(::IUnknown& object)
    {
        com_ptr<IMultiQI> answer;
        return succeeded(object.QueryInterface(__uuidof(IMultiQI), reinterpret_cast<void**>(answer.put())));
    }

    bool is_here() const noexcept
    {
        return m_thread == (is_in_single_threaded_apartment() ? GetCurrentThreadId() : 0);
    }

    void revoke() const noexcept
    {
        const apartment_visit visit;
        try
        {
            global_interfaces()->RevokeInterfaceFromGlobal(m_cookie);
        }
        catch (...)
        {
            return; // the table is gone, and with it the entry
        }
    }

    com_ptr<::IUnknown> m_object;
    const GUID m_iid;
    const DWORD m_cookie;
    const DWORD m_thread; // of a single-threaded apartment, else 0
    const apartment_entry m_apartment;
};

} // namespace detail

// A reference that any thread may copy, ask and give up. An agile object is itself everywhere. One of a single-threaded
// apartment, or a proxy, is handed out as itself where this was made, and elsewhere as a proxy, for which its apartment
// has to look after its messages; there it is released, too, by whichever thread gives up the last copy.
template <class I>
class agile_ref
{
public:
    agile_ref() = default;

    // On a thread that may call the object. Null is null.
    agile_ref(com_ptr<I> object)
    {
        if (object)
        {
            m_home = detail::apartment_bound_object::of(*object, iid_of<I>);
        }
        if (!m_home)
        {
            m_object = std::move(object);
        }
    }

    // For the calling thread. Throws hresult_error when the object's apartment is gone.
    com_ptr<I> get() const
    {
        if (!m_home)
        {
            return m_object;
        }
        com_ptr<I> there;
        there.attach(static_cast<I*>(m_home->reference()));
        return there;
    }

    explicit operator bool() const noexcept
    {
        return m_object || m_home;
    }

    // True when not every thread may call the object.
    bool is_bound() const noexcept
    {
        return static_cast<bool>(m_home);
    }

private:
    com_ptr<I> m_object; // null where there is the next
    detail::shared_handle<const detail::apartment_bound_object> m_home;
};

// The same for a value, which may be an object: a pointer to the interface with this IID, or of the type that it says.
class agile_variant
{
public:
    agile_variant() noexcept = default;

    agile_variant(const variant& value)
        : agile_variant(value, value.get().vt == VT_DISPATCH ? iid_of<::IDispatch> : iid_of<::IUnknown>)
    {}

    agile_variant(variant value, REFIID iid) : m_value(std::move(value))
    {
        const VARIANT& given = m_value.get();
        if ((given.vt == VT_DISPATCH || given.vt == VT_UNKNOWN) && given.punkVal != nullptr)
        {
            m_home = detail::apartment_bound_object::of(*given.punkVal, iid);
            m_type = given.vt;
        }
        if (m_home)
        {
            m_value.reset();
        }
    }

    variant value() const
    {
        if (!m_home)
        {
            return m_value;
        }
        VARIANT object{};
        object.vt = m_type;
        object.punkVal = m_home->reference();
        variant there;
        there.attach(object);
        return there;
    }

    bool is_bound() const noexcept
    {
        return static_cast<bool>(m_home);
    }

private:
    variant m_value; // empty where there is the next
    detail::shared_handle<const detail::apartment_bound_object> m_home;
    VARTYPE m_type = VT_EMPTY;
};

namespace detail
{

inline agile_variant held_for_all_threads(variant value, REFIID iid)
{
    return {std::move(value), iid};
}

template <class I>
com_ptr<I> for_this_thread(const agile_ref<I>& held)
{
    return held.get();
}

inline variant for_this_thread(const agile_variant& held)
{
    return held.value();
}

template <class Held>
bool is_bound_to_apartment(const Held& held) noexcept
{
    return held.is_bound();
}

} // namespace detail
} // namespace wua
